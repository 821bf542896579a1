//! What findings ask of evaluation.

use super::side;
use crate::evaluate::{Bound, Evaluation, Explanation, FigureRef, Instance};
use crate::report::Report;
use crate::value::Amount;

/// Takes instances apart and runs them again. Evaluation answers; tests may answer by hand.
pub trait Oracle {
    /// The instance of the rule (index) as a tree of values.
    fn explain(&self, rule: usize, instance: &Instance) -> Explanation;

    /// Calls `visit` with every cell of the instance's explanation that holds a number, in any order and as often as it
    /// likes; other cells may be among them.
    fn figures(&self, rule: usize, instance: &Instance, visit: &mut dyn FnMut(FigureRef)) {
        let explanation = self.explain(rule, instance);
        let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
        for trace in sides.chain(&explanation.whole) {
            side::cells(trace, &mut |figure, _| visit(figure));
        }
    }

    /// What the instance would come to if the cells named held these amounts instead.
    fn reevaluate(&self, rule: usize, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance;

    /// The whole run over another report; `None` where it cannot be made.
    fn evaluate(&self, _report: &Report) -> Option<Evaluation> {
        None
    }
}

impl Oracle for Bound<'_, '_> {
    fn explain(&self, rule: usize, instance: &Instance) -> Explanation {
        Bound::explain(self, rule, instance)
    }

    fn figures(&self, rule: usize, instance: &Instance, visit: &mut dyn FnMut(FigureRef)) {
        Bound::figures(self, rule, instance, visit);
    }

    fn reevaluate(&self, rule: usize, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        Bound::reevaluate(self, rule, instance, substitutes)
    }

    fn evaluate(&self, report: &Report) -> Option<Evaluation> {
        Some(Bound::evaluate(self, report))
    }
}
