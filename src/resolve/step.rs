//! A name of a path.

use crate::value::normalise;

/// A name of a path as written and as compared.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) text: String,
    pub(super) key: String,
}

impl Step {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            key: normalise(text),
        }
    }

    /// The number behind a mark: `栏3`, `行29`.
    pub(super) fn number(&self, mark: char) -> Option<u32> {
        self.text.strip_prefix(mark)?.parse().ok()
    }
}
