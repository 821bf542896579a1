//! A recognised table.

use std::sync::Arc;

use super::{Cell, RowIx};
use crate::form::{BlockIx, ColumnIx, FormId, ItemIx, LevelIx, TotalIx};
use crate::source::Origin;
use crate::value::{CellText, Unit};

/// A table recognised as a form.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The form.
    pub form: FormId,
    /// How it was found.
    pub found_by: FoundBy,
    /// Where its title or number stands (its first row where it has neither).
    pub origin: Origin,
    /// The money unit of its cells as printed.
    pub unit: Unit,
    /// Where the unit comes from.
    pub unit_from: UnitSource,
    /// One for each block of the form, in the form's order.
    pub parts: Vec<Part>,
    /// Sentences that stand below it (注, 说明).
    pub notes: Vec<(String, Origin)>,
}

/// How a table was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FoundBy {
    /// By its printed number (`公开03表`).
    Number(String),
    /// By its title.
    Title(String),
    /// By the name of its sheet.
    Sheet(String),
    /// It was given as this form (a rule's test).
    Given,
}

/// Where a table's unit comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum UnitSource {
    /// Stated with the table.
    Table(Origin),
    /// Stated elsewhere in the report, for all tables.
    Report(Origin),
    /// The form's default.
    Form,
}

/// A block of a table.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// One for each column of the block, in the form's order. Tables with the same header share them.
    pub columns: Arc<[ColumnBinding]>,
    /// Its rows, in reading order.
    pub rows: Vec<Row>,
    /// Row-major: `rows.len() × columns.len()`.
    pub cells: Vec<Cell>,
}

impl Table {
    /// A part.
    #[must_use]
    pub fn part(&self, part: BlockIx) -> Option<&Part> {
        self.parts.get(part.index())
    }

    /// The parts with their indices.
    pub fn numbered_parts(&self) -> impl Iterator<Item = (BlockIx, &Part)> {
        self.parts.iter().enumerate().map(|(at, part)| (BlockIx::new(at), part))
    }
}

impl Part {
    /// A row.
    #[must_use]
    pub fn row(&self, row: RowIx) -> Option<&Row> {
        self.rows.get(row.index())
    }

    /// The rows with their indices.
    pub fn numbered_rows(&self) -> impl Iterator<Item = (RowIx, &Row)> {
        self.rows.iter().enumerate().map(|(at, row)| (RowIx::new(at), row))
    }

    /// The indices of the rows.
    pub fn row_indices(&self) -> impl Iterator<Item = RowIx> + use<> {
        (0..self.rows.len()).map(RowIx::new)
    }

    /// The indices of the columns.
    pub fn column_indices(&self) -> impl Iterator<Item = ColumnIx> + use<> {
        (0..self.columns.len()).map(ColumnIx::new)
    }

    /// The cell of a row and a column.
    #[must_use]
    pub fn cell(&self, row: RowIx, column: ColumnIx) -> Option<&Cell> {
        self.cells.get(self.place(row, column)?)
    }

    /// The same, to change it.
    pub fn cell_mut(&mut self, row: RowIx, column: ColumnIx) -> Option<&mut Cell> {
        let place = self.place(row, column)?;
        self.cells.get_mut(place)
    }

    /// Where a cell is found among the cells.
    fn place(&self, row: RowIx, column: ColumnIx) -> Option<usize> {
        let (width, column) = (self.columns.len(), column.index());
        (column < width).then_some(row.index() * width + column)
    }
}

/// How a column of the form was bound to the report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnBinding {
    /// How; `None` where the report has no such column.
    pub bound: Option<ColumnBound>,
    /// The header as printed, joined; empty where there is none.
    pub header: String,
    /// Columns of the grid (0-based) that it was bound to; a folded table has several.
    pub grid_columns: Vec<usize>,
}

/// What a column was bound by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnBound {
    /// Its 栏次.
    Number,
    /// Its name.
    Name,
    /// One of its aliases.
    Alias,
    /// Its position, the header being damaged or absent.
    Position,
}

/// A row of a recognised table.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// What the row is.
    pub key: RowKey,
    /// Its code: of a coded row, or of the item.
    pub code: Option<CellText>,
    /// Its name as printed (blanks that line breaks left are dropped).
    pub name: CellText,
    /// Where it stands: its line, or its first cell.
    pub origin: Origin,
    /// The parent row, for coded rows: the nearest row above in the hierarchy by code prefix.
    pub parent: Option<RowIx>,
}

impl Row {
    /// Whether it is told from others by its code.
    #[must_use]
    pub fn is_coded(&self) -> bool {
        matches!(self.key, RowKey::Code { .. })
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum RowKey {
    /// A coded row.
    Code {
        /// Its level.
        level: LevelIx,
    },
    /// A fixed item.
    Item(ItemIx),
    /// A total row.
    Total(TotalIx),
    /// The record of a single-record table.
    Record,
}
