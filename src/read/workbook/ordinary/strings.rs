//! The shared strings of an ordinary workbook.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::escape::{resolve_xml_entity, unescape_with};

use super::tags::{Kind, Tag, Tags, number};
use crate::read::document::Content;
use crate::read::workbook::value;
use crate::value::CellText;

/// What a cell that uses a string holds; `None` for one of blanks only.
pub(super) type Shared = Option<(Content, CellText)>;

/// A run of text, how it looks, and how all of it is to be read aloud. The reading itself (`rPh`) is unusual.
const BESIDE_TEXT: &[&str] = &[
    "r",
    "rPr",
    "rFont",
    "charset",
    "family",
    "b",
    "i",
    "strike",
    "outline",
    "shadow",
    "condense",
    "extend",
    "color",
    "sz",
    "u",
    "vertAlign",
    "scheme",
    "phoneticPr",
];

/// Reads the part of shared strings.
pub(super) fn read(part: &str) -> Option<Vec<Shared>> {
    let mut tags = Tags::new(part)?;
    let first = tags.next()?;
    (first.name == "sst" && first.begins() && first.text.trim_ascii().is_empty()).then_some(())?;
    let [count] = first.values(["uniqueCount"])?;
    // A string takes at least five bytes (`<si/>`).
    let likely = match count {
        Some(count) => number(count).is_some_and(|count| count as usize <= part.len() / 5),
        None => true,
    };
    likely.then_some(())?;
    let mut strings = Vec::new();
    if first.kind == Kind::Open {
        loop {
            let rest = tags.rest();
            if let Some((text, after)) = plain(rest) {
                strings.push(value::text(&unescaped(text)?));
                tags.skip_to(after);
                continue;
            }
            let tag = tags.next()?;
            match (tag.name, tag.kind) {
                ("si", Kind::Open) => strings.push(value::text(&text(&mut tags, "si")?)),
                ("si", Kind::Empty) => strings.push(None),
                ("sst", Kind::Close) => break,
                _ => return None,
            }
        }
    }
    (tags.next()?.kind == Kind::End).then_some(strings)
}

/// The text of the string that `text` begins with, written as most are, and what follows the string.
fn plain(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("<si><t>")?;
    let (text, after) = text.split_at_checked(memchr(b'<', text.as_bytes())?)?;
    Some((text, after.strip_prefix("</t></si>")?))
}

/// The text of a string up to the end of the element `of`, which was just opened. Runs of one make are put together.
pub(super) fn text<'a>(tags: &mut Tags<'a>, of: &str) -> Option<Cow<'a, str>> {
    let mut whole = Cow::Borrowed("");
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            (name, Kind::Close) if name == of => return Some(whole),
            ("t", Kind::Open | Kind::Empty) => whole += run(tags, &tag)?,
            (name, _) if BESIDE_TEXT.contains(&name) => {}
            _ => return None,
        }
    }
}

/// The text of the `<t>` that was just read.
fn run<'a>(tags: &mut Tags<'a>, tag: &Tag<'a>) -> Option<Cow<'a, str>> {
    let mut kept = false;
    tag.attributes(|name, value| {
        kept = value == "preserve";
        (name == "xml:space").then_some(())
    })?;
    if tag.kind == Kind::Empty {
        return Some(Cow::Borrowed(""));
    }
    let close = tags.next()?;
    (close.name == "t" && close.kind == Kind::Close).then_some(())?;
    let text = unescaped(close.text)?;
    Some(if kept {
        text
    } else {
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
            Cow::Owned(text) => Cow::Owned(text.trim_ascii().to_owned()),
        }
    })
}

/// A text without its entities. Ends of lines are normalised, and characters escaped, in ways of their own.
pub(super) fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    let plain = if memchr(b'&', bytes).is_some() {
        unescape_with(text, resolve_xml_entity).ok()?
    } else {
        Cow::Borrowed(text)
    };
    let escapes = memchr(b'_', plain.as_bytes()).is_some() && plain.contains("_x");
    (memchr(b'\r', bytes).is_none() && !escapes).then_some(plain)
}
