//! A table on one page: its grid of columns and rows, and the cells in it.

use std::collections::BTreeMap;

use super::line::Line;
use super::region::Region;
use super::rule;
use super::sets::Sets;
use super::sheet::Rule;

/// How much of a table's box its cells must fill; the bars of a chart fall short of it.
const SOLID: f64 = 0.7;

/// Elementary cells of one table. The longest page has some 80 rows of 20 columns.
pub(super) const ELEMENTS: usize = 100_000;

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell {
    /// The row it begins in.
    pub row: usize,
    /// Rows it covers.
    pub rows: usize,
    /// Its box.
    pub region: Region,
    /// What stands in it.
    pub lines: Vec<Line>,
}

/// A table, or the part of it that stands on one page.
#[derive(Debug)]
pub(super) struct Table {
    /// Where columns begin, and where the last one ends.
    pub columns: Vec<f64>,
    /// Where rows begin, and where the last one ends.
    pub rows: Vec<f64>,
    /// Its cells by row, then by column.
    pub cells: Vec<Cell>,
    /// Whether its columns were guessed from gaps in the text, for want of upright rules.
    pub guessed: bool,
    /// For each elementary cell, row by row, the cell it belongs to.
    owners: Vec<Option<usize>>,
}

impl Table {
    /// The table that these rules draw, of grid lines at these places. Rules come sorted by place. `None` where they draw none.
    pub fn of(columns: Vec<f64>, rows: Vec<f64>, level: &[Rule], upright: &[Rule]) -> Option<Self> {
        let (columns, rows) = bounding(columns, rows, level, upright);
        let (across, down) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        if across == 0 || down == 0 || across.checked_mul(down)? > ELEMENTS {
            return None;
        }
        let mut groups = groups(&columns, &rows, level, upright);
        groups.sort_by_key(|group| group.first().copied());
        let mut owners = vec![None; across * down];
        let mut cells = Vec::new();
        for group in groups {
            let (Some(first), Some(last)) = (group.first(), group.last()) else {
                continue;
            };
            let (row, column) = (first / across, first % across);
            let (end_row, end_column) = (last / across + 1, last % across + 1);
            for element in &group {
                if let Some(owner) = owners.get_mut(*element) {
                    *owner = Some(cells.len());
                }
            }
            cells.push(Cell {
                row,
                rows: end_row - row,
                region: Region {
                    left: *columns.get(column)?,
                    top: *rows.get(row)?,
                    right: *columns.get(end_column)?,
                    bottom: *rows.get(end_row)?,
                },
                lines: Vec::new(),
            });
        }
        let table = Self {
            columns,
            rows,
            cells,
            guessed: false,
            owners,
        };
        let filled: f64 = table.cells.iter().map(|cell| cell.region.size()).sum();
        (table.cells.len() > 1 && filled >= SOLID * table.region().size()).then_some(table)
    }

    /// The box around it.
    pub fn region(&self) -> Region {
        let ends = |places: &[f64]| {
            (
                places.first().copied().unwrap_or(0.0),
                places.last().copied().unwrap_or(0.0),
            )
        };
        let ((left, right), (top, bottom)) = (ends(&self.columns), ends(&self.rows));
        Region {
            left,
            top,
            right,
            bottom,
        }
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// The cell at a point.
    pub fn at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let column = self.columns.partition_point(|left| *left <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|top| *top <= y).checked_sub(1)?;
        let across = self.columns.len() - 1;
        if column >= across {
            return None;
        }
        self.owners.get(row * across + column).copied().flatten()
    }

    /// The cells that begin in a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &Cell> {
        let first = self.cells.partition_point(|cell| cell.row < row);
        let cells = self.cells.get(first..).unwrap_or_default();
        cells.iter().take_while(move |cell| cell.row == row)
    }
}

/// The grid lines that bound some elementary cell. Underlines and stray rules bound none and would only split cells.
fn bounding(columns: Vec<f64>, rows: Vec<f64>, level: &[Rule], upright: &[Rule]) -> (Vec<f64>, Vec<f64>) {
    let bounds = |at: f64, rules: &[Rule], sides: &[f64]| {
        sides
            .windows(2)
            .any(|side| matches!(side, [from, to] if rule::close(rules, at, *from, *to)))
    };
    let bounding_columns = columns.iter().copied().filter(|x| bounds(*x, upright, &rows)).collect();
    let bounding_rows = rows.iter().copied().filter(|y| bounds(*y, level, &columns)).collect();
    (bounding_columns, bounding_rows)
}

/// The elementary cells (numbered row by row) that make up each cell, those open to the outside left out.
fn groups(columns: &[f64], rows: &[f64], level: &[Rule], upright: &[Rule]) -> Vec<Vec<usize>> {
    let (across, down) = (columns.len() - 1, rows.len() - 1);
    let outside = across * down;
    let mut sets = Sets::new(outside + 1);
    let element = |row: Option<usize>, column: Option<usize>| match (row, column) {
        (Some(row), Some(column)) if row < down && column < across => row * across + column,
        _ => outside,
    };
    for (row, side) in rows.windows(2).enumerate() {
        let [from, to] = side else { continue };
        for (column, x) in columns.iter().enumerate() {
            if !rule::close(upright, *x, *from, *to) {
                sets.unite(
                    element(Some(row), column.checked_sub(1)),
                    element(Some(row), Some(column)),
                );
            }
        }
    }
    for (column, side) in columns.windows(2).enumerate() {
        let [from, to] = side else { continue };
        for (row, y) in rows.iter().enumerate() {
            if !rule::close(level, *y, *from, *to) {
                sets.unite(
                    element(row.checked_sub(1), Some(column)),
                    element(Some(row), Some(column)),
                );
            }
        }
    }
    let open = sets.find(outside);
    let mut regions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for element in 0..outside {
        let set = sets.find(element);
        if set != open {
            regions.entry(set).or_default().push(element);
        }
    }
    regions
        .into_values()
        .flat_map(|region| rectangles(region, across))
        .collect()
}

/// A region of elementary cells as it is where it is a rectangle, else cut into its rows: somewhere a side is missing.
fn rectangles(region: Vec<usize>, across: usize) -> Vec<Vec<usize>> {
    let (Some(first), Some(last)) = (region.first(), region.last()) else {
        return Vec::new();
    };
    let columns =
        |pick: fn(usize, usize) -> usize| region.iter().map(|element| element % across).reduce(pick).unwrap_or(0);
    let width = columns(usize::max) - columns(usize::min) + 1;
    let height = last / across - first / across + 1;
    if region.len() == width * height {
        return vec![region];
    }
    let side_by_side = |a: &usize, b: &usize| *b == a + 1 && !b.is_multiple_of(across);
    region.chunk_by(side_by_side).map(<[usize]>::to_vec).collect()
}
