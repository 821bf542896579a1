//! What is said of cells that, holding other values, would settle failures.

use rust_decimal::Decimal;

use super::case::Case;
use super::trial::Trial;
use super::view::View;
use super::{SharedCause, slip, wording};
use crate::report::{Figure, FigureRef, RowKey};
use crate::ruleset::RuleId;
use crate::value::{Amount, sub_exact};

/// Broken rules that are named.
const MOST_BROKEN: usize = 3;

/// Other values of one or more cells of a row, with what they settle (ascending) and break (rules).
pub(super) struct Remedy {
    pub figures: Vec<(FigureRef, Amount)>,
    pub settled: Vec<usize>,
    pub broken: Vec<RuleId>,
}
/// What a remedy says of its cells; `others` would explain as much with other values.
pub(super) fn describe(
    trial: &Trial<'_>,
    remedy: &Remedy,
    others: impl Iterator<Item = (FigureRef, Decimal)>,
) -> Option<SharedCause> {
    let (view, cases) = (trial.view, trial.cases);
    let first = cases.get(*remedy.settled.first()?)?;
    let scale = first.scale;
    let (figure, amount) = *remedy.figures.first()?;
    let read = read_as(view, figure, scale);
    let mut label = view.label(figure, &read.0)?;
    label.suspect = true;
    let mut help: Vec<String> = Vec::new();
    let mut stale = Vec::new();
    for (figure, amount) in &remedy.figures {
        let Some(Figure::Number { value, half }) = view.cell(*figure).map(|cell| &cell.figure) else {
            continue;
        };
        let bound = first.equality().map(|measure| measure.bound).unwrap_or_default();
        match slip::between(*value, amount.value, bound, scale.as_printed(*half)) {
            Some(slip) => help.push(slip.sentence(&slip::located(view, *figure), scale)),
            None => stale.extend(total_of(trial, remedy, *figure).map(|case| (case, sub_exact(*value, amount.value)))),
        }
    }
    // All cells are sums of what stands below them or beside them, which other rules say is right.
    let is_stale = stale.len() == remedy.figures.len();
    if is_stale {
        let missed = |case: &Case| slip::missed_addend(view, case, case.equality()?);
        help.extend(stale.iter().filter_map(|(case, _)| missed(case)));
    }
    help.extend(
        others.map(|(figure, value)| wording::alternative(&slip::located(view, figure), &scale.with_unit(value))),
    );
    if !remedy.broken.is_empty() {
        let rules = remedy.broken.iter().take(MOST_BROKEN);
        let ids: Vec<&str> = rules
            .filter_map(|rule| view.plan.ruleset.rule(*rule))
            .map(|rule| &*rule.id)
            .collect();
        help.push(wording::would_break(&ids.join("、"), remedy.broken.len()));
    }
    let count = remedy.settled.len();
    let row = view.row_name(figure);
    let key = view.row(figure.in_row()).map(|row| row.key);
    let parts = wording::parts(matches!(key, Some(RowKey::Code { .. })));
    let several = remedy.figures.len() > 1;
    let column = |figure: FigureRef| match several {
        true => view.column_label(figure.table, figure.part, figure.column),
        false => String::new(),
    };
    let sentence = if is_stale {
        let clauses = remedy.figures.iter().zip(&stale).map(|((figure, amount), (_, off))| {
            let (was, sum) = (read_as(view, *figure, scale).0, scale.with_unit(amount.value));
            let off = wording::off_by(off.unwrap_or_default(), scale);
            let was = format!("{was} {}", scale.unit_label());
            wording::stale(&column(*figure), was.trim_end(), parts, &sum, &off)
        });
        let total = if several { row } else { view.cell_name(figure) };
        wording::stale_total(&total, parts, &clauses.collect::<Vec<_>>(), count)
    } else if several {
        let clauses = remedy.figures.iter().map(|(figure, amount)| {
            let read = read_as(view, *figure, scale).1;
            wording::instead(&column(*figure), &read, &scale.with_unit(amount.value))
        });
        wording::row_cause(&row, &clauses.collect::<Vec<_>>(), count)
    } else {
        wording::cause(&view.cell_name(figure), &read.1, &scale.with_unit(amount.value), count)
    };
    Some(SharedCause {
        sentence,
        label,
        value: (remedy.figures.len() == 1).then(|| scale.shown(amount.value)),
        unit: scale.unit_label(),
        help,
    })
}

