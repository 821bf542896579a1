//! A sheet as its format gave it, and the grid it becomes.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::read::assemble::{Assembler, Cut};
use crate::read::document::{Content, GridCell, GridRow};
use crate::read::limits;
use crate::source::{CellRef, Origin, SourceId};
use crate::value::CellText;

/// A sheet with its cells in any order, empty ones left out.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub cells: Vec<SheetCell>,
    pub layout: SheetLayout,
}

/// A cell that holds something. Row and column are 0-based and absolute.
#[derive(Debug, Clone)]
pub(super) struct SheetCell {
    pub row: u32,
    pub column: u32,
    pub content: Content,
    pub text: CellText,
    pub covered: bool,
    /// Whether its number format shows the stored number divided.
    pub divided: bool,
}

/// What a sheet is beside its cells.
#[derive(Debug, Default)]
pub(super) struct SheetLayout {
    pub merges: Vec<Area>,
    pub hidden_rows: HashSet<u32>,
    pub hidden_columns: HashSet<u32>,
    /// How often columns were hidden; more often than there are any is no sheet.
    hidings: usize,
    /// Cells with a formula and no result.
    pub uncalculated: HashSet<(u32, u32)>,
}

/// A rectangle of cells, both corners in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// Where a sheet stands.
#[derive(Debug, Clone)]
pub(super) struct SheetOrigin {
    pub source: SourceId,
    pub sheet: u16,
    pub name: Arc<str>,
}

impl SheetOrigin {
    pub fn origin(&self, row: u32, column: u32) -> Origin {
        Origin::Cell(CellRef {
            source: self.source,
            sheet: self.sheet,
            row,
            column,
        })
    }
}

impl Sheet {
    /// Adds the sheet to `out` as one grid, its cells at the index of their column.
    pub fn into_grid(mut self, place: &SheetOrigin, out: &mut Assembler, diagnostics: &mut Vec<Diagnostic>) {
        self.expand_merges(place, out);
        self.drop_hidden_columns(place, diagnostics);
        // Covered cells first, so that they win over what is left underneath.
        if !self.cells.is_sorted_by(|a, b| (a.row, a.column) < (b.row, b.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column, !cell.covered));
            self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        }
        diagnostics.extend(uncalculated(&self.cells, place));
        diagnostics.extend(divided(&self.cells, place));
        out.sheet(Arc::clone(&place.name));
        let mut next = 0;
        let mut cells = std::mem::take(&mut self.cells).into_iter();
        while let Some(row) = cells.as_slice().first().map(|cell| cell.row) {
            let count = cells.as_slice().iter().take_while(|cell| cell.row == row).count();
            let last = cells.as_slice().get(count - 1).map_or(0, |cell| cell.column);
            let gap = usize::try_from(row.saturating_sub(next))
                .unwrap_or(usize::MAX)
                .min(limits::EMPTY_ROWS);
            for blank in row.saturating_sub(u32::try_from(gap).unwrap_or(0))..row {
                out.row(self.layout.row(place, blank, Vec::new()));
            }
            next = row.saturating_add(1);
            // One more than the limit, so that the assembler sees that the row is too long.
            let width = (last as usize + 1).min(limits::ROW_CELLS + 1);
            if !out.has_room(width) {
                out.cut(Cut::Rows, place.origin(row, 0));
                cells.by_ref().take(count).for_each(drop);
                continue;
            }
            let blank = |column: usize| GridCell {
                content: Content::Empty,
                text: CellText::new(),
                origin: place.origin(row, u32::try_from(column).unwrap_or(u32::MAX)),
                covered: false,
            };
            let mut grid: Vec<GridCell> = Vec::with_capacity(width);
            for cell in cells.by_ref().take(count) {
                let column = cell.column as usize;
                grid.extend((grid.len()..column.min(width)).map(blank));
                if column < width {
                    grid.push(GridCell {
                        content: cell.content,
                        text: cell.text,
                        origin: place.origin(row, cell.column),
                        covered: cell.covered,
                    });
                }
            }
            out.row(self.layout.row(place, row, grid));
        }
        out.end_grid();
    }

    /// Adds the cells that merged cells cover.
    fn expand_merges(&mut self, place: &SheetOrigin, out: &mut Assembler) {
        if self.layout.merges.is_empty() {
            return;
        }
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        let mut covered = Vec::new();
        for area in self.layout.merges.iter().take(limits::MERGES) {
            let (top, left) = (area.rows.0, area.columns.0);
            let right = area.columns.1.min(u32::try_from(limits::ROW_CELLS).unwrap_or(u32::MAX));
            let count = u64::from(area.rows.1.saturating_sub(top) + 1) * u64::from(right.saturating_sub(left) + 1);
            let room = covered.len() as u64 + count <= limits::DOCUMENT_CELLS as u64;
            let Ok(anchor) = self
                .cells
                .binary_search_by_key(&(top, left), |cell| (cell.row, cell.column))
            else {
                continue;
            };
            if count > limits::MERGE_CELLS || !room {
                out.cut(Cut::Merges, place.origin(top, left));
                continue;
            }
            let Some(anchor) = self.cells.get(anchor) else { continue };
            // A merged cell whose first columns are hidden shows in the first that is not.
            let first = (left..=right)
                .find(|column| !self.layout.is_hidden(*column))
                .unwrap_or(left);
            for row in top..=area.rows.1 {
                for column in left..=right {
                    if (row, column) != (top, left) {
                        covered.push(SheetCell {
                            row,
                            column,
                            covered: (row, column) != (top, first),
                            ..anchor.clone()
                        });
                    }
                }
            }
        }
        self.cells.append(&mut covered);
        if self.layout.merges.len() > limits::MERGES {
            out.cut(Cut::Merges, place.origin(0, 0));
        }
    }

    /// Drops what stands in hidden columns, and says so.
    fn drop_hidden_columns(&mut self, place: &SheetOrigin, diagnostics: &mut Vec<Diagnostic>) {
        if self.layout.hidden_columns.is_empty() {
            return;
        }
        let mut dropped = BTreeSet::new();
        let layout = &self.layout;
        self.cells.retain(|cell| {
            let hidden = layout.is_hidden(cell.column);
            if hidden && !cell.covered {
                dropped.insert(cell.column);
            }
            !hidden
        });
        let Some(first) = dropped.first().copied() else { return };
        let letters: Vec<String> = dropped
            .iter()
            .take(limits::LABELS)
            .map(|column| column_letters(*column))
            .collect();
        let more = if dropped.len() > letters.len() {
            format!(" 等 {} 列", dropped.len())
        } else {
            " 列".to_owned()
        };
        let message = format!("工作表“{}”的 {}{more}是隐藏的,没有读取", place.name, letters.join("、"));
        diagnostics.push(
            Diagnostic::new(&codes::HIDDEN_COLUMNS, message)
                .at_origin(place.origin(0, first), "隐藏的列")
                .help("隐藏的列里如果有要检查的内容,请取消隐藏后再检查。"),
        );
    }
}

