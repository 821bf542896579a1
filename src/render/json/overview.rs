//! A run over many reports: what its margins say; the reports themselves hold the rest.

use serde::Serialize;

use super::summary::{Severities, Tally};
use crate::finding::{self, ReportLine, ReportState, RuleLine};

#[derive(Serialize)]
pub(in crate::render) struct Overview<'a> {
    reports: usize,
    checked: usize,
    partly_read: usize,
    nothing_recognised: usize,
    unreadable: usize,
    unchecked: usize,
    outcomes: Tally,
    findings: Severities,
    rules: Vec<Rule<'a>>,
    twins: Vec<Vec<&'a str>>,
    failures: Vec<&'a str>,
    passed_over: Vec<PassedOver<'a>>,
    changes: Option<Changes<'a>>,
}

#[derive(Serialize)]
struct Changes<'a> {
    other_rules: bool,
    new: usize,
    unchanged: usize,
    resolved: usize,
    unchecked: usize,
    new_reports: usize,
    left: Vec<Left<'a>>,
}

#[derive(Serialize)]
struct Left<'a> {
    file: &'a str,
    findings: usize,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    failing_reports: usize,
    outcomes: Tally,
}

#[derive(Serialize)]
struct PassedOver<'a> {
    file: &'a str,
    reason: &'a str,
}

impl<'a> Overview<'a> {
    pub(in crate::render) fn new(overview: &'a finding::Overview) -> Self {
        let name = |index: usize| overview.reports.get(index).map(|report: &ReportLine| &*report.name);
        Self {
            reports: overview.reports.len(),
            checked: overview.in_state(ReportState::Checked),
            partly_read: overview.in_state(ReportState::PartlyRead),
            nothing_recognised: overview.in_state(ReportState::NothingRecognised),
            unreadable: overview.in_state(ReportState::Unreadable),
            unchecked: overview.unchecked,
            outcomes: Tally(overview.outcomes),
            findings: Severities::new(&overview.findings),
            rules: overview.rules.iter().map(Rule::new).collect(),
            twins: overview
                .twins()
                .into_iter()
                .map(|group| group.into_iter().filter_map(name).collect())
                .collect(),
            failures: overview
                .failures
                .iter()
                .map(|failure| failure.message.as_str())
                .collect(),
            passed_over: overview
                .passed_over
                .iter()
                .map(|(file, reason)| PassedOver { file, reason })
                .collect(),
            changes: overview.changes.as_ref().map(|changes| Changes {
                other_rules: changes.other_rules,
                new: changes.new,
                unchanged: changes.unchanged,
                resolved: changes.resolved,
                unchecked: changes.unchecked,
                new_reports: changes.new_reports,
                left: changes
                    .left
                    .iter()
                    .map(|(file, findings)| Left {
                        file,
                        findings: *findings,
                    })
                    .collect(),
            }),
        }
    }
}

impl<'a> Rule<'a> {
    fn new(line: &'a RuleLine) -> Self {
        Self {
            id: &line.id,
            title: &line.title,
            failing_reports: line.failing_reports,
            outcomes: Tally(line.outcomes),
        }
    }
}
