//! What rows are joined by, and which joined row has which key.

use std::collections::HashMap;

use foldhash::quality::RandomState;

use crate::value::{Key, short_code};

/// What a row is joined by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum JoinedBy<'r> {
    /// A short code, as a number of the same order.
    Short(u64),
    Text(Key<'r>),
    Line(u32),
    /// The plain total row of a coded table.
    Total,
}

impl<'r> JoinedBy<'r> {
    pub(super) fn code(code: &'r str) -> Self {
        short_code(code).map_or(Self::Text(Key::Own(code)), Self::Short)
    }
}

/// So many joined rows are looked at behind the one that a key most likely has.
const NEAR: usize = 8;

/// The joined row of each key.
#[derive(Debug, Default)]
pub(super) struct Keys<'r> {
    /// For each joined row its short code, or zero.
    known: Vec<u64>,
    total: Option<usize>,
    /// The short codes with their joined rows, as long as they ascend and there are no other keys: then there is no need of a map.
    ascending: Vec<(u64, usize)>,
    places: Option<HashMap<JoinedBy<'r>, usize, RandomState>>,
}

impl<'r> Keys<'r> {
    /// How many joined rows there are.
    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// Makes room for about so many.
    pub(super) fn expect(&mut self, count: usize) {
        self.known.reserve(count.saturating_sub(self.known.len()));
        self.ascending.reserve(count.saturating_sub(self.ascending.len()));
    }

    /// The joined row of a key, a new one for a new key. `guess` is the most likely one: tables mostly have the same rows.
    pub(super) fn place(&mut self, key: JoinedBy<'r>, guess: usize) -> usize {
        let new = self.known.len();
        let code = match key {
            JoinedBy::Short(code) => code,
            _ => 0,
        };
        let place = match key {
            JoinedBy::Total => *self.total.get_or_insert(new),
            JoinedBy::Short(code) => match self.near(code, guess) {
                Some(place) => place,
                None if self.places.is_none() => self.by_order(code, new),
                None => self.mapped(key, new),
            },
            JoinedBy::Text(_) | JoinedBy::Line(_) => self.mapped(key, new),
        };
        if place == new {
            self.known.push(code);
        }
        place
    }

    /// The joined row of a short code, if it is the one guessed or one of the next: tables mostly leave out a few rows of others.
    fn near(&self, code: u64, guess: usize) -> Option<usize> {
        let next = self.known.get(guess..)?.iter().take(NEAR);
        let found = next
            .take_while(|known| **known <= code)
            .position(|known| *known == code);
        found.map(|found| guess + found)
    }

    /// The same by the order of codes.
    fn by_order(&mut self, code: u64, new: usize) -> usize {
        match self.ascending.binary_search_by_key(&code, |(code, _)| *code) {
            Ok(found) => self.ascending.get(found).map_or(new, |(_, place)| *place),
            Err(end) if end == self.ascending.len() => {
                self.ascending.push((code, new));
                new
            }
            Err(_) => self.mapped(JoinedBy::Short(code), new),
        }
    }

    /// The same by a map.
    fn mapped(&mut self, key: JoinedBy<'r>, new: usize) -> usize {
        let ascending = &self.ascending;
        let places = self.places.get_or_insert_with(|| {
            let mut places = HashMap::default();
            places.reserve(ascending.capacity());
            places.extend(ascending.iter().map(|(code, place)| (JoinedBy::Short(*code), *place)));
            places
        });
        *places.entry(key).or_insert(new)
    }
}
