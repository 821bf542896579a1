//! Figures filled in one row too low or too high: two failures are off by the same amount in opposite directions, and
//! both hold once the two rows change places.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cell_cause::FoundCause;
use super::trial::Trial;
use super::view::View;
use super::{SharedCause, wording};
use crate::report::{Figure, FigureRef, RowKey};
use crate::value::{Amount, Kind};

/// Pairs of rows that are tried.
const MOST_TRIED: usize = 50;
/// Failures off by one and the same amount; of more than this any two are a coincidence.
const MOST_ALIKE: usize = 8;

/// Rows whose figures stand in one another's place. `open` says which cases are not explained yet.
pub(super) fn find(trial: &Trial<'_>, open: &mut [bool]) -> Vec<FoundCause> {
    let mut found = Vec::new();
    let mut left = MOST_TRIED;
    while left > 0 {
        let pairs = pairs(trial, open);
        let tried = pairs.into_iter().take(left);
        left = left.saturating_sub(tried.len());
        let best = tried
            .filter_map(|(a, b)| attempt(trial, open, a, b))
            .reduce(|best, other| {
                if other.cases.len() > best.cases.len() {
                    other
                } else {
                    best
                }
            });
        let Some(best) = best else { break };
        for case in &best.cases {
            if let Some(flag) = open.get_mut(*case) {
                *flag = false;
            }
        }
        found.push(best);
    }
    found
}

/// Cells of one column, each in a failure that is off by as much as the other's, the other way.
fn pairs(trial: &Trial<'_>, open: &[bool]) -> BTreeSet<(FigureRef, FigureRef)> {
    let mut by_size: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
    for (index, case) in trial.cases.iter().enumerate() {
        if let Some(measure) = case.equality().filter(|_| open.get(index) == Some(&true)) {
            by_size.entry(measure.difference.abs()).or_default().push(index);
        }
    }
    let mut out = BTreeSet::new();
    for alike in by_size.values().filter(|alike| alike.len() <= MOST_ALIKE) {
        let cases: Vec<_> = alike.iter().filter_map(|index| trial.cases.get(*index)).collect();
        for (at, first) in cases.iter().enumerate() {
            for second in cases.iter().skip(at + 1) {
                let opposite = first
                    .equality()
                    .zip(second.equality())
                    .is_some_and(|(a, b)| a.difference.is_sign_negative() != b.difference.is_sign_negative());
                if !opposite || first.rule != second.rule {
                    continue;
                }
                for a in &first.addends {
                    for b in &second.addends {
                        let (a, b) = (a.figure, b.figure);
                        let place = |cell: FigureRef| (cell.table, cell.part, cell.column);
                        if place(a) == place(b) && a.row != b.row {
                            out.insert((a.min(b), a.max(b)));
                        }
                    }
                }
            }
        }
    }
    out
}

fn attempt(trial: &Trial<'_>, open: &[bool], a: FigureRef, b: FigureRef) -> Option<FoundCause> {
    let view = trial.view;
    let is_plain = |cell: FigureRef| {
        let row = view.row(cell.in_row());
        row.is_some_and(|row| !matches!(row.key, RowKey::Total(_) | RowKey::Record))
    };
    if !is_plain(a) || !is_plain(b) {
        return None;
    }
    let mut figures = Vec::new();
    for column in view.part(a.table, a.part)?.column_indices() {
        let (a, b) = (FigureRef { column, ..a }, FigureRef { column, ..b });
        if view.kind(a) == Some(Kind::Money) && view.kind(b) == Some(Kind::Money) {
            figures.push((a, amount(view, b)?));
            figures.push((b, amount(view, a)?));
        }
    }
    let asked: Vec<usize> = trial
        .cases
        .iter()
        .enumerate()
        .filter(|(index, case)| {
            let looks = |(cell, _): &(FigureRef, Amount)| case.cells.contains(cell);
            open.get(*index) == Some(&true) && figures.iter().any(looks)
        })
        .map(|(index, _)| index)
        .collect();
    let settled = trial.settled(&figures, &asked)?;
    let form = view.table(a.table)?.form;
    if settled.len() < 2 || !trial.broken(&figures, form, |_| true)?.is_empty() {
        return None;
    }
    let filled = |cell: FigureRef| {
        let part = view.part(cell.table, cell.part);
        let columns = part.into_iter().flat_map(|part| part.column_indices());
        columns
            .filter_map(|column| view.cell(FigureRef { column, ..cell }))
            .any(|cell| matches!(cell.figure, Figure::Number { .. }))
    };
    let (wrong, right) = if filled(a) { (a, b) } else { (b, a) };
    let scale = trial.cases.get(*settled.first()?)?.scale;
    let now = amount(view, wrong)?;
    let mut label = view.label(wrong, &scale.number(now.value))?;
    label.suspect = true;
    Some(FoundCause {
        cause: SharedCause {
            sentence: wording::swapped_rows(
                &view.row_name(wrong),
                &view.row_name(right),
                filled(right),
                settled.len(),
            ),
            label,
            value: None,
            unit: scale.unit_label(),
            help: Vec::new(),
        },
        cases: settled,
    })
}

fn amount(view: View<'_>, cell: FigureRef) -> Option<Amount> {
    match view.cell(cell)?.figure {
        Figure::Number { value, half } => Amount::printed(value, half).ok(),
        Figure::Blank | Figure::Missing => Some(Amount::BLANK),
        Figure::Unreadable(_) => None,
    }
}
