//! What a run came to, in numbers that add up.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::view::View;
use super::{FigureCount, FormNote, wording};
use crate::diagnostic::Severity;
use crate::evaluate::{Cause, Evaluation, Failure, Instance, Outcome};
use crate::form::{Column, FormId};
use crate::plan::{Plan, Role, RowSetKind};
use crate::ruleset::RuleId;
use crate::value::Key;

/// How many instances came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts([usize; Outcome::ALL.len()]);

impl Counts {
    /// Adds the counts of another.
    pub fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// How many came out so.
    #[must_use]
    pub fn get(&self, outcome: Outcome) -> usize {
        self.0.get(outcome as usize).copied().unwrap_or(0)
    }

    /// Counts one.
    pub fn add(&mut self, outcome: Outcome) {
        if let Some(count) = self.0.get_mut(outcome as usize) {
            *count += 1;
        }
    }

    /// Makes so many failures explained.
    fn explain(&mut self, waived: usize) {
        let [fails, explained] = [Outcome::Fails, Outcome::Explained].map(|outcome| outcome as usize);
        if let Ok([fails, explained]) = self.0.get_disjoint_mut([fails, explained]) {
            let waived = waived.min(*fails);
            *fails -= waived;
            *explained += waived;
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

/// What a run over one report came to. `instances == outcomes.total() + pilot.total()`, and the lines of `forms` sum up
/// to the same.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// Rules run, pilot rules among them.
    pub rules: usize,
    /// Rule instances: rows, columns and checks.
    pub instances: usize,
    /// Figures of the report, and how many were compared; `None` where the report is too large to count.
    pub figures: Option<FigureCount>,
    /// Instances by outcome, waived failures as [`Outcome::Explained`]; without pilot rules.
    pub outcomes: Counts,
    /// Instances of pilot rules.
    pub pilot: Counts,
    /// The same by form, in the ruleset's order; a rule belongs to the first form it speaks of.
    pub forms: Vec<FormLine>,
    /// Findings that count, by severity.
    pub findings: BTreeMap<Severity, usize>,
    /// Findings that waivers cover.
    pub explained: usize,
    /// Instances of each rule of the plan by outcome, waived failures as [`Outcome::Explained`].
    pub by_rule: Vec<Counts>,
    /// What could not be bound, by cause.
    pub unbound: Vec<UnboundCause>,
    /// Pilot rules that did not simply hold.
    pub pilots: Vec<(Arc<str>, Counts)>,
    /// 应查: what the ruleset says must be checked.
    pub duties: Vec<Duty>,
}

/// A form's line.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct FormLine {
    /// The form; `None` for rules that speak of none.
    pub form: Option<FormNote>,
    /// Its instances.
    pub outcomes: Counts,
    /// Its instances of pilot rules.
    pub pilot: usize,
}

/// Why rules could not be bound.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnboundCause {
    /// One sentence.
    pub reason: String,
    /// The guard that failed, where one did.
    pub guard: Option<Arc<str>>,
    /// The rules concerned, in order.
    pub rules: Vec<Arc<str>>,
    /// How many instances.
    pub instances: usize,
}

/// Something that must be checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Duty {
    /// What.
    pub text: Arc<str>,
    /// The rules that say they discharge it.
    pub rules: Vec<Arc<str>>,
    /// Whether one of them, other than a pilot, met figures.
    pub discharged: bool,
}

impl Summary {
    /// Counts an evaluation; `waived` says how many failures of a rule a waiver covers.
    pub(super) fn count(
        view: View<'_>,
        evaluation: &Evaluation,
        waived: impl Fn(RuleId) -> usize,
        form_of: impl Fn(RuleId) -> Option<FormId>,
    ) -> Self {
        let ruleset = &view.plan.ruleset;
        let mut summary = Self {
            rules: evaluation.rules.len(),
            by_rule: Vec::with_capacity(evaluation.rules.len()),
            ..Self::default()
        };
        let mut forms: BTreeMap<(bool, Option<FormId>), (Counts, usize)> = BTreeMap::new();
        let mut causes: HashMap<Lack, usize> = HashMap::new();
        let mut met_figures = vec![false; ruleset.rules.len()];
        for ((id, rule), result) in ruleset.numbered_rules().zip(&evaluation.rules) {
            // Rules of no form come last.
            let form = form_of(id);
            let line = forms.entry((form.is_none(), form)).or_default();
            let mut pilot = Counts::default();
            let mut of_rule = Counts::default();
            result.outcomes().iter().for_each(|outcome| of_rule.add(*outcome));
            of_rule.explain(waived(id));
            summary.instances += result.outcomes().len();
            if rule.pilot {
                pilot = of_rule;
                summary.pilot.add_all(&of_rule);
                line.1 += of_rule.total();
            } else {
                summary.outcomes.add_all(&of_rule);
                line.0.add_all(&of_rule);
                let met = [Outcome::Holds, Outcome::Tail, Outcome::Fails, Outcome::Explained];
                if let Some(flag) = met_figures.get_mut(id.index()) {
                    *flag = met.into_iter().any(|outcome| of_rule.get(outcome) > 0);
                }
                for (_, instance) in result.with_outcome(|outcome| outcome == Outcome::Unbound) {
                    summary.unbind(view, &mut causes, (id, &rule.id), &instance);
                }
            }
            summary.by_rule.push(of_rule);
            if pilot.total() > pilot.get(Outcome::Holds) {
                summary.pilots.push((Arc::clone(&rule.id), pilot));
            }
        }
        summary.forms = forms
            .into_iter()
            .map(|((_, form), (outcomes, pilot))| FormLine {
                form: form.and_then(|form| view.form_note(form)),
                outcomes,
                pilot,
            })
            .collect();
        summary.duties = duties(view.plan, &met_figures);
        summary
    }

