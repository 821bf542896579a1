//! Results of rules that go over rows, columns and checks.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::evaluate::bind::Joined;
use crate::evaluate::{Instance, Outcome, RowContext};
use crate::form::{BlockIx, ColumnIx};
use crate::report::{RowRef, TableIx};

/// The rows, columns and checks of a rule.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Grid {
    /// Table and part of each side of 逐行; none for rules that are not about rows.
    pub(in crate::evaluate) sides: SmallVec<[Option<(TableIx, BlockIx)>; 1]>,
    pub(in crate::evaluate) joined: Joined,
    /// The first column at hand of each entry of 逐列; `None` for rules that are not about columns.
    pub(in crate::evaluate) columns: Option<SmallVec<[Option<ColumnIx>; 4]>>,
    pub(in crate::evaluate) checks: usize,
    /// Where each instance stands, if one is left out: joined row, column at hand, check.
    pub(in crate::evaluate) order: Option<Vec<InGrid>>,
}

/// Joined row, column at hand and check of an instance.
type InGrid = (usize, Option<ColumnIx>, u16);

impl Grid {
    /// How many instances a joined row has.
    pub(in crate::evaluate) fn of_row(&self) -> usize {
        let entries = self.columns.as_ref().map_or(1, |columns| columns.len());
        entries.saturating_mul(self.checks)
    }

    /// Whether another row has the key of the joined row.
    pub(in crate::evaluate) fn is_doubled(&self, row: usize) -> bool {
        self.joined.duplicates.contains_key(&row)
    }

    fn place(&self, at: usize) -> Option<InGrid> {
        match &self.order {
            Some(order) => order.get(at).copied(),
            None => {
                let of_row = self.of_row();
                self.within_row(at.checked_div(of_row)?, at.checked_rem(of_row)?)
            }
        }
    }

    /// The same of an instance counted from the first of its joined row.
    pub(in crate::evaluate) fn within_row(&self, row: usize, at: usize) -> Option<InGrid> {
        let check = u16::try_from(at.checked_rem(self.checks)?).unwrap_or(u16::MAX);
        let entry = at.checked_div(self.checks)?;
        let column = match &self.columns {
            Some(columns) => *columns.get(entry)?,
            None => None,
        };
        Some((row, column, check))
    }

    pub(super) fn instance(&self, at: usize) -> Option<Instance> {
        let (row, column, check) = self.place(at)?;
        let rows = self.sides.iter().zip(self.joined.rows(row));
        let rows: Arc<[_]> = rows
            .map(|(side, row)| {
                let (table, part) = (*side)?;
                Some(RowRef { table, part, row: row? })
            })
            .collect();
        Some(Instance {
            check,
            row: (!self.sides.is_empty()).then_some(RowContext { rows }),
            column,
            ..Instance::of(Outcome::Holds)
        })
    }
}
