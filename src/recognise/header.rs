//! Where the header of a table ends, and what it says about each column of the grid.

use super::figure::small_integer;
use super::head::header_unit;
use super::line::GridRowRef;
use super::vocabulary::{HeaderRole, Look, Vocabulary};
use crate::value::{CellText, Key, Unit, normalise};

/// Rows that are looked at to find the end of a header.
const SEARCHED: usize = 60;
/// Rows that a header may have.
const MOST_ROWS: usize = 8;
/// Columns that are considered.
pub(super) const MOST_COLUMNS: usize = 1024;

/// A header found in a run of rows.
pub(super) struct Extent {
    /// Rows before it.
    pub start: usize,
    /// One past its last row.
    pub end: usize,
    /// The row of 栏次, which is its last.
    pub numbers: Option<usize>,
    /// Whether the row behind it, the total, has labels of the header in it too (`类 款 项 合计 2,946.25`).
    pub shared: bool,
}

/// The header that `rows` begin with; empty where the first row is data already.
pub(super) fn extent(rows: &[GridRowRef<'_>], words: &Vocabulary) -> Extent {
    let mut numbers = None;
    let mut first_label = None;
    let mut last_label = None;
    let mut data = None;
    let mut shared = false;
    for (at, row) in rows.iter().enumerate().take(SEARCHED) {
        match words.look(*row) {
            Look::Numbers => {
                numbers = Some(at);
                break;
            }
            Look::Data => {
                data = Some(at);
                shared = words.is_labelled_total(*row);
                break;
            }
            Look::Header => {
                first_label.get_or_insert(at);
                last_label = Some(at);
            }
            Look::Section | Look::Other => {}
        }
    }
    let end = match (numbers, data, last_label) {
        (Some(at), _, _) => at + 1,
        (None, Some(at), _) => at,
        (None, None, Some(at)) => at + 1,
        (None, None, None) => 0,
    };
    let start = first_label.unwrap_or_else(|| end.saturating_sub(MOST_ROWS)).min(end);
    Extent {
        start: start.max(end.saturating_sub(MOST_ROWS)),
        end,
        numbers,
        shared,
    }
}

/// A column of the grid as its header describes it.
#[derive(Debug, Clone, Default)]
pub(super) struct HeaderColumn {
    /// The cells above it, top down, normalised; those of merged cells once.
    pub parts: Vec<String>,
    /// The same, with the cells of upper rows carried to the right over blanks, as groups are printed.
    pub carried: Vec<String>,
    /// The header as printed, joined.
    pub printed: String,
    /// Its 栏次.
    pub number: Option<u32>,
    /// What it is labelled as.
    pub role: Option<HeaderRole>,
    /// The money unit that it states.
    pub unit: Option<Unit>,
    /// Whether it says `%`.
    pub percent: bool,
}

/// The rows of a header.
#[derive(Clone, Copy)]
pub(super) struct Header<'r, 'd> {
    /// Rows of names.
    pub names: &'r [GridRowRef<'d>],
    /// The total row behind it, where labels of the header stand in it.
    pub shared: Option<GridRowRef<'d>>,
    /// The row of 栏次.
    pub numbers: Option<GridRowRef<'d>>,
}

/// A cell of a header that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed<T> {
    /// The row, counted from the first of names; behind them come the shared one and that of 栏次.
    row: usize,
    column: usize,
    text: T,
    covered: bool,
}

impl Printed<CellText> {
    /// How much memory it takes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.text.len()
    }

    /// The same with its text borrowed.
    pub fn as_ref(&self) -> Printed<&CellText> {
        let Self {
            row,
            column,
            ref text,
            covered,
        } = *self;
        Printed {
            row,
            column,
            text,
            covered,
        }
    }
}

impl Printed<&CellText> {
    /// The same, to be kept.
    pub fn cloned(self) -> Printed<CellText> {
        let Self {
            row,
            column,
            text,
            covered,
        } = self;
        Printed {
            row,
            column,
            text: text.clone(),
            covered,
        }
    }
}

