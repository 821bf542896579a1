//! Failures with one cause: a single cell that, holding one other value, would settle them.
//!
//! Candidates come from arithmetic: for each figure that enters a failed equality with factor ±1, the value that makes
//! its sides equal. The candidate that explains most failures is taken first and checked by running the rules again
//! with it, inequalities that look at the cell included; what it settles leaves the search. One failure alone is enough
//! only where the cell is suspect by itself (blank or repaired, and the only such cell of that failure).
//!
//! Work is bounded: `MOST_ADDENDS` figures of an equality and `MOST_PER_CELL` equalities of a cell are looked at,
//! `MOST_CANDIDATES` candidates kept, `MOST_RUNS` rule instances run again. Failures beyond that stand on their own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use rust_decimal::Decimal;

use super::case::{self, Case};
use super::view::View;
use super::{Oracle, SharedCause, slip, wording};
use crate::evaluate::{FigureRef, Outcome};
use crate::report::Figure;
use crate::value::{Amount, sub_exact};

const MOST_ADDENDS: usize = 64;
const MOST_PER_CELL: usize = 64;
const MOST_CANDIDATES: usize = 20_000;
const MOST_RUNS: usize = 5_000;
/// Cells named beside the chosen one because they would explain as much.
const MOST_ALTERNATIVES: usize = 2;

/// A cause and the cases (indices) it settles, in order.
pub(super) struct Found {
    pub cause: SharedCause,
    pub cases: Vec<usize>,
}

struct Candidate {
    figure: FigureRef,
    value: Decimal,
    /// Equalities that arithmetic says it settles, ascending.
    settles: Vec<usize>,
    suspect: bool,
    /// The value differs from the printed one by a typical slip.
    typical: bool,
}

/// The causes among `cases`, most explaining first.
pub(super) fn find(view: View<'_>, oracle: &dyn Oracle, cases: &[Case<'_>]) -> Vec<Found> {
    let candidates = candidates(view, cases);
    let mut looking: BTreeMap<FigureRef, Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        for figure in &case.cells {
            looking.entry(*figure).or_default().push(index);
        }
    }
    let mut open = vec![true; cases.len()];
    let is_open = |open: &[bool], index: &usize| open.get(*index) == Some(&true);
    let mut queue: BinaryHeap<(usize, bool, bool, Reverse<usize>)> = candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| {
            (
                candidate.settles.len(),
                candidate.suspect,
                candidate.typical,
                Reverse(index),
            )
        })
        .collect();
    let mut runs = MOST_RUNS;
    let mut found = Vec::new();
    while let Some((score, suspect, typical, Reverse(index))) = queue.pop() {
        let Some(candidate) = candidates.get(index) else {
            continue;
        };
        let remaining = candidate.settles.iter().filter(|case| is_open(&open, case)).count();
        let enough = |count: usize| count >= 2 || count == 1 && suspect;
        if !enough(remaining) {
            continue;
        }
        if remaining < score {
            queue.push((remaining, suspect, typical, Reverse(index)));
            continue;
        }
        let Some(amount) = replacement(view, cases, candidate) else {
            continue;
        };
        let settled: Vec<usize> = looking
            .get(&candidate.figure)
            .into_iter()
            .flatten()
            .copied()
            .filter(|case| is_open(&open, case))
            .filter(|index| {
                let Some(case) = cases.get(*index) else { return false };
                if runs == 0 {
                    return false;
                }
                runs -= 1;
                let again = oracle.reevaluate(case.rule, case.instance, &[(candidate.figure, amount)]);
                matches!(again.outcome, Outcome::Holds | Outcome::Tail)
            })
            .collect();
        if !enough(settled.len()) {
            continue;
        }
        for index in &settled {
            if let Some(flag) = open.get_mut(*index) {
                *flag = false;
            }
        }
        let others = candidates
            .iter()
            .filter(|other| other.figure != candidate.figure && !suspect && settled.len() > 1)
            .filter(|other| settled.iter().all(|index| other.settles.binary_search(index).is_ok()))
            .take(MOST_ALTERNATIVES);
        if let Some(cause) = describe(view, cases, candidate, &settled, others) {
            found.push(Found { cause, cases: settled });
        }
    }
    found
}

fn candidates(view: View<'_>, cases: &[Case<'_>]) -> Vec<Candidate> {
    // For each cell: which equalities it could settle, and by which value.
    let mut wishes: BTreeMap<FigureRef, Vec<(usize, Decimal, Decimal)>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        let Some(measure) = case.equality() else { continue };
        if !case::is_numeric(case.scale) {
            continue;
        }
        for addend in case.addends.iter().take(MOST_ADDENDS) {
            let list = wishes.entry(addend.figure).or_default();
            if list.len() < MOST_PER_CELL
                && let Some(value) = slip::settling(addend, measure.difference)
            {
                list.push((index, value, measure.bound));
            }
        }
    }
    let mut out: Vec<Candidate> = Vec::new();
    for (figure, wishes) in wishes {
        let suspect = is_suspect(view, figure);
        let mut tried: Vec<Decimal> = Vec::new();
        for (index, value, _) in &wishes {
            if out.len() >= MOST_CANDIDATES {
                return out;
            }
            if tried.contains(value) {
                continue;
            }
            tried.push(*value);
            let settles: Vec<usize> = wishes
                .iter()
                .filter(|(_, wish, bound)| sub_exact(*wish, *value).is_some_and(|off| off.abs() <= *bound))
                .map(|(index, _, _)| *index)
                .collect();
            let alone = settles.len() < 2;
            let only_suspect = suspect
                && !value.is_sign_negative()
                && cases.get(*index).is_some_and(|case| {
                    explains_alone(view, figure, case)
                        && case.cells.iter().filter(|cell| is_suspect(view, **cell)).count() == 1
                });
            if alone && !only_suspect {
                continue;
            }
            out.push(Candidate {
                figure,
                value: *value,
                settles,
                suspect,
                typical: is_typical(view, cases, figure, *index, *value),
            });
        }
    }
    out
}

