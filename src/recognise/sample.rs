//! What the columns of a run of rows hold, from its first rows.

use super::line::RowRef;
use super::lookup::Set;
use super::vocabulary::{Vocabulary, digits, looks_like_figure, small};
use crate::form::Form;
use crate::value::Key;

/// Rows looked at.
const ROWS: usize = 200;
/// Cells looked at in all, for hostile widths.
const CELLS: usize = 100_000;

#[derive(Debug, Clone, Default)]
struct Column {
    filled: usize,
    codes: usize,
    texts: usize,
    figures: usize,
    lines: usize,
    /// Integers next to the one before.
    steps: usize,
    last: Option<u32>,
    names: Vec<usize>,
}

/// Counts for each column of a grid.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    columns: Vec<Column>,
}

impl Sample {
    /// Looks at the first of `rows`.
    pub fn new(form: &Form, words: &Vocabulary, rows: &[RowRef<'_>]) -> Self {
        let names: Vec<Set<&str>> = form
            .blocks
            .iter()
            .map(|block| {
                let items = block.axis.items().iter();
                items
                    .flat_map(|item| std::iter::once(&item.name).chain(&item.aliases))
                    .map(|name| &*name.key)
                    .collect()
            })
            .collect();
        let named = names.iter().any(|names| !names.is_empty());
        let mut sample = Self::default();
        let mut left = CELLS;
        for row in rows.iter().take(ROWS) {
            if left == 0 {
                break;
            }
            if row.row.cells.len() > sample.columns.len() {
                let width = row.row.cells.len().min(super::header::MOST_COLUMNS);
                sample
                    .columns
                    .resize(width.max(sample.columns.len()), Column::default());
            }
            for (column, cell) in sample.columns.iter_mut().zip(&row.row.cells) {
                left = left.saturating_sub(1);
                if cell.text.is_empty() || cell.covered {
                    continue;
                }
                column.filled += 1;
                let digits = digits(&cell.text);
                column.codes += usize::from(
                    digits
                        .as_deref()
                        .is_some_and(|digits| words.is_code_length(digits.len())),
                );
                if let Some(number) = digits.as_deref().and_then(small) {
                    column.lines += 1;
                    column.steps += usize::from(column.last.is_some_and(|last| last.abs_diff(number) == 1));
                    column.last = Some(number);
                }
                if looks_like_figure(cell) {
                    column.figures += 1;
                    continue;
                }
                column.texts += 1;
                if !named {
                    continue;
                }
                let key = Key::of(&cell.text);
                column.names.resize(names.len(), 0);
                for (count, names) in column.names.iter_mut().zip(&names) {
                    *count += usize::from(names.contains(&*key));
                }
            }
        }
        sample
    }

    fn column(&self, at: usize) -> Option<&Column> {
        self.columns.get(at)
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Codes in a column.
    pub fn codes(&self, at: usize) -> usize {
        self.column(at).map_or(0, |column| column.codes)
    }

    /// Words in a column.
    pub fn texts(&self, at: usize) -> usize {
        self.column(at).map_or(0, |column| column.texts)
    }

    /// Whether anything stands in a column.
    pub fn is_filled(&self, at: usize) -> bool {
        self.column(at).is_some_and(|column| column.filled > 0)
    }

    /// Whether a column may hold figures: nothing but figures, or more figures than words.
    pub fn may_be_figures(&self, at: usize) -> bool {
        self.column(at).is_none_or(|column| column.figures >= column.texts)
    }

    /// Items named in a column, of any block.
    pub fn names(&self, at: usize) -> usize {
        self.column(at).map_or(0, |column| column.names.iter().sum())
    }

    /// Items of a block named in a column.
    pub fn names_of(&self, at: usize, block: usize) -> usize {
        self.column(at)
            .and_then(|column| column.names.get(block).copied())
            .unwrap_or(0)
    }

    /// Whether a column holds 行次: small integers only, most of them next to the one before.
    pub fn is_lines(&self, at: usize) -> bool {
        self.column(at)
            .is_some_and(|column| column.lines > 2 && column.lines == column.filled && column.steps * 2 > column.lines)
    }
}
