//! Rows of a page's table laid out as a grid, cells that span several columns or rows unfolded.

use super::block::{Cell, Row};
use crate::read::assemble::Cut;
use crate::read::limits;
use crate::read::transcript::{Drawn, Transcript};
use crate::source::Landmark;

/// Adds the rows of table number `table` (1-based) to `out`.
pub(super) fn unfold(rows: Vec<Row>, table: u32, out: &mut Transcript) {
    // For each column, how many rows more the cell above reaches down.
    let mut reach: Vec<u32> = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let seen = row.cells.iter().any(|cell| !cell.is_empty());
        // Spreadsheets end a page's table with a hidden row that only sets widths.
        if row.hidden && !seen {
            for rows in &mut reach {
                *rows = rows.saturating_sub(1);
            }
            continue;
        }
        if !out.has_room(row.cells.len()) {
            out.cut(Cut::Rows);
            continue;
        }
        let mut drawn = Vec::new();
        for cell in row.cells {
            while descend(&mut reach, drawn.len()) {
                drawn.push(Drawn::Above);
            }
            if drawn.len() > limits::ROW_CELLS {
                break;
            }
            place(&cell, (table, number), &mut reach, &mut drawn);
        }
        let end = reach.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
        while drawn.len() < end {
            let covered = descend(&mut reach, drawn.len());
            drawn.push(if covered {
                Drawn::Above
            } else {
                empty(table, number, drawn.len())
            });
        }
        out.row(drawn, row.hidden);
    }
}

/// Whether a cell above covers `column`; one row less of it is then left.
fn descend(reach: &mut [u32], column: usize) -> bool {
    match reach.get_mut(column) {
        Some(rows) if *rows > 0 => {
            *rows -= 1;
            true
        }
        _ => false,
    }
}

fn empty(table: u32, row: u32, index: usize) -> Drawn {
    let column = u32::try_from(index + 1).unwrap_or(u32::MAX);
    Drawn::Cell(String::new(), Landmark::Table { table, row, column })
}

/// Puts a cell at the end of `drawn`, over as many columns as it spans and are free.
fn place(cell: &Cell, (table, row): (u32, u32), reach: &mut Vec<u32>, drawn: &mut Vec<Drawn>) {
    let first = drawn.len();
    let column = u32::try_from(first + 1).unwrap_or(u32::MAX);
    let down = cell.rows.checked_sub(1).unwrap_or(u32::MAX);
    drawn.push(Drawn::Cell(cell.text(), Landmark::Table { table, row, column }));
    let free = |reach: &[u32], column: usize| reach.get(column).is_none_or(|rows| *rows == 0);
    while drawn.len() - first < cell.columns as usize && drawn.len() <= limits::ROW_CELLS && free(reach, drawn.len()) {
        drawn.push(Drawn::Left(drawn.len() - first));
    }
    if down > 0 {
        if reach.len() < drawn.len() {
            reach.resize(drawn.len(), 0);
        }
        for rows in reach.iter_mut().take(drawn.len()).skip(first) {
            *rows = down;
        }
    }
}
