//! Which instances that hold look at a cell, so that a supposition about it is tried on them alone.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::view::View;
use crate::evaluate::{Evaluation, Instance, Outcome, RuleResult, Sight, Sights, Stand};
use crate::form::BlockIx;
use crate::plan::SideIx;
use crate::report::{FigureRef, RowIx, RowKey, RowRef, TableIx};
use crate::ruleset::RuleId;

/// Instances that hold, by where they look. What is asked for is worked out when it is first asked for.
#[derive(Default)]
pub(super) struct Lookout {
    held: RefCell<HashMap<(RuleId, Stand), Held, RandomState>>,
}

/// The instances (indices) of a rule that hold or have a tail, by the row that they look from a cell's row to.
type Held = HashMap<Option<Row>, Vec<usize>, RandomState>;

/// A row of a part; no row is what stands above the uppermost.
type Row = (TableIx, BlockIx, Option<RowIx>);

impl Lookout {
    /// The instances that hold or have a tail and may look at one of the cells, of rules that are wanted, in order;
    /// `None` where they are more than `most`.
    pub fn held(
        &self,
        (sights, view): (&Sights, View<'_>),
        evaluation: &Evaluation,
        cells: impl Iterator<Item = FigureRef>,
        wanted: impl Fn(RuleId) -> bool,
        most: usize,
    ) -> Option<Vec<(RuleId, Instance)>> {
        let mut found: BTreeSet<(RuleId, usize)> = BTreeSet::new();
        for cell in cells {
            for sight in sights.at(view.report, cell).filter(|sight| wanted(sight.rule)) {
                let Some(result) = evaluation.of(sight.rule) else {
                    continue;
                };
                let mut held = self.held.borrow_mut();
                let held = held
                    .entry((sight.rule, sight.stand))
                    .or_insert_with(|| by_row(view, result, sight.stand));
                for at in rows(view, sight.stand, cell).filter_map(|row| held.get(&row)).flatten() {
                    if is_in_column(result, *at, sight) {
                        found.insert((sight.rule, *at));
                    }
                    if found.len() > most {
                        return None;
                    }
                }
            }
        }
        let instance = |(rule, at): (RuleId, usize)| Some((rule, evaluation.of(rule)?.instance(at)?));
        Some(found.into_iter().filter_map(instance).collect())
    }
}

fn is_in_column(result: &RuleResult, at: usize, sight: Sight) -> bool {
    sight.column.is_none()
        || result
            .instance(at)
            .is_some_and(|instance| instance.column == sight.column)
}

/// What holds, by the row it is about (or that above it, where it looks there).
fn by_row(view: View<'_>, result: &RuleResult, stand: Stand) -> Held {
    let mut held = Held::default();
    for (at, instance) in result.with_outcome(|outcome| matches!(outcome, Outcome::Holds | Outcome::Tail)) {
        let on = |side: SideIx| *instance.row.as_ref()?.rows.get(side.index())?;
        let row = match stand {
            Stand::Anywhere => Some(None),
            Stand::At(side) => on(side).map(|row| Some(itself(row))),
            Stand::Below(side) => on(side).map(|row| Some(above(view, row))),
            Stand::Above(side) => on(side).map(|row| Some(if is_total(view, row) { top(row) } else { itself(row) })),
        };
        if let Some(row) = row {
            held.entry(row).or_default().push(at);
        }
    }
    held
}

/// Where those stand that look at the cell, as [`by_row`] has them.
fn rows(view: View<'_>, stand: Stand, cell: FigureRef) -> impl Iterator<Item = Option<Row>> {
    let row = cell.in_row();
    let (first, second) = match stand {
        Stand::Anywhere => (None, None),
        Stand::At(_) => (Some(itself(row)), None),
        // The parent of a row without one is a total.
        Stand::Below(_) => (Some(itself(row)), is_total(view, row).then(|| top(row))),
        Stand::Above(_) => (Some(above(view, row)), None),
    };
    [first].into_iter().chain(second.map(Some))
}

fn itself(row: RowRef) -> Row {
    (row.table, row.part, Some(row.row))
}

/// What stands above the uppermost rows of the part that the row stands in.
fn top(row: RowRef) -> Row {
    (row.table, row.part, None)
}

fn above(view: View<'_>, row: RowRef) -> Row {
    let parent = view.row(row).and_then(|row| row.parent);
    let parent = parent.map(|parent| RowRef { row: parent, ..row });
    parent
        .filter(|parent| view.row(*parent).is_some())
        .map_or(top(row), itself)
}

fn is_total(view: View<'_>, row: RowRef) -> bool {
    view.row(row).is_some_and(|row| matches!(row.key, RowKey::Total(_)))
}
