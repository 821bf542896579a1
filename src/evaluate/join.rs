//! 逐行: the rows of one table, or the full outer join of several.

use std::collections::HashMap;
use std::sync::Arc;

use super::FigureRef;
use super::bind::Binding;
use crate::report::{Row, RowKey};
use crate::resolve::plan::{JoinKey, Plan, RowScope};
use crate::value::normalise;

/// A row of a join.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// The row of each side.
    pub(super) rows: Vec<Option<usize>>,
    /// A second row with the same key, which makes the first one's meaning unknown.
    pub(super) duplicate: Option<FigureRef>,
}

/// What a row is joined by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Text(Arc<str>),
    Line(u32),
    /// The plain total row of a coded table.
    Total,
}

/// The joined rows: those of the first side in reading order, then what only later sides have, in theirs.
pub(super) fn rows(plan: &Plan, binding: &Binding<'_>, scope: &RowScope) -> Vec<Joined> {
    if let [side] = scope.sides.as_slice() {
        let rows = binding
            .rows(side.rows)
            .map(|rows| rows.rows.as_slice())
            .unwrap_or_default();
        return rows
            .iter()
            .map(|row| Joined {
                rows: vec![Some(*row)],
                duplicate: None,
            })
            .collect();
    }
    let width = scope.sides.len();
    let mut joined: Vec<Joined> = Vec::new();
    let mut by_key: HashMap<Key, usize> = HashMap::new();
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
                joined.push(Joined {
                    rows: vec![None; width],
                    duplicate: None,
                });
                joined.len() - 1
            });
            let Some(entry) = joined.get_mut(at) else { continue };
            match entry.rows.get_mut(index) {
                Some(slot @ None) => *slot = Some(*row),
                _ => {
                    entry.duplicate = Some(FigureRef {
                        table,
                        part: side.block,
                        row: *row,
                        column: 0,
                    })
                }
            }
        }
    }
    joined
}

fn key(plan: &Plan, scope: &RowScope, (form, block): (usize, usize), row: &Row) -> Option<Key> {
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
        JoinKey::Code => row.code.clone().map(Key::Text),
        JoinKey::Name => {
            // An item goes by the name of the form, whatever the report made of it.
            let declared = match row.key {
                RowKey::Item(item) => axis(form, block)?
                    .items()
                    .get(item)
                    .map(|item| Arc::clone(&item.name.key)),
                _ => None,
            };
            Some(Key::Text(declared.unwrap_or_else(|| normalise(&row.name).into())))
        }
        JoinKey::Line => match row.key {
            RowKey::Item(item) => axis(form, block)?.items().get(item)?.line.map(Key::Line),
            _ => None,
        },
    }
}
