//! A table shape: what tables have in common in which every row set means the same rows.

use std::hash::{Hash, Hasher};

use crate::report::{Row, RowKey, Table};
use crate::value::CellText;

/// What tells one shape from another: form, and key, code and name of every row.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    form: usize,
    rows: Vec<(usize, ShapeRow<CellText>)>,
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

/// The hash of a table's shape. Shapes of one hash are told apart, and few are kept, so a quick one will do.
pub(super) fn hash(table: &Table) -> u64 {
    let mut hasher = Quick(0);
    table.form.hash(&mut hasher);
    for (part, row) in rows_of(table) {
        (part, ShapeRow::of(row)).hash(&mut hasher);
    }
    hasher.finish()
}

/// A hash of whole words.
struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        self.write_u64(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_isize(&mut self, word: isize) {
        self.write_u64(word.cast_unsigned() as u64);
    }
}
