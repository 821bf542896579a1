//! The figures of a table whose rows are known.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell;
use super::column_groups::GridLayout;
use super::figure_column::{FigureColumn, Measured};
use super::lookup::Map;
use super::partial_table::{PartialBlock, PartialRow, PartialTable};
use super::placing::{Placing, placed};
use super::shift::{self, Lookups, SumRow, Verdict};
use crate::form::{Axis, Block, Form};
use crate::report::{ColumnBinding, Figure, Part, Row, RowIx, RowKey};
use crate::source::Origin;
use crate::value::{CellText, Unit};

/// The parts of a table, and what was found out about its rows with lost cells.
pub(super) struct Assembled {
    pub parts: Vec<Part>,
    pub verdicts: Vec<Verdict>,
    /// Cells that may belong to several columns, with the group of rows they are in.
    pub unplaced: BTreeMap<Origin, usize>,
}

/// Reads the figures of `partial`; money without a unit is in `unit`. Where `printed` says where a printed table begins, a part of it
/// with nothing below its header is one that says 0; a table that a test gives has the rows given.
pub(super) fn assemble(
    form: &Form,
    partial: &mut PartialTable<'_>,
    unit: Unit,
    printed: Option<Origin>,
    lookups: &mut Lookups,
) -> Assembled {
    let mut parts: Vec<Part> = form
        .blocks
        .iter()
        .zip(&mut partial.parts)
        .map(|(block, part)| fixed(block, part, &partial.layouts, unit))
        .collect();
    // Rows that could not be taken are not nothing.
    let origin = printed.filter(|_| partial.diagnostics.is_empty());
    for (part, block) in parts.iter_mut().zip(&form.blocks) {
        if let Some(origin) = origin
            && let Some(empty) = empty_row(block, part, origin)
        {
            part.cells = part
                .columns
                .iter()
                .map(|column| cell::absent(unfilled(column), origin))
                .collect();
            part.rows.push(empty);
        }
    }
    let partial = &*partial;
    let mut verdicts = Vec::new();
    let mut unplaced = BTreeMap::new();
    if !partial.groups.is_empty() {
        let known: Vec<Vec<SumRow<'_>>> = parts
            .iter()
            .zip(&partial.parts)
            .map(|(part, partial)| sum_rows(part, partial))
            .collect();
        let sums = shift::sums(form, &known);
        let table = Placing::new(form, partial, &parts, unit);
        verdicts = shift::solve(&table, &sums, lookups);
        for (group, verdict) in partial.groups.iter().zip(&mut verdicts) {
            if group.given_up {
                verdict.tenable.clear();
            }
        }
        let placed = placed(form, partial, &verdicts, unit, &mut unplaced);
        for (part, row, column, cell) in placed {
            let Some(part) = parts.get_mut(part) else { continue };
            let width = part.columns.len();
            if let Some(slot) = part.cells.get_mut(row * width + column) {
                *slot = cell;
            }
        }
    }
    Assembled {
        parts,
        verdicts,
        unplaced,
    }
}

/// The one row that a table with a header and nothing below it has: its record or its total, both blank. A form published
/// empty is one that says 0, printed total or not.
fn empty_row(block: &Block, part: &Part, origin: Origin) -> Option<Row> {
    let has_header = part.columns.iter().any(|column| column.bound.is_some());
    if !part.rows.is_empty() || !has_header {
        return None;
    }
    let (key, name) = match &block.axis {
        Axis::Single => (RowKey::Record, CellText::new()),
        Axis::Coded(coded) => {
            let plain = coded.plain_total()?;
            (RowKey::Total(plain), CellText::from(&*coded.total(plain)?.name.text))
        }
        Axis::Items(_) => return None,
    };
    Some(Row {
        key,
        code: None,
        name,
        origin,
        parent: None,
    })
}

fn unfilled(column: &ColumnBinding) -> Figure {
    if column.bound.is_some() {
        Figure::Blank
    } else {
        Figure::Missing
    }
}

/// The rows and the cells of rows that have all theirs; those of others are blank as yet.
fn fixed(block: &Block, partial: &mut PartialBlock<'_>, layouts: &[Arc<GridLayout>], unit: Unit) -> Part {
    let parents = parents(block, partial);
    let mut part = Part {
        columns: Arc::clone(&partial.columns),
        rows: Vec::with_capacity(partial.rows.len()),
        cells: Vec::with_capacity(partial.rows.len() * block.columns.len()),
    };
    for (at, row) in partial.rows.iter_mut().enumerate() {
        let origin = row.view.row.row.origin;
        part.rows.push(Row {
            key: row.key,
            code: row.code.take(),
            name: std::mem::take(&mut row.name),
            origin,
            parent: parents.get(at).copied().flatten().map(RowIx::new),
        });
        let measured = Measured::of(block, row, unit);
        let cell = |place: &Option<FigureColumn>| match place {
            None => cell::absent(Figure::Missing, origin),
            Some(_) if row.open.is_some() => cell::absent(Figure::Blank, origin),
            Some(place) => match row.view.cell(place.grid) {
                None => cell::absent(Figure::Blank, origin),
                Some(found) => cell::cell(found, measured.at(place)),
            },
        };
        part.cells.extend(row.places(layouts).iter().map(cell));
    }
    part
}

/// The parent of each coded row: the row of its longest proper prefix.
fn parents(block: &Block, partial: &PartialBlock<'_>) -> Vec<Option<usize>> {
    let Some(coded) = block.axis.coded() else {
        return vec![None; partial.rows.len()];
    };
    let mut by_code: Map<&str, usize> = Map::default();
    by_code.reserve(partial.rows.len());
    for (at, row) in partial.rows.iter().enumerate() {
        if let Some(code) = &row.code {
            by_code.entry(code).or_insert(at);
        }
    }
    let mut lengths: Vec<usize> = coded.levels.iter().map(|level| level.length as usize).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let parent = |row: &PartialRow<'_>| {
        let code = row.code.as_deref()?;
        let shorter = lengths.iter().filter(|length| **length < code.len());
        shorter
            .filter_map(|length| code.get(..*length))
            .find_map(|prefix| by_code.get(prefix).copied())
    };
    partial.rows.iter().map(parent).collect()
}

fn sum_rows<'p>(part: &'p Part, partial: &PartialBlock<'_>) -> Vec<SumRow<'p>> {
    let rows = part.rows.iter().zip(&partial.rows);
    rows.map(|(row, partial)| SumRow {
        key: row.key,
        code: row.code.as_deref(),
        parent: row.parent.map(RowIx::index),
        open: partial.open.is_some(),
    })
    .collect()
}