/// Whether a cell is blank or unreadable, or was repaired in a way that could have changed its figure.
fn is_suspect(view: View<'_>, figure: FigureRef) -> bool {
    view.cell(figure).is_some_and(|cell| {
        let repaired = cell
            .repair
            .as_ref()
            .is_some_and(|repair| wording::is_grave(repair.kind));
        repaired || matches!(cell.figure, Figure::Blank | Figure::Unreadable(_))
    })
}

/// Whether a suspect cell may be named for one failure alone: a blank one only where it is a whole side. Among other
/// addends any of them may be the wrong one.
fn explains_alone(view: View<'_>, figure: FigureRef, case: &Case<'_>) -> bool {
    let is_blank = view.cell(figure).is_some_and(|cell| cell.figure == Figure::Blank);
    !is_blank
        || case
            .equality()
            .is_some_and(|measure| !measure.left.present || !measure.right.present)
}

/// Whether the value is the printed one after a typical slip (digits swapped, sign flipped, …).
fn is_typical(view: View<'_>, cases: &[Case<'_>], figure: FigureRef, case: usize, value: Decimal) -> bool {
    let Some(case) = cases.get(case) else { return false };
    match view.cell(figure).map(|cell| &cell.figure) {
        // Held to the printed figure: within the bound, two values could pass for one slip.
        Some(Figure::Number { value: printed, .. }) => {
            slip::between(*printed, value, Decimal::ZERO, case.scale).is_some()
        }
        _ => false,
    }
}

/// The candidate's value printed as precisely as the cell is, or as its neighbours are where it is blank.
fn replacement(view: View<'_>, cases: &[Case<'_>], candidate: &Candidate) -> Option<Amount> {
    let half = match view.cell(candidate.figure).map(|cell| &cell.figure) {
        Some(Figure::Number { half, .. }) => *half,
        _ => cases.get(*candidate.settles.first()?)?.scale.half(),
    };
    Amount::printed(candidate.value, half).ok()
}

fn describe<'c>(
    view: View<'_>,
    cases: &[Case<'_>],
    candidate: &Candidate,
    settled: &[usize],
    others: impl Iterator<Item = &'c Candidate>,
) -> Option<SharedCause> {
    let first = cases.get(*settled.first()?)?;
    let scale = first.scale;
    let cell = view.cell(candidate.figure)?;
    let read = read_as(view, candidate.figure, scale);
    let mut label = view.label(candidate.figure, &read.0)?;
    label.suspect = true;
    let mut help: Vec<String> = match &cell.figure {
        Figure::Number { value, .. } => {
            let bound = first.equality().map(|measure| measure.bound).unwrap_or_default();
            slip::between(*value, candidate.value, bound, scale)
                .map(|slip| slip.sentence(&slip::located(view, candidate.figure), scale))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    };
    help.extend(
        others.map(|other| wording::alternative(&slip::located(view, other.figure), &scale.with_unit(other.value))),
    );
    Some(SharedCause {
        sentence: wording::cause(
            &view.cell_name(candidate.figure),
            &read.1,
            &scale.with_unit(candidate.value),
            settled.len(),
        ),
        label,
        value: Some(scale.shown(candidate.value)),
        unit: scale.unit_label(),
        help,
    })
}

/// A cell as read: its value alone, and as a clause (`空白`, `为 33.24 万元`).
fn read_as(view: View<'_>, figure: FigureRef, scale: super::Scale) -> (String, String) {
    let Some(cell) = view.cell(figure) else {
        return (wording::MISSING.into(), wording::MISSING.into());
    };
    match (&cell.figure, view.words(cell)) {
        (Figure::Number { value, .. }, _) => (scale.number(*value), format!("为 {}", scale.with_unit(*value))),
        (Figure::Unreadable(_), Some(words)) => (words.into(), format!("“{}”{words}", cell.text)),
        (_, words) => {
            let words = words.unwrap_or_default();
            (words.into(), words.into())
        }
    }
}

/// Cases that cannot be computed for one and the same cell, where there are several.
pub(super) fn obstacles(view: View<'_>, cases: &[Case<'_>]) -> Vec<Found> {
    let mut by_cell: BTreeMap<FigureRef, Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        if let Some(figure) = case.obstacles.first() {
            by_cell.entry(*figure).or_default().push(index);
        }
    }
    by_cell
        .into_iter()
        .filter(|(_, indices)| indices.len() > 1)
        .filter_map(|(figure, indices)| {
            let scale = cases.get(*indices.first()?)?.scale;
            let read = read_as(view, figure, scale);
            let mut label = view.label(figure, &read.0)?;
            label.suspect = true;
            Some(Found {
                cause: SharedCause {
                    sentence: wording::obstacle(&view.cell_name(figure), &read.1, indices.len()),
                    label,
                    value: None,
                    unit: scale.unit_label(),
                    help: Vec::new(),
                },
                cases: indices,
            })
        })
        .collect()
}
