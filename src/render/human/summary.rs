//! What closes a report: tails, explained failures, repairs, the run in numbers.

use super::columns::Columns;
use super::text::{Ink, wrap};
use crate::diagnostic::Diagnostic;
use crate::evaluate::Outcome;
use crate::finding::wording::{self, changes};
use crate::finding::{
    ChangeTotals, Changes, CheckedReport, Finding, FindingGroup, FormNote, Place, RepairedCell, Summary,
};
use crate::ruleset::Disabled;
use crate::source::SourceMap;

/// Repairs that are listed one by one; the rest is counted.
const MOST_REPAIRS: usize = 12;

/// 尾差 of a table, one line each.
pub(super) fn tails(form: &FormNote, group: &FindingGroup, ink: Ink, width: usize) -> Vec<String> {
    let mut table = Columns::new("lllrll");
    for finding in &group.findings {
        let (difference, bound, place) = match &finding.comparison {
            Some(comparison) => {
                let terms = comparison.left.terms.iter().chain(&comparison.right.terms);
                let place = terms.filter_map(|term| term.place.as_ref()).map(Place::in_file).next();
                let bound = wording::tail_bound(&comparison.bound.value);
                (comparison.difference_text.clone(), bound, place.unwrap_or_default())
            }
            None => Default::default(),
        };
        table.row(
            line_start(finding, ink)
                .into_iter()
                .chain([difference, bound, ink.clean(&place)]),
        );
    }
    let head = wording::tails(&form.id, &form.title, group.findings.len());
    titled(&ink.clean(&head), table.lines(ink, width.saturating_sub(2), &[1, 2]))
}

/// Failures that waivers cover, one line each.
pub(super) fn explained(group: &FindingGroup, ink: Ink, width: usize) -> Vec<String> {
    let mut table = Columns::new("lllrl");
    for finding in &group.findings {
        let difference = finding
            .comparison
            .as_ref()
            .map(|comparison| comparison.difference_text.clone())
            .unwrap_or_default();
        let why = finding
            .waiver
            .as_ref()
            .map(|waiver| wording::explained(&waiver.reason, waiver.until))
            .unwrap_or_default();
        table.row(
            line_start(finding, ink)
                .into_iter()
                .chain([difference, ink.clean(&why)]),
        );
    }
    titled(
        &wording::explained_head(group.findings.len()),
        table.lines(ink, width.saturating_sub(2), &[1, 4]),
    )
}

fn line_start(finding: &Finding, ink: Ink) -> [String; 3] {
    [
        ink.clean(&finding.rule.id),
        ink.clean(finding.row.as_deref().unwrap_or_default()),
        ink.clean(finding.column.as_deref().unwrap_or_default()),
    ]
}

fn titled(head: &str, lines: Vec<String>) -> Vec<String> {
    std::iter::once(head.to_owned())
        .chain(lines.into_iter().map(|line| format!("  {line}")))
        .collect()
}

/// Figures that had to be repaired: those that could have meant something else one by one, all by kind.
pub(super) fn repairs(repairs: &[RepairedCell], ink: Ink, width: usize) -> Vec<String> {
    if repairs.is_empty() {
        return Vec::new();
    }
    let head = wording::repairs(repairs);
    let mut table = Columns::new("lll");
    let grave: Vec<&RepairedCell> = repairs.iter().filter(|repair| wording::is_grave(repair.kind)).collect();
    for repair in grave.iter().take(MOST_REPAIRS) {
        table.row([
            ink.clean(&repair.place.short()),
            ink.clean(&repair.cell),
            ink.clean(&repair.note),
        ]);
    }
    let mut lines = wrap(&head, width);
    lines.extend(
        table
            .lines(ink, width.saturating_sub(2), &[2, 1])
            .into_iter()
            .map(|line| format!("  {line}")),
    );
    if grave.len() > MOST_REPAIRS {
        lines.push(format!("  {}", wording::more_terms(grave.len() - MOST_REPAIRS)));
    }
    lines
}

/// What there is to know about how the file was read, one line each.
pub(super) fn notices(diagnostics: &[&Diagnostic], sources: &SourceMap, ink: Ink, width: usize) -> Vec<String> {
    if diagnostics.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![wording::NOTICES.to_owned()];
    for diagnostic in diagnostics {
        let place = diagnostic
            .labels
            .first()
            .map(|label| Place::new(sources, label.at, "".into()).in_file());
        let text = format!("{}  {}", diagnostic.code.id, diagnostic.message);
        let text = match place {
            Some(place) => format!("{place}  {text}"),
            None => text,
        };
        let wrapped = wrap(&ink.clean(&text), width.saturating_sub(4));
        lines.extend(
            wrapped
                .into_iter()
                .enumerate()
                .map(|(at, line)| format!("{}{line}", if at == 0 { "  " } else { "    " })),
        );
    }
    lines
}

