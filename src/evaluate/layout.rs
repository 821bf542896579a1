//! A table shape: which rows every row set of the plan means in it. Worked out once for all tables of one shape.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use crate::form::Axis;
use crate::report::{Row, RowKey, Table};
use crate::resolve::plan::{Plan, RowSetId, RowSetKind};
use crate::value::{CellText, Key};

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

/// The rows of tables of one shape.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The rows of each row set of the form; `None` where the table lacks the part.
    pub(super) sets: Vec<Option<Arc<Rows>>>,
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

impl Rows {
    /// The rows as a range, where none between them is left out.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        let (first, last) = (*self.rows.first()?, *self.rows.last()?);
        (last - first + 1 == self.rows.len()).then_some(first..last + 1)
    }
}

/// The hierarchy of a part.
#[derive(Debug, Default)]
pub(super) struct PartLayout {
    /// The rows below others, those of one row after those of another.
    below: Vec<usize>,
    /// For each row, where those below it stand there: of a total, the coded rows without parent.
    spans: Vec<(usize, usize)>,
    /// Rows whose key an earlier row has, with that row.
    pub(super) duplicates: Vec<(usize, usize)>,
}

impl Layout {
    /// `sets` are the row sets of the table's form.
    pub(super) fn new(plan: &Plan, sets: &[RowSetId], table: &Table) -> Self {
        let parts: Vec<PartLayout> = table.parts.iter().map(|part| PartLayout::new(&part.rows)).collect();
        let form = plan.ruleset.forms.get(table.form);
        let mut codes: Vec<Option<Codes<'_>>> = Vec::new();
        codes.resize_with(parts.len(), || None);
        let mut rows_of = |set: &RowSetId| {
            let set = plan.row_sets.get(set.0 as usize)?;
            let rows = &table.parts.get(set.block)?.rows;
            let part = parts.get(set.block)?;
            let axis = &form?.blocks.get(set.block)?.axis;
            let codes = codes.get_mut(set.block)?;
            let rows = match &set.kind {
                RowSetKind::Code(_) | RowSetKind::Prefix(_) | RowSetKind::Range(..) => codes
                    .get_or_insert_with(|| Codes::of(rows))
                    .rows(&set.kind, part, rows),
                _ => part.rows(rows, &set.kind, axis),
            };
            let doubled = |row: &usize| part.duplicates.iter().any(|(second, _)| second == row);
            let duplicated = !part.is_plain() && rows.len() > 1 && rows.iter().any(doubled);
            Some(Arc::new(Rows { rows, duplicated }))
        };
        let sets = sets.iter().map(&mut rows_of).collect();
        Self { sets, parts }
    }
}

/// The codes of a part with their rows, in order.
struct Codes<'r> {
    codes: Vec<(&'r str, usize)>,
    /// In reading order too, as most are printed.
    as_read: bool,
}

impl<'r> Codes<'r> {
    fn of(rows: &'r [Row]) -> Self {
        let coded = rows.iter().enumerate();
        let coded = coded.filter_map(|(index, row)| Some((row.code.as_deref()?, index)));
        let mut codes: Vec<_> = coded.collect();
        let as_read = codes.is_sorted();
        if !as_read {
            codes.sort_unstable();
        }
        Self { codes, as_read }
    }

    /// The rows of a set that asks for codes.
    fn rows(&self, kind: &RowSetKind, part: &PartLayout, rows: &[Row]) -> Vec<usize> {
        let is_coded = |row: usize| rows.get(row).is_some_and(Row::is_coded);
        let length = |row: usize| rows.get(row).and_then(|row| row.code.as_deref()).map(str::len);
        let mut found: Vec<usize> = match kind {
            RowSetKind::Code(code) => self.from(code, |known| known == &**code).collect(),
            RowSetKind::Prefix(prefix) => self
                .from(prefix, |known| known.starts_with(&**prefix))
                .filter(|row| is_coded(*row) && part.is_leaf(*row))
                .collect(),
            RowSetKind::Range(from, to) => self
                .from(from, |known| known <= &**to)
                .filter(|row| is_coded(*row) && length(*row) == Some(from.len()))
                .collect(),
            _ => Vec::new(),
        };
        if !self.as_read {
            found.sort_unstable();
        }
        found
    }

    /// The rows of the codes from `first` on, as long as they are such as wanted.
    fn from(&self, first: &str, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
        let start = self.codes.partition_point(|(known, _)| *known < first);
        let behind = self.codes.iter().skip(start);
        behind.take_while(move |(known, _)| wanted(known)).map(|(_, row)| *row)
    }
}

/// Whether no two rows share a key, as can be seen at once where keys ascend.
fn ascend(rows: &[Row]) -> bool {
    let (mut code, mut item, mut total, mut record) = (None, None, None, false);
    rows.iter().all(|row| match row.key {
        RowKey::Code { .. } => row.code.as_deref().is_some_and(|next| code.replace(next) < Some(next)),
        RowKey::Item(next) => item.replace(next) < Some(next),
        RowKey::Total(next) => total.replace(next) < Some(next),
        RowKey::Record => !std::mem::replace(&mut record, true),
    })
}

