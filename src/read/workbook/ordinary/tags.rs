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
        let rest = match part.strip_prefix("<?xml") {
            None => part,
            Some(declaration) => {
                let (declared, rest) = declaration.split_once("?>")?;
                let mut declared = declared.trim_ascii_end();
                while !declared.is_empty() {
                    match step(&mut declared)? {
                        Step::Attribute("encoding", encoding) if !encoding.eq_ignore_ascii_case("utf-8") => {
                            return None;
                        }
                        Step::Attribute(..) => {}
                        Step::Open | Step::Empty => return None,
                    }
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
        let (text, mut rest) = (self.rest.get(..at)?, self.rest.get(at + 1..)?);
        let closing = rest.strip_prefix('/');
        let inside = closing.unwrap_or(rest);
        let (name, after) = inside.split_at_checked(name_length(inside.as_bytes()))?;
        (!name.is_empty() && is_plain(text)).then_some(())?;
        rest = after;
        let mut end = after;
        let mut kind = loop {
            match step(&mut rest)? {
                Step::Attribute(..) => end = rest,
                Step::Open => break Kind::Open,
                Step::Empty => break Kind::Empty,
            }
        };
        let attributes = after.get(..after.len().checked_sub(end.len())?)?;
        if closing.is_some() {
            (kind == Kind::Open && attributes.is_empty()).then_some(())?;
            kind = Kind::Close;
        }
        self.rest = rest;
        match kind {
            Kind::Open => {
                // Deeper than any part of a workbook.
                (self.open.len() < 100).then(|| self.open.push(name))?;
            }
            Kind::Close if self.open.pop() == Some(name) => {}
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
    pub fn attributes(&self, mut each: impl FnMut(&'a str, &'a str) -> Option<()>) -> Option<()> {
        let mut rest = self.attributes;
        while !rest.is_empty() {
            let Step::Attribute(name, value) = step(&mut rest)? else {
                return None;
            };
            each(name, value)?;
        }
        Some(())
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
    match name.bytes().rposition(|byte| byte == b':') {
        Some(at) => name.get(at + 1..).unwrap_or_default(),
        None => name,
    }
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

/// How many bytes of a name `text` begins with.
fn name_length(text: &[u8]) -> usize {
    if !text.first().is_some_and(u8::is_ascii_alphabetic) {
        return 0;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.');
    text.iter().position(|byte| !is_part(byte)).unwrap_or(text.len())
}

/// What comes next inside a tag.
pub(super) enum Step<'a> {
    /// An attribute: its name, and its value with its entities.
    Attribute(&'a str, &'a str),
    /// The end of the tag.
    Open,
    /// The end of a tag that opens and closes.
    Empty,
}

/// Takes an attribute, with a blank before it, or the end of a tag from `rest`.
#[inline]
pub(super) fn step<'a>(rest: &mut &'a str) -> Option<Step<'a>> {
    // What most attributes are: one letter, and a place or a number.
    if let [b' ', b'a'..=b'z', b'=', b'"', value @ ..] = rest.as_bytes()
        && let Some(end) = value.iter().position(|byte| !byte.is_ascii_alphanumeric())
        && value.get(end) == Some(&b'"')
    {
        let attribute = Step::Attribute(rest.get(1..2)?, rest.get(4..4 + end)?);
        *rest = rest.get(4 + end + 1..)?;
        return Some(attribute);
    }
    other_step(rest)
}

fn other_step<'a>(rest: &mut &'a str) -> Option<Step<'a>> {
    let spaced = rest.trim_ascii_start();
    let bytes = spaced.as_bytes();
    match *bytes {
        [b'>', ..] => {
            *rest = spaced.get(1..)?;
            return Some(Step::Open);
        }
        [b'/', b'>', ..] => {
            *rest = spaced.get(2..)?;
            return Some(Step::Empty);
        }
        _ => (spaced.len() < rest.len()).then_some(())?,
    }
    let length = name_length(bytes);
    let (name, after) = spaced.split_at_checked(length)?;
    let [b'=', quote @ (b'"' | b'\''), value @ ..] = after.as_bytes() else {
        return None;
    };
    let end = value.iter().position(|byte| byte == quote)?;
    let value = after.get(2..2 + end)?;
    let plain = value.bytes().all(|byte| byte != b'<' && byte != b'&');
    let known = plain || !value.contains('<') && unescape(value).is_ok();
    (length > 0 && known).then_some(())?;
    *rest = after.get(end + 3..)?;
    Some(Step::Attribute(name, value))
}
