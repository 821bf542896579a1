//! Outcomes to findings.

use std::cell::{Cell, LazyCell, OnceCell};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::case::{self, Case};
use super::identity::Ids;
use super::lookout::Lookout;
use super::trial::Trial;
use super::view::View;
use super::waiver::Waivers;
use super::{
    Finding, FindingGroup, FormNote, GroupKind, Oracle, RuleNote, Summary, Tail, WaiverNote, cell_cause, empty_table,
    figures, missing_row, other_unit, remedy, slip, swapped_rows, wording,
};
use crate::diagnostic::Severity;
use crate::evaluate::{Evaluation, Outcome};
use crate::form::FormId;
use crate::plan::Plan;
use crate::report::Report;
use crate::ruleset::{Date, RuleId};
use crate::source::SourceMap;

/// No more rule instances than this are run again in search of causes greater than cells, nor in that of cells.
const MOST_RUNS: usize = 10_000;
/// More failures than this are not searched for slips.
const MOST_HINTED: usize = 500;
/// No more findings of a rule than this are made, nor tails; the rest is counted. A finding has words and places, and a table of a
/// hundred thousand rows that are all wrong would fill the memory with them.
const MOST_OF_RULE: usize = 1_000;
/// The same of a report.
const MOST_OF_REPORT: usize = 20_000;

/// What an evaluation found, grouped by cause in the ruleset's order (tails of each table, then what waivers cover,
/// last), and the run in numbers. `today` decides which waivers have expired; without it none has.
pub fn derive(
    plan: &Plan,
    report: &Report,
    sources: &SourceMap,
    evaluation: &Evaluation,
    oracle: &dyn Oracle,
    today: Option<Date>,
) -> (Vec<FindingGroup>, Summary) {
    let view = View { plan, report, sources };
    let NotHeld { cases, tails } = find(view, evaluation, oracle, today);
    let explained = cases.iter().filter(|case| case.finding.outcome == Outcome::Explained);
    // A waiver is of a rule, so that it covers those that are not listed too.
    let waived: HashMap<RuleId, usize> = explained
        .filter_map(|case| Some((case.rule, evaluation.of(case.rule)?.count(Outcome::Fails))))
        .collect();
    let mut summary = Summary::count(
        view,
        evaluation,
        |rule| waived.get(&rule).copied().unwrap_or_default(),
        |rule| form_of(plan, rule),
    );
    summary.figures = figures::count(view, oracle, evaluation, &cases);
    summary.explained = waived.values().sum();
    for case in cases.iter().filter(|case| case.finding.outcome != Outcome::Explained) {
        *summary.findings.entry(case.finding.severity).or_default() += 1;
    }
    if !tails.is_empty() {
        *summary.findings.entry(Severity::Notice).or_default() += tails.values().map(Vec::len).sum::<usize>();
    }
    (group(view, oracle, evaluation, cases, tails), summary)
}

/// How many failures, tails and errors of a report `groups` do not list, because there are too many.
#[must_use]
pub fn unlisted(summary: &Summary, groups: &[FindingGroup]) -> usize {
    let told = [Outcome::Fails, Outcome::Explained, Outcome::Tail, Outcome::Error];
    let all: usize = told.into_iter().map(|outcome| summary.outcomes.get(outcome)).sum();
    let listed = groups.iter().map(|group| group.findings.len() + group.tails.len());
    all.saturating_sub(listed.sum())
}

/// The form that a rule is counted under.
#[must_use]
pub fn form_of(plan: &Plan, rule: RuleId) -> Option<FormId> {
    let implied = plan.ruleset.rule(rule)?.body.form();
    implied.or_else(|| plan.rule(rule)?.forms.first().copied())
}

/// Tails by the form they are about.
type Tails = BTreeMap<Option<FormId>, Vec<Tail>>;

/// What did not simply hold, in the order of the rules.
#[derive(Default)]
struct NotHeld {
    cases: Vec<Case>,
    tails: Tails,
}

fn find(view: View<'_>, evaluation: &Evaluation, oracle: &dyn Oracle, today: Option<Date>) -> NotHeld {
    let mut found = NotHeld::default();
    let mut ids = Ids::new(view);
    let waivers = LazyCell::new(|| Waivers::of(&view.plan.ruleset.waivers, &view.report.facts, today));
    let mut tails_of_report = 0;
    for ((id, rule), result) in view.plan.ruleset.numbered_rules().zip(&evaluation.rules) {
        if rule.pilot {
            continue;
        }
        let mut note: Option<Arc<RuleNote>> = None;
        let waiver = LazyCell::new(|| waivers.covering(&rule.id));
        let (mut tails, mut cases) = (0, 0);
        for (_, instance) in
            result.with_outcome(|outcome| matches!(outcome, Outcome::Fails | Outcome::Tail | Outcome::Error))
        {
            if instance.outcome == Outcome::Tail && instance.measure.is_some() {
                if tails == MOST_OF_RULE || tails_of_report == MOST_OF_REPORT {
                    continue;
                }
                tails += 1;
                tails_of_report += 1;
                let (form, tail) = Tail::of(view, oracle, (id, rule), instance, &mut ids);
                found.tails.entry(form).or_default().push(tail);
                continue;
            }
            if cases == MOST_OF_RULE || found.cases.len() == MOST_OF_REPORT {
                continue;
            }
            cases += 1;
            let note = note.get_or_insert_with(|| case::rule_note(view, id, rule));
            let mut case = case::build(view, oracle, (id, rule), note, instance);
            case.name(&mut ids);
            if case.instance.outcome == Outcome::Fails {
                waive(waiver.as_ref(), &mut case.finding);
            }
            found.cases.push(case);
        }
    }
    found
}

