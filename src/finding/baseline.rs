//! An earlier run to compare with: which findings are new, which still stand, which are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Changes, CheckedReport, EarlierReport, Standing};
use crate::evaluate::Outcome;
use crate::plan::Plan;
use crate::value::normalise;

/// The reports of an earlier run that have not been met again yet.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Whether another ruleset was used then, so that findings may come and go with the rules.
    pub other_rules: bool,
    waiting: BTreeMap<(String, Option<u16>), Vec<EarlierReport>>,
    expected: BTreeSet<String>,
}

impl Baseline {
    /// Of the reports of an earlier run.
    #[must_use]
    pub fn new(reports: Vec<EarlierReport>, other_rules: bool) -> Self {
        let mut waiting: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for report in reports {
            let key = key(report.unit.as_deref(), report.year, &report.name);
            waiting.entry(key).or_default().push(report);
        }
        Self {
            other_rules,
            waiting,
            expected: BTreeSet::new(),
        }
    }

    /// Says what the reports of this run are called, so that none is taken for an earlier one that is yet to come.
    pub fn expect(&mut self, names: impl Iterator<Item = String>) {
        self.expected.extend(names);
    }

    /// Says of every finding of `report` whether it was there before, and what is gone since. A report is known again
    /// by unit and year, or by its name where it says no unit; of several alike, by its name, or as one whose name is
    /// there no more. One that could not be
    /// checked is left waiting.
    pub fn compare(&mut self, plan: &Plan, report: &mut CheckedReport) {
        if report.summary.by_rule.is_empty() {
            return;
        }
        let earlier = self.take(report);
        let findings = earlier.iter().flat_map(|earlier| &earlier.findings);
        let before: BTreeSet<(&str, bool)> = findings
            .map(|finding| (&*finding.id, is_tail(finding.outcome)))
            .collect();
        let mut now = BTreeSet::new();
        let mut changes = Changes::default();
        let standing = |id: &str, tail: bool| match before.contains(&(id, tail)) {
            true => Standing::Unchanged,
            false => Standing::New,
        };
        for tail in report.groups.iter_mut().flat_map(|group| &mut group.tails) {
            tail.standing = Some(standing(&tail.id, true));
        }
        for finding in report.groups.iter_mut().flat_map(|group| &mut group.findings) {
            let tail = is_tail(finding.outcome);
            let standing = standing(&finding.id, tail);
            finding.standing = Some(standing);
            if !tail {
                now.insert(finding.id.clone());
                *match standing {
                    Standing::New => &mut changes.new,
                    Standing::Unchanged => &mut changes.unchanged,
                } += 1;
            }
        }
        if let Some(earlier) = earlier {
            let gone = earlier
                .findings
                .into_iter()
                .filter(|finding| !is_tail(finding.outcome) && !now.contains(&finding.id));
            (changes.resolved, changes.unchecked) = gone.partition(|finding| was_run(plan, report, &finding.rule));
            changes.earlier = Some(earlier.name);
        }
        report.changes = Some(changes);
    }

    /// The reports of the earlier run that were not checked again.
    #[must_use]
    pub fn left(self) -> Vec<EarlierReport> {
        self.waiting.into_values().flatten().collect()
    }

    fn take(&mut self, report: &CheckedReport) -> Option<EarlierReport> {
        let alike = self
            .waiting
            .get_mut(&key(report.unit.as_deref(), report.year, &report.name))?;
        let same = alike.iter().position(|earlier| earlier.name == *report.name);
        let renamed = || alike.iter().position(|earlier| !self.expected.contains(&earlier.name));
        let index = same.or_else(renamed)?;
        Some(alike.remove(index))
    }
}

/// What a report is known again by.
fn key(unit: Option<&str>, year: Option<u16>, name: &str) -> (String, Option<u16>) {
    match unit {
        Some(unit) => (normalise(unit), year),
        // No unit's name holds a control character.
        None => (format!("\u{1f}{name}"), year),
    }
}

fn is_tail(outcome: Outcome) -> bool {
    outcome == Outcome::Tail
}

/// Whether the rule came to a result everywhere, so that what it found before is really gone.
fn was_run(plan: &Plan, report: &CheckedReport, rule: &str) -> bool {
    let rules = plan.ruleset.rules.iter().zip(&report.summary.by_rule);
    rules
        .filter(|(known, _)| &*known.id == rule)
        .any(|(known, counts)| !known.pilot && counts.get(Outcome::Unbound) == 0)
}

/// What changed over all reports.
#[derive(Debug, Clone, Default)]
pub struct ChangeTotals {
    /// See [`Baseline::other_rules`].
    pub other_rules: bool,
    /// See [`Changes::new`].
    pub new: usize,
    /// See [`Changes::unchanged`].
    pub unchanged: usize,
    /// How many findings are gone.
    pub resolved: usize,
    /// How many were found by rules that could not be run this time.
    pub unchecked: usize,
    /// Reports that were not among those checked then.
    pub new_reports: usize,
    /// Reports checked then and not this time: name and number of findings, tails aside.
    pub left: Vec<(Arc<str>, usize)>,
}

impl ChangeTotals {
    /// Counts a report.
    pub fn add(&mut self, changes: &Changes) {
        self.new += changes.new;
        self.unchanged += changes.unchanged;
        self.resolved += changes.resolved.len();
        self.unchecked += changes.unchecked.len();
        self.new_reports += usize::from(changes.earlier.is_none());
    }

    /// Takes what of the earlier run was not met again.
    pub fn close(&mut self, baseline: Baseline) {
        self.other_rules = baseline.other_rules;
        let findings = |report: &EarlierReport| {
            report
                .findings
                .iter()
                .filter(|finding| !is_tail(finding.outcome))
                .count()
        };
        self.left = baseline
            .left()
            .iter()
            .map(|report| (report.name.as_str().into(), findings(report)))
            .collect();
    }
}
