//! 逐行: the rows of one table, or the full outer join of several.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::binding::Binding;
use super::join_key::{JoinedBy, Keys};
use super::row_layout::{RowLayout, Rows};
use crate::form::Axis;
use crate::plan::{JoinKey, Plan, RowScope, RowSide, SideIx};
use crate::report::{FigureRef, Row, RowIx, RowKey, RowRef};
use crate::value::Key;

/// The rows of a join.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) struct Joined {
    /// How many rows.
    pub(in crate::evaluate) count: usize,
    sides: Sides,
    /// By joined row: a second row with the same key, which makes the first one's meaning unknown.
    pub(in crate::evaluate) duplicates: BTreeMap<usize, FigureRef>,
}

#[derive(Debug, Clone, Default)]
enum Sides {
    #[default]
    None,
    /// The rows of a set: its layout, and its place there.
    One(Arc<RowLayout>, usize),
    /// The rows of each side, joined row by joined row. Where a side has no more, it may end.
    Several(Vec<Vec<Option<RowIx>>>),
}

/// The rows of a side.
pub(in crate::evaluate) enum OfSide<'j> {
    /// It has none.
    None,
    /// A row for each joined row.
    Each(&'j Rows),
    /// A row for some of them.
    Some(&'j [Option<RowIx>]),
}

impl Joined {
    /// The one row, of no table, of a rule that is not about rows.
    pub(in crate::evaluate) fn nothing() -> Self {
        Self {
            count: 1,
            ..Self::default()
        }
    }

    /// The rows of a side.
    pub(in crate::evaluate) fn of_side(&self, side: SideIx) -> OfSide<'_> {
        match &self.sides {
            Sides::None => OfSide::None,
            Sides::One(layout, place) if side == SideIx::default() => {
                let rows = layout.sets.get(*place).and_then(Option::as_ref);
                rows.map_or(OfSide::None, OfSide::Each)
            }
            Sides::One(..) => OfSide::None,
            Sides::Several(sides) => sides.get(side.index()).map_or(OfSide::None, |rows| OfSide::Some(rows)),
        }
    }

    /// The row of a side; `None` where it has none for the joined row.
    pub(in crate::evaluate) fn row(&self, at: usize, side: SideIx) -> Option<RowIx> {
        match self.of_side(side) {
            OfSide::None => None,
            OfSide::Each(rows) => rows.rows.get(at).copied(),
            OfSide::Some(rows) => rows.get(at).copied().flatten(),
        }
    }

    /// The row of each side.
    pub(in crate::evaluate) fn rows(&self, at: usize) -> impl Iterator<Item = Option<RowIx>> {
        let width = match &self.sides {
            Sides::None => 0,
            Sides::One(..) => 1,
            Sides::Several(sides) => sides.len(),
        };
        (0..width).map(move |side| self.row(at, SideIx::new(side)))
    }
}

impl OfSide<'_> {
    /// The rows as a range, where there is one for each joined row and none between them is left out.
    pub(in crate::evaluate) fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Each(rows) => rows.range(),
            Self::None | Self::Some(_) => None,
        }
    }

    /// Calls `visit` with each of `joined`, which are as many as the joined rows, that the side has a row for, and with that row.
    pub(in crate::evaluate) fn each<T>(&self, joined: &mut [T], mut visit: impl FnMut(&mut T, RowIx)) {
        match self {
            Self::None => {}
            Self::Each(rows) => joined
                .iter_mut()
                .zip(&rows.rows)
                .for_each(|(joined, row)| visit(joined, *row)),
            Self::Some(rows) => {
                for (joined, row) in joined.iter_mut().zip(*rows) {
                    if let Some(row) = row {
                        visit(joined, *row);
                    }
                }
            }
        }
    }
}

/// The joined rows: those of the first side in reading order, then what only later sides have, in theirs.
pub(in crate::evaluate) fn join(plan: &Plan, binding: &Binding<'_>, scope: &RowScope) -> Joined {
    if let [side] = scope.sides.as_slice() {
        let Some((layout, place, rows)) = binding.rows_in_layout(side.rows) else {
            return Joined::default();
        };
        return Joined {
            count: rows.rows.len(),
            sides: Sides::One(Arc::clone(layout), place),
            ..Joined::default()
        };
    }
    let mut joined = Joined::default();
    let mut sides: Vec<Vec<Option<RowIx>>> = vec![Vec::new(); scope.sides.len()];
    let mut keys = Keys::default();
    let all_coded = scope
        .sides
        .iter()
        .all(|side| axis(plan, side).is_some_and(|axis| axis.coded().is_some()));
    for (side, joined_rows) in scope.sides.iter().zip(&mut sides) {
        let Ok(table) = binding.table(side.table) else {
            continue;
        };
        let part = binding.report.part(table, side.block);
        let Some((part, found)) = part.zip(binding.rows(side.rows)) else {
            continue;
        };
        let axis = axis(plan, side);
        joined_rows.reserve(found.rows.len());
        keys.expect(found.rows.len());
        let mut guess = 0;
        for row in &found.rows {
            let of_row = part.row(*row);
            let Some(key) = of_row.and_then(|row| key(axis, scope.key, all_coded, row)) else {
                continue;
            };
            let at = keys.place(key, guess);
            guess = at + 1;
            if at >= joined_rows.len() {
                joined_rows.resize(at + 1, None);
            }
            match joined_rows.get_mut(at) {
                Some(slot @ None) => *slot = Some(*row),
                _ => {
                    let row = RowRef {
                        table,
                        part: side.block,
                        row: *row,
                    };
                    joined.duplicates.insert(at, row.first_cell());
                }
            }
        }
    }
    joined.count = keys.count();
    joined.sides = Sides::Several(sides);
    joined
}

fn axis<'p>(plan: &'p Plan, side: &RowSide) -> Option<&'p Axis> {
    let block = plan.ruleset.form(side.table.form)?.block(side.block)?;
    Some(&block.axis)
}

/// What a row of a side is joined by; `None` where it is not.
fn key<'r>(axis: Option<&'r Axis>, by: JoinKey, all_coded: bool, row: &'r Row) -> Option<JoinedBy<'r>> {
    if let RowKey::Total(total) = row.key {
        let plain = axis?.total(total)?.formula.is_none();
        return (plain && all_coded && by != JoinKey::Line).then_some(JoinedBy::Total);
    }
    match by {
        JoinKey::Code => row.code.as_deref().map(JoinedBy::code),
        JoinKey::Name => {
            // An item goes by the name of the form, whatever the report made of it.
            let declared = match row.key {
                RowKey::Item(item) => axis?.item(item).map(|item| &*item.name.key),
                _ => None,
            };
            Some(JoinedBy::Text(declared.map_or_else(|| Key::of(&row.name), Key::Own)))
        }
        JoinKey::Line => match row.key {
            RowKey::Item(item) => axis?.item(item)?.line.map(JoinedBy::Line),
            _ => None,
        },
    }
}
