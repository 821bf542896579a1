//! A report among many: a line for each thing that is wrong.

use super::text::{Ink, wrap};
use crate::diagnostic::Severity;
use crate::finding::wording::{self, changes};
use crate::finding::{CheckedReport, Finding, FindingGroup, GroupKind};

/// What is wrong with a report; no lines where nothing graver than a notice is.
pub(super) fn lines(report: &CheckedReport, ink: Ink, width: usize) -> Vec<String> {
    let troubles = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Notice)
        .map(|diagnostic| {
            let (severity, code) = (diagnostic.severity.label(), diagnostic.code.id);
            format!("{severity} {code} {}", diagnostic.message)
        });
    let groups = report
        .groups
        .iter()
        .filter(|group| group.counts() && group.severity() > Severity::Notice);
    let gone = report.changes.iter().flat_map(changes::vanished_lines);
    let texts: Vec<String> = troubles.chain(groups.flat_map(group)).chain(gone).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let head = wording::report_head(&report.name, report.unit.as_deref(), report.year);
    let mut lines = vec![ink.clean(&head)];
    for text in texts {
        let wrapped = wrap(&ink.clean(&text), width.saturating_sub(6));
        let indented = wrapped.into_iter().enumerate();
        lines.extend(indented.map(|(at, line)| format!("{}{line}", if at == 0 { "  " } else { "      " })));
    }
    lines
}

/// The cause of several findings, or each finding.
fn group(group: &FindingGroup) -> Vec<String> {
    if let GroupKind::Cause(cause) = &group.kind {
        let place = cause.label.place.in_file();
        return vec![format!("{} {}({place})", changes::group_level(group), cause.sentence)];
    }
    group.findings.iter().map(finding).collect()
}

fn finding(finding: &Finding) -> String {
    let place = finding.report_labels.first().map(|label| label.place.in_file());
    let place = place.map_or(String::new(), |place| format!("({place})"));
    let title = if finding.rule.title.is_empty() {
        String::new()
    } else {
        format!("{}:", finding.rule.title)
    };
    format!(
        "{} {} {title}{}{place}",
        wording::changes::level(finding),
        finding.rule.id,
        finding.sentence
    )
}
