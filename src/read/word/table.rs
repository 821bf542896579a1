//! Tables: cells with their spans, brought to one cell for each column of the grid.

use quick_xml::events::BytesStart;

use super::flow::{Block, Flow};
use crate::read::limits;
use crate::read::transcript::Drawn;
use crate::read::xml::attribute;
use crate::source::Landmark;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Table {
    /// 1-based, in reading order.
    number: u32,
    /// Rows so far.
    rows: u32,
    row: Option<Row>,
    /// For each column the area merged downwards that it belongs to in the row before; 0 where to none.
    areas: Vec<u32>,
    /// Areas so far.
    area: u32,
    /// Whether any row has been put out since the last end of a grid.
    pub open: bool,
}

/// A row that is being read.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Drawn>,
    areas: Vec<u32>,
    cell: Option<Cell>,
    hidden: bool,
    deleted: bool,
    columns_after: usize,
    has_text: bool,
    /// Where the last cell begins that others may be merged into from the right, by the old mark for it.
    merged_from: Option<usize>,
    /// What cells with tables hold.
    inner: Vec<Block>,
}

/// A cell that is being read.
#[derive(Debug)]
struct Cell {
    flow: Flow,
    span: usize,
    down: Option<Merge>,
    across: Option<Merge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    Begins,
    Continues,
}

/// What a row gives.
pub(super) struct Finished {
    /// Its cells; `None` where it only holds other tables.
    pub cells: Option<Vec<Drawn>>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// What its cells hold beside text: tables, and the text around them.
    pub inner: Vec<Block>,
}

impl Table {
    /// The table `number`, without rows.
    pub fn new(number: u32) -> Self {
        Self {
            number,
            rows: 0,
            row: None,
            areas: Vec::new(),
            area: 0,
            open: false,
        }
    }

    /// Begins a row.
    pub fn start_row(&mut self) {
        self.rows += 1;
        self.row = Some(Row::default());
    }

    /// Begins a cell, and a row where there is none.
    pub fn start_cell(&mut self) {
        if self.row.is_none() {
            self.start_row();
        }
        let Some(row) = &mut self.row else { return };
        let landmark = landmark(self.number, self.rows, row.cells.len());
        row.cell = Some(Cell {
            flow: Flow::new(landmark),
            span: 1,
            down: None,
            across: None,
        });
    }

    /// The text of the cell at hand; begins one where there is none.
    pub fn flow(&mut self) -> Option<&mut Flow> {
        if self.row.as_ref().is_none_or(|row| row.cell.is_none()) {
            self.start_cell();
        }
        Some(&mut self.row.as_mut()?.cell.as_mut()?.flow)
    }

    /// Whether the row at hand is hidden.
    pub fn in_hidden_row(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.hidden)
    }

    /// Notes a property of the row or the cell at hand.
    pub fn property(&mut self, element: &BytesStart<'_>) {
        let Some(row) = &mut self.row else { return };
        let value = || attribute(element, "val");
        let count = || {
            let count = value().and_then(|count| count.trim().parse::<u64>().ok());
            let most = limits::ROW_CELLS + 1;
            count.map_or(1, |count| usize::try_from(count).unwrap_or(most).min(most))
        };
        let merge = || match value().as_deref() {
            Some("restart") => Some(Merge::Begins),
            _ => Some(Merge::Continues),
        };
        match (element.local_name().as_ref(), &mut row.cell) {
            ("gridSpan", Some(cell)) => cell.span = count().max(1),
            ("vMerge", Some(cell)) => cell.down = merge(),
            ("hMerge", Some(cell)) => cell.across = merge(),
            ("gridBefore", None) => {
                for _ in 0..count() {
                    row.blank(self.number, self.rows);
                }
            }
            ("gridAfter", None) => row.columns_after = count(),
            ("hidden", None) => row.hidden = crate::read::xml::flag_of(element, "val").unwrap_or(true),
            _ => {}
        }
    }

    /// Notes that the row at hand is deleted.
    pub fn delete_row(&mut self) {
        if let Some(row) = self.row.as_mut().filter(|row| row.cell.is_none()) {
            row.deleted = true;
        }
    }

    /// Ends the cell at hand, if there is one. Whether text in it is covered by the cell above and so seen by nobody.
    pub fn end_cell(&mut self) -> bool {
        let Some(row) = &mut self.row else { return false };
        let Some(cell) = row.cell.take() else { return false };
        let start = row.cells.len();
        let columns = start..(start + cell.span).min(limits::ROW_CELLS + 1);
        let (text, mut inner) = cell.flow.into_cell();
        row.inner.append(&mut inner);
        let above = self.areas.get(start).copied().filter(|area| *area != 0);
        let from_left = row.merged_from.filter(|_| cell.across == Some(Merge::Continues));
        if let (Some(Merge::Continues), Some(area)) = (cell.down, above) {
            for column in columns {
                if self.areas.get(column) == Some(&area) {
                    row.push(Drawn::Above, area);
                } else {
                    row.push(Drawn::Left(column - start), area);
                }
            }
            return !text.is_empty();
        }
        if let Some(from) = from_left {
            for column in columns {
                row.push(Drawn::Left(column - from), row.areas.get(from).copied().unwrap_or(0));
            }
            return !text.is_empty();
        }
        let area = if cell.down.is_some() {
            self.area += 1;
            self.area
        } else {
            0
        };
        if cell.across == Some(Merge::Begins) {
            row.merged_from = Some(start);
        }
        row.has_text |= !text.is_empty();
        let mut first = Some(text);
        for column in columns {
            let drawn = match first.take() {
                Some(text) => Drawn::Cell(text, landmark(self.number, self.rows, start)),
                None => Drawn::Left(column - start),
            };
            row.push(drawn, area);
        }
        false
    }

    /// Ends the row at hand; `None` where there is none, or nothing of it counts.
    pub fn end_row(&mut self) -> Option<Finished> {
        let mut row = self.row.take()?;
        if row.deleted {
            self.rows -= 1;
            return None;
        }
        for _ in 0..row.columns_after {
            row.blank(self.number, self.rows);
        }
        if row.cells.is_empty() {
            return None;
        }
        // The grid ends at tables inside, so nothing reaches over them.
        self.areas = if row.inner.is_empty() { row.areas } else { Vec::new() };
        let is_layout = !row.inner.is_empty() && !row.has_text;
        Some(Finished {
            cells: (!is_layout).then_some(row.cells),
            hidden: row.hidden,
            inner: row.inner,
        })
    }
}

impl Row {
    fn push(&mut self, drawn: Drawn, area: u32) {
        // One more than the limit, so that it is seen that the row is too long.
        if self.cells.len() <= limits::ROW_CELLS {
            self.cells.push(drawn);
            self.areas.push(area);
        }
    }

    /// Adds a column in which the row has no cell.
    fn blank(&mut self, table: u32, row: u32) {
        let landmark = landmark(table, row, self.cells.len());
        self.push(Drawn::Cell(String::new(), landmark), 0);
    }
}

fn landmark(table: u32, row: u32, column: usize) -> Landmark {
    Landmark::Table {
        table,
        row,
        column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
    }
}
