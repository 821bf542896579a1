//! Styles: which make a heading of a paragraph, and which hide text.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use crate::read::limits;
use crate::read::package::XmlReader;
use crate::read::xml::{attribute, flag_of};

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// `heading 1`, `标题 1`: built in, and headings even where they have no outline level.
    named_heading: bool,
    /// 0 to 8 for headings, 9 for body text.
    outline: Option<u8>,
    hidden: Option<bool>,
}

impl Styles {
    /// Reads the part of the styles. A broken part gives what was read of it.
    pub fn read(mut xml: XmlReader<'_>) -> Self {
        let mut styles = Self::default();
        let mut at_hand: Option<(String, Style)> = None;
        let mut buffer = Vec::new();
        while let Ok(event) = xml.read_event_into(&mut buffer) {
            match event {
                Event::Start(element) if element.local_name().as_ref() == "style" => {
                    at_hand = attribute(&element, "styleId").map(|id| (id, Style::default()));
                }
                Event::Start(element) => {
                    if let Some((_, style)) = &mut at_hand {
                        style.note(&element);
                    }
                }
                Event::End(element) if element.local_name().as_ref() == "style" => {
                    if let Some((id, style)) = at_hand.take()
                        && styles.by_id.len() < limits::STYLES
                    {
                        styles.by_id.insert(id, style);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            buffer.clear();
        }
        styles
    }

    /// Whether paragraphs of the style `id` are headings.
    pub fn is_heading(&self, id: &str) -> bool {
        if self.by_id.is_empty() {
            return is_heading_name(id);
        }
        self.first(id, |style| match style.outline {
            Some(level) => Some(level < BODY_LEVEL),
            None => style.named_heading.then_some(true),
        })
    }

    /// Whether text of the style `id` is hidden.
    pub fn is_hidden(&self, id: &str) -> bool {
        self.first(id, |style| style.hidden)
    }

    /// What the first style that says it says, from `id` along what each is based on.
    fn first(&self, id: &str, says: impl Fn(&Style) -> Option<bool>) -> bool {
        let first = self.by_id.get(id);
        std::iter::successors(first, |style| self.by_id.get(style.based_on.as_ref()?))
            .take(limits::STYLE_STEPS)
            .find_map(says)
            .unwrap_or(false)
    }
}

impl Style {
    fn note(&mut self, element: &BytesStart<'_>) {
        let value = || attribute(element, "val");
        match element.local_name().as_ref() {
            "name" => self.named_heading = value().is_some_and(|name| is_heading_name(&name)),
            "basedOn" => self.based_on = value(),
            "outlineLvl" => self.outline = outline_level(element),
            "vanish" => self.hidden = Some(flag_of(element, "val").unwrap_or(true)),
            _ => {}
        }
    }
}

/// The outline level of body text.
const BODY_LEVEL: u8 = 9;

/// The level that an element `outlineLvl` gives.
fn outline_level(element: &BytesStart<'_>) -> Option<u8> {
    attribute(element, "val")?.trim().parse().ok()
}

/// Whether an element `outlineLvl` makes a heading; `None` where it says nothing.
pub(super) fn makes_heading(element: &BytesStart<'_>) -> Option<bool> {
    outline_level(element).map(|level| level < BODY_LEVEL)
}

fn is_heading_name(name: &str) -> bool {
    let name: String = name.split_whitespace().collect::<String>().to_lowercase();
    if name == "title" {
        return true;
    }
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
    level.is_some_and(|level| level.is_empty() || matches!(level.as_bytes(), [b'1'..=b'9']))
}
