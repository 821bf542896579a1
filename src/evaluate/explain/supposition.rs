//! What would become of an instance, or of all, with other figures in the report.

use crate::evaluate::exact::{Spot, decide, statement, tail_cap};
use crate::evaluate::{Bound, Evaluation, Instance, Outcome};
use crate::plan::Body;
use crate::report::{FigureRef, Report};
use crate::ruleset::RuleId;
use crate::value::Amount;

impl Bound<'_> {
    /// What would become of the instance with other values in the cells named.
    #[must_use]
    pub fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        self.supposing(substitutes).again(rule, instance)
    }

    /// The same report with other values in the cells named. All that is asked of it is decided exactly: the cells in
    /// thousandths are those of the report as it is.
    #[must_use]
    pub fn supposing(&self, substitutes: &[(FigureRef, Amount)]) -> Self {
        let mut binding = self.binding.clone();
        binding.substitute(substitutes);
        Self {
            program: self.program,
            binding,
            cells: None,
        }
    }

    /// What becomes of the instance of another run in this report.
    #[must_use]
    pub fn again(&self, rule: RuleId, instance: &Instance) -> Instance {
        let binding = self.binding_for(rule, instance);
        let Some(spot) = Spot::of(self.plan(), rule, instance) else {
            let Some(Body::Statement { form, statement }) = self.plan().body(rule) else {
                return instance.clone();
            };
            let found = statement::result(self.plan(), &binding, *form, statement);
            let same = |other: &Instance| other.row == instance.row && other.column == instance.column;
            let again = found.instances().find(same);
            return again.unwrap_or_else(|| Instance::of(Outcome::Holds));
        };
        let context = spot.context(&binding);
        let came = |outcome| Instance {
            outcome,
            measure: None,
            cause: None,
            ..instance.clone()
        };
        match spot.checks.when.as_ref().map_or(Ok(true), |when| context.truth(when)) {
            Ok(false) => return came(Outcome::Skipped),
            Err(failure) => return came(failure.outcome()),
            Ok(true) => {}
        }
        let cap = tail_cap(self.plan(), &binding, rule);
        match decide(&context, spot.check, cap) {
            Ok(verdict) => Instance {
                measure: verdict.measure,
                ..came(verdict.outcome)
            },
            Err(failure) => Instance {
                cause: Some(Box::new(failure.clone().into())),
                ..came(failure.outcome())
            },
        }
    }

    /// The whole run over another report, to see what would become of it.
    #[must_use]
    pub fn evaluate(&self, report: &Report) -> Evaluation {
        self.program.bind(report).run()
    }
}
