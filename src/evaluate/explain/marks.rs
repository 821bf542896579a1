//! A mark for each cell of a report.

use crate::form::{BlockIx, ColumnIx};
use crate::report::{FigureRef, Part, Report, RowIx, TableIx};

/// Cells of a report, some of them marked.
#[derive(Debug, Clone)]
pub struct Marks {
    /// By table and part.
    parts: Vec<Vec<Marked>>,
    /// Room for a list of rows, made once for all rules.
    room: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Marked {
    width: usize,
    /// Row-major.
    cells: Vec<bool>,
}

impl Marks {
    /// None of the cells of `report`.
    #[must_use]
    pub fn none(report: &Report) -> Self {
        let of_part = |part: &Part| Marked {
            width: part.columns.len(),
            cells: vec![false; part.cells.len()],
        };
        let tables = report.tables.iter();
        Self {
            parts: tables.map(|table| table.parts.iter().map(of_part).collect()).collect(),
            room: Vec::new(),
        }
    }

    /// Room for a list of rows.
    pub(super) fn take_room(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.room)
    }

    /// Keeps the room for the next list.
    pub(super) fn give_back(&mut self, room: Vec<usize>) {
        self.room = room;
    }

    /// Marks the cell, where the report has it.
    pub fn mark(&mut self, figure: FigureRef) {
        self.mark_column((figure.table, figure.part), figure.column, std::iter::once(figure.row));
    }

    /// Marks the cells of these rows in a column of a part.
    pub(super) fn mark_column(
        &mut self,
        (table, part): (TableIx, BlockIx),
        column: ColumnIx,
        rows: impl Iterator<Item = RowIx>,
    ) {
        let parts = self.parts.get_mut(table.index());
        let part = parts.and_then(|parts| parts.get_mut(part.index()));
        let column = column.index();
        let Some(part) = part.filter(|part| column < part.width) else {
            return;
        };
        for row in rows {
            if let Some(cell) = part.cells.get_mut(row.index() * part.width + column) {
                *cell = true;
            }
        }
    }

    /// The marks of all cells: table by table, part by part, row by row.
    pub fn iter(&self) -> impl Iterator<Item = bool> {
        self.parts.iter().flatten().flat_map(|part| part.cells.iter().copied())
    }
}
