//! Rows of a table and cells in them, as results keep them.

use crate::evaluate::{Instance, Outcome, RowContext};
use crate::form::{BlockIx, ColumnIx};
use crate::report::{FigureRef, RowIx, RowRef, TableIx};

/// A row of a part, or a cell in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::evaluate) struct Point {
    part: BlockIx,
    row: RowIx,
    /// [`NO_COLUMN`] for a row. Kept small, since there are as many points as cells.
    column: ColumnIx,
}

const NO_COLUMN: ColumnIx = ColumnIx::new(usize::MAX);

/// Points that are listed when someone asks for one.
pub(in crate::evaluate) trait Listing: std::fmt::Debug + Send + Sync {
    /// All of them in order.
    fn points(&self) -> Vec<Point>;
}

impl Point {
    /// A row of a part.
    pub(in crate::evaluate) fn row(part: BlockIx, row: RowIx) -> Self {
        Self {
            part,
            row,
            column: NO_COLUMN,
        }
    }

    /// The cell in a column of it.
    pub(in crate::evaluate) fn cell(part: BlockIx, row: RowIx, column: ColumnIx) -> Self {
        Self { part, row, column }
    }

    /// The same of a cell of a report.
    pub(in crate::evaluate) fn of(cell: FigureRef) -> Self {
        Self::cell(cell.part, cell.row, cell.column)
    }

    /// The instance that stands there.
    pub(super) fn instance(self, table: TableIx) -> Instance {
        let row = RowRef {
            table,
            part: self.part,
            row: self.row,
        };
        Instance {
            row: Some(RowContext {
                rows: [Some(row)].into(),
            }),
            column: (self.column != NO_COLUMN).then_some(self.column),
            ..Instance::of(Outcome::Holds)
        }
    }
}
