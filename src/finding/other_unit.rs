//! A table, a block of one or a column filed in another unit than it states: every rule that compares it with something
//! else fails by the same power of ten, and none does once all its money is read in that unit.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::case::Case;
use super::cell_cause::FoundCause;
use super::trial::Trial;
use super::view::View;
use super::{ReportLabel, SharedCause, slip, wording};
use crate::form::{BlockIx, ColumnIx};
use crate::report::{Figure, FigureRef, Report, TableIx, UnitSource};
use crate::source::Origin;
use crate::value::{Amount, Kind, Unit, mul_exact};

/// Suppositions tried; a report in which more suggest themselves is broken in another way.
const MOST_TRIED: usize = 60;
/// Units whose ratio is smaller than a thousand are not told apart by figures: 元 and 千元 are.
const LEAST_EXPONENT: u32 = 3;

/// What would be in another unit. Ordered from the whole to the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Scope {
    table: TableIx,
    part: Option<BlockIx>,
    column: Option<ColumnIx>,
}

impl Scope {
    fn holds(self, figure: FigureRef) -> bool {
        self.table == figure.table
            && self.part.is_none_or(|part| part == figure.part)
            && self.column.is_none_or(|column| column == figure.column)
    }
}

/// A supposition that holds its ground.
struct Tried {
    scope: Scope,
    unit: Unit,
    cells: Vec<FigureRef>,
    settles: Vec<usize>,
}

/// What is filed in another unit, most explaining first. `open` says which cases are not explained yet.
pub(super) fn find(trial: &Trial<'_>, open: &mut [bool]) -> Vec<FoundCause> {
    let mut found = Vec::new();
    while let Some((best, others)) = best(trial, open) {
        for index in &best.settles {
            if let Some(flag) = open.get_mut(*index) {
                *flag = false;
            }
        }
        let Some(cause) = describe(trial.view, &best, &others) else {
            break;
        };
        found.push(FoundCause {
            cause,
            cases: best.settles,
        });
    }
    found
}

/// The supposition that explains most; of two that explain as much, the one that changes fewer figures. With it, those
/// in other tables that explain the same.
fn best(trial: &Trial<'_>, open: &[bool]) -> Option<(Tried, Vec<Tried>)> {
    let mut tried: Vec<Tried> = suggested(trial, open)
        .into_iter()
        .take(MOST_TRIED)
        .filter_map(|(scope, unit)| attempt(trial, open, scope, unit))
        .collect();
    tried.sort_by_key(|tried| (std::cmp::Reverse(tried.settles.len()), tried.cells.len(), tried.scope));
    let mut tried = tried.into_iter();
    let best = tried.next()?;
    let same = |other: &Tried| other.settles == best.settles && other.scope.table != best.scope.table;
    let mut others: Vec<Tried> = tried.filter(same).collect();
    others.dedup_by_key(|other| other.scope.table);
    Some((best, others))
}

/// Scopes with a unit in which an equality would hold, those that more suggest first.
fn suggested(trial: &Trial<'_>, open: &[bool]) -> Vec<(Scope, Unit)> {
    let mut votes: BTreeMap<(Scope, Unit), BTreeSet<usize>> = BTreeMap::new();
    for (index, case) in trial.cases.iter().enumerate() {
        if open.get(index) != Some(&true) || case.scale.kind != Kind::Money {
            continue;
        }
        let Some(measure) = case.equality() else { continue };
        let Some(exponent) = slip::power_between(measure.left.value, measure.right.value, case.scale) else {
            continue;
        };
        let left_larger = measure.left.value.abs() > measure.right.value.abs();
        for (at, addend) in case.addends.iter().enumerate() {
            let on_left = at < case.counts.0;
            let Some(unit) = trial
                .view
                .table(addend.figure.table)
                .and_then(|table| moved(table.unit, exponent, on_left != left_larger))
            else {
                continue;
            };
            let whole = Scope {
                table: addend.figure.table,
                part: None,
                column: None,
            };
            let part = Scope {
                part: Some(addend.figure.part),
                ..whole
            };
            let column = Scope {
                column: Some(addend.figure.column),
                ..part
            };
            for scope in [whole, part, column] {
                votes.entry((scope, unit)).or_default().insert(index);
            }
        }
    }
    let mut suggested: Vec<((Scope, Unit), usize)> = votes.into_iter().map(|(key, cases)| (key, cases.len())).collect();
    suggested.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    suggested.into_iter().map(|(key, _)| key).collect()
}

/// The unit that is `exponent` powers of ten above or below. Nobody fills in 百万元 or 亿元 unless the form says so.
fn moved(unit: Unit, exponent: u32, up: bool) -> Option<Unit> {
    let wanted = if up {
        unit.exponent().checked_add(exponent)
    } else {
        unit.exponent().checked_sub(exponent)
    };
    Unit::ALL.into_iter().find(|other| {
        exponent >= LEAST_EXPONENT && Some(other.exponent()) == wanted && *other <= unit.max(Unit::TenThousand)
    })
}

