//! Rows and cells of a report by where they stand in it.

use super::{Cell, Part, Report, Row, Table};
use crate::form::{BlockIx, ColumnIx};
use crate::value::index_types;

index_types! {
    /// A table of a report.
    TableIx
    /// A row of a part of a table.
    RowIx
}

/// A row of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowRef {
    /// The table.
    pub table: TableIx,
    /// Its part.
    pub part: BlockIx,
    /// The row there.
    pub row: RowIx,
}

/// A cell of a report. Orders as cells are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FigureRef {
    /// The table.
    pub table: TableIx,
    /// Its part.
    pub part: BlockIx,
    /// The row there.
    pub row: RowIx,
    /// The column there.
    pub column: ColumnIx,
}

impl RowRef {
    /// The cell that points at the row where none of its cells is meant: its first.
    #[must_use]
    pub fn first_cell(self) -> FigureRef {
        self.cell(ColumnIx::default())
    }

    /// The cell of the row in a column.
    #[must_use]
    pub fn cell(self, column: ColumnIx) -> FigureRef {
        FigureRef {
            table: self.table,
            part: self.part,
            row: self.row,
            column,
        }
    }
}

impl FigureRef {
    /// The row it stands in.
    #[must_use]
    pub fn in_row(self) -> RowRef {
        RowRef {
            table: self.table,
            part: self.part,
            row: self.row,
        }
    }
}

impl Report {
    /// A table.
    #[must_use]
    pub fn table(&self, table: TableIx) -> Option<&Table> {
        self.tables.get(table.index())
    }

    /// A part of a table.
    #[must_use]
    pub fn part(&self, table: TableIx, part: BlockIx) -> Option<&Part> {
        self.table(table)?.part(part)
    }

    /// A row.
    #[must_use]
    pub fn row(&self, at: RowRef) -> Option<&Row> {
        self.part(at.table, at.part)?.row(at.row)
    }

    /// A cell.
    #[must_use]
    pub fn cell(&self, at: FigureRef) -> Option<&Cell> {
        self.part(at.table, at.part)?.cell(at.row, at.column)
    }
}
