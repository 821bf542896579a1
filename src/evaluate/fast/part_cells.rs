//! The cells of a report's tables in thousandths.

use std::sync::Arc;

use smallvec::SmallVec;

use super::quantity::{Printed, Quantities, Quantity};
use crate::evaluate::bind::{Binding, coarsest};
use crate::evaluate::result::Grid;
use crate::form::{BlockIx, ColumnIx};
use crate::plan::Plan;
use crate::report::{FigureRef, RowIx, TableIx};

/// The cells of all tables.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct TableCells {
    /// By table and part.
    tables: Arc<[Vec<Quantities>]>,
}

/// The cells of a part.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct PartCells<'b> {
    pub(in crate::evaluate) table: TableIx,
    pub(in crate::evaluate) part: BlockIx,
    quantities: &'b Quantities,
}

/// The cells of each side of 逐行; `None` where the report lacks the table.
pub(super) type Sides<'b> = SmallVec<[Option<PartCells<'b>>; 2]>;

impl TableCells {
    /// The cells of the report that is bound. What was found in passing of its tables is told to the binding.
    pub(in crate::evaluate) fn of(plan: &Plan, binding: &Binding<'_>) -> Self {
        let tables = binding.report.tables.iter();
        let cells: Arc<[Vec<Quantities>]> = tables
            .map(|table| table.parts.iter().map(Quantities::of).collect())
            .collect();
        for ((at, table), parts) in binding.report.numbered_tables().zip(&*cells) {
            let half = |part: usize, column| match parts.get(part)?.printed(column) {
                Printed::Nothing => Some(rust_decimal::Decimal::ZERO),
                Printed::Alike(half) => Some(half),
                Printed::Variously => None,
            };
            binding.know_last_place(at, coarsest(plan, table, half));
        }
        Self { tables: cells }
    }

    /// The cells of a part.
    pub(in crate::evaluate) fn part(&self, table: TableIx, part: BlockIx) -> Option<PartCells<'_>> {
        let quantities = self.quantities(table, part)?;
        Some(PartCells {
            table,
            part,
            quantities,
        })
    }

    pub(super) fn quantities(&self, table: TableIx, part: BlockIx) -> Option<&Quantities> {
        self.tables.get(table.index())?.get(part.index())
    }

    /// The parts of a table.
    pub(super) fn parts(&self, table: TableIx) -> &[Quantities] {
        self.tables.get(table.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cells of each side of a grid.
    pub(in crate::evaluate) fn sides(&self, grid: &Grid) -> Sides<'_> {
        let sides = grid.sides.iter();
        let cells = sides.map(|side| side.and_then(|(table, part)| self.part(table, part)));
        cells.collect()
    }
}

impl<'b> PartCells<'b> {
    /// What the cells of a column hold, row by row; `None` where there is no such column.
    pub(super) fn column(&self, column: ColumnIx) -> Option<&'b [Quantity]> {
        self.quantities.column(column)
    }

    /// Whether there is such a column and every cell of it is blank.
    pub(super) fn is_blank_column(&self, column: ColumnIx) -> bool {
        self.quantities.is_blank_column(column)
    }

    /// Half a unit of the last place of all figures of a column, in thousandths, where that is known.
    pub(super) fn half(&self, column: ColumnIx) -> Option<i64> {
        self.quantities.half(column)
    }

    /// The cell of a row and a column.
    pub(in crate::evaluate) fn cell(&self, row: RowIx, column: ColumnIx) -> FigureRef {
        FigureRef {
            table: self.table,
            part: self.part,
            row,
            column,
        }
    }
}
