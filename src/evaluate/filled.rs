//! Where the figures of some columns stand, listed when someone asks.

use std::sync::Arc;

use super::bind::BoundTable;
use super::quantity::Quantity;
use super::result::Point;

/// Columns of a table whose cells are blank or hold figures.
#[derive(Debug, Clone)]
pub(super) struct FilledColumns {
    pub(super) tables: Arc<Vec<BoundTable>>,
    pub(super) table: usize,
    /// By part, in order.
    pub(super) columns: Box<[(usize, usize)]>,
}

impl FilledColumns {
    /// The cells with figures: part by part, row by row.
    pub(super) fn points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        let parts = self.tables.get(self.table).map(|bound| bound.quantities.as_slice());
        for (part, quantities) in parts.unwrap_or_default().iter().enumerate() {
            let columns = self.columns.iter().filter(|(of, _)| *of == part);
            let columns = columns.filter_map(|(_, column)| Some((*column, quantities.column(*column)?)));
            let columns: Vec<_> = columns.collect();
            for row in 0..quantities.rows() {
                let filled = columns
                    .iter()
                    .filter(|(_, cells)| cells.get(row).is_some_and(Quantity::is_figure));
                points.extend(filled.map(|(column, _)| Point::new(part, row, Some(*column))));
            }
        }
        points
    }
}
