//! A row as its column groups see it: which cell stands in which column.

use std::rc::Rc;

use super::column_groups::{BoundColumn, ColumnGroup};
use super::figure::looks_like_figure;
use super::line::GridRowRef;
use crate::read::GridCell;
use crate::value::CellText;

/// Which cell of a row stands in each column; `None` where that column's cell was lost.
pub(super) type Placement = Vec<Option<usize>>;

/// A row, with its cells in their columns.
#[derive(Clone)]
pub(super) struct RowView<'d> {
    /// The row.
    pub row: GridRowRef<'d>,
    /// Where its cells stand, if not one in each column from the left.
    pub placement: Option<Rc<Placement>>,
}

impl<'d> RowView<'d> {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> Option<&'d GridCell> {
        let at = match &self.placement {
            Some(placement) => placement.get(column).copied().flatten()?,
            None => column,
        };
        self.row.row.cells.get(at)
    }

    /// The text in a column, empty where there is none.
    pub fn text(&self, column: Option<usize>) -> &'d str {
        column
            .and_then(|column| self.cell(column))
            .map_or("", |cell| &cell.text)
    }

    /// `text`, which was made of the text in a column, to be kept: shared with the cell where it is all of it.
    pub fn shared(&self, column: Option<usize>, text: &str) -> CellText {
        let cell = column.and_then(|column| self.cell(column));
        match cell.filter(|cell| std::ptr::eq(&*cell.text, text) || *cell.text == *text) {
            Some(cell) => cell.text.clone(),
            None => text.into(),
        }
    }

    /// Whether the column group's keys are all blank in it.
    pub fn is_unkeyed(&self, group: &ColumnGroup) -> bool {
        group.keys().all(|column| self.text(Some(column)).is_empty())
    }

    /// Whether a figure stands in a column group, bound or not.
    pub fn has_figure(&self, group: &ColumnGroup) -> bool {
        group
            .figures
            .iter()
            .filter_map(|column| self.cell(*column))
            .any(|cell| !cell.covered && looks_like_figure(cell))
    }

    /// Whether anything stands in the bound columns.
    pub fn is_filled(&self, bound: &[BoundColumn]) -> bool {
        bound
            .iter()
            .filter_map(|bound| self.cell(bound.grid))
            .any(|cell| !cell.covered && !cell.text.is_empty())
    }
}
