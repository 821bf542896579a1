//! What an editor underlines in a report.

use super::diagnostics::{Problem, problems, text_range};
use super::location::Location;
use crate::diagnostic::{Diagnostic, Severity};
use crate::finding::{Finding, FindingGroup, GroupKind, ReportLabel};
use crate::source::{Origin, SourceId};

/// So many other figures of a finding are shown beside it.
const MOST_RELATED: usize = 20;

/// The problems of the report `source`: what there was to say while it was read, then what its figures break.
#[must_use]
pub fn report_problems(source: SourceId, diagnostics: &[Diagnostic], groups: &[FindingGroup]) -> Vec<Problem> {
    let mut found = problems(diagnostics, source);
    for group in groups {
        found.extend(group.findings.iter().map(|finding| problem(group, finding, source)));
    }
    found
}

/// A finding, at its most suspect figure; at the start of the report where it has none there.
fn problem(group: &FindingGroup, finding: &Finding, source: SourceId) -> Problem {
    let mut labels: Vec<&ReportLabel> = finding.report_labels.iter().collect();
    labels.sort_by_key(|label| !label.suspect);
    let at = labels
        .iter()
        .position(|label| text_range(label.place.origin, source).is_some());
    let primary = at.map(|at| labels.remove(at));
    let range = primary.and_then(|label| text_range(label.place.origin, source));
    let mut related: Vec<(Location, String)> = labels
        .into_iter()
        .filter_map(|label| Some((place(label.place.origin)?, describe(label))))
        .take(MOST_RELATED)
        .collect();
    let rule = place(finding.rule.place.origin);
    related.extend(rule.map(|place| (place, format!("规则 {} {}", finding.rule.id, finding.rule.title))));
    Problem {
        range: range.unwrap_or_default(),
        severity: match group.kind {
            GroupKind::Explained => Severity::Notice,
            GroupKind::Single | GroupKind::Cause(_) | GroupKind::Tails(_) => finding.severity,
        },
        code: finding.rule.id.to_string(),
        message: message(group, finding),
        related,
    }
}

/// What is wrong, what the author says of it, and what may have happened, one thought a line.
fn message(group: &FindingGroup, finding: &Finding) -> String {
    let cause = match &group.kind {
        GroupKind::Cause(cause) => Some(cause.sentence.as_str()),
        GroupKind::Single | GroupKind::Tails(_) | GroupKind::Explained => None,
    };
    let waiver = finding.waiver.as_ref().filter(|waiver| !waiver.expired);
    let waiver = waiver.map(|waiver| format!("已说明:{}", waiver.reason));
    let lines = [
        Some(finding.sentence.as_str()),
        finding.message.as_deref(),
        cause,
        waiver.as_deref(),
    ];
    let lines: Vec<&str> = lines
        .into_iter()
        .flatten()
        .chain(finding.help.iter().map(String::as_str))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// `208 社会保障和就业支出 项目支出:314.63`
fn describe(label: &ReportLabel) -> String {
    let name = [label.row.as_str(), label.column.as_str()];
    let name: Vec<&str> = name.into_iter().filter(|part| !part.is_empty()).collect();
    let note = label.note.as_ref().map_or(String::new(), |note| format!("({note})"));
    format!("{}:{}{note}", name.join(" "), label.value)
}

fn place(origin: Origin) -> Option<Location> {
    match origin {
        Origin::Text(span) => Some(Location::from(span)),
        Origin::Cell(_) => None,
    }
}
