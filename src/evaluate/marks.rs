//! A mark for each cell of a report.

use super::FigureRef;
use crate::report::{Part, Report};

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
    pub(super) fn room(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.room)
    }

    /// Keeps the room for the next list.
    pub(super) fn give_back(&mut self, room: Vec<usize>) {
        self.room = room;
    }

    /// Marks the cell, where the report has it.
    pub fn mark(&mut self, figure: FigureRef) {
        let part = self.parts.get(figure.table).and_then(|table| table.get(figure.part));
        let width = part.map(|part| part.width).filter(|width| figure.column < *width);
        if let Some(width) = width {
            self.mark_at(figure.table, figure.part, figure.row * width + figure.column);
        }
    }

    /// Marks the cell of this place in its part.
    pub(super) fn mark_at(&mut self, table: usize, part: usize, index: usize) {
        let part = self.parts.get_mut(table).and_then(|table| table.get_mut(part));
        if let Some(cell) = part.and_then(|part| part.cells.get_mut(index)) {
            *cell = true;
        }
    }

    /// Marks the cells of these rows in a column of a part.
    pub(super) fn mark_column(
        &mut self,
        (table, part): (usize, usize),
        column: usize,
        rows: impl Iterator<Item = usize>,
    ) {
        let part = self.parts.get_mut(table).and_then(|table| table.get_mut(part));
        let Some(part) = part.filter(|part| column < part.width) else {
            return;
        };
        for row in rows {
            if let Some(cell) = part.cells.get_mut(row * part.width + column) {
                *cell = true;
            }
        }
    }

    /// The marks of all cells: table by table, part by part, row by row.
    pub fn iter(&self) -> impl Iterator<Item = bool> {
        self.parts.iter().flatten().flat_map(|part| part.cells.iter().copied())
    }
}
