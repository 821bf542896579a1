//! The figures that a comparison of sums reaches from where it stands.

use smallvec::SmallVec;

use super::bind::Field;
use super::context::Context;
use super::linear::{Balance, Figures, Linear, Side};
use super::quantity::{Holds, Quantity};
use crate::resolve::plan::{Column, RowSetId};

/// The cells of each side of 逐行; `None` where the report lacks the table.
pub(super) type Fields<'b> = SmallVec<[Option<Field<'b>>; 2]>;

/// Where a comparison stands, with the cells of the sides at hand.
#[derive(Clone, Copy)]
pub(super) struct Reach<'c, 'r> {
    pub(super) context: Context<'c, 'r>,
    /// For each side of 逐行; `None` where the report lacks the table.
    pub(super) fields: &'c [Option<Field<'c>>],
}

impl<'c> Reach<'c, '_> {
    /// What the figures of each side come to; `None` where only exact arithmetic can tell.
    pub(super) fn sides(&self, linear: &Linear) -> Option<[Side; 2]> {
        let (mut left, mut right) = (Side::default(), Side::default());
        for term in &linear.terms {
            let mut sum = Balance::default();
            let mut figures = 0_u32;
            let mut of_column = None;
            self.each(term.figures, &mut |field, _, column, quantity| {
                figures += u32::from(quantity.holds != Holds::NOTHING);
                of_column = Some((field, column));
                sum.add(quantity, term.negative);
            })?;
            if sum.holds == Holds::NOTHING {
                continue;
            }
            let half = of_column.and_then(|(field, column)| field.half(column));
            let half = half.filter(|_| !sum.holds.is_odd())?;
            let side = if term.right { &mut right } else { &mut left };
            side.value += i128::from(sum.difference);
            side.half += i128::from(half) * i128::from(figures);
            side.present = true;
        }
        Some([left, right])
    }

    /// Calls `visit` with every cell: its part, row and column there, what it holds. `None` where the cells are not to be
    /// had, or not without doubt.
    pub(super) fn each(
        &self,
        figures: Figures,
        visit: &mut impl FnMut(Field<'c>, usize, usize, Quantity),
    ) -> Option<()> {
        match figures {
            Figures::OfRow { side, column } => {
                // A side that has no such row reads as blank.
                if let Some((field, row)) = self.row(side)? {
                    self.of_rows(field, &[row], column, visit)?;
                }
            }
            Figures::Single { rows, column, lenient } => match self.rows(rows)? {
                (field, row @ [_]) => self.of_rows(field, row, column, visit)?,
                (_, []) if lenient => {}
                _ => return None,
            },
            Figures::OfRows { rows, column } => {
                let (field, rows) = self.rows(rows)?;
                self.of_rows(field, rows, column, visit)?;
            }
            Figures::OfChildren { side, column } => {
                if let Some((field, row)) = self.row(side)? {
                    self.of_rows(field, self.children(field, row)?, column, visit)?;
                }
            }
        }
        Some(())
    }

    fn of_rows(
        &self,
        field: Field<'c>,
        rows: &[usize],
        column: Column,
        visit: &mut impl FnMut(Field<'c>, usize, usize, Quantity),
    ) -> Option<()> {
        let column = self.context.column(column);
        let cells = field.column(column)?;
        for row in rows {
            visit(field, *row, column, *cells.get(*row)?);
        }
        Some(())
    }

    /// The rows below a row, none of which count twice.
    pub(super) fn children(&self, field: Field<'c>, row: usize) -> Option<&'c [usize]> {
        let layout = self.context.binding.part(field.table, field.part)?;
        layout.below(row).ok()
    }

    /// The row at hand of a side; `Some(None)` where it has none for the key at hand.
    fn row(&self, side: usize) -> Option<Option<(Field<'c>, usize)>> {
        match self.context.rows.get(side).copied().flatten() {
            None => Some(None),
            Some(row) => Some(Some((self.fields.get(side).copied().flatten()?, row))),
        }
    }

    /// The rows of a set, none of which count twice.
    fn rows(&self, set: RowSetId) -> Option<(Field<'c>, &'c [usize])> {
        let (field, rows) = self.context.binding.rows_in_field(set)?;
        (!rows.duplicated).then_some((field, rows.rows.as_slice()))
    }
}
