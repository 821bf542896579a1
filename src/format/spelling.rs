//! The normal spelling of tokens.

use std::borrow::Cow;

use crate::syntax::{Keyword, TokenKind, push_quoted};

/// How the token `text` of `kind` is written.
pub(super) fn spell(kind: TokenKind, text: &str) -> Cow<'_, str> {
    use TokenKind as T;
    match kind {
        T::Keyword | T::WordOperator | T::Not | T::Constant | T::Choice => match text {
            "％" => Cow::Borrowed("%"),
            _ => Cow::Borrowed(Keyword::spelled(text).next().map_or(text, |keyword| keyword.chinese)),
        },
        T::Operator | T::Sign => operator(text),
        T::Number => number(text),
        T::Id | T::Head => quoted(text).unwrap_or_else(|| narrow(text)),
        T::Name => quoted(text).unwrap_or_else(|| name(text)),
        T::Text => quoted(text).unwrap_or(Cow::Borrowed(text)),
        T::BraceOpen => Cow::Borrowed("{"),
        T::BraceClose => Cow::Borrowed("}"),
        T::Open => Cow::Borrowed(if matches!(text, "(" | "（") { "(" } else { "[" }),
        T::Close => Cow::Borrowed(if matches!(text, ")" | "）") { ")" } else { "]" }),
        T::Comma => Cow::Borrowed(","),
        T::Colon => Cow::Borrowed(":"),
        T::Assign => Cow::Borrowed("="),
        T::Range => Cow::Borrowed(".."),
        T::Star => Cow::Borrowed("*"),
        T::Dot => Cow::Borrowed("."),
        T::Function | T::RawText | T::End | T::Comment | T::Malformed => Cow::Borrowed(text),
    }
}

fn operator(text: &str) -> Cow<'_, str> {
    let narrow: String = text.chars().map(half_width).collect();
    Cow::Owned(match narrow.as_str() {
        "~=" => "≈".to_owned(),
        "!=" => "≠".to_owned(),
        "≤" | "≦" => "<=".to_owned(),
        "≥" | "≧" => ">=".to_owned(),
        "−" | "–" => "-".to_owned(),
        _ => narrow,
    })
}

fn number(text: &str) -> Cow<'_, str> {
    let text = text.replacen(Keyword::LINE.english, Keyword::LINE.chinese, 1);
    Cow::Owned(
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '−' | '–') { '-' } else { half_width(c) })
            .collect(),
    )
}

/// A text in its normal quotes; `None` where it has none.
fn quoted(text: &str) -> Option<Cow<'_, str>> {
    let inner = [("\"", "\""), ("“", "”"), ("＂", "＂")]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    if inner.contains('"') {
        return Some(Cow::Borrowed(text));
    }
    let mut quoted = String::with_capacity(text.len());
    push_quoted(&mut quoted, inner);
    Some(Cow::Owned(quoted))
}

/// A name as it stands; a form's id after a dot and the dots of a path are no names.
fn name(text: &str) -> Cow<'_, str> {
    let is_id = text.starts_with(|c: char| c.is_numeric());
    if is_id || text.contains(['．', '。']) {
        narrow(text)
    } else {
        Cow::Borrowed(text)
    }
}

fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(half_width).collect())
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        _ => c,
    }
}
