//! A run over many reports: what its margins say; the reports themselves hold the rest.

use serde::Serialize;

use super::summary::{Severities, Tally};
use crate::finding::{self, ReportLine, ReportState, RuleLine};

#[derive(Serialize)]
pub(super) struct Overview<'a> {
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
    pub(super) fn new(overview: &'a finding::Overview) -> Self {
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
            twins: overview.twins().into_iter().map(|group| group.into_iter().filter_map(name).collect()).collect(),
            failures: overview.failures.iter().map(|failure| failure.message.as_str()).collect(),
            passed_over: overview.passed_over.iter().map(|(file, reason)| PassedOver { file, reason }).collect(),
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
