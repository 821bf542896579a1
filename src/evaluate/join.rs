//! 逐行: the rows of one table, or the full outer join of several.

use std::borrow::Cow;
use std::collections::HashMap;

use super::FigureRef;
use super::bind::Binding;
use crate::report::{Row, RowKey};
use crate::resolve::plan::{JoinKey, Plan, RowScope};
use crate::value::normalise;

/// The rows of a join.
#[derive(Debug, Clone, Default)]
pub(super) struct Joined {
    /// How many sides it has.
    width: usize,
    /// How many rows.
    pub(super) count: usize,
    /// The row of each side, joined row by joined row.
    rows: Vec<Option<usize>>,
    /// By joined row: a second row with the same key, which makes the first one's meaning unknown.
    pub(super) duplicates: HashMap<usize, FigureRef>,
}

impl Joined {
    /// The one row, of no table, of a rule that is not about rows.
    pub(super) fn nothing() -> Self {
        Self {
            count: 1,
            ..Self::default()
        }
    }

    /// The row of a side, joined row by joined row.
    pub(super) fn of_side(&self, side: usize) -> impl Iterator<Item = Option<usize>> {
        let of_side = if side < self.width { self.rows.as_slice() } else { &[] };
        let missing = if side < self.width { 0 } else { self.count };
        let rows = of_side.iter().skip(side).step_by(self.width.max(1)).copied();
        rows.chain(std::iter::repeat_n(None, missing))
    }

    /// The row of each side.
    pub(super) fn row(&self, at: usize) -> &[Option<usize>] {
        let start = at.saturating_mul(self.width);
        self.rows
            .get(start..start.saturating_add(self.width))
            .unwrap_or_default()
    }
}

/// What a row is joined by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key<'r> {
    Text(Cow<'r, str>),
    Line(u32),
    /// The plain total row of a coded table.
    Total,
}

/// The joined rows: those of the first side in reading order, then what only later sides have, in theirs.
pub(super) fn rows(plan: &Plan, binding: &Binding<'_>, scope: &RowScope) -> Joined {
    let width = scope.sides.len();
    let mut joined = Joined {
        width,
        ..Joined::default()
    };
    if let [side] = scope.sides.as_slice() {
        let rows = binding
            .rows(side.rows)
            .map(|rows| rows.rows.as_slice())
            .unwrap_or_default();
        joined.count = rows.len();
        joined.rows.extend(rows.iter().map(|row| Some(*row)));
        return joined;
    }
    let first = scope.sides.first().and_then(|side| binding.rows(side.rows));
    let mut by_key: HashMap<Key<'_>, usize> = HashMap::with_capacity(first.map_or(0, |first| first.rows.len()));
    for (index, side) in scope.sides.iter().enumerate() {
        let Some(table) = binding.table(side.form) else {
            continue;
        };
        let part = binding
            .report
            .tables
            .get(table)
            .and_then(|table| table.parts.get(side.block));
        let Some((part, found)) = part.zip(binding.rows(side.rows)) else {
            continue;
        };
        for row in &found.rows {
            let Some(key) = part
                .rows
                .get(*row)
                .and_then(|row| key(plan, scope, (side.form, side.block), row))
            else {
                continue;
            };
            let at = *by_key.entry(key).or_insert_with(|| {
                joined.rows.resize(joined.rows.len() + width, None);
                joined.count += 1;
                joined.count - 1
            });
            match joined.rows.get_mut(at * width + index) {
                Some(slot @ None) => *slot = Some(*row),
                _ => {
                    let cell = FigureRef {
                        table,
                        part: side.block,
                        row: *row,
                        column: 0,
                    };
                    joined.duplicates.insert(at, cell);
                }
            }
        }
    }
    joined
}

fn key<'r>(plan: &'r Plan, scope: &RowScope, (form, block): (usize, usize), row: &'r Row) -> Option<Key<'r>> {
    let axis = |form: usize, block: usize| {
        plan.ruleset
            .forms
            .get(form)
            .and_then(|form| form.blocks.get(block))
            .map(|block| &block.axis)
    };
    if let RowKey::Total(total) = row.key {
        let plain = axis(form, block)?.coded()?.totals.get(total)?.formula.is_none();
        let all_coded = scope
            .sides
            .iter()
            .all(|side| axis(side.form, side.block).is_some_and(|axis| axis.coded().is_some()));
        return (plain && all_coded && scope.key != JoinKey::Line).then_some(Key::Total);
    }
    match scope.key {
        JoinKey::Code => row.code.as_deref().map(|code| Key::Text(code.into())),
        JoinKey::Name => {
            // An item goes by the name of the form, whatever the report made of it.
            let declared = match row.key {
                RowKey::Item(item) => axis(form, block)?.items().get(item).map(|item| &*item.name.key),
                _ => None,
            };
            Some(Key::Text(
                declared.map_or_else(|| normalise(&row.name).into(), Cow::Borrowed),
            ))
        }
        JoinKey::Line => match row.key {
            RowKey::Item(item) => axis(form, block)?.items().get(item)?.line.map(Key::Line),
            _ => None,
        },
    }
}
