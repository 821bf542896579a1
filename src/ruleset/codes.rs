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
    /// Some code stands before a smaller one.
    jumbled: bool,
}

/// Where a code and its name stand in the text: files of code lists are no larger than 32 bits can tell.
#[derive(Debug, Clone)]
struct Entry {
    code: u32,
    name: u32,
    end: u32,
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
    /// None yet, with room for the lines of `text`.
    pub(super) fn with_room_for(text: &str) -> Self {
        Self {
            text: String::with_capacity(text.len()),
            entries: Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1),
            jumbled: false,
        }
    }

    /// Adds a code behind the others.
    pub(super) fn push(&mut self, listed: ListedCode<'_>) {
        let last = self.entries.last().map(|last| self.listed(last).code);
        self.jumbled |= last.is_some_and(|last| last > listed.code);
        let mut add = |part: &str| {
            self.text.push_str(part);
            u32::try_from(self.text.len()).unwrap_or(u32::MAX)
        };
        let (code, name, end) = (add(""), add(listed.code), add(listed.name));
        let years = listed.years;
        self.entries.push(Entry { code, name, end, years });
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
        self.entries.iter().map(|entry| self.listed(entry))
    }

    /// All that is listed of a code, which may be for different years, in order.
    pub fn of<'l, 'c>(&'l self, code: &'c str) -> impl Iterator<Item = ListedCode<'l>> + use<'l, 'c> {
        let entries = self.entries.as_slice();
        let known = match self.jumbled {
            true => entries,
            false => {
                let from = entries.partition_point(|entry| self.listed(entry).code < code);
                let behind = entries.get(from..).unwrap_or_default();
                let same = behind.iter().take_while(|entry| self.listed(entry).code == code);
                behind.get(..same.count()).unwrap_or_default()
            }
        };
        known
            .iter()
            .map(|entry| self.listed(entry))
            .filter(move |listed| listed.code == code)
    }

    fn listed(&self, entry: &Entry) -> ListedCode<'_> {
        let part = |from: u32, to: u32| self.text.get(from as usize..to as usize).unwrap_or_default();
        ListedCode {
            code: part(entry.code, entry.name),
            name: part(entry.name, entry.end),
            years: entry.years,
        }
    }
}
