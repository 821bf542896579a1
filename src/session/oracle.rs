//! Evaluation, as findings ask it.

use crate::evaluate::{Explainer, Explanation, FigureRef, Instance};
use crate::finding::Oracle;
use crate::value::Amount;

impl Oracle for Explainer<'_, '_> {
    fn explain(&self, rule: usize, instance: &Instance) -> Explanation {
        self.explain(rule, instance)
    }

    fn reevaluate(&self, rule: usize, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        self.reevaluate(rule, instance, substitutes)
    }
}
