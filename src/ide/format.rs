//! Formatting of an open file.

use std::ops::Range;

/// A replacement of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

/// The edit that formats `text`; `None` where it is formatted already, or too broken to be.
#[must_use]
pub fn format(text: &str) -> Option<TextEdit> {
    let formatted = crate::format::format(text)?;
    (formatted != text).then_some(TextEdit {
        range: 0..text.len(),
        text: formatted,
    })
}
