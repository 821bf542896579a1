//! Aligned columns in which Chinese and digits stand under one another.

use super::text::{Ink, pad, pad_left, width};

/// No column is cut to less.
const NARROWEST: usize = 12;

/// Rows of cells; all rows have as many as there are alignments.
#[derive(Debug, Default)]
pub(super) struct Columns {
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// Columns aligned as `spec` says: `l` left, `r` right.
    pub fn new(spec: &str) -> Self {
        Self {
            right: spec.chars().map(|c| c == 'r').collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<String> = cells.into_iter().collect();
        row.resize(self.right.len(), String::new());
        self.rows.push(row);
    }

    /// Lines of at most `most` columns: where they would be wider, the columns named are cut, the first as far as it
    /// goes, then the next.
    pub fn lines(&self, ink: Ink, most: usize, flexible: &[usize]) -> Vec<String> {
        let mut widths: Vec<usize> = (0..self.right.len())
            .map(|at| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(at))
                    .map(|cell| width(cell))
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let gaps = 2 * widths.iter().filter(|width| **width > 0).count().saturating_sub(1);
        let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(most);
        for column in flexible {
            if let Some(width) = widths.get_mut(*column) {
                let least = NARROWEST.min(*width);
                let cut = excess.min(*width - least);
                *width -= cut;
                excess -= cut;
            }
        }
        self.rows
            .iter()
            .map(|row| {
                let mut line = String::new();
                for ((cell, to), right) in row.iter().zip(&widths).zip(&self.right) {
                    if *to == 0 {
                        continue;
                    }
                    let cell = ink.cut(cell, *to);
                    line.push_str(&if *right { pad_left(&cell, *to) } else { pad(&cell, *to) });
                    line.push_str("  ");
                }
                line.trim_end().to_owned()
            })
            .collect()
    }
}
