//! What a run over many reports came to: a matrix of reports × rules and its margins.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::by_severity::BySeverity;
use super::verdicts::Verdicts;
use super::{ChangeTotals, CheckedReport, Counts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Outcome;
use crate::plan::Plan;
use crate::value::normalise;

/// A run over many reports, kept small: a line for each report.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The reports in order.
    pub reports: Vec<ReportLine>,
    /// The rules of the plan, in its order.
    pub rules: Vec<RuleLine>,
    /// Instances of all reports by outcome, without pilot rules.
    pub outcomes: Counts,
    /// Findings that count, of all reports, by severity.
    pub findings: BTreeMap<Severity, usize>,
    /// What was asked for and is no report: files that can't be opened, folders without reports. One line each.
    pub failures: Vec<Diagnostic>,
    /// Files passed over because nothing of their kind is a report (pictures, archives inside archives): name and why.
    pub passed_over: Vec<(Arc<str>, String)>,
    /// Reports that were asked for and not checked because the run was interrupted.
    pub unchecked: usize,
    /// What changed since an earlier run, where one is compared with.
    pub changes: Option<ChangeTotals>,
}

/// A report in the overview.
#[derive(Debug, Clone)]
pub struct ReportLine {
    /// What it is called.
    pub name: Arc<str>,
    /// The unit, where known.
    pub unit: Option<Arc<str>>,
    /// The year, where known.
    pub year: Option<u16>,
    /// How far it got.
    pub state: ReportState,
    /// The first error met while reading it, one sentence.
    pub reason: Option<String>,
    /// Tables recognised.
    pub tables: usize,
    /// Instances by outcome.
    pub outcomes: Counts,
    /// Findings that count, by severity.
    pub findings: BySeverity,
    /// The gravest outcome of each rule of the plan; `None` where the rule was not run.
    pub verdicts: Verdicts,
}

/// How far a report got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Read whole and checked.
    Checked,
    /// Checked, but some of it could not be read.
    PartlyRead,
    /// Read, but no table of the rules was recognised in it.
    NothingRecognised,
    /// It could not be read at all.
    Unreadable,
}

/// A rule in the overview.
#[derive(Debug, Clone, Default)]
pub struct RuleLine {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Whether it is on trial.
    pub pilot: bool,
    /// Instances of all reports by outcome.
    pub outcomes: Counts,
    /// Reports in which it failed somewhere.
    pub failing_reports: usize,
}

/// Outcomes from the least to the most that a supervisor must look at.
const GRAVITY: [Outcome; Outcome::ALL.len()] = [
    Outcome::Vacuous,
    Outcome::Skipped,
    Outcome::Holds,
    Outcome::Explained,
    Outcome::Tail,
    Outcome::Unbound,
    Outcome::Error,
    Outcome::Fails,
];

impl Overview {
    /// Of nothing yet, for the rules of `plan`.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let rules = plan.ruleset.rules.iter().map(|rule| RuleLine {
            id: Arc::clone(&rule.id),
            title: Arc::clone(&rule.title),
            pilot: rule.pilot,
            ..RuleLine::default()
        });
        Self {
            rules: rules.collect(),
            ..Self::default()
        }
    }

    /// Makes room for the lines of so many reports, so that it need not grow and be moved.
    pub fn expect(&mut self, reports: usize) {
        self.reports.reserve_exact(reports);
    }

    /// Counts a report.
    pub fn add(&mut self, report: &CheckedReport) {
        let summary = &report.summary;
        self.outcomes.add_all(&summary.outcomes);
        for (severity, count) in &summary.findings {
            *self.findings.entry(*severity).or_default() += count;
        }
        for (line, counts) in self.rules.iter_mut().zip(&summary.by_rule) {
            line.outcomes.add_all(counts);
            line.failing_reports += usize::from(counts.get(Outcome::Fails) > 0);
        }
        if let Some(changes) = &report.changes {
            self.changes.get_or_insert_default().add(changes);
        }
        let verdict = |counts: &Counts| GRAVITY.iter().rev().copied().find(|outcome| counts.get(*outcome) > 0);
        let reason = report
            .diagnostics
            .iter()
            .find(|diagnostic| diagnostic.severity == Severity::Error);
        self.reports.push(ReportLine {
            name: Arc::clone(&report.name),
            unit: report.unit.as_deref().map(Arc::from),
            year: report.year,
            state: ReportState::of(report),
            reason: reason.map(|diagnostic| diagnostic.message.clone()),
            tables: report.report.as_ref().map_or(0, |report| report.tables.len()),
            outcomes: summary.outcomes,
            findings: summary.findings.iter().collect(),
            verdicts: summary.by_rule.iter().map(verdict).collect(),
        });
    }

    /// Reports (indices) of the same unit and year, each group in order: nothing is merged, and a reader must know.
    #[must_use]
    pub fn twins(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<(String, Option<u16>), Vec<usize>> = BTreeMap::new();
        for (index, report) in self.reports.iter().enumerate() {
            if let Some(unit) = &report.unit {
                groups.entry((normalise(unit), report.year)).or_default().push(index);
            }
        }
        let mut twins: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
        twins.sort();
        twins
    }

    /// How many reports got so far.
    #[must_use]
    pub fn in_state(&self, state: ReportState) -> usize {
        self.reports.iter().filter(|report| report.state == state).count()
    }

    /// The rules (indices) that failed, most failing reports first.
    #[must_use]
    pub fn most_broken(&self) -> Vec<usize> {
        let mut failing: Vec<(usize, &RuleLine)> = self
            .rules
            .iter()
            .enumerate()
            .filter(|(_, line)| line.failing_reports > 0 && !line.pilot)
            .collect();
        failing.sort_by_key(|(index, line)| {
            (
                std::cmp::Reverse((line.failing_reports, line.outcomes.get(Outcome::Fails))),
                *index,
            )
        });
        failing.into_iter().map(|(index, _)| index).collect()
    }
}

impl ReportState {
    /// All of them, from good to bad.
    pub const ALL: [Self; 4] = [
        Self::Checked,
        Self::PartlyRead,
        Self::NothingRecognised,
        Self::Unreadable,
    ];

    /// Of a report.
    #[must_use]
    pub fn of(report: &CheckedReport) -> Self {
        match &report.report {
            None => Self::Unreadable,
            Some(recognised) if recognised.tables.is_empty() => Self::NothingRecognised,
            Some(_) if report.is_incomplete() => Self::PartlyRead,
            Some(_) => Self::Checked,
        }
    }
}
