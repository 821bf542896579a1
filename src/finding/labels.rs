//! Places in the rule and in the report that a finding points at.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::side::{self, Sides};
use super::view::View;
use super::{Finding, ReportLabel, RuleLabel, Side};
use crate::evaluate::{Explanation, Instance};
use crate::report::FigureRef;

/// More places of a report than this are not listed with one finding.
const MOST_LABELS: usize = 60;

/// The sides with their values where they are apart from one another, else the check as a whole: labels must not
/// overlap.
pub(super) fn rule_labels(explanation: &Explanation, finding: &Finding) -> Vec<RuleLabel> {
    let Some(comparison) = &finding.comparison else {
        return vec![RuleLabel {
            span: explanation.span,
            text: String::new(),
        }];
    };
    let unit = comparison.scale.unit_label();
    let with_unit = |side: &Side| match (unit, &side.value.plain) {
        ("" | "%", _) | (_, None) => side.value.text.clone(),
        (unit, Some(_)) => format!("{} {unit}", side.value.text),
    };
    let (left, right) = (&comparison.left, &comparison.right);
    let apart = left.span.source == right.span.source
        && (left.span.end <= right.span.start || right.span.end <= left.span.start)
        && left.span.start < left.span.end
        && right.span.start < right.span.end;
    if apart {
        vec![
            RuleLabel {
                span: left.span,
                text: format!("{} {}", left.name, with_unit(left)),
            },
            RuleLabel {
                span: right.span,
                text: format!("{} {}", right.name, with_unit(right)),
            },
        ]
    } else {
        vec![RuleLabel {
            span: explanation.span,
            text: format!("{} {},{} {}", left.name, with_unit(left), right.name, with_unit(right)),
        }]
    }
}

/// Every cell the instance looked at, each once, in the order of the rule; its rows where it looked at none.
pub(super) fn report_labels(
    view: View<'_>,
    sides: Sides<'_>,
    explanation: &Explanation,
    instance: &Instance,
) -> Vec<ReportLabel> {
    let mut seen = BTreeSet::new();
    let mut labels = Vec::new();
    let mut add = |figure: FigureRef, value: Option<String>| {
        if labels.len() >= MOST_LABELS || !seen.insert(figure) {
            return;
        }
        let printed = || view.cell(figure).map(|cell| cell.text.to_string()).unwrap_or_default();
        labels.extend(view.label(figure, &value.unwrap_or_else(printed)));
    };
    let traces = explanation
        .sides
        .iter()
        .flat_map(|(left, right)| [left, right])
        .chain(&explanation.whole);
    for trace in traces {
        side::cells(trace, &mut |figure, node| {
            add(figure, Some(sides.text(node)));
        });
    }
    let causes = instance.cause.iter().flat_map(|cause| cause.figures());
    for figure in explanation.figures.iter().chain(causes) {
        let words = view.cell(*figure).and_then(|cell| view.words(cell));
        add(*figure, words.map(str::to_owned));
    }
    if labels.is_empty()
        && let Some(context) = &instance.row
    {
        for row in context.rows.iter().flatten().copied() {
            if let Some(found) = view.row(row) {
                labels.push(ReportLabel {
                    place: view.place(found.origin, found.name.clone()),
                    form: view
                        .form(row.table)
                        .map(|form| Arc::clone(&form.id))
                        .unwrap_or_default(),
                    row: view.row_label(row),
                    column: String::new(),
                    value: String::new(),
                    note: None,
                    suspect: false,
                });
            }
        }
    }
    labels
}
