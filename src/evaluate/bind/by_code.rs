//! Rows found by their codes.

use super::hierarchy::PartLayout;
use crate::plan::RowSetKind;
use crate::report::{Row, RowIx};
use crate::value::leading_bytes;

/// The codes of a part with their rows, in order.
pub(super) struct Codes<'r> {
    /// What a code begins with, as a number of the same order; the code; its row.
    codes: Vec<(u64, &'r str, RowIx)>,
    /// In reading order too, as most are printed.
    as_read: bool,
}

impl<'r> Codes<'r> {
    pub(super) fn of(rows: &'r [Row]) -> Self {
        let coded = rows.iter().enumerate();
        let coded = coded.filter_map(|(index, row)| Some((row.code.as_deref()?, RowIx::new(index))));
        let coded = coded.map(|(code, index)| (leading_bytes(code), code, index));
        let mut codes: Vec<_> = coded.collect();
        let as_read = codes.is_sorted();
        if !as_read {
            codes.sort_unstable();
        }
        Self { codes, as_read }
    }

    /// The rows of a set that asks for codes.
    pub(super) fn rows(&self, kind: &RowSetKind, part: &PartLayout, rows: &[Row]) -> Vec<RowIx> {
        let is_coded = |row: RowIx| rows.get(row.index()).is_some_and(Row::is_coded);
        let length = |row: RowIx| rows.get(row.index()).and_then(|row| row.code.as_deref()).map(str::len);
        let mut found: Vec<RowIx> = match kind {
            RowSetKind::Code(code) => self.from(code, |known| known == &**code).collect(),
            RowSetKind::Prefix(prefix) => self
                .from(prefix, |known| known.starts_with(&**prefix))
                .filter(|row| is_coded(*row) && part.is_leaf(*row))
                .collect(),
            RowSetKind::Range(from, to) => self
                .from(from, |known| known <= &**to)
                .filter(|row| is_coded(*row) && length(*row) == Some(from.len()))
                .collect(),
            _ => Vec::new(),
        };
        if !self.as_read {
            found.sort_unstable();
        }
        found
    }

    /// The rows of the codes from `first` on, as long as they are such as wanted.
    fn from(&self, first: &str, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = RowIx> {
        let start = self.codes.partition_point(|(_, known, _)| *known < first);
        let behind = self.codes.iter().skip(start);
        behind
            .take_while(move |(_, known, _)| wanted(known))
            .map(|(_, _, row)| *row)
    }
}