    fn unbind(
        &mut self,
        view: View<'_>,
        causes: &mut HashMap<Lack, usize>,
        (id, rule): (RuleId, &Arc<str>),
        instance: &Instance,
    ) {
        let cause = instance.cause.as_deref();
        let at = *causes.entry(Lack::of(view.plan, cause)).or_insert_with(|| {
            let guard = cause
                .and_then(Cause::guard)
                .and_then(|guard| view.plan.ruleset.rule(guard));
            let words = |cause| wording::cause_of(view.plan, view.report, id, cause);
            self.unbound.push(UnboundCause {
                reason: cause.map_or_else(|| wording::UNBOUND.to_owned(), words),
                guard: guard.map(|guard| Arc::clone(&guard.id)),
                rules: Vec::new(),
                instances: 0,
            });
            self.unbound.len() - 1
        });
        if let Some(cause) = self.unbound.get_mut(at) {
            cause.instances += 1;
            // Rules come one after another, so a repeated one is the last.
            if cause.rules.last() != Some(rule) {
                cause.rules.push(Arc::clone(rule));
            }
        }
    }
}

/// What is lacking where instances are unbound: those that lack the same are told of together.
#[derive(PartialEq, Eq, Hash)]
enum Lack {
    Guard(RuleId),
    /// A row of a form, whichever block it is looked for in.
    Row(FormId, RowSetKind),
    Column(FormId, String),
    Table(FormId),
    Report(Role),
    Parent,
    Year,
    Unit,
    /// The rule has an error.
    Rule,
    Unknown,
}

impl Lack {
    fn of(plan: &Plan, cause: Option<&Cause>) -> Self {
        let failure = match cause {
            Some(Cause::Guard(guard)) => return Self::Guard(*guard),
            Some(Cause::BrokenRule) => return Self::Rule,
            Some(Cause::NoValue(failure)) => failure,
            // That fails.
            Some(Cause::Unmet(_)) | None => return Self::Unknown,
        };
        match failure {
            Failure::Report(role) => Self::Report(*role),
            Failure::Broken => Self::Rule,
            Failure::Year => Self::Year,
            Failure::Unit => Self::Unit,
            Failure::Table(form) => Self::Table(*form),
            Failure::Row(set) => plan
                .row_set(*set)
                .map_or(Self::Unknown, |set| Self::Row(set.table.form, set.kind.clone())),
            Failure::Column(form, block, column) => {
                let block = plan.ruleset.form(*form).and_then(|form| form.block(*block));
                let column = block.and_then(|block| block.column(*column));
                Self::Column(*form, column.map(Column::path).unwrap_or_default())
            }
            Failure::NoParent => Self::Parent,
            Failure::Unreadable(_) | Failure::Duplicate(_) | Failure::UnknownCode(_) | Failure::Arithmetic(_) => {
                Self::Unknown
            }
        }
    }
}

fn duties(plan: &Plan, met_figures: &[bool]) -> Vec<Duty> {
    let ruleset = &plan.ruleset;
    let mut discharging: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    for (index, rule) in ruleset.rules.iter().enumerate() {
        for (text, _) in &rule.discharges {
            discharging.entry(Key::of(text)).or_default().push(index);
        }
    }
    ruleset
        .duties
        .iter()
        .map(|(text, _)| {
            let of_duty = discharging.get(&Key::of(text));
            let rules = || of_duty.into_iter().flatten().copied();
            Duty {
                text: Arc::clone(text),
                rules: rules()
                    .filter_map(|index| ruleset.rules.get(index))
                    .map(|rule| Arc::clone(&rule.id))
                    .collect(),
                discharged: rules().any(|index| met_figures.get(index) == Some(&true)),
            }
        })
        .collect()
}