impl<'d> Header<'_, 'd> {
    fn rows(&self) -> impl Iterator<Item = (usize, GridRowRef<'d>)> {
        let behind = self.names.len();
        let names = self.names.iter().copied().enumerate();
        let shared = self.shared.map(|row| (behind, row));
        let numbers = self.numbers.map(|row| (behind + 1, row));
        names.chain(shared).chain(numbers)
    }

    /// How many rows of names there are, and how many columns are considered.
    pub fn size(&self) -> (usize, usize) {
        let widths = self.rows().map(|(_, row)| row.row.cells.len());
        (self.names.len(), widths.max().unwrap_or(0).min(MOST_COLUMNS))
    }

    /// The cells that the columns follow from; of a shared row, those that hold a label.
    pub fn printed(&self, words: &Vocabulary) -> impl Iterator<Item = Printed<&'d CellText>> {
        let behind = self.names.len();
        self.rows().flat_map(move |(row, cells)| {
            let filled = cells
                .row
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.text.is_empty());
            let says = filled.filter(move |(_, cell)| row != behind || words.role(&Key::of(&cell.text)).is_some());
            says.map(move |(column, cell)| Printed {
                row,
                column,
                text: &cell.text,
                covered: cell.covered,
            })
        })
    }

    /// What it says about each column.
    pub fn columns(&self, words: &Vocabulary) -> Vec<HeaderColumn> {
        let (_, width) = self.size();
        let mut columns = vec![HeaderColumn::default(); width];
        // Where a group begins; nothing below is carried over to the next one.
        let mut begins = vec![false; width];
        for (at, row) in self.names.iter().enumerate() {
            let last = at + 1 == self.names.len();
            let mut carried = String::new();
            for ((column, begins), cell) in columns.iter_mut().zip(&mut begins).zip(&row.row.cells) {
                let key = normalise(&cell.text);
                if !key.is_empty() || *begins {
                    carried.clone_from(&key);
                }
                *begins |= !key.is_empty() && !cell.covered;
                if !(last && key.is_empty() || carried.is_empty()) {
                    column.carried.push(carried.clone());
                }
                // The rest of a cell merged downwards.
                let repeated = cell.covered && column.parts.last() == Some(&key);
                if !key.is_empty() && !repeated {
                    column.printed.push_str(&super::head::joined(&cell.text));
                    column.parts.push(key);
                }
            }
        }
        if let Some(row) = self.shared {
            for (column, cell) in columns.iter_mut().zip(&row.row.cells) {
                let key = normalise(&cell.text);
                if words.role(&key).is_some() {
                    column.printed.push_str(&super::head::joined(&cell.text));
                    column.parts.push(key);
                }
            }
        }
        if let Some(row) = self.numbers {
            for (column, cell) in columns.iter_mut().zip(&row.row.cells) {
                column.number = small_integer(&cell.text);
            }
        }
        for column in &mut columns {
            column.role = role(column, words);
            column.unit = column
                .parts
                .iter()
                .rev()
                .find_map(|part| header_unit(part))
                .map(|(_, unit)| unit);
            column.percent = column.parts.iter().any(|part| part.contains('%'));
        }
        columns
    }
}

/// The role of a column: a code's or line's label anywhere above it, else a name's.
fn role(column: &HeaderColumn, words: &Vocabulary) -> Option<HeaderRole> {
    if column.number.is_some() {
        return None;
    }
    let joined: String = column.parts.concat();
    let roles: Vec<HeaderRole> = column
        .parts
        .iter()
        .chain(std::iter::once(&joined))
        .filter_map(|key| words.role(key))
        .collect();
    [HeaderRole::Level, HeaderRole::Code, HeaderRole::Line, HeaderRole::Name]
        .into_iter()
        .find(|role| roles.contains(role))
        .filter(|_| !words.is_column(&joined))
}

/// Whether `rows` only repeat what `columns` say, as the header on a continuation page does.
pub(super) fn repeats(rows: &[GridRowRef<'_>], columns: &[HeaderColumn]) -> bool {
    rows.iter().all(|row| {
        row.filled().all(|(at, cell)| {
            let key = Key::of(&cell.text);
            columns.get(at).is_some_and(|column| {
                column.parts.iter().any(|part| *part == *key)
                    || small_integer(&key).is_some() && column.number == small_integer(&key)
            }) || &*key == "栏次"
        })
    })
}
