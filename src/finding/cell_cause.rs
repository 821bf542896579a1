//! Failures with one cause: a single cell that, holding one other value, would settle them.
//!
//! Candidates come from arithmetic: for each figure that enters a failed equality with factor ±1, the value that makes
//! its sides equal. The candidate that explains most failures is taken first and checked by running the rules again
//! with it, inequalities that look at the cell included; what it settles leaves the search. One failure alone is enough
//! only where the cell is suspect by itself (blank or repaired, and the only such cell of that failure). Where the other
//! value would break a rule that holds, other cells of the row that want another value are tried with it; a row can have
//! been changed, or not changed, as a whole.
//!
//! Work is bounded: `MOST_ADDENDS` figures of an equality and `MOST_PER_CELL` equalities of a cell are looked at,
//! `MOST_CANDIDATES` candidates kept, and the trial runs so many rule instances again and no more. Failures beyond that
//! stand on their own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use rust_decimal::Decimal;

use super::case::{self, Case};
use super::remedy::{self, Remedy, read_as, replacement};
use super::trial::Trial;
use super::view::View;
use super::{SharedCause, slip, wording};
use crate::form::{ColumnIx, FormId};
use crate::report::{Figure, FigureRef};
use crate::value::{Amount, sub_exact};

const MOST_ADDENDS: usize = 64;
const MOST_PER_CELL: usize = 64;
const MOST_CANDIDATES: usize = 20_000;
/// Cells named beside the chosen one because they would explain as much.
const MOST_ALTERNATIVES: usize = 2;

/// A cause and the cases (indices) it settles, in order.
pub(super) struct FoundCause {
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

/// For each cell: which equalities it could settle, by which value, give or take how much.
type Wishes = BTreeMap<FigureRef, Vec<(usize, Decimal, Decimal)>>;

/// The causes among the cases that are still open, most explaining first.
pub(super) fn find(trial: &Trial<'_>, open: &mut [bool]) -> Vec<FoundCause> {
    let (view, cases) = (trial.view, trial.cases);
    let wishes = wishes(cases, open);
    let candidates = candidates(view, cases, &wishes);
    let mut looking: BTreeMap<FigureRef, Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        for figure in &case.cells {
            looking.entry(*figure).or_default().push(index);
        }
    }
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
    let mut found = Vec::new();
    while let Some((score, suspect, typical, Reverse(index))) = queue.pop() {
        let Some(candidate) = candidates.get(index) else {
            continue;
        };
        let remaining = candidate.settles.iter().filter(|case| is_open(open, case)).count();
        let enough = |count: usize| count >= 2 || count == 1 && suspect;
        if !enough(remaining) {
            continue;
        }
        if remaining < score {
            queue.push((remaining, suspect, typical, Reverse(index)));
            continue;
        }
        let Some(amount) = replacement(view, cases, candidate.figure, candidate.value, &candidate.settles) else {
            continue;
        };
        let asked = |figures: &[(FigureRef, Amount)]| -> Vec<usize> {
            let mut asked: Vec<usize> = figures
                .iter()
                .filter_map(|(figure, _)| looking.get(figure))
                .flatten()
                .copied()
                .filter(|case| is_open(open, case))
                .collect();
            asked.sort_unstable();
            asked.dedup();
            asked
        };
        let alone = vec![(candidate.figure, amount)];
        let Some(settled) = trial.settled(&alone, &asked(&alone)) else {
            continue;
        };
        if !enough(settled.len()) {
            continue;
        }
        // What may break more than can be tried is left alone.
        let Some(remedy) = with_its_row(trial, &wishes, open, &asked, alone, settled) else {
            continue;
        };
        // A value that breaks as many rules as it settles failures is a coincidence.
        if remedy.broken.len() >= remedy.settled.len() {
            continue;
        }
        for index in &remedy.settled {
            if let Some(flag) = open.get_mut(*index) {
                *flag = false;
            }
        }
        let others = candidates
            .iter()
            .filter(|other| other.figure != candidate.figure && !suspect && remedy.settled.len() > 1)
            .filter(|other| {
                let settles = |index: &usize| other.settles.binary_search(index).is_ok();
                remedy.settled.iter().all(settles)
            })
            .map(|other| (other.figure, other.value))
            .take(MOST_ALTERNATIVES);
        if let Some(cause) = remedy::describe(trial, &remedy, others) {
            found.push(FoundCause {
                cause,
                cases: remedy.settled,
            });
        }
    }
    found
}