fn attempt(trial: &Trial<'_>, open: &[bool], scope: Scope, unit: Unit) -> Option<Tried> {
    if !trial.affords_report() {
        return None;
    }
    let view = trial.view;
    let table = view.table(scope.table)?;
    let figures = converted(view, scope, table.unit, unit)?;
    if figures.len() < 2 {
        return None;
    }
    let cells: Vec<FigureRef> = figures.iter().map(|(cell, _)| *cell).collect();
    let looks = |case: &Case| case.cells.iter().any(|cell| cells.binary_search(cell).is_ok());
    let touched: Vec<usize> = trial
        .cases
        .iter()
        .enumerate()
        .filter(|(index, case)| open.get(*index) == Some(&true) && looks(case))
        .map(|(index, _)| index)
        .collect();
    let settles = trial.settled(&figures, &touched)?;
    // What it leaves may have causes of its own, but not more than it explains.
    if settles.len() < 2 || settles.len() <= touched.len() - settles.len() {
        return None;
    }
    let settles = trial.settled_in(&reread(view, scope, unit, &figures)?, &touched)?;
    if settles.len() < 2 || one_cell(trial, scope, &figures, &settles) {
        return None;
    }
    Some(Tried {
        scope,
        unit,
        cells,
        settles,
    })
}

/// Every figure of money in the scope as it would be, in order of cells.
fn converted(view: View<'_>, scope: Scope, from: Unit, to: Unit) -> Option<Vec<(FigureRef, Amount)>> {
    // Figures that are all whole hundredths of the stated unit were converted from it, with what that rounds off.
    let hundredth = from.to_yuan(Decimal::new(1, 2))?;
    let coarse = hundredth.checked_div(Decimal::TWO)?;
    let (from, to) = (from.exponent(), to.exponent());
    let factor = if to > from {
        Decimal::from(10_u64.checked_pow(to - from)?)
    } else {
        Decimal::new(1, from - to)
    };
    let mut out = Vec::new();
    for (part, found) in view.table(scope.table)?.numbered_parts() {
        for row in found.row_indices() {
            for column in found.column_indices() {
                let figure = FigureRef {
                    table: scope.table,
                    part,
                    row,
                    column,
                };
                if !scope.holds(figure) || view.kind(figure) != Some(Kind::Money) {
                    continue;
                }
                if let Some(Figure::Number { value, half }) = view.cell(figure).map(|cell| &cell.figure) {
                    let (value, half) = (mul_exact(*value, factor)?, mul_exact(*half, factor)?);
                    out.push((figure, value, half));
                }
            }
        }
    }
    let whole = |value: &Decimal| value.checked_rem(hundredth).is_some_and(|rest| rest.is_zero());
    let least = if out.iter().all(|(_, value, _)| whole(value)) {
        coarse
    } else {
        Decimal::ZERO
    };
    out.into_iter()
        .map(|(figure, value, half)| Some((figure, Amount::printed(value, half.max(least)).ok()?)))
        .collect()
}

/// The report with the scope in another unit, so that the tails that are allowed follow it.
fn reread(view: View<'_>, scope: Scope, unit: Unit, figures: &[(FigureRef, Amount)]) -> Option<Report> {
    let mut report = view.report.clone();
    let table = report.tables.get_mut(scope.table.index())?;
    table.unit = unit;
    for (figure, amount) in figures {
        let part = table.parts.get_mut(figure.part.index())?;
        part.cell_mut(figure.row, figure.column)?.figure = Figure::Number {
            value: amount.value,
            half: amount.high.checked_sub(amount.value)?,
        };
    }
    Some(report)
}

/// Whether one of the cells alone would explain as much and break nothing: then it is that cell.
fn one_cell(trial: &Trial<'_>, scope: Scope, figures: &[(FigureRef, Amount)], settles: &[usize]) -> bool {
    let mut cases = settles.iter().filter_map(|index| trial.cases.get(*index));
    let Some(first) = cases.next() else { return false };
    let mut shared: BTreeSet<FigureRef> = first.cells.iter().copied().filter(|cell| scope.holds(*cell)).collect();
    for case in cases {
        shared.retain(|cell| case.cells.contains(cell));
    }
    let Some(form) = trial.view.table(scope.table).map(|table| table.form) else {
        return false;
    };
    shared.into_iter().any(|cell| {
        let alone: Vec<(FigureRef, Amount)> = figures.iter().copied().filter(|(figure, _)| *figure == cell).collect();
        trial.settled(&alone, settles).is_some_and(|settled| settled == settles)
            && trial
                .broken(&alone, form, |_| true)
                .is_some_and(|broken| broken.is_empty())
    })
}

fn describe(view: View<'_>, best: &Tried, others: &[Tried]) -> Option<SharedCause> {
    let table = view.table(best.scope.table)?;
    let stated = match table.unit_from {
        UnitSource::Table(origin) | UnitSource::Report(origin) => origin,
        UnitSource::Form => table.origin,
    };
    let first = view.cell(*best.cells.first()?)?;
    let (origin, printed) = match best.scope.column {
        Some(_) => (first.origin, &*first.text),
        None => (stated, table.unit.label()),
    };
    let printed = match origin {
        Origin::Text(span) => view.sources.slice(span).trim(),
        Origin::Cell(_) => printed,
    };
    let what = view.scope_label(best.scope.table, best.scope.part, best.scope.column);
    Some(SharedCause {
        sentence: wording::other_unit(&what, table.unit, best.unit, best.settles.len()),
        label: ReportLabel {
            place: view.place(origin, printed.into()),
            form: view
                .form(best.scope.table)
                .map(|form| form.id.clone())
                .unwrap_or_default(),
            row: what,
            column: String::new(),
            value: table.unit.label().to_owned(),
            note: Some(wording::as_if(best.unit)),
            suspect: true,
        },
        value: None,
        unit: best.unit.label(),
        help: others
            .iter()
            .filter_map(|other| {
                let unit = view.table(other.scope.table)?.unit;
                Some({
                    let what = view.scope_label(other.scope.table, other.scope.part, other.scope.column);
                    wording::other_unit_too(&what, unit, other.unit)
                })
            })
            .collect(),
    })
}
