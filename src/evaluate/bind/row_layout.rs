//! Which rows of a table every row set of the plan means. Worked out once for all tables of fixed items that have one shape, and for
//! each table by code.

use std::ops::Range;

use super::by_code::Codes;
use super::hierarchy::PartLayout;
use crate::form::{Axis, LevelIx};
use crate::plan::{Plan, RowSetId, RowSetKind};
use crate::report::{Row, RowIx, RowKey, Table};
use crate::value::Key;

/// The rows of a table, or of all that have its shape.
#[derive(Debug, Default)]
pub(super) struct RowLayout {
    /// The rows of each row set of the form; `None` where the table lacks the part.
    pub(super) sets: Vec<Option<Rows>>,
    /// For each part.
    pub(super) parts: Vec<PartLayout>,
}

/// The rows of a set, in reading order.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) struct Rows {
    pub(in crate::evaluate) rows: Vec<RowIx>,
    /// Two of them share a key, so that a figure of the set would count twice.
    pub(in crate::evaluate) duplicated: bool,
}

impl Rows {
    /// The rows as a range, where none between them is left out.
    pub(in crate::evaluate) fn range(&self) -> Option<Range<usize>> {
        let (first, last) = (self.rows.first()?.index(), self.rows.last()?.index());
        (last - first + 1 == self.rows.len()).then_some(first..last + 1)
    }
}

impl RowLayout {
    /// `sets` are the row sets of the table's form.
    pub(super) fn new(plan: &Plan, sets: &[RowSetId], table: &Table) -> Self {
        let parts: Vec<PartLayout> = table.parts.iter().map(|part| PartLayout::new(&part.rows)).collect();
        let form = plan.ruleset.form(table.form);
        let mut codes: Vec<Option<Codes<'_>>> = Vec::new();
        codes.resize_with(parts.len(), || None);
        let mut rows_of = |set: &RowSetId| {
            let set = plan.row_set(*set)?;
            let rows = &table.part(set.block)?.rows;
            let part = parts.get(set.block.index())?;
            let axis = &form?.block(set.block)?.axis;
            let codes = codes.get_mut(set.block.index())?;
            let rows = match &set.kind {
                RowSetKind::Code(_) | RowSetKind::Prefix(_) | RowSetKind::Range(..) => {
                    codes.get_or_insert_with(|| Codes::of(rows)).rows(&set.kind, part, rows)
                }
                _ => rows_of_kind(rows, &set.kind, part, axis),
            };
            let is_doubled = |row: &RowIx| part.doubled(*row).is_some();
            let duplicated = !part.is_plain() && rows.len() > 1 && rows.iter().any(is_doubled);
            Some(Rows { rows, duplicated })
        };
        let sets = sets.iter().map(&mut rows_of).collect();
        Self { sets, parts }
    }
}

/// The rows of a set that does not ask for codes.
fn rows_of_kind(rows: &[Row], kind: &RowSetKind, part: &PartLayout, axis: &Axis) -> Vec<RowIx> {
    let is_plain_total = |total| axis.coded().is_some_and(|coded| coded.is_plain_total(total));
    let has_levels_below = |level: LevelIx| axis.coded().is_some_and(|coded| level.index() + 1 < coded.levels.len());
    let is_detail = |item| axis.item(item).is_some_and(|item| item.formula.is_none());
    match kind {
        RowSetKind::All => (0..rows.len()).map(RowIx::new).collect(),
        RowSetKind::Record => single(rows, RowKey::Record),
        RowSetKind::Item(item) => single(rows, RowKey::Item(*item)),
        RowSetKind::Total(total) => single(rows, RowKey::Total(*total)),
        RowSetKind::Named(name) => matching(rows, |_, row| *Key::of(&row.name) == **name),
        RowSetKind::Level(level) => matching(rows, |_, row| row.key == RowKey::Code { level: *level }),
        RowSetKind::Leaves => matching(rows, |index, row| row.is_coded() && part.is_leaf(index)),
        RowSetKind::Details => matching(rows, |_, row| matches!(row.key, RowKey::Item(item) if is_detail(item))),
        RowSetKind::Parents => matching(rows, |_, row| match row.key {
            RowKey::Code { level } => has_levels_below(level),
            RowKey::Total(total) => is_plain_total(total),
            RowKey::Item(_) | RowKey::Record => false,
        }),
        RowSetKind::Code(_) | RowSetKind::Prefix(_) | RowSetKind::Range(..) => Vec::new(),
    }
}

/// The rows that are such as wanted.
fn matching(rows: &[Row], wanted: impl Fn(RowIx, &Row) -> bool) -> Vec<RowIx> {
    let mut found = Vec::with_capacity(rows.len());
    let rows = rows.iter().enumerate().map(|(index, row)| (RowIx::new(index), row));
    found.extend(rows.filter(|(index, row)| wanted(*index, row)).map(|(index, _)| index));
    found
}

/// The one row that is such as wanted, or however many there are of it.
fn single(rows: &[Row], key: RowKey) -> Vec<RowIx> {
    let rows = rows.iter().enumerate();
    rows.filter(|(_, row)| row.key == key)
        .map(|(index, _)| RowIx::new(index))
        .collect()
}
