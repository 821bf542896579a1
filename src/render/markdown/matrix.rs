//! Many reports: which rules failed in which.

use super::{TITLE, escaped, heading, list, table};
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::wording::overview as words;
use crate::finding::{Overview, ReportLine, ReportState};

/// Rules that have a column; the rest is counted.
const MOST_RULES: usize = 12;

/// The section of all reports.
pub(super) fn section(overview: &Overview) -> String {
    let mut out = heading(2, TITLE);
    let numbers = [words::counted_of(overview), words::totals(overview)];
    out.push_str(&numbers.map(|line| escaped(&line) + "\n").join("\n"));
    out.push_str(&matrix(overview));
    let broken = overview.most_broken();
    let rules: Vec<Vec<String>> = broken
        .iter()
        .filter_map(|index| overview.rules.get(*index))
        .map(|rule| {
            let places = rule.outcomes.get(Outcome::Fails).to_string();
            vec![
                rule.id.to_string(),
                rule.title.to_string(),
                rule.failing_reports.to_string(),
                places,
            ]
        })
        .collect();
    part(
        &mut out,
        words::MOST_BROKEN,
        table(
            "llrr",
            &[words::RULE, words::TITLE, words::REPORTS, words::PLACES],
            &rules,
        ),
    );
    let mut not_whole = list(overview.failures.iter().map(|failure| failure.message.clone()));
    let partly = overview
        .reports
        .iter()
        .filter(|report| report.state != ReportState::Checked);
    not_whole.push_str(&list(partly.map(|report| {
        let state = words::state(report.state);
        let reason = report.reason.as_ref().map(|reason| format!(":{reason}"));
        format!("{} {state}{}", report.name, reason.unwrap_or_default())
    })));
    part(&mut out, words::NOT_WHOLE, not_whole);
    let twins = overview.twins().into_iter().map(|group| {
        let names = group.iter().filter_map(|index| overview.reports.get(*index));
        names.map(|report| &*report.name).collect::<Vec<_>>().join("、")
    });
    part(&mut out, words::TWINS, list(twins));
    let passed_over = overview
        .passed_over
        .iter()
        .map(|(name, reason)| format!("{name}:{reason}"));
    part(&mut out, words::PASSED_OVER, list(passed_over));
    out
}

fn part(out: &mut String, head: &str, body: String) {
    if !body.is_empty() {
        out.push_str(&heading(3, head));
        out.push_str(&body);
    }
}

/// Reports with findings by the rules most often broken.
fn matrix(overview: &Overview) -> String {
    let broken = overview.most_broken();
    let shown: Vec<usize> = broken.iter().copied().take(MOST_RULES).collect();
    let count = |report: &ReportLine, severity| report.findings.get(severity);
    // A column of zeros says nothing.
    let severities: Vec<Severity> = [Severity::Error, Severity::Warning]
        .into_iter()
        .filter(|severity| overview.findings.get(severity).is_some_and(|count| *count > 0))
        .collect();
    let mut rows = Vec::new();
    for report in &overview.reports {
        if severities.iter().all(|severity| count(report, *severity) == 0) {
            continue;
        }
        let mut row = vec![
            report.name.to_string(),
            report.unit.as_deref().unwrap_or(words::UNKNOWN_UNIT).to_owned(),
        ];
        row.extend(severities.iter().map(|severity| count(report, *severity).to_string()));
        row.extend(
            shown
                .iter()
                .map(|index| match report.verdicts.get(*index) {
                    Some(outcome @ (Outcome::Fails | Outcome::Error | Outcome::Unbound)) => outcome.label().to_owned(),
                    _ => String::new(),
                }),
        );
        rows.push(row);
    }
    let mut head = vec![words::REPORT, words::UNIT];
    head.extend(severities.iter().map(|severity| severity.label()));
    head.extend(
        shown
            .iter()
            .filter_map(|index| overview.rules.get(*index))
            .map(|rule| &*rule.id),
    );
    let align = format!("ll{}{}", "r".repeat(severities.len()), "l".repeat(shown.len()));
    let mut out = String::new();
    part(&mut out, words::WITH_FINDINGS, table(&align, &head, &rows));
    if broken.len() > shown.len() && !rows.is_empty() {
        out.push_str(&format!(
            "\n{}\n",
            words::and_more(broken.len() - shown.len(), "条规则见下")
        ));
    }
    out
}
