//! Evaluation, as findings ask it.

use crate::evaluate::{self, Explanation, FigureRef, Instance};
use crate::finding::Oracle;
use crate::report::Report;
use crate::resolve::Plan;
use crate::value::Amount;

/// Answers by evaluating `plan` over `report`.
pub struct Evaluator<'a> {
    /// The rules.
    pub plan: &'a Plan,
    /// The report.
    pub report: &'a Report,
}

impl Oracle for Evaluator<'_> {
    fn explain(&self, rule: usize, instance: &Instance) -> Explanation {
        evaluate::explain(self.plan, self.report, rule, instance)
    }

    fn reevaluate(&self, rule: usize, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        evaluate::reevaluate(self.plan, self.report, rule, instance, substitutes)
    }
}
