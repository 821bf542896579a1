//! Tails put into words, for outputs that tell of each as of any other finding.

use std::borrow::Cow;
use std::sync::Arc;

use super::case;
use super::view::View;
use super::{CheckedReport, Finding, FindingGroup, Oracle, RuleNote, Tail};
use crate::evaluate::Program;
use crate::plan::Plan;
use crate::report::Report;
use crate::ruleset::RuleId;
use crate::source::SourceMap;

/// Takes the tails of reports apart again.
#[derive(Debug)]
pub struct Words<'p> {
    program: &'p Program,
}

impl<'p> Words<'p> {
    /// Of reports checked with this program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self { program }
    }

    /// The report with every tail told in full.
    #[must_use]
    pub fn of<'r>(&self, checked: &'r CheckedReport) -> Cow<'r, CheckedReport> {
        let without_words = checked.groups.iter().any(|group| !group.tails.is_empty());
        let Some(report) = checked.report.as_deref().filter(|_| without_words) else {
            return Cow::Borrowed(checked);
        };
        let bound = self.program.bind(report);
        let mut told = checked.clone();
        in_words(self.program.plan(), report, &checked.sources, &bound, &mut told.groups);
        Cow::Owned(told)
    }
}

/// Puts the tails of groups into words: they become findings. `plan`, `report` and `oracle` are those they were found
/// with.
pub fn in_words(plan: &Plan, report: &Report, sources: &SourceMap, oracle: &dyn Oracle, groups: &mut [FindingGroup]) {
    let view = View { plan, report, sources };
    let mut note: Option<(RuleId, Arc<RuleNote>)> = None;
    for group in groups {
        let tails = std::mem::take(&mut group.tails);
        group.findings.extend(
            tails
                .into_iter()
                .filter_map(|tail| finding(view, oracle, tail, &mut note)),
        );
    }
}

/// `note` is that of the rule of the tail before.
fn finding(
    view: View<'_>,
    oracle: &dyn Oracle,
    tail: Tail,
    note: &mut Option<(RuleId, Arc<RuleNote>)>,
) -> Option<Finding> {
    let rule = view.plan.ruleset.rule(tail.rule)?;
    let note = match note {
        Some((of, note)) if *of == tail.rule => Arc::clone(note),
        _ => {
            let made = case::rule_note(view, tail.rule, rule);
            *note = Some((tail.rule, Arc::clone(&made)));
            made
        }
    };
    let case = case::build(view, oracle, (tail.rule, rule), &note, tail.instance);
    Some(Finding {
        id: tail.id,
        standing: tail.standing,
        ..case.finding
    })
}
