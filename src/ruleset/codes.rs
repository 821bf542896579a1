//! The codes of a list.

use std::collections::BTreeSet;

use crate::syntax::ast::YearRange;
use crate::value::Key;

/// The codes of a list in order. There may be thousands of which a run looks at none, so they share one text.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    /// Every code with its name behind it.
    text: String,
    entries: Vec<Entry>,
}

/// Where a code and its name stand in the text.
#[derive(Debug, Clone)]
struct Entry {
    start: usize,
    code: usize,
    name: usize,
    years: Option<YearRange>,
}

/// A code of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedCode<'l> {
    /// The code.
    pub code: &'l str,
    /// Its name as written.
    pub name: &'l str,
    /// The years it is in force, where the list says.
    pub years: Option<YearRange>,
}

impl ListedCode<'_> {
    /// Whether its name has this normal form.
    #[must_use]
    pub fn is_called(&self, key: &str) -> bool {
        *Key::of(self.name) == *key
    }
}

impl Codes {
    /// Adds a code behind the others.
    pub(super) fn push(&mut self, listed: ListedCode<'_>) {
        self.entries.push(Entry {
            start: self.text.len(),
            code: listed.code.len(),
            name: listed.name.len(),
            years: listed.years,
        });
        self.text.push_str(listed.code);
        self.text.push_str(listed.name);
    }

    /// Takes out those at the places given.
    pub(super) fn remove(&mut self, places: &BTreeSet<usize>) {
        let mut at = 0..;
        self.entries
            .retain(|_| at.next().is_none_or(|at| !places.contains(&at)));
    }

    /// Number of codes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The codes in order.
    pub fn iter(&self) -> impl Iterator<Item = ListedCode<'_>> {
        self.entries.iter().map(|entry| {
            let behind = self.text.get(entry.start..).unwrap_or_default();
            let (code, behind) = behind.split_at_checked(entry.code).unwrap_or_default();
            ListedCode {
                code,
                name: behind.get(..entry.name).unwrap_or_default(),
                years: entry.years,
            }
        })
    }
}