/// The settled case in which the cell is the total of others.
fn total_of<'t>(trial: &'t Trial<'_>, remedy: &Remedy, figure: FigureRef) -> Option<&'t Case> {
    let mut cases = remedy.settled.iter().filter_map(|index| trial.cases.get(*index));
    cases.find(|case| total(trial.view, case) == Some(figure))
}

/// The cell that a case says is the total of others down its column.
fn total(view: View<'_>, case: &Case) -> Option<FigureRef> {
    let sums = view.plan.body(case.rule)?.totals_rows();
    let left = case.addends.first()?;
    (sums && case.counts.0 == 1 && !left.negative).then_some(left.figure)
}

/// What to say of a total that is not the sum of its parts where other tables have the total as it is.
pub(super) fn confirmed(trial: &Trial<'_>, case: &Case) -> Option<Vec<String>> {
    let view = trial.view;
    let figure = total(view, case)?;
    let row = view.row(figure.in_row())?;
    if matches!(row.key, RowKey::Code { .. }) {
        return None;
    }
    let measure = case.equality()?;
    let sum = replacement(view, trial.cases, figure, measure.right.value, &[])?;
    let elsewhere = |rule: RuleId| view.plan.rule(rule).is_some_and(|rule| rule.forms.len() > 1);
    let broken = trial.broken(&[(figure, sum)], view.table(figure.table)?.form, elsewhere)?;
    let rules = broken.iter().take(MOST_BROKEN);
    let ids: Vec<&str> = rules
        .filter_map(|rule| view.plan.ruleset.rule(*rule))
        .map(|rule| &*rule.id)
        .collect();
    if ids.is_empty() {
        return None;
    }
    let mut parts = case.addends.iter().skip(1).filter(|addend| addend.amount.present);
    let (total, sum) = (view.cell_name(figure), case.scale.with_unit(sum.value));
    let mut said = Vec::from(wording::confirmed_total(&total, &sum, &ids.join("、")));
    if let (Some(only), None) = (parts.next(), parts.next()) {
        let value = case.scale.with_unit(only.amount.value);
        said.push(wording::only_part(&slip::located(view, only.figure), &value));
    }
    Some(said)
}

/// A cell as read: its value alone, and as a clause (`空白`, `为 33.24 万元`).
pub(super) fn read_as(view: View<'_>, figure: FigureRef, scale: super::Scale) -> (String, String) {
    let Some(cell) = view.cell(figure) else {
        return (wording::MISSING.into(), wording::MISSING.into());
    };
    match (&cell.figure, view.words(cell)) {
        (Figure::Number { value, .. }, _) => (scale.number(*value), wording::is(&scale.with_unit(*value))),
        (Figure::Unreadable(_), Some(words)) => (words.into(), wording::is_unreadable(&cell.text)),
        (_, words) => {
            let words = words.unwrap_or_default();
            (words.into(), words.into())
        }
    }
}

/// A value printed as precisely as the cell is, or as its neighbours are where it is blank.
pub(super) fn replacement(
    view: View<'_>,
    cases: &[Case],
    figure: FigureRef,
    value: Decimal,
    settles: &[usize],
) -> Option<Amount> {
    let half = match view.cell(figure).map(|cell| &cell.figure) {
        Some(Figure::Number { half, .. }) => *half,
        _ => cases.get(*settles.first()?)?.scale.half(),
    };
    Amount::printed(value, half).ok()
}
