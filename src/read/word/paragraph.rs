//! A paragraph, and the run of text in it, while they are read.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::flow::Flow;
use super::styles::{Styles, makes_heading};
use crate::read::xml::{attribute, flag_of};

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub style: Option<String>,
    /// What its own outline level says.
    pub heading: Option<bool>,
    /// Text boxes anchored in it.
    pub boxes: Vec<Flow>,
}

impl Paragraph {
    /// Notes a property of it.
    pub fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "pStyle" => self.style = attribute(element, "val"),
            "outlineLvl" => self.heading = makes_heading(element),
            _ => {}
        }
    }
}

/// A run of text of one look.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// What it says itself.
    pub hidden: Option<bool>,
    /// What its style says.
    pub styled_hidden: bool,
    /// Whether its hidden text has been counted.
    pub counted: bool,
    superscript: bool,
}

impl Run {
    /// Notes a property of it.
    pub fn property(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        let value = || attribute(element, "val");
        match name {
            "rStyle" => self.styled_hidden = value().is_some_and(|id| styles.is_hidden(&id)),
            "vanish" => self.hidden = Some(flag_of(element, "val").unwrap_or(true)),
            "vertAlign" => self.superscript = value().as_deref() == Some("superscript"),
            _ => {}
        }
    }

    /// What its text shows: raised digits as such. `10²` is not 102, and a mark behind a figure is no digit of it.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.superscript && text.contains(|c: char| c.is_ascii_digit()) {
            text.chars().map(raised).collect()
        } else {
            Cow::Borrowed(text)
        }
    }
}

fn raised(c: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    digit.and_then(|digit| RAISED.get(digit)).copied().unwrap_or(c)
}
