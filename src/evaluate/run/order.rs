//! All rules of a program, guards before what rests on them.

use std::borrow::Cow;

use super::rule_run;
use crate::evaluate::fast::Scratch;
use crate::evaluate::{Bound, Cause, Evaluation, Instance, Outcome, RuleResult};

impl Bound<'_> {
    /// Runs every rule over every row and column it speaks of. Rules that are not in force in the report's year are not
    /// run and have no instances.
    #[must_use]
    pub fn run(&self) -> Evaluation {
        let plan = self.plan();
        // Forms that may be repeated are bound to one table after the other.
        let mut binding = Cow::Borrowed(&self.binding);
        let mut scratch = Scratch::default();
        let mut rules = Vec::new();
        rules.resize_with(plan.rules.len(), RuleResult::default);
        let mut failed_guard = vec![false; plan.rules.len()];
        let mut is_guard = vec![false; plan.rules.len()];
        for guard in plan.rules.iter().flat_map(|rule| &rule.guards) {
            if let Some(flag) = is_guard.get_mut(guard.index()) {
                *flag = true;
            }
        }
        let year = self.binding.report.facts.year.as_ref().map(|year| year.value);
        for id in &plan.order {
            let (Some(planned), Some(rule)) = (plan.rule(*id), plan.ruleset.rule(*id)) else {
                continue;
            };
            if !plan.ruleset.in_force(rule, year) {
                continue;
            }
            let mut guards = planned.guards.iter();
            let failed = guards.find(|guard| failed_guard.get(guard.index()) == Some(&true));
            let found = match failed {
                Some(guard) => {
                    let unbound = Instance::caused(Outcome::Unbound, Cause::Guard(*guard));
                    RuleResult::listed(vec![unbound])
                }
                None => rule_run::run(self, &mut binding, *id, planned, &mut scratch),
            };
            if let Some(flag) = failed_guard.get_mut(id.index())
                && is_guard.get(id.index()) == Some(&true)
            {
                *flag = found.outcomes().contains(&Outcome::Fails);
            }
            if let Some(result) = rules.get_mut(id.index()) {
                *result = found;
            }
        }
        Evaluation { rules }
    }
}