/// The run in numbers.
pub(super) fn summary(report: &CheckedReport, ink: Ink, width: usize) -> Vec<String> {
    let summary = &report.summary;
    if summary.rules == 0 {
        // No report, no run: the diagnostics have said why.
        return Vec::new();
    }
    let mut lines = vec![wording::SUMMARY.to_owned()];
    lines.extend(
        outcome_table(summary, ink, width.saturating_sub(2))
            .into_iter()
            .map(|line| format!("  {line}")),
    );
    lines.extend(wrap(&wording::totals(summary), width));
    if !summary.unbound.is_empty() {
        lines.push(wording::unbound_head(summary.outcomes.get(Outcome::Unbound)));
        for cause in &summary.unbound {
            let text = wording::unbound_cause(&cause.reason, cause.guard.as_deref(), &cause.rules);
            for (at, line) in wrap(&ink.clean(&text), width.saturating_sub(4)).into_iter().enumerate() {
                lines.push(format!("{}{line}", if at == 0 { "  - " } else { "    " }));
            }
        }
    }
    for (rule, counts) in &summary.pilots {
        lines.extend(wrap(&ink.clean(&wording::pilot(rule, counts)), width));
    }
    if let Some(duties) = wording::duties(&summary.duties) {
        lines.extend(wrap(&ink.clean(&duties), width));
    }
    if let Some(changed) = &report.changes {
        lines.extend(changed_since(changed, ink, width));
    }
    lines
}

/// What changed since an earlier run, and what is gone, one by one.
fn changed_since(changed: &Changes, ink: Ink, width: usize) -> Vec<String> {
    let mut lines = wrap(&ink.clean(&changes::report(changed)), width);
    for line in changes::vanished_lines(changed) {
        let wrapped = wrap(&ink.clean(&line), width.saturating_sub(4)).into_iter().enumerate();
        lines.extend(wrapped.map(|(at, line)| format!("{}{line}", if at == 0 { "  " } else { "    " })));
    }
    lines
}

/// What changed over all reports; of one report alone only what it does not say itself.
pub(super) fn changed_in_all(totals: &ChangeTotals, single: bool, ink: Ink, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if !single {
        lines.extend(wrap(&changes::total(totals), width));
    }
    if totals.other_rules {
        lines.extend(wrap(changes::OTHER_RULES, width));
    }
    if !totals.left.is_empty() {
        lines.push(changes::LEFT.to_owned());
        let left = totals
            .left
            .iter()
            .map(|(name, findings)| changes::left(name, *findings));
        lines.extend(left.map(|line| format!("  {}", ink.clean(&line))));
    }
    lines
}

/// The rules that were switched off, so that nobody takes them for rules that hold.
pub(super) fn disabled(disabled: &[Disabled], ink: Ink, width: usize) -> Vec<String> {
    let texts = disabled
        .iter()
        .map(|disabled| wording::disabled(&disabled.rule, &disabled.reason));
    texts.flat_map(|text| wrap(&ink.clean(&text), width)).collect()
}

/// Forms by outcomes; outcomes that never came up have no column.
fn outcome_table(summary: &Summary, ink: Ink, width: usize) -> Vec<String> {
    let shown: Vec<Outcome> = Outcome::ALL
        .into_iter()
        .filter(|outcome| {
            summary.outcomes.get(*outcome) > 0 || *outcome == Outcome::Holds || *outcome == Outcome::Fails
        })
        .collect();
    let pilots = summary.pilot.total() > 0;
    let mut spec = "l".to_owned();
    spec.push_str(&"r".repeat(shown.len() + usize::from(pilots)));
    let mut table = Columns::new(&spec);
    let with_pilot = |count: String| pilots.then_some(count);
    table.row(
        std::iter::once(wording::FORM.to_owned())
            .chain(shown.iter().map(|outcome| outcome.label().to_owned()))
            .chain(with_pilot(wording::PILOT.to_owned())),
    );
    for line in &summary.forms {
        let name = match &line.form {
            Some(form) => format!("{} {}", form.id, form.title),
            None => wording::NO_FORM.to_owned(),
        };
        table.row(
            std::iter::once(ink.clean(name.trim_end()))
                .chain(shown.iter().map(|outcome| line.outcomes.get(*outcome).to_string()))
                .chain(with_pilot(line.pilot.to_string())),
        );
    }
    table.row(
        std::iter::once(wording::TOTAL.to_owned())
            .chain(shown.iter().map(|outcome| summary.outcomes.get(*outcome).to_string()))
            .chain(with_pilot(summary.pilot.total().to_string())),
    );
    table.lines(ink, width, &[0])
}
