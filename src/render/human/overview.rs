//! What closes a run over many reports: counts that add up, the rules most often broken, the reports to look at.

use super::columns::Columns;
use super::text::{Ink, wrap};
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::wording::overview as words;
use crate::finding::{Overview, ReportLine, ReportState};

/// Rules that are listed.
const MOST_RULES: usize = 15;
/// Reports of one kind that are listed; files hold them all.
const MOST_REPORTS: usize = 100;

/// The lines of the overview.
pub(super) fn lines(overview: &Overview, ink: Ink, width: usize) -> Vec<String> {
    let mut lines = vec![words::OVERVIEW.to_owned()];
    for text in [words::counted_of(overview), words::totals(overview)] {
        lines.extend(
            wrap(&text, width.saturating_sub(2))
                .into_iter()
                .map(|line| format!("  {line}")),
        );
    }
    // Of one report, its own findings say it.
    let comparable = overview.in_state(ReportState::Checked) + overview.in_state(ReportState::PartlyRead) > 1;
    section(
        &mut lines,
        words::MOST_BROKEN,
        if comparable {
            broken(overview, ink, width)
        } else {
            Vec::new()
        },
        "条规则",
        MOST_RULES + 1,
    );
    section(
        &mut lines,
        words::WITH_FINDINGS,
        found(overview, ink, width),
        "份",
        MOST_REPORTS + 1,
    );
    section(
        &mut lines,
        words::NOT_WHOLE,
        not_whole(overview, ink, width),
        "份",
        MOST_REPORTS,
    );
    section(
        &mut lines,
        words::TWINS,
        twins(overview, ink, width),
        "组",
        MOST_REPORTS,
    );
    lines.extend(passed_over(overview, ink));
    lines
}

/// The files passed over, a blank line before them.
pub(super) fn passed_over(overview: &Overview, ink: Ink) -> Vec<String> {
    let mut lines = Vec::new();
    let passed = overview
        .passed_over
        .iter()
        .map(|(name, why)| ink.clean(&format!("{name}:{why}")));
    section(&mut lines, words::PASSED_OVER, passed.collect(), "个", MOST_REPORTS);
    lines
}

/// A head and its rows, a blank line before them; nothing for no rows.
fn section(lines: &mut Vec<String>, head: &str, rows: Vec<String>, what: &str, most: usize) {
    if rows.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(head.to_owned());
    // A line that says that one is missing could as well be that one.
    let most = if rows.len() == most + 1 { rows.len() } else { most };
    let more = rows.len().saturating_sub(most);
    lines.extend(rows.into_iter().take(most).map(|row| format!("  {row}")));
    if more > 0 {
        lines.push(format!("  {}", words::and_more(more, what)));
    }
}

fn broken(overview: &Overview, ink: Ink, width: usize) -> Vec<String> {
    let broken = overview.most_broken();
    if broken.is_empty() {
        return Vec::new();
    }
    let mut table = Columns::new("llrr");
    table.row([words::RULE, words::TITLE, words::REPORTS, words::PLACES].map(str::to_owned));
    for line in broken.into_iter().filter_map(|index| overview.rules.get(index)) {
        table.row([
            ink.clean(&line.id),
            ink.clean(&line.title),
            line.failing_reports.to_string(),
            line.outcomes.get(Outcome::Fails).to_string(),
        ]);
    }
    table.lines(ink, width.saturating_sub(2), &[1, 0])
}

/// The reports with findings graver than notices, with the rules that failed.
fn found(overview: &Overview, ink: Ink, width: usize) -> Vec<String> {
    let count = |report: &ReportLine, severity| report.findings.get(severity);
    let mut reports: Vec<&ReportLine> = overview
        .reports
        .iter()
        .filter(|report| count(report, Severity::Error) + count(report, Severity::Warning) > 0)
        .collect();
    if reports.is_empty() {
        return Vec::new();
    }
    reports.sort_by_key(|report| std::cmp::Reverse((count(report, Severity::Error), count(report, Severity::Warning))));
    // A column of zeros would only take room from the others.
    let warned = reports.iter().any(|report| count(report, Severity::Warning) > 0);
    let warnings = |text: String| if warned { text } else { String::new() };
    let mut table = Columns::new("llrrl");
    table.row([
        words::REPORT.to_owned(),
        words::UNIT.to_owned(),
        Severity::Error.label().to_owned(),
        warnings(Severity::Warning.label().to_owned()),
        words::RULE.to_owned(),
    ]);
    for report in reports {
        let failing = report
            .verdicts
            .iter()
            .zip(&overview.rules)
            .filter(|(verdict, rule)| *verdict == Some(Outcome::Fails) && !rule.pilot)
            .map(|(_, rule)| ink.clean(&rule.id));
        table.row([
            ink.clean(&report.name),
            ink.clean(report.unit.as_deref().unwrap_or(words::UNKNOWN_UNIT)),
            count(report, Severity::Error).to_string(),
            warnings(count(report, Severity::Warning).to_string()),
            failing.collect::<Vec<_>>().join(" "),
        ]);
    }
    table.lines(ink, width.saturating_sub(2), &[4, 0, 1])
}

fn not_whole(overview: &Overview, ink: Ink, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = overview
        .failures
        .iter()
        .map(|failure| ink.clean(&failure.message))
        .collect();
    let mut table = Columns::new("lll");
    for report in overview
        .reports
        .iter()
        .filter(|report| report.state != ReportState::Checked)
    {
        table.row([
            ink.clean(&report.name),
            words::state(report.state).to_owned(),
            ink.clean(report.reason.as_deref().unwrap_or_default()),
        ]);
    }
    lines.extend(table.lines(ink, width.saturating_sub(2), &[2, 0]));
    lines
}

fn twins(overview: &Overview, ink: Ink, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for group in overview.twins() {
        let reports: Vec<&ReportLine> = group.iter().filter_map(|index| overview.reports.get(*index)).collect();
        let Some(first) = reports.first() else { continue };
        let names: Vec<String> = reports.iter().map(|report| ink.clean(&report.name)).collect();
        let year = first.year.map(|year| format!(" {year}年度")).unwrap_or_default();
        let unit = ink.clean(first.unit.as_deref().unwrap_or_default());
        lines.extend(wrap(
            &format!("{unit}{year}:{}", names.join("、")),
            width.saturating_sub(2),
        ));
    }
    lines
}
