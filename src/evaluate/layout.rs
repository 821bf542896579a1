//! A table shape: which rows every row set of the plan means in it. Worked out once for all tables of one shape.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::form::{Axis, Form};
use crate::report::{Row, RowKey, Table};
use crate::resolve::plan::{Plan, RowSetId, RowSetKind};
use crate::value::Key;

/// What tells one shape from another: form, and key, code and name of every row.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    form: usize,
    rows: Vec<(usize, ShapeRow<Arc<str>>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ShapeRow<T> {
    key: RowKey,
    code: Option<T>,
    name: T,
    parent: Option<usize>,
}

impl Shape {
    pub(super) fn of(table: &Table) -> Self {
        let keep = |row: &Row| ShapeRow {
            key: row.key,
            code: row.code.clone(),
            name: Arc::clone(&row.name),
            parent: row.parent,
        };
        Self {
            form: table.form,
            rows: rows_of(table).map(|(part, row)| (part, keep(row))).collect(),
        }
    }

    /// Whether `table` has this shape.
    pub(super) fn is_of(&self, table: &Table) -> bool {
        let own = self.rows.iter().map(|(part, row)| {
            let row = ShapeRow {
                key: row.key,
                code: row.code.as_deref(),
                name: &*row.name,
                parent: row.parent,
            };
            (*part, row)
        });
        self.form == table.form && own.eq(rows_of(table).map(|(part, row)| (part, ShapeRow::of(row))))
    }
}

impl<'r> ShapeRow<&'r str> {
    fn of(row: &'r Row) -> Self {
        Self {
            key: row.key,
            code: row.code.as_deref(),
            name: &row.name,
            parent: row.parent,
        }
    }
}

/// The rows of a table, each with its part.
fn rows_of(table: &Table) -> impl Iterator<Item = (usize, &Row)> {
    let parts = table.parts.iter().enumerate();
    parts.flat_map(|(part, rows)| rows.rows.iter().map(move |row| (part, row)))
}

/// The hash of a table's shape.
pub(super) fn hash(table: &Table) -> u64 {
    let mut hasher = DefaultHasher::new();
    table.form.hash(&mut hasher);
    for (part, row) in rows_of(table) {
        (part, ShapeRow::of(row)).hash(&mut hasher);
    }
    hasher.finish()
}

/// The rows of tables of one shape.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The rows of each row set that speaks of the form.
    pub(super) sets: Vec<(RowSetId, Arc<Rows>)>,
    /// For each part.
    pub(super) parts: Vec<PartLayout>,
}

/// The rows of a set, in reading order.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<usize>,
    /// Two of them share a key, so that a figure of the set would count twice.
    pub(super) duplicated: bool,
}

/// The hierarchy of a part.
#[derive(Debug, Default)]
pub(super) struct PartLayout {
    /// The children of each row.
    pub(super) children: Vec<Vec<usize>>,
    /// The coded rows without parent.
    pub(super) top: Vec<usize>,
    /// Rows whose key an earlier row has, with that row.
    pub(super) duplicates: Vec<(usize, usize)>,
}

impl Layout {
    pub(super) fn new(plan: &Plan, table: &Table) -> Self {
        let parts: Vec<PartLayout> = table.parts.iter().map(|part| PartLayout::new(&part.rows)).collect();
        let mut layout = Self {
            sets: Vec::new(),
            parts,
        };
        let Some(form) = plan.ruleset.forms.get(table.form) else {
            return layout;
        };
        let by_code: Vec<HashMap<&str, Vec<usize>>> = table.parts.iter().map(|part| by_code(&part.rows)).collect();
        for (index, set) in plan
            .row_sets
            .iter()
            .enumerate()
            .filter(|(_, set)| set.form == table.form)
        {
            let (Some(part), Some(shape)) = (table.parts.get(set.block), layout.parts.get(set.block)) else {
                continue;
            };
            let rows = match (&set.kind, by_code.get(set.block)) {
                (RowSetKind::Code(code), Some(codes)) => codes.get(&**code).cloned().unwrap_or_default(),
                _ => shape.rows(&part.rows, &set.kind, form, set.block),
            };
            let doubled = |row: &usize| shape.duplicates.iter().any(|(second, _)| second == row);
            let duplicated = rows.len() > 1 && rows.iter().any(doubled);
            let id = RowSetId(u32::try_from(index).unwrap_or(u32::MAX));
            layout.sets.push((id, Arc::new(Rows { rows, duplicated })));
        }
        layout
    }
}

