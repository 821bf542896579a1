//! A report as a section: what was found as a table, each cause with what may have happened, the run in numbers.

use super::super::plain::{granted, place, said, within};
use super::{escaped, heading, list, table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Outcome;
use crate::finding::wording::{self, changes};
use crate::finding::{CheckedReport, Finding, FindingGroup, GroupKind, Place, SharedCause, Summary};

/// The section of a report.
pub(super) fn section(report: &CheckedReport) -> String {
    let mut out = heading(
        2,
        &wording::report_head(&report.name, report.unit.as_deref(), report.year),
    );
    // The parts that follow have a blank line before them.
    if report.summary.rules == 0 {
        out.truncate(out.trim_end().len() + 1);
    } else {
        out.push_str(&escaped(&wording::totals(&report.summary)));
        out.push('\n');
    }
    let grave: Vec<&Diagnostic> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Notice)
        .collect();
    if !grave.is_empty() {
        out.push('\n');
        out.push_str(&list(grave.into_iter().map(|diagnostic| diagnosed(diagnostic, report))));
    }
    let rows: Vec<Vec<String>> = report
        .groups
        .iter()
        .filter(|group| matches!(group.kind, GroupKind::Single | GroupKind::Cause(_)))
        .flat_map(|group| &group.findings)
        .map(|finding| row(finding, report))
        .collect();
    if !rows.is_empty() {
        out.push('\n');
        out.push_str(&table("lllrl", &["级别", "规则", "说明", "差额", "位置"], &rows));
    }
    for group in &report.groups {
        out.push_str(&details(group, report));
    }
    let tails = list(report.groups.iter().filter_map(|group| match &group.kind {
        GroupKind::Tails(form) => Some(wording::tails(&form.id, &form.title, group.count())),
        _ => None,
    }));
    if !tails.is_empty() {
        out.push('\n');
        out.push_str(&tails);
    }
    out.push_str(&unchecked(&report.summary));
    if let Some(changed) = &report.changes {
        out.push_str(&format!("\n{}\n", escaped(&changes::report(changed))));
        let gone = list(changes::vanished_lines(changed));
        if !gone.is_empty() {
            out.push('\n');
            out.push_str(&gone);
        }
    }
    out
}

fn diagnosed(diagnostic: &Diagnostic, report: &CheckedReport) -> String {
    let label = diagnostic.labels.first();
    let place = label.map(|label| within(&Place::new(&report.sources, label.at, "".into()), report));
    let place = place.map_or(String::new(), |place| format!("({place})"));
    format!(
        "{} {} {}{place}",
        diagnostic.severity.label(),
        diagnostic.code.id,
        diagnostic.message
    )
}

fn row(finding: &Finding, report: &CheckedReport) -> Vec<String> {
    vec![
        changes::level(finding),
        format!("{} {}", finding.rule.id, finding.rule.title)
            .trim_end()
            .to_owned(),
        said(finding),
        finding
            .comparison
            .as_ref()
            .map(|comparison| comparison.difference_text.clone())
            .unwrap_or_default(),
        place(finding).map(|place| within(place, report)).unwrap_or_default(),
    ]
}

/// What the table has no room for.
fn details(group: &FindingGroup, report: &CheckedReport) -> String {
    match &group.kind {
        GroupKind::Single => {
            let hints = group
                .findings
                .iter()
                .flat_map(|finding| finding.help.iter().map(|help| format!("{}:{help}", finding.rule.id)));
            let hints = list(hints);
            if hints.is_empty() { hints } else { format!("\n{hints}") }
        }
        GroupKind::Cause(cause) => caused(cause, group, report),
        GroupKind::Tails(_) => String::new(),
        GroupKind::Explained => {
            let rows: Vec<Vec<String>> = group
                .findings
                .iter()
                .map(|finding| explained(finding, report))
                .collect();
            let head = wording::explained_head(group.findings.len());
            format!(
                "{}{}",
                heading(3, &head),
                table("lllrl", &["规则", "说明", "理由", "差额", "位置"], &rows)
            )
        }
    }
}

fn caused(cause: &SharedCause, group: &FindingGroup, report: &CheckedReport) -> String {
    let mut rules: Vec<&str> = group.findings.iter().map(|finding| &*finding.rule.id).collect();
    rules.dedup();
    let head = format!("{}:{}", wording::one_cause(group.findings.len()), rules.join("、"));
    let place = within(&cause.label.place, report);
    let of_findings = group.findings.iter().flat_map(|finding| &finding.help);
    let lines =
        std::iter::once(format!("{}({place})", cause.sentence)).chain(cause.help.iter().chain(of_findings).cloned());
    format!("{}{}", heading(3, &head), list(lines))
}

fn explained(finding: &Finding, report: &CheckedReport) -> Vec<String> {
    let mut cells = row(finding, report);
    let why = finding.waiver.as_ref().map(granted);
    cells.remove(0);
    cells.insert(2, why.unwrap_or_default());
    cells
}

/// What came to no result.
fn unchecked(summary: &Summary) -> String {
    let mut out = String::new();
    if !summary.unbound.is_empty() {
        out.push_str(&format!(
            "\n{}\n\n",
            escaped(&wording::unbound_head(summary.outcomes.get(Outcome::Unbound)))
        ));
        let causes = summary.unbound.iter();
        out.push_str(&list(causes.map(|cause| {
            wording::unbound_cause(&cause.reason, cause.guard.as_deref(), &cause.rules)
        })));
    }
    if let Some(duties) = wording::duties(&summary.duties) {
        out.push_str(&format!("\n{}\n", escaped(&duties)));
    }
    out
}
