//! A row that a table lacks and a table with the same codes has: what its parent is greater than the rows below it is
//! what that row amounts to, in every column.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cell_cause::FoundCause;
use super::filling::{Filling, Gap, figure, filled, fillings, with_those_below};
use super::trial::Trial;
use super::view::View;
use super::{Scale, SharedCause, wording};
use crate::report::{Row, RowIx, RowKey, RowRef};
use crate::value::{Kind, add_exact, sub_exact};

/// Parents whose gap is looked into.
const MOST_PARENTS: usize = 20;
/// More rows than this that would each fill the gap are not listed.
const MOST_NAMED: usize = 4;

/// What was found: causes, and what to say where it is not certain which row is lacking.
pub(super) struct Missing {
    pub found: Vec<FoundCause>,
    /// A case (index) and what to say of it.
    pub hints: Vec<(usize, String)>,
}

/// Rows that are lacking. `open` says which cases are not explained yet.
pub(super) fn find(trial: &Trial<'_>, open: &mut [bool]) -> Missing {
    let mut missing = Missing {
        found: Vec::new(),
        hints: Vec::new(),
    };
    for (parent, cases) in parents(trial, open).into_iter().take(MOST_PARENTS) {
        let view = trial.view;
        let Some(scale) = cases
            .first()
            .and_then(|case| trial.cases.get(*case))
            .map(|case| case.scale)
        else {
            continue;
        };
        let Some(gaps) = gaps(view, parent).filter(|gaps| !gaps.is_empty()) else {
            continue;
        };
        let fillings = fillings(view, parent, &gaps);
        match fillings.as_slice() {
            [] => {}
            [_] if !trial.affords_report() => {}
            [only] => {
                let everything: Vec<usize> = open_cases(open);
                let filled = filled(view, parent, &gaps, only);
                let settled = filled.and_then(|report| trial.settled_in(&report, &everything));
                let Some(settled) = settled.filter(|settled| cases.iter().all(|case| settled.contains(case))) else {
                    continue;
                };
                let Some(cause) = describe(view, parent, &gaps, only, settled.len(), scale) else {
                    continue;
                };
                for case in &settled {
                    if let Some(flag) = open.get_mut(*case) {
                        *flag = false;
                    }
                }
                missing.found.push(FoundCause { cause, cases: settled });
            }
            several => {
                let label = |filling: &Filling| {
                    let row = filling.rows.first()?;
                    Some(view.row_label(filling.row(*row)))
                };
                let rows: Vec<String> = several.iter().take(MOST_NAMED).filter_map(label).collect();
                let there: BTreeSet<String> = several
                    .iter()
                    .map(|filling| view.scope_label(filling.table, None, None))
                    .collect();
                let there = there.into_iter().collect::<Vec<_>>().join("、");
                let table = view.scope_label(parent.table, None, None);
                let said = wording::missing_one_of(&table, &there, &rows, several.len());
                missing.hints.extend(cases.iter().map(|case| (*case, said.clone())));
            }
        }
    }
    missing
}

fn open_cases(open: &[bool]) -> Vec<usize> {
    let indices = open.iter().enumerate().filter(|(_, open)| **open);
    indices.map(|(index, _)| index).collect()
}

/// The parents of failed roll-ups, with their cases.
fn parents(trial: &Trial<'_>, open: &[bool]) -> BTreeMap<RowRef, Vec<usize>> {
    let mut out: BTreeMap<RowRef, Vec<usize>> = BTreeMap::new();
    for (index, case) in trial.cases.iter().enumerate() {
        let rolls_up = trial.view.plan.body(case.rule).is_some_and(|body| body.is_roll_up());
        let row = case
            .instance
            .row
            .as_ref()
            .and_then(|row| row.rows.first().copied().flatten());
        if let Some(row) = row.filter(|_| rolls_up && open.get(index) == Some(&true)) {
            out.entry(row).or_default().push(index);
        }
    }
    out
}

/// What the parent is greater than the rows below it, by columns; `None` where something there cannot be read.
fn gaps(view: View<'_>, parent: RowRef) -> Option<Vec<Gap>> {
    let part = view.part(parent.table, parent.part)?;
    let above = match view.row(parent)?.key {
        RowKey::Total(_) => None,
        _ => Some(parent.row),
    };
    let is_child = |row: &Row| matches!(row.key, RowKey::Code { .. }) && row.parent == above;
    let children: Vec<RowIx> = part
        .numbered_rows()
        .filter(|(_, row)| is_child(row))
        .map(|(index, _)| index)
        .collect();
    let mut out = Vec::new();
    for (column, declared) in view.block(parent.table, parent.part)?.numbered_columns() {
        if declared.kind != Kind::Money {
            continue;
        }
        let (mut amount, mut bound) = figure(view, parent, parent.row, column)?;
        for child in &children {
            let (value, half) = figure(view, parent, *child, column)?;
            amount = sub_exact(amount, value)?;
            bound = add_exact(bound, half)?;
        }
        if amount.abs() > bound {
            out.push(Gap { column, amount, bound });
        }
    }
    Some(out)
}

fn describe(
    view: View<'_>,
    parent: RowRef,
    gaps: &[Gap],
    filling: &Filling,
    count: usize,
    scale: Scale,
) -> Option<SharedCause> {
    let first = gaps.first()?;
    let at = parent.cell(first.column);
    let value = figure(view, parent, parent.row, first.column)?.0;
    let mut label = view.label(at, &scale.number(value))?;
    label.suspect = true;
    let part = view.part(filling.table, filling.part)?;
    let names: Vec<String> = filling
        .rows
        .iter()
        .map(|row| view.row_label(filling.row(*row)))
        .collect();
    let below: usize = filling
        .rows
        .iter()
        .map(|row| with_those_below(view, filling, *row).len().saturating_sub(1))
        .sum();
    let mut amounts: Vec<String> = gaps
        .iter()
        .zip(&filling.columns)
        .map(|(_, column)| {
            let name = view.column_label(filling.table, filling.part, *column);
            let there = filling.row(RowIx::default());
            let printed = filling.rows.iter().filter_map(|row| figure(view, there, *row, *column));
            let sum: Decimal = printed.map(|(value, _)| value).sum();
            wording::amount_of(&name, filling.rows.len() > 1, &scale.with_unit(sum))
        })
        .collect();
    // One column there may stand for several here.
    amounts.dedup();
    let there = view.scope_label(filling.table, None, None);
    let rows = filling.rows.iter().filter_map(|row| part.row(*row));
    let places: Vec<String> = rows.map(|row| view.whereabouts(row.origin)).collect();
    let place = wording::at(&there, &places.join("、"));
    let there = wording::has(&place, &amounts);
    Some(SharedCause {
        sentence: wording::missing_rows(
            &view.scope_label(parent.table, None, None),
            &names.join("、"),
            below,
            &there,
            count,
        ),
        label,
        value: None,
        unit: scale.unit_label(),
        help: Vec::new(),
    })
}