fn waive(note: Option<&WaiverNote>, finding: &mut Finding) {
    let Some(note) = note else { return };
    if note.expired {
        let until = note.until.map(wording::date).unwrap_or_default();
        finding.help.push(wording::expired(&until, &note.reason));
    } else {
        finding.outcome = Outcome::Explained;
        finding.severity = Severity::Notice;
    }
    finding.waiver = Some(note.clone());
}

fn group(
    view: View<'_>,
    oracle: &dyn Oracle,
    evaluation: &Evaluation,
    cases: Vec<Case>,
    tails: Tails,
) -> Vec<FindingGroup> {
    let mut failing = Vec::new();
    let mut explained = Vec::new();
    for case in cases {
        match case.finding.outcome {
            Outcome::Explained => explained.push(case.finding),
            _ => failing.push(case),
        }
    }
    let mut groups = by_cause(view, oracle, evaluation, failing);
    groups.extend(by_form(view, tails));
    if !explained.is_empty() {
        groups.push(FindingGroup::of(GroupKind::Explained, explained));
    }
    groups
}

/// A group of tails for each form, by the ids of the forms.
fn by_form(view: View<'_>, tails: Tails) -> Vec<FindingGroup> {
    let mut named: Vec<_> = tails
        .into_iter()
        .map(|(form, tails)| (form.and_then(|form| view.form_note(form)), tails))
        .collect();
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    let of_none = || FormNote {
        id: wording::NO_FORM.into(),
        title: "".into(),
    };
    named
        .into_iter()
        .map(|(form, tails)| FindingGroup {
            kind: GroupKind::Tails(form.unwrap_or_else(of_none)),
            findings: Vec::new(),
            tails,
        })
        .collect()
}

/// Groups in the order of their first finding.
fn by_cause(view: View<'_>, oracle: &dyn Oracle, evaluation: &Evaluation, mut failing: Vec<Case>) -> Vec<FindingGroup> {
    let mut owner: Vec<Option<usize>> = vec![None; failing.len()];
    let trial = Trial {
        view,
        oracle,
        evaluation,
        cases: &failing,
        lookout: Lookout::default(),
        own_sights: OnceCell::new(),
        runs: Cell::new(MOST_RUNS),
    };
    // The whole before the part: what one table, unit or row explains is not taken apart into cells.
    let mut open = vec![true; failing.len()];
    let mut found = empty_table::find(&trial, &mut open);
    found.extend(other_unit::find(&trial, &mut open));
    let missing = missing_row::find(&trial, &mut open);
    found.extend(missing.found);
    found.extend(swapped_rows::find(&trial, &mut open));
    trial.runs.set(MOST_RUNS);
    found.extend(cell_cause::find(&trial, &mut open));
    found.extend(cell_cause::obstacles(view, &failing));
    for (number, found) in found.iter().enumerate() {
        for index in &found.cases {
            if let Some(owner) = owner.get_mut(*index) {
                owner.get_or_insert(number);
            }
        }
    }
    let mut hints: Vec<(usize, Vec<String>)> = Vec::new();
    let alone = failing
        .iter()
        .zip(&owner)
        .enumerate()
        .filter(|(_, (_, owner))| owner.is_none());
    for (index, (case, _)) in alone.take(MOST_HINTED) {
        let of_rows = missing.hints.iter().filter(|(case, _)| *case == index);
        let mut said: Vec<String> = of_rows.map(|(_, hint)| hint.clone()).collect();
        said.extend(remedy::confirmed(&trial, case).into_iter().flatten());
        if let Some(rule) = view.plan.ruleset.rule(case.rule) {
            said.extend(slip::hints(view, rule, case));
        }
        hints.push((index, said));
    }
    for (index, said) in hints {
        if let Some(case) = failing.get_mut(index) {
            case.finding.help.extend(said);
        }
    }
    let mut causes: Vec<Option<GroupKind>> = found
        .into_iter()
        .map(|found| Some(GroupKind::Cause(Box::new(found.cause))))
        .collect();
    let mut groups: Vec<FindingGroup> = Vec::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (case, owner) in failing.into_iter().zip(owner) {
        let Some(number) = owner else {
            groups.push(FindingGroup::of(GroupKind::Single, vec![case.finding]));
            continue;
        };
        let at = *group_of.entry(number).or_insert_with(|| {
            let cause = causes.get_mut(number).and_then(Option::take);
            groups.push(FindingGroup::of(cause.unwrap_or(GroupKind::Single), Vec::new()));
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.findings.push(case.finding);
        }
    }
    groups
}
