//! A table shape: what tables have in common in which every row set means the same rows.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::form::FormId;
use crate::report::{Row, RowIx, RowKey, Table};
use crate::value::CellText;

/// What tells one shape from another: form, and key, code and name of every row.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    form: FormId,
    rows: Vec<(usize, ShapeRow<CellText>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ShapeRow<T> {
    key: RowKey,
    code: Option<T>,
    name: T,
    parent: Option<RowIx>,
}

impl Shape {
    pub(super) fn of(table: &Table) -> Self {
        let keep = |row: &Row| ShapeRow {
            key: row.key,
            code: row.code.clone(),
            name: row.name.clone(),
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

/// The hash of a table's shape. Shapes of one hash are told apart.
pub(super) fn hash(table: &Table) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    table.form.hash(&mut hasher);
    for (part, row) in rows_of(table) {
        (part, ShapeRow::of(row)).hash(&mut hasher);
    }
    hasher.finish()
}