impl PartLayout {
    fn new(rows: &[Row]) -> Self {
        let mut layout = Self::default();
        layout.arrange(rows);
        if ascend(rows) {
            return layout;
        }
        let mut seen: HashMap<(RowKey, Option<&str>), usize> = HashMap::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            match seen.entry((row.key, row.code.as_deref())) {
                std::collections::hash_map::Entry::Occupied(first) => layout.duplicates.push((index, *first.get())),
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(index);
                }
            }
        }
        layout
    }

    /// Puts every coded row below its parent, or at the top.
    fn arrange(&mut self, rows: &[Row]) {
        let top = rows.len();
        let above = |row: &Row| match row.key {
            RowKey::Code { .. } => Some(row.parent.filter(|parent| *parent < top).unwrap_or(top)),
            _ => None,
        };
        // Where those below each row, and at the top, begin and end: counted, then filled.
        let mut ends = vec![0; top + 1];
        for above in rows.iter().filter_map(above) {
            if let Some(count) = ends.get_mut(above) {
                *count += 1;
            }
        }
        let mut count = 0;
        for end in &mut ends {
            (*end, count) = (count, count + *end);
        }
        self.below = vec![0; count];
        let begins = ends.clone();
        for (index, row) in rows.iter().enumerate() {
            if let Some(end) = above(row).and_then(|above| ends.get_mut(above)) {
                if let Some(place) = self.below.get_mut(*end) {
                    *place = index;
                }
                *end += 1;
            }
        }
        let span = |row: usize| begins.get(row).copied().zip(ends.get(row).copied()).unwrap_or_default();
        let spans = rows.iter().enumerate().map(|(index, row)| match row.key {
            RowKey::Total(_) => span(top),
            _ => span(index),
        });
        self.spans = spans.collect();
    }

    /// Whether no two rows have one key.
    pub(super) fn is_plain(&self) -> bool {
        self.duplicates.is_empty()
    }

    /// The rows below a row: of a total, the top level. Two of the same key where there are such: they would count twice.
    pub(super) fn below(&self, row: usize) -> Result<&[usize], [usize; 2]> {
        let (from, to) = self.spans.get(row).copied().unwrap_or_default();
        let below = self.below.get(from..to).unwrap_or_default();
        if self.is_plain() {
            return Ok(below);
        }
        let twice = below
            .iter()
            .find_map(|row| self.duplicates.iter().find(|(second, _)| second == row));
        twice.map_or(Ok(below), |(second, first)| Err([*first, *second]))
    }

    /// Whether no row stands below the row (index).
    fn is_leaf(&self, row: usize) -> bool {
        self.spans.get(row).is_none_or(|(from, to)| from == to)
    }

    /// The rows of a set that does not ask for codes.
    fn rows(&self, rows: &[Row], kind: &RowSetKind, axis: &Axis) -> Vec<usize> {
        let is_plain_total = |total: usize| {
            let total = axis.coded().and_then(|coded| coded.totals.get(total));
            total.is_some_and(|total| total.formula.is_none())
        };
        let has_levels_below = |level: usize| axis.coded().is_some_and(|coded| level + 1 < coded.levels.len());
        let is_detail = |item: usize| axis.items().get(item).is_some_and(|item| item.formula.is_none());
        match kind {
            RowSetKind::All => (0..rows.len()).collect(),
            RowSetKind::Record => matching(rows, |_, row| row.key == RowKey::Record),
            RowSetKind::Item(item) => matching(rows, |_, row| row.key == RowKey::Item(*item)),
            RowSetKind::Total(total) => matching(rows, |_, row| row.key == RowKey::Total(*total)),
            RowSetKind::Named(name) => matching(rows, |_, row| *Key::of(&row.name) == **name),
            RowSetKind::Level(level) => matching(rows, |_, row| row.key == RowKey::Code { level: *level }),
            RowSetKind::Leaves => matching(rows, |index, row| row.is_coded() && self.is_leaf(index)),
            RowSetKind::Details => {
                matching(rows, |_, row| matches!(row.key, RowKey::Item(item) if is_detail(item)))
            }
            RowSetKind::Parents => matching(rows, |_, row| match row.key {
                RowKey::Code { level } => has_levels_below(level),
                RowKey::Total(total) => is_plain_total(total),
                RowKey::Item(_) | RowKey::Record => false,
            }),
            RowSetKind::Code(_) | RowSetKind::Prefix(_) | RowSetKind::Range(..) => Vec::new(),
        }
    }
}

/// The rows (indices) that are such as wanted.
fn matching(rows: &[Row], wanted: impl Fn(usize, &Row) -> bool) -> Vec<usize> {
    let rows = rows.iter().enumerate();
    rows.filter(|(index, row)| wanted(*index, row)).map(|(index, _)| index).collect()
}
