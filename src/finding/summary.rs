//! What a run came to, in numbers that add up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Figures, FormNote, wording};
use crate::diagnostic::Severity;
use crate::evaluate::{Evaluation, Instance, Outcome};
use crate::resolve::Plan;
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
    pub figures: Option<Figures>,
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
    /// Counts an evaluation; `waived` says how many failures of a rule (index) a waiver covers.
    pub(super) fn count(
        plan: &Plan,
        evaluation: &Evaluation,
        waived: impl Fn(usize) -> usize,
        form_of: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let ruleset = &plan.ruleset;
        let mut summary = Self {
            rules: evaluation.rules.len(),
            by_rule: Vec::with_capacity(evaluation.rules.len()),
            ..Self::default()
        };
        let mut forms: BTreeMap<usize, (Counts, usize)> = BTreeMap::new();
        let mut causes: BTreeMap<String, usize> = BTreeMap::new();
        let mut met_figures = vec![false; ruleset.rules.len()];
        for (index, (rule, result)) in ruleset.rules.iter().zip(&evaluation.rules).enumerate() {
            let line = forms.entry(form_of(index).unwrap_or(usize::MAX)).or_default();
            let mut pilot = Counts::default();
            let mut of_rule = Counts::default();
            result.outcomes().iter().for_each(|outcome| of_rule.add(*outcome));
            of_rule.explain(waived(index));
            summary.instances += result.outcomes().len();
            if rule.pilot {
                pilot = of_rule;
                summary.pilot.add_all(&of_rule);
                line.1 += of_rule.total();
            } else {
                summary.outcomes.add_all(&of_rule);
                line.0.add_all(&of_rule);
                let met = [Outcome::Holds, Outcome::Tail, Outcome::Fails, Outcome::Explained];
                if let Some(flag) = met_figures.get_mut(index) {
                    *flag = met.into_iter().any(|outcome| of_rule.get(outcome) > 0);
                }
                for (_, instance) in result.that(|outcome| outcome == Outcome::Unbound) {
                    summary.unbind(plan, &mut causes, &rule.id, &instance);
                }
            }
            summary.by_rule.push(of_rule);
            if pilot.total() > pilot.get(Outcome::Holds) {
                summary.pilots.push((Arc::clone(&rule.id), pilot));
            }
        }
        summary.forms = forms
            .into_iter()
            .map(|(form, (outcomes, pilot))| FormLine {
                form: ruleset.forms.get(form).map(|form| FormNote {
                    id: Arc::clone(&form.id),
                    title: form.title().into(),
                }),
                outcomes,
                pilot,
            })
            .collect();
        summary.duties = duties(plan, &met_figures);
        summary
    }

    fn unbind(&mut self, plan: &Plan, causes: &mut BTreeMap<String, usize>, rule: &Arc<str>, instance: &Instance) {
        let guard = instance
            .cause
            .as_ref()
            .and_then(|cause| cause.guard)
            .and_then(|guard| plan.ruleset.rules.get(guard))
            .map(|guard| Arc::clone(&guard.id));
        let reason = instance
            .cause
            .as_ref()
            .map_or_else(|| wording::UNBOUND.to_owned(), |cause| cause.message.clone());
        let key = guard.as_ref().map_or_else(|| format!("={reason}"), ToString::to_string);
        let at = *causes.entry(key).or_insert_with(|| {
            self.unbound.push(UnboundCause {
                reason,
                guard,
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

fn duties(plan: &Plan, met_figures: &[bool]) -> Vec<Duty> {
    let ruleset = &plan.ruleset;
    let rules = ruleset.rules.iter().enumerate();
    let discharging: Vec<(Key<'_>, usize)> = rules
        .flat_map(|(index, rule)| rule.discharges.iter().map(move |(text, _)| (Key::of(text), index)))
        .collect();
    ruleset
        .duties
        .iter()
        .map(|(text, _)| {
            let key = Key::of(text);
            let rules = || {
                discharging
                    .iter()
                    .filter(|(of, _)| **of == *key)
                    .map(|(_, index)| *index)
            };
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
