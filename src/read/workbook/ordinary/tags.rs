//! XML as spreadsheet programs write it, tag by tag, and nothing of XML beyond that.

use memchr::memchr;
use quick_xml::escape::{resolve_xml_entity, unescape, unescape_with};

/// A part that is gone through tag by tag. What is not strictly in order (comments, CDATA, entities declared, tags that do not
/// match, another encoding) gives `None`, once and for all: another reader has to see to it.
pub(super) struct Tags<'a> {
    rest: &'a str,
    /// The elements that are open, the outermost first.
    open: Vec<&'a str>,
}

/// A tag, and the text before it.
pub(super) struct Tag<'a> {
    pub text: &'a str,
    /// The name of the element, its prefix too.
    pub name: &'a str,
    pub kind: Kind,
    attributes: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `<a/>`: it opens and closes.
    Empty,
    /// The part is over, as it should be.
    End,
}

impl<'a> Tags<'a> {
    /// Begins a part.
    pub fn new(part: &'a str) -> Option<Self> {
        let rest = match part.strip_prefix("<?xml ") {
            None => part,
            Some(declaration) => {
                let (declaration, rest) = declaration.split_once("?>")?;
                let mut encoding = None;
                each_attribute(declaration, |name, value| {
                    if name == "encoding" {
                        encoding = Some(value);
                    }
                    Some(())
                })?;
                if !encoding.is_none_or(|encoding| encoding.eq_ignore_ascii_case("utf-8")) {
                    return None;
                }
                rest
            }
        };
        Some(Self { rest, open: Vec::new() })
    }

    /// The next tag, [`Kind::End`] behind the last.
    pub fn next(&mut self) -> Option<Tag<'a>> {
        let Some(at) = memchr(b'<', self.rest.as_bytes()) else {
            let text = self.rest;
            let over = self.open.is_empty() && text.trim_ascii().is_empty();
            return over.then_some(Tag {
                text,
                name: "",
                kind: Kind::End,
                attributes: "",
            });
        };
        let (text, rest) = (self.rest.get(..at)?, self.rest.get(at + 1..)?);
        let end = memchr(b'>', rest.as_bytes())?;
        let inside = rest.get(..end)?;
        self.rest = rest.get(end + 1..)?;
        let (inside, kind) = if let Some(name) = inside.strip_prefix('/') {
            (name, Kind::Close)
        } else if let Some(inside) = inside.strip_suffix('/') {
            (inside, Kind::Empty)
        } else {
            (inside, Kind::Open)
        };
        let length = inside.bytes().position(|byte| byte.is_ascii_whitespace());
        let (name, attributes) = inside.split_at_checked(length.unwrap_or(inside.len()))?;
        let plain = is_name(name) && memchr(b'<', attributes.as_bytes()).is_none();
        (plain && is_plain(text)).then_some(())?;
        each_attribute(attributes, |_, value| {
            (!value.contains('&') || unescape(value).is_ok()).then_some(())
        })?;
        match kind {
            Kind::Open => {
                // Deeper than any part of a workbook.
                (self.open.len() < 100).then(|| self.open.push(name))?;
            }
            Kind::Close if self.open.pop() == Some(name) && attributes.is_empty() => {}
            Kind::Close => return None,
            Kind::Empty | Kind::End => {}
        }
        Some(Tag {
            text,
            name,
            kind,
            attributes,
        })
    }

    /// The element that holds the tag just given, where that one opened.
    pub fn parent(&self, tag: &Tag<'_>) -> &'a str {
        let back = if tag.kind == Kind::Open { 2 } else { 1 };
        let parent = self.open.len().checked_sub(back).and_then(|at| self.open.get(at));
        parent.copied().unwrap_or_default()
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Goes on at `rest`, a later place of the same part and inside the same elements.
    pub fn skip_to(&mut self, rest: &'a str) {
        self.rest = rest;
    }
}

impl<'a> Tag<'a> {
    /// Whether it begins an element.
    pub fn begins(&self) -> bool {
        matches!(self.kind, Kind::Open | Kind::Empty)
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'a str {
        local(self.name)
    }

    /// Gives name and value of each attribute to `each`, the value with its entities.
    pub fn attributes(&self, each: impl FnMut(&'a str, &'a str) -> Option<()>) -> Option<()> {
        each_attribute(self.attributes, each)
    }

    /// The values of the attributes `names`. A name with a prefix, or one that stands twice, is not in order.
    pub fn values<const N: usize>(&self, names: [&str; N]) -> Option<[Option<&'a str>; N]> {
        let mut values = [None; N];
        self.attributes(|name, value| {
            let known = names.iter().position(|known| *known == local(name));
            if let Some(slot) = known.and_then(|index| values.get_mut(index)) {
                if name.contains(':') || slot.is_some() {
                    return None;
                }
                *slot = Some(value);
            }
            Some(())
        })?;
        Some(values)
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Goes through all elements of a part as they begin.
pub(super) fn each<'a>(part: &'a str, mut on: impl FnMut(&Tags<'a>, &Tag<'a>) -> Option<()>) -> Option<()> {
    let mut tags = Tags::new(part)?;
    loop {
        let tag = tags.next()?;
        if tag.kind == Kind::End {
            return Some(());
        }
        if tag.begins() {
            on(&tags, &tag)?;
        }
    }
}

/// Whether the entities of a text are those that XML has.
pub(super) fn is_plain(text: &str) -> bool {
    memchr(b'&', text.as_bytes()).is_none() || unescape_with(text, resolve_xml_entity).is_ok()
}

/// A number written in digits, without zeros before it.
pub(super) fn number(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let plain = (1..=9).contains(&bytes.len()) && (bytes.len() == 1 || bytes.first() != Some(&b'0'));
    plain.then_some(())?;
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}

fn is_name(name: &str) -> bool {
    let rest = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.'));
    rest && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Goes through the attributes that `text` holds, each with a blank before it.
pub(super) fn each_attribute<'a>(text: &'a str, mut each: impl FnMut(&'a str, &'a str) -> Option<()>) -> Option<()> {
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let (name, value) = rest.split_at_checked(memchr(b'=', rest.as_bytes())?)?;
        let quoted = value.get(1..)?;
        let quote = *quoted.as_bytes().first()?;
        if !is_name(name) || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let value = quoted.get(1..)?;
        let (value, after) = value.split_at_checked(memchr(quote, value.as_bytes())?)?;
        each(name, value)?;
        let after = after.get(1..)?;
        rest = after.trim_ascii_start();
        if !rest.is_empty() && rest.len() == after.len() {
            return None;
        }
    }
    Some(())
}
