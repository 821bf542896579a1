//! The figures that a comparison of sums reaches from where it stands.

use super::part_cells::{PartCells, TableCells};
use super::quantity::{Content, Quantity};
use super::sum::{CompiledSum, SideSum, Tally};
use crate::evaluate::exact::Context;
use crate::form::ColumnIx;
use crate::plan::{Column, Figure, Figures, ListRows, RowSetId, SideIx};
use crate::report::{FigureRef, RowIx};

/// Where a comparison stands, with the cells of the sides at hand.
#[derive(Clone, Copy)]
pub(in crate::evaluate) struct Lookup<'c, 'r> {
    pub(in crate::evaluate) context: Context<'c, 'r>,
    pub(in crate::evaluate) cells: &'c TableCells,
    /// For each side of 逐行; `None` where the report lacks the table.
    pub(in crate::evaluate) sides: &'c [Option<PartCells<'c>>],
}

impl<'c> Lookup<'c, '_> {
    /// What the figures of each side come to; `None` where only exact arithmetic can tell.
    pub(in crate::evaluate) fn both_sides(&self, sum: &CompiledSum) -> Option<[SideSum; 2]> {
        let (mut left, mut right) = (SideSum::default(), SideSum::default());
        for term in &sum.terms {
            let mut balance = Tally::default();
            let mut figures = 0_u32;
            let mut of_column = None;
            self.each(&term.figures, &mut |field, _, column, quantity| {
                figures += u32::from(quantity.content != Content::NOTHING);
                of_column = Some((field, column));
                balance.add(quantity, term.negative);
            })?;
            if balance.content == Content::NOTHING {
                continue;
            }
            let half = of_column.and_then(|(field, column)| field.half(column));
            let half = half.filter(|_| !balance.content.is_odd())?;
            let side = if term.right { &mut right } else { &mut left };
            side.value += i128::from(balance.difference);
            side.half += i128::from(half) * i128::from(figures);
            side.present = true;
        }
        Some([left, right])
    }

    /// Calls `visit` with every cell. `None` where the cells are not to be had, or not without doubt.
    pub(in crate::evaluate) fn each_cell(&self, figures: &Figures, visit: &mut impl FnMut(FigureRef)) -> Option<()> {
        self.each(figures, &mut |cells, row, column, _| visit(cells.cell(row, column)))
    }

    /// Calls `visit` with every cell: its part, row and column there, what it holds. `None` where the cells are not to be
    /// had, or not without doubt.
    pub(super) fn each(
        &self,
        figures: &Figures,
        visit: &mut impl FnMut(PartCells<'c>, RowIx, ColumnIx, Quantity),
    ) -> Option<()> {
        match figures {
            Figures::One(Figure::OfRow { side, column }) => {
                // A side that has no such row reads as blank.
                if let Some((cells, row)) = self.row(*side)? {
                    self.of_rows(cells, &[row], *column, visit)?;
                }
            }
            Figures::One(Figure::Single { rows, column, lenient }) => match self.rows(*rows)? {
                (cells, row @ [_]) => self.of_rows(cells, row, *column, visit)?,
                (_, []) if *lenient => {}
                _ => return None,
            },
            Figures::One(Figure::OfParent { .. }) => return None,
            Figures::Many(list) => match list.rows {
                ListRows::Set(rows) => {
                    let (cells, rows) = self.rows(rows)?;
                    self.of_rows(cells, rows, list.column, visit)?;
                }
                ListRows::Children(side) => {
                    if let Some((cells, row)) = self.row(side)? {
                        self.of_rows(cells, self.children(cells, row)?, list.column, visit)?;
                    }
                }
            },
        }
        Some(())
    }

    fn of_rows(
        &self,
        cells: PartCells<'c>,
        rows: &[RowIx],
        column: Column,
        visit: &mut impl FnMut(PartCells<'c>, RowIx, ColumnIx, Quantity),
    ) -> Option<()> {
        let column = self.context.column(column);
        let quantities = cells.column(column)?;
        for row in rows {
            visit(cells, *row, column, *quantities.get(row.index())?);
        }
        Some(())
    }

    /// The rows below a row, none of which count twice.
    pub(in crate::evaluate) fn children(&self, cells: PartCells<'c>, row: RowIx) -> Option<&'c [RowIx]> {
        let layout = self.context.binding.part(cells.table, cells.part)?;
        layout.below(row).ok()
    }

    /// The row at hand of a side; `Some(None)` where it has none for the key at hand.
    fn row(&self, side: SideIx) -> Option<Option<(PartCells<'c>, RowIx)>> {
        match self.context.rows.get(side.index()).copied().flatten() {
            None => Some(None),
            Some(row) => Some(Some((self.sides.get(side.index()).copied().flatten()?, row))),
        }
    }

    /// The rows of a set, none of which count twice.
    fn rows(&self, set: RowSetId) -> Option<(PartCells<'c>, &'c [RowIx])> {
        let (table, part, rows) = self.context.binding.rows_in_part(set)?;
        let cells = self.cells.part(table, part)?;
        (!rows.duplicated).then_some((cells, rows.rows.as_slice()))
    }
}