fn by_code(rows: &[Row]) -> HashMap<&str, Vec<usize>> {
    let mut map: HashMap<&str, Vec<usize>> = HashMap::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        if let Some(code) = row.code.as_deref() {
            map.entry(code).or_default().push(index);
        }
    }
    map
}

impl PartLayout {
    fn new(rows: &[Row]) -> Self {
        let mut layout = Self {
            children: vec![Vec::new(); rows.len()],
            ..Self::default()
        };
        let mut seen: HashMap<(RowKey, Option<&str>), usize> = HashMap::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            if let RowKey::Code { .. } = row.key {
                match row.parent.and_then(|parent| layout.children.get_mut(parent)) {
                    Some(children) => children.push(index),
                    None => layout.top.push(index),
                }
            }
            match seen.entry((row.key, row.code.as_deref())) {
                std::collections::hash_map::Entry::Occupied(first) => layout.duplicates.push((index, *first.get())),
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(index);
                }
            }
        }
        layout
    }

    fn rows(&self, rows: &[Row], kind: &RowSetKind, form: &Form, block: usize) -> Vec<usize> {
        let axis = form.blocks.get(block).map(|block| &block.axis);
        let is_leaf = |index: usize| self.children.get(index).is_none_or(Vec::is_empty);
        let matching = |wanted: &dyn Fn(usize, &Row) -> bool| {
            rows.iter()
                .enumerate()
                .filter(|(index, row)| wanted(*index, row))
                .map(|(index, _)| index)
                .collect()
        };
        let is_coded = |row: &Row| matches!(row.key, RowKey::Code { .. });
        match kind {
            RowSetKind::All => (0..rows.len()).collect(),
            RowSetKind::Record => matching(&|_, row| row.key == RowKey::Record),
            RowSetKind::Item(item) => matching(&|_, row| row.key == RowKey::Item(*item)),
            RowSetKind::Total(total) => matching(&|_, row| row.key == RowKey::Total(*total)),
            RowSetKind::Code(code) => matching(&|_, row| row.code.as_deref() == Some(code)),
            RowSetKind::Prefix(prefix) => matching(&|index, row| {
                is_coded(row) && is_leaf(index) && row.code.as_deref().is_some_and(|code| code.starts_with(&**prefix))
            }),
            RowSetKind::Range(from, to) => matching(&|_, row| {
                is_coded(row)
                    && row
                        .code
                        .as_deref()
                        .is_some_and(|code| code.len() == from.len() && &**from <= code && code <= &**to)
            }),
            RowSetKind::Named(name) => matching(&|_, row| *Key::of(&row.name) == **name),
            RowSetKind::Level(level) => matching(&|_, row| row.key == RowKey::Code { level: *level }),
            RowSetKind::Leaves => matching(&|index, row| is_coded(row) && is_leaf(index)),
            RowSetKind::Details => matching(&|_, row| match row.key {
                RowKey::Item(item) => axis
                    .and_then(|axis| axis.items().get(item))
                    .is_some_and(|item| item.formula.is_none()),
                _ => false,
            }),
            RowSetKind::Parents => matching(&|_, row| match (row.key, axis) {
                (RowKey::Code { level }, Some(Axis::Coded(coded))) => level + 1 < coded.levels.len(),
                (RowKey::Total(total), Some(Axis::Coded(coded))) => {
                    coded.totals.get(total).is_some_and(|total| total.formula.is_none())
                }
                _ => false,
            }),
        }
    }
}