/// The remedy alone where it breaks nothing, else with one or all of the cells in its row that want other values, where
/// that breaks nothing.
fn with_its_row(
    trial: &Trial<'_>,
    wishes: &Wishes,
    open: &[bool],
    asked: &impl Fn(&[(FigureRef, Amount)]) -> Vec<usize>,
    alone: Vec<(FigureRef, Amount)>,
    settled: Vec<usize>,
) -> Option<Remedy> {
    let first = alone.first().map(|(figure, _)| *figure);
    let form = first
        .and_then(|figure| trial.view.table(figure.table))
        .map_or(FormId::new(usize::MAX), |table| table.form);
    let broken = trial.broken(&alone, form, |_| true)?;
    let mut best = Remedy {
        figures: alone,
        settled,
        broken,
    };
    let Some(cell) = first.filter(|_| !best.broken.is_empty()) else {
        return Some(best);
    };
    let in_row = FigureRef {
        column: ColumnIx::default(),
        ..cell
    }..=FigureRef {
        column: ColumnIx::new(usize::MAX),
        ..cell
    };
    let partners: Vec<(FigureRef, Amount)> = wishes
        .range(in_row)
        .filter(|(figure, _)| **figure != cell)
        .filter_map(|(figure, wishes)| {
            let wishes: Vec<_> = wishes
                .iter()
                .filter(|(case, ..)| open.get(*case) == Some(&true))
                .collect();
            let agreeing = |value: &Decimal| {
                let near =
                    |wish: &Decimal, bound: &Decimal| sub_exact(*wish, *value).is_some_and(|off| off.abs() <= *bound);
                wishes.iter().filter(|(_, wish, bound)| near(wish, bound)).count()
            };
            // Of values that suit as many, the one that rounding leaves the least play.
            let likely = |(_, value, bound): &&&(usize, Decimal, Decimal)| (agreeing(value), Reverse(*bound));
            let (case, value, _) = wishes.iter().rev().max_by_key(likely)?;
            let amount = replacement(trial.view, trial.cases, *figure, *value, &[*case])?;
            Some((*figure, amount))
        })
        .collect();
    let single = partners.iter().map(|partner| vec![*partner]);
    for partners in single.chain([partners.clone()]) {
        let mut figures = best.figures.clone();
        figures.truncate(1);
        figures.extend(partners);
        let Some(settled) = trial.settled(&figures, &asked(&figures)) else {
            continue;
        };
        let keeps = best.settled.iter().all(|case| settled.contains(case)) && settled.len() > best.settled.len();
        if keeps
            && trial
                .broken(&figures, form, |_| true)
                .is_some_and(|broken| broken.is_empty())
        {
            best = Remedy {
                figures,
                settled,
                broken: Vec::new(),
            };
            break;
        }
    }
    Some(best)
}

fn wishes(cases: &[Case], open: &[bool]) -> Wishes {
    let mut wishes = Wishes::new();
    for (index, case) in cases.iter().enumerate() {
        let Some(measure) = case.equality() else { continue };
        if !case::is_numeric(case.scale) || open.get(index) != Some(&true) {
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
    wishes
}

fn candidates(view: View<'_>, cases: &[Case], wishes: &Wishes) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for (&figure, wishes) in wishes {
        let suspect = is_suspect(view, figure);
        let mut tried: Vec<Decimal> = Vec::new();
        for (index, value, _) in wishes {
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
fn explains_alone(view: View<'_>, figure: FigureRef, case: &Case) -> bool {
    let is_blank = view.cell(figure).is_some_and(|cell| cell.figure == Figure::Blank);
    !is_blank
        || case
            .equality()
            .is_some_and(|measure| !measure.left.present || !measure.right.present)
}

/// Whether the value is the printed one after a typical slip (digits swapped, sign flipped, …).
fn is_typical(view: View<'_>, cases: &[Case], figure: FigureRef, case: usize, value: Decimal) -> bool {
    let Some(case) = cases.get(case) else { return false };
    match view.cell(figure).map(|cell| &cell.figure) {
        // Held to the printed figure: within the bound, two values could pass for one slip.
        Some(Figure::Number { value: printed, half }) => {
            slip::between(*printed, value, Decimal::ZERO, case.scale.as_printed(*half)).is_some()
        }
        _ => false,
    }
}

/// Cases that cannot be computed for one and the same cell, where there are several.
pub(super) fn obstacles(view: View<'_>, cases: &[Case]) -> Vec<FoundCause> {
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
            Some(FoundCause {
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
