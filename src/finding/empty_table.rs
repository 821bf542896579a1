//! A table published without a figure, while others say that there is something to tell in it.

use rust_decimal::Decimal;

use super::case::Case;
use super::cell_cause::FoundCause;
use super::trial::Trial;
use super::view::View;
use super::{ReportLabel, SharedCause, wording};
use crate::evaluate::Outcome;
use crate::form::FormId;
use crate::report::{Figure, TableIx};
use crate::ruleset::Statement;
use crate::source::Origin;
use crate::value::sub_exact;

/// Empty tables that several failures come from. `open` says which cases are not explained yet.
pub(super) fn find(trial: &Trial<'_>, open: &mut [bool]) -> Vec<FoundCause> {
    let mut found = Vec::new();
    for (table, _) in trial.view.report.numbered_tables() {
        if !is_empty(trial.view, table) {
            continue;
        }
        let cases = coming_from(trial, table, open);
        if cases.len() < 2 {
            continue;
        }
        let Some(cause) = describe(trial.view, table, cases.len()) else {
            continue;
        };
        for index in &cases {
            if let Some(flag) = open.get_mut(*index) {
                *flag = false;
            }
        }
        found.push(FoundCause { cause, cases });
    }
    found
}

fn is_empty(view: View<'_>, table: TableIx) -> bool {
    view.table(table).is_some_and(|table| {
        let mut cells = table.parts.iter().flat_map(|part| &part.cells);
        cells.all(|cell| matches!(cell.figure, Figure::Blank | Figure::Missing))
    })
}

/// The open cases that the table's figures are lacking in.
fn coming_from(trial: &Trial<'_>, table: TableIx, open: &[bool]) -> Vec<usize> {
    let about: Vec<(usize, &Case)> = trial
        .cases
        .iter()
        .enumerate()
        .filter(|(index, case)| open.get(*index) == Some(&true) && speaks_of(trial.view, table, case))
        .collect();
    let gaps: Vec<Decimal> = about
        .iter()
        .filter_map(|(_, case)| gap(trial.view, table, case))
        .collect();
    let one_of_them = |case: &Case| {
        case.equality().is_some_and(|measure| {
            let size = measure.difference.abs();
            let near = |gap: &Decimal| sub_exact(*gap, size).is_some_and(|off| off.abs() <= measure.bound);
            gaps.iter().any(near)
        })
    };
    let lacks = |case: &Case| one_of_them(case) || !gaps.is_empty() && is_unstated(trial, case);
    let lacking = about.into_iter().filter(|(_, case)| lacks(case));
    lacking.map(|(index, _)| index).collect()
}

fn speaks_of(view: View<'_>, table: TableIx, case: &Case) -> bool {
    // A sum over rows that the table lacks looks at none of its cells.
    case.finding.outcome == Outcome::Fails
        && view
            .table(table)
            .zip(view.plan.rule(case.rule))
            .is_some_and(|(table, rule)| rule.forms.contains(&table.form))
}

/// How much an equality lacks on the side where nothing at all stands, if that side speaks of the table alone: what it
/// lacks of several tables may be missing in another. Rows that are not there have no cells, so that a side is known by
/// the tables that the other one leaves.
fn gap(view: View<'_>, table: TableIx, case: &Case) -> Option<Decimal> {
    let measure = case.equality()?;
    let (left, right) = case.addends.split_at_checked(case.counts.0)?;
    let (blank, other) = match (measure.left.present, measure.right.present) {
        (false, true) => (left, right),
        (true, false) => (right, left),
        _ => return None,
    };
    let forms = &view.plan.rule(case.rule)?.forms;
    let form_of = |table: TableIx| view.table(table).map(|table| table.form);
    let accounted = |form: &FormId| {
        Some(*form) == form_of(table) || other.iter().any(|addend| form_of(addend.figure.table) == Some(*form))
    };
    let is_its_own = blank.iter().all(|addend| addend.figure.table == table)
        && other.iter().all(|addend| addend.figure.table != table)
        && forms.iter().all(accounted);
    is_its_own.then(|| measure.difference.abs())
}

/// Whether it is that nothing was said of the table's being empty.
fn is_unstated(trial: &Trial<'_>, case: &Case) -> bool {
    let body = trial.view.plan.body(case.rule);
    let statement = body.and_then(|body| body.statement());
    statement.is_some_and(|statement| matches!(statement, Statement::EmptyStatement { .. }))
}

fn describe(view: View<'_>, table: TableIx, count: usize) -> Option<SharedCause> {
    let origin = view.table(table)?.origin;
    let form = view.form(table)?;
    let printed = match origin {
        Origin::Text(span) => view.sources.slice(span).trim(),
        Origin::Cell(_) => form.title(),
    };
    Some(SharedCause {
        sentence: wording::empty_table(&form.id, form.title(), count),
        label: ReportLabel {
            place: view.place(origin, printed.into()),
            form: form.id.clone(),
            row: view.scope_label(table, None, None),
            column: String::new(),
            value: wording::BLANK.to_owned(),
            note: None,
            suspect: true,
        },
        value: None,
        unit: "",
        help: vec![wording::EMPTY_TABLE_HELP.to_owned()],
    })
}
