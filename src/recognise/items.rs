//! The items of a block, indexed by 行次, name and code.

use std::sync::Arc;

use super::lookup::{Map, Set};
use crate::form::Item;

/// The items of a block, by what they go by.
#[derive(Debug, Default)]
pub(super) struct ItemIndex {
    by_line: Map<u32, usize>,
    by_name: Map<Arc<str>, Vec<usize>>,
    by_code: Map<Arc<str>, usize>,
    sections: Set<Arc<str>>,
}

impl ItemIndex {
    /// Indexes `items`.
    pub fn new(items: &[Item]) -> Self {
        let mut index = Self::default();
        for (at, item) in items.iter().enumerate() {
            if let Some(line) = item.line {
                index.by_line.entry(line).or_insert(at);
            }
            if let Some(code) = &item.code {
                index.by_code.entry(Arc::clone(code)).or_insert(at);
            }
            for name in std::iter::once(&item.name).chain(&item.aliases) {
                index.by_name.entry(Arc::clone(&name.key)).or_default().push(at);
            }
            let sections = item.sections.iter().map(|name| Arc::clone(&name.key));
            index.sections.extend(sections);
        }
        index
    }

    /// Whether one is called `key` (normalised).
    pub fn has(&self, key: &str) -> bool {
        self.by_name.contains_key(key)
    }

    /// The item of this 行次.
    pub fn of_line(&self, line: u32) -> Option<usize> {
        self.by_line.get(&line).copied()
    }

    /// The items called `key` (normalised), in order.
    pub fn named(&self, key: &str) -> &[usize] {
        self.by_name.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a section of them is called `key` (normalised).
    pub fn has_section(&self, key: &str) -> bool {
        self.sections.contains(key)
    }

    /// The item of this code.
    pub fn of_code(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }
}
