//! What findings ask of evaluation.

use super::glance::{FiguresSeen, Glance};
use super::side;
use crate::evaluate::{Bound, Evaluation, Explanation, Instance, Marks, Outcome, RuleResult, Seen, Sights};
use crate::report::{FigureRef, Report};
use crate::ruleset::RuleId;
use crate::value::Amount;

/// Takes instances apart and runs them again. Evaluation answers; tests may answer by hand.
pub trait Oracle {
    /// The instance of the rule as a tree of values.
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation;

    /// What the comparison that decided the instance looks at.
    fn glance(&self, rule: RuleId, instance: &Instance) -> Glance {
        Glance::of(&self.explain(rule, instance))
    }

    /// Marks the cells on the sides of every comparison of the rule that holds or has a tail, at least those with
    /// a number.
    fn mark_compared(&self, rule: RuleId, result: &RuleResult, marks: &mut Marks) {
        for (_, instance) in result.with_outcome(|outcome| matches!(outcome, Outcome::Holds | Outcome::Tail)) {
            let explanation = self.explain(rule, &instance);
            let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
            for trace in sides.chain(&explanation.whole) {
                side::cells(trace, &mut |figure, _| marks.mark(figure));
            }
        }
    }

    /// What the instance would come to if the cells named held these amounts instead.
    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance;

    /// The same of several instances, each with its rule.
    fn reevaluate_all(&self, asked: &[(RuleId, &Instance)], substitutes: &[(FigureRef, Amount)]) -> Vec<Instance> {
        let asked = asked.iter();
        asked
            .map(|(rule, instance)| self.reevaluate(*rule, instance, substitutes))
            .collect()
    }

    /// Where the rules look, if that is known already.
    fn sights(&self) -> Option<&Sights> {
        None
    }

    /// The whole run over another report; `None` where it cannot be made.
    fn evaluate(&self, _report: &Report) -> Option<Evaluation> {
        None
    }
}

impl Oracle for Bound<'_> {
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        Bound::explain(self, rule, instance)
    }

    fn glance(&self, rule: RuleId, instance: &Instance) -> Glance {
        let mut figures = FiguresSeen::default();
        let sums = self.see_figures(rule, instance, &mut |cell, half, kind| figures.add(cell, half, kind));
        match sums {
            Some(Seen { kind, unit }) => figures.glance(kind, unit),
            None => Glance::of(&Bound::explain(self, rule, instance)),
        }
    }

    fn mark_compared(&self, rule: RuleId, result: &RuleResult, marks: &mut Marks) {
        Bound::mark_compared(self, rule, result, marks);
    }

    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        Bound::reevaluate(self, rule, instance, substitutes)
    }

    fn reevaluate_all(&self, asked: &[(RuleId, &Instance)], substitutes: &[(FigureRef, Amount)]) -> Vec<Instance> {
        let supposed = self.supposing(substitutes);
        let asked = asked.iter();
        asked.map(|(rule, instance)| supposed.again(*rule, instance)).collect()
    }

    fn sights(&self) -> Option<&Sights> {
        Some(Bound::sights(self))
    }

    fn evaluate(&self, report: &Report) -> Option<Evaluation> {
        Some(Bound::evaluate(self, report))
    }
}
