//! Mistakes as people make them, one a report.

use std::fmt;

use fastrand::Rng;

use super::answer;
use super::book::{Book, Figure, Part, Row, TOTAL, is_count};

/// What was done to a report, and where.
#[derive(Debug, Clone)]
pub struct Plant {
    pub kind: Kind,
    /// The number of the table.
    pub table: u8,
    /// Code, line number or name of the row.
    pub row: String,
    /// The column of its block, from 0.
    pub column: usize,
}

/// The kinds of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A figure is another one.
    Changed,
    /// Two digits changed places.
    Swapped,
    /// A total was left out.
    Blanked,
    /// A row was left out.
    Lost,
    /// 元 instead of 万元.
    Unit,
    /// A total from before the last change.
    Outdated,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Changed,
        Self::Swapped,
        Self::Blanked,
        Self::Lost,
        Self::Unit,
        Self::Outdated,
    ];
}

impl fmt::Display for Plant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            table,
            row,
            column,
        } = self;
        write!(f, "{kind:?} in table {table}, row {row}, column {column}")
    }
}

/// Spoils a book in one place so that some rule notices; `None` where no place was found.
pub fn spoil(rng: &mut Rng, book: &mut Book) -> Option<Plant> {
    for _ in 0..100 {
        let kind = *rng.choice(&Kind::ALL)?;
        let part = *rng.choice(book.parts.keys().collect::<Vec<_>>())?;
        let rows = book.parts.get_mut(&part)?;
        let at = rng.usize(..rows.len());
        let column = rng.usize(..rows[at].figures.len());
        let plant = Plant {
            kind,
            table: part.0,
            row: rows[at].key.clone(),
            column,
        };
        if kind == Kind::Lost {
            if !is_code(part, &plant.row) {
                continue;
            }
            let row = rows.remove(at);
            if !answer::of(book).0.is_empty() {
                return Some(plant);
            }
            book.parts.get_mut(&part)?.insert(at, row);
            continue;
        }
        let before = rows[at].figures[column];
        let Some(after) = changed(rng, kind, part, rows, at, column) else {
            continue;
        };
        rows[at].figures[column] = after;
        if !answer::of(book).0.is_empty() {
            return Some(plant);
        }
        book.parts.get_mut(&part)?[at].figures[column] = before;
    }
    None
}

/// Whether the row is one of many by function code, so that it can be left out.
fn is_code(part: Part, key: &str) -> bool {
    matches!(part.0, 2 | 3 | 5 | 7 | 8) && key != TOTAL
}

/// What the mistake makes of a figure; `None` where it cannot be made there.
fn changed(rng: &mut Rng, kind: Kind, part: Part, rows: &[Row], at: usize, column: usize) -> Option<Figure> {
    let row = &rows[at];
    let value = row.figures[column]?;
    let new = match kind {
        Kind::Changed => Some(rng.i64(1..=value * 2 + 10)),
        Kind::Swapped => {
            let mut digits = value.to_string().into_bytes();
            let at = (1..digits.len()).find(|at| digits[at - 1] != digits[*at])?;
            digits.swap(at - 1, at);
            Some(String::from_utf8(digits).ok()?.parse().ok()?)
        }
        Kind::Blanked if is_total(part, &row.key) => None,
        Kind::Outdated if is_total(part, &row.key) => {
            let others = rows
                .iter()
                .filter_map(|row| row.figures[column])
                .filter(|other| *other < value);
            Some(value - rng.choice(others.collect::<Vec<_>>())?)
        }
        Kind::Unit if !is_count(part, &row.key) => Some(value * 10_000),
        _ => return None,
    };
    (new != Some(value)).then_some(new)
}

fn is_total(part: Part, key: &str) -> bool {
    match part {
        (1, 0) => matches!(key, "27" | "31"),
        (1, 1) => matches!(key, "58" | "62"),
        (4, 0) => matches!(key, "27" | "28" | "32"),
        (4, 1) => matches!(key, "59" | "64"),
        (10, 0) => matches!(key, "1" | "7"),
        (9, 0) => false,
        _ => key.len() == 3 || key.ends_with(TOTAL),
    }
}
