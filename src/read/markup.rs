//! What a person sees of a piece of text: without the remnants of HTML that OCR leaves (`<b>商日</b>`) and blanks around.

use std::borrow::Cow;
use std::ops::Range;

/// Tags that are dropped; `<招标>` or `<5` is text. `sup` and `sub` stay: without them 10² would read 102.
const TAGS: &[&str] = &[
    "b", "i", "u", "em", "strong", "br", "span", "font", "p", "div", "td", "th", "tr", "table", "center", "del",
];

/// Longest tag looked for, in bytes.
const TAG_BYTES: usize = 200;

/// Blanks of every kind, those without width too.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{00ad}')
}

/// The visible text of `raw`, trimmed, and the bytes of `raw` from its first to its last character. Where nothing is
/// visible the range is empty and stands at the end of the leading blanks.
pub(super) fn visible(raw: &str) -> (Cow<'_, str>, Range<usize>) {
    if raw.contains(['<', '&']) {
        return stripped(raw);
    }
    let start = raw.len() - raw.trim_start_matches(is_blank).len();
    let text = raw.trim_matches(is_blank);
    if text.is_empty() {
        return (Cow::Borrowed(text), 0..0);
    }
    (Cow::Borrowed(text), start..start + text.len())
}

fn stripped(raw: &str) -> (Cow<'_, str>, Range<usize>) {
    let mut text = String::with_capacity(raw.len());
    let mut range: Option<Range<usize>> = None;
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let at = raw.len() - rest.len();
        let (shown, length) = match c {
            '<' => tag(rest).map_or((c, 1), |(length, shown)| (shown, length)),
            '&' => entity(rest).unwrap_or((c, 1)),
            _ => (c, c.len_utf8()),
        };
        if shown != NOTHING {
            text.push(shown);
        }
        if !is_blank(shown) && shown != NOTHING {
            let start = range.map_or(at, |range| range.start);
            range = Some(start..at + length);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    (
        Cow::Owned(text.trim_matches(is_blank).to_owned()),
        range.unwrap_or(0..0),
    )
}

/// Stands for a tag that shows nothing.
const NOTHING: char = '\0';

/// The length of the tag that `text` begins with, and what it shows: a line break is a blank, so that two lines of digits do not become
/// one number.
fn tag(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('<')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_length = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, rest) = inner.split_at_checked(name_length)?;
    let known = TAGS.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    if !rest.starts_with(['>', ' ', '/']) {
        return None;
    }
    let close = rest.bytes().take(TAG_BYTES).position(|byte| byte == b'>')?;
    let shown = if matches!(*known, "br" | "p" | "div" | "td" | "th" | "tr") {
        ' '
    } else {
        NOTHING
    };
    Some((text.len() - rest.len() + close + 1, shown))
}

fn entity(text: &str) -> Option<(char, usize)> {
    [
        ("&nbsp;", ' '),
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
    ]
    .into_iter()
    .find_map(|(name, shown)| text.starts_with(name).then_some((shown, name.len())))
}
