//! 非负 where it is plain from whole columns, or from cells in thousandths.

use std::sync::Arc;

use super::part_cells::TableCells;
use super::quantity::Quantity;
use crate::evaluate::RuleResult;
use crate::evaluate::exact::statement::{Subject, columns_of, sign};
use crate::evaluate::result::{Listing, Point, Points};
use crate::form::{BlockIx, ColumnIx};
use crate::report::{FigureRef, RowIx, TableIx};

/// What comes of 非负 of a table.
pub(in crate::evaluate) fn non_negative(
    cells: &TableCells,
    subject: Subject<'_, '_>,
    columns: &[(BlockIx, Vec<ColumnIx>)],
) -> RuleResult {
    let columns = columns_of(subject, columns);
    let figures: Option<usize> = columns
        .iter()
        .map(|(part, column)| cells.quantities(subject.at, *part)?.figures_not_negative(*column))
        .sum();
    if let Some(figures) = figures.filter(|figures| *figures > 0) {
        let filled = FilledColumns {
            cells: cells.clone(),
            table: subject.at,
            columns: columns.as_slice().into(),
        };
        return RuleResult::holding(subject.at, figures, Arc::new(filled));
    }
    let mut found = Points::new(subject.at);
    for of_part in columns.chunk_by(|(part, _), (next, _)| part == next) {
        let Some((part, quantities)) = of_part
            .first()
            .and_then(|(part, _)| Some((*part, cells.quantities(subject.at, *part)?)))
        else {
            continue;
        };
        let known = of_part
            .iter()
            .map(|(_, column)| (*column, quantities.column(*column).unwrap_or_default()));
        let known: Vec<_> = known.collect();
        for row in (0..quantities.rows()).map(RowIx::new) {
            for (column, cells) in &known {
                match cells.get(row.index()) {
                    Some(cell) if cell.is_figure() && cell.value >= 0 => {
                        found.hold(Point::cell(part, row, *column));
                    }
                    Some(cell) if cell.is_blank() => {}
                    _ => {
                        let cell = FigureRef {
                            table: subject.at,
                            part,
                            row,
                            column: *column,
                        };
                        sign(subject.binding, cell, &mut found);
                    }
                }
            }
        }
    }
    found.result()
}

/// Columns of a table whose cells are blank or hold figures.
#[derive(Debug)]
struct FilledColumns {
    cells: TableCells,
    table: TableIx,
    /// By part, in order.
    columns: Box<[(BlockIx, ColumnIx)]>,
}

impl Listing for FilledColumns {
    /// The cells with figures: part by part, row by row.
    fn points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        for (part, quantities) in self.cells.parts(self.table).iter().enumerate() {
            let part = BlockIx::new(part);
            let columns = self.columns.iter().filter(|(of, _)| *of == part);
            let columns = columns.filter_map(|(_, column)| Some((*column, quantities.column(*column)?)));
            let columns: Vec<_> = columns.collect();
            for row in 0..quantities.rows() {
                let filled = columns
                    .iter()
                    .filter(|(_, cells)| cells.get(row).is_some_and(Quantity::is_figure));
                points.extend(filled.map(|(column, _)| Point::cell(part, RowIx::new(row), *column)));
            }
        }
        points
    }
}
