//! An XML text tag by tag, with the bytes of each, so that it can be changed in places and stay as it is elsewhere.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<c>`
    Start,
    /// `</c>`
    End,
    /// `<c/>`
    Empty,
}

/// A tag.
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: TagKind,
    /// Its bytes in the whole text.
    pub range: Range<usize>,
    /// Itself: `<x:c r="B7" s="3">`.
    pub text: &'a str,
    /// How many elements its element stands in.
    pub depth: usize,
}

/// The tags of a text in order.
pub struct Tags<'a> {
    xml: &'a str,
    reader: Reader<&'a [u8]>,
    /// Bytes in front of what the reader sees.
    skipped: usize,
    depth: usize,
    /// Whether the text turned out to be no XML.
    pub broken: bool,
}

impl<'a> Tags<'a> {
    /// Over `xml`.
    pub fn new(xml: &'a str) -> Self {
        let body = xml.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(body);
        reader.config_mut().check_end_names = true;
        Self {
            xml,
            reader,
            skipped: xml.len() - body.len(),
            depth: 0,
            broken: false,
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = usize::try_from(self.reader.buffer_position()).ok()? + self.skipped;
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) => {
                    self.broken = true;
                    return None;
                }
            };
            let kind = match event {
                Event::Start(_) => TagKind::Start,
                Event::End(_) => TagKind::End,
                Event::Empty(_) => TagKind::Empty,
                // Entities of its own would make what is read and what is written two things.
                Event::DocType(_) => {
                    self.broken = true;
                    return None;
                }
                Event::Eof => {
                    self.broken |= self.depth > 0;
                    return None;
                }
                _ => continue,
            };
            let end = usize::try_from(self.reader.buffer_position()).ok()? + self.skipped;
            if kind == TagKind::End {
                self.depth = self.depth.saturating_sub(1);
            }
            let depth = self.depth;
            if kind == TagKind::Start {
                self.depth += 1;
            }
            let Some(text) = self.xml.get(start..end).filter(|text| text.starts_with('<')) else {
                self.broken = true;
                return None;
            };
            return Some(Tag {
                kind,
                range: start..end,
                text,
                depth,
            });
        }
    }
}

impl<'a> Tag<'a> {
    /// The name with its prefix.
    pub fn qualified(&self) -> &'a str {
        let name = self.text.trim_start_matches('<').trim_start_matches('/');
        let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        end.and_then(|end| name.get(..end)).unwrap_or(name)
    }

    /// The name without prefix.
    pub fn local(&self) -> &'a str {
        local(self.qualified())
    }

    /// The prefix with its colon; empty for none.
    pub fn prefix(&self) -> &'a str {
        let name = self.qualified();
        name.get(..name.len() - self.local().len()).unwrap_or_default()
    }

    /// Names and values (with the bytes of the values in [`Tag::text`]) of the attributes.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a> {
        let text = self.text;
        let mut at = 1 + self.qualified().len();
        std::iter::from_fn(move || {
            let rest = text.get(at..)?;
            let start = at + rest.find(|c: char| !c.is_ascii_whitespace())?;
            let equals = start + text.get(start..)?.find('=')?;
            let name = text.get(start..equals)?.trim_end();
            let quoted = text.get(equals + 1..)?;
            let opening = equals + 1 + quoted.find(['"', '\''])?;
            let quote = char::from(*text.as_bytes().get(opening)?);
            let value = opening + 1;
            let end = value + text.get(value..)?.find(quote)?;
            at = end + 1;
            Some((name, value..end))
        })
    }

    /// The value of an attribute as written, by its name with or without prefix.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let (_, range) = self.attributes().find(|(key, _)| *key == name)?;
        self.text.get(range)
    }

    /// The value of an attribute, unescaped.
    pub fn get(&self, name: &str) -> Option<String> {
        let raw = self.raw(name)?;
        Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
    }

    /// Name (with prefix) and value of the attribute of a local name that has a prefix.
    pub fn prefixed(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let (key, range) = self.attributes().find(|(key, _)| *key != name && local(key) == name)?;
        Some((key, self.text.get(range)?))
    }

    /// The tag with an attribute (its value escaped) set.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut out = self.text.to_owned();
        if let Some((_, range)) = self.attributes().find(|(key, _)| *key == name) {
            out.replace_range(range, value);
        } else {
            out.insert_str(1 + self.qualified().len(), &format!(" {name}=\"{value}\""));
        }
        out
    }

    /// An empty element's tag as one that begins an element.
    pub fn opened(&self) -> String {
        let open = self.text.trim_end_matches('>').trim_end_matches('/').trim_end();
        format!("{open}>")
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Changes to a text.
#[derive(Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts `text` in the place of `range`; what is put in one place stands in the order of the calls.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Puts `text` before the byte `at`.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Puts `text` in front of the end of the element whose last tag this is.
    pub fn append(&mut self, tag: &Tag<'_>, text: &str) {
        if tag.kind == TagKind::Empty {
            self.replace(
                tag.range.clone(),
                format!("{}{text}</{}>", tag.opened(), tag.qualified()),
            );
        } else {
            self.insert(tag.range.start, text);
        }
    }

    /// The text with the changes made; `None` where they get in one another's way.
    pub fn apply(mut self, xml: &str) -> Option<String> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(xml.len() + self.0.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut done = 0;
        for (range, text) in &self.0 {
            out.push_str(xml.get(done..range.start)?);
            out.push_str(text);
            done = range.end;
        }
        out.push_str(xml.get(done..)?);
        Some(out)
    }
}

/// Puts `text` at the end of the outermost element.
pub fn append_to_root(xml: &str, text: impl FnOnce(&Tag<'_>) -> String) -> Option<String> {
    let mut tags = Tags::new(xml);
    let last = tags
        .by_ref()
        .filter(|tag| tag.depth == 0 && tag.kind != TagKind::Start)
        .last()?;
    let mut edits = Edits::default();
    let text = text(&last);
    edits.append(&last, &text);
    (!tags.broken).then(|| edits.apply(xml)).flatten()
}