impl SheetLayout {
    fn is_hidden(&self, column: u32) -> bool {
        self.hidden_columns.contains(&column)
    }

    /// Hides the columns from `first` to `last`; those past the limit are not read anyway.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        let limit = u32::try_from(limits::ROW_CELLS).unwrap_or(u32::MAX);
        if self.hidings < limits::ROW_CELLS {
            self.hidings += 1;
            self.hidden_columns.extend(first..=last.min(limit));
        }
    }

    /// Hides the rows from `first` up to, not including, `end`.
    pub fn hide_rows(&mut self, first: u32, end: u32) {
        let limit = u32::try_from(limits::GRID_ROWS).unwrap_or(u32::MAX);
        self.hidden_rows.extend(first..end.min(limit));
    }

    fn row(&self, place: &SheetOrigin, row: u32, cells: Vec<GridCell>) -> GridRow {
        GridRow {
            cells,
            origin: place.origin(row, 0),
            hidden: self.hidden_rows.contains(&row),
        }
    }
}

fn uncalculated(cells: &[SheetCell], place: &SheetOrigin) -> Option<Diagnostic> {
    let found = || {
        cells
            .iter()
            .filter(|cell| cell.content == Content::Uncalculated && !cell.covered)
    };
    let count = found().count();
    if count == 0 {
        return None;
    }
    let message = format!("工作表“{}”有 {count} 个公式没有计算结果", place.name);
    let mut diagnostic =
        Diagnostic::new(&codes::UNCALCULATED, message).help("请用 Excel 或 WPS 打开文件,保存后再检查。");
    for cell in found().take(limits::LABELS) {
        diagnostic = diagnostic.at_origin(place.origin(cell.row, cell.column), "没有计算结果");
    }
    Some(diagnostic)
}

/// Whoever looks at the formula bar sees another number than the report shows.
fn divided(cells: &[SheetCell], place: &SheetOrigin) -> Option<Diagnostic> {
    let found = || cells.iter().filter(|cell| cell.divided && !cell.covered);
    let first = found().next()?;
    let message = format!(
        "工作表“{}”有 {} 个数字的格式把数缩小了显示,已按显示出来的数核对",
        place.name,
        found().count()
    );
    let mut diagnostic = Diagnostic::new(&codes::DIVIDED_FORMAT, message)
        .help("请确认表上写的金额单位,就是显示出来的数的单位;不是的,请把数字格式改为常规后再检查。");
    diagnostic = diagnostic.at_origin(place.origin(first.row, first.column), format!("显示为 {}", first.text));
    Some(diagnostic)
}

fn column_letters(column: u32) -> String {
    let cell = CellRef {
        source: SourceId(0),
        sheet: 0,
        row: 0,
        column,
    };
    cell.a1().trim_end_matches('1').to_owned()
}
