//! An instance taken apart.

use super::deciding::{Sides, decisive};
use crate::evaluate::exact::{Spot, decide, statement, tail_cap};
use crate::evaluate::{Bound, Cause, Instance, Measure, Outcome, Trace};
use crate::plan::Node;
use crate::report::FigureRef;
use crate::ruleset::RuleId;
use crate::source::{SourceId, Span};
use crate::value::{Kind, Unit};

/// An instance taken apart.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Where the check stands.
    pub span: Span,
    /// The two sides of the comparison that decided it; `None` for rules that compare nothing.
    pub sides: Option<(Trace, Trace)>,
    /// The tree of the whole check, where it is not one comparison.
    pub whole: Option<Trace>,
    /// The comparison.
    pub measure: Option<Measure>,
    /// What its figures are.
    pub kind: Kind,
    /// The unit to show money in: that of the first table concerned.
    pub unit: Unit,
    /// Cells that the rule is about although it compares nothing (a duplicate row, a negative figure).
    pub figures: Vec<FigureRef>,
}

impl Bound<'_> {
    /// The instance taken apart: the comparison that decided it, with every value and where it comes from.
    #[must_use]
    pub fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        let measure = self.measured(rule, instance);
        let binding = self.binding_for(rule, instance);
        let span = self.plan().ruleset.rule(rule).map(|rule| rule.span);
        let mut explanation = Explanation {
            span: span.unwrap_or(Span {
                source: SourceId(0),
                start: 0,
                end: 0,
            }),
            sides: None,
            whole: None,
            measure,
            kind: Kind::Money,
            unit: self.unit(&binding, rule),
            figures: instance
                .cause
                .as_deref()
                .map(Cause::figures)
                .unwrap_or_default()
                .to_vec(),
        };
        let Some(spot) = Spot::of(self.plan(), rule, instance) else {
            explanation.figures.extend(pointed(instance));
            explanation.figures.dedup();
            return explanation;
        };
        explanation.span = spot.check.span;
        let context = spot.context(&binding);
        match decisive(&context, &spot.check.truth, measure) {
            Some(Sides { left, right }) => {
                explanation.kind = context.kind(left.measures());
                explanation.sides = Some((context.trace(left), context.trace(right)));
            }
            None => explanation.whole = Some(context.trace(Node::Truth(&spot.check.truth))),
        }
        explanation
    }

    /// Both sides of the comparison that decided the instance, held or missed.
    pub(super) fn measured(&self, rule: RuleId, instance: &Instance) -> Option<Measure> {
        if instance.measure.is_some() || !matches!(instance.outcome, Outcome::Holds | Outcome::Vacuous) {
            return instance.measure;
        }
        let binding = self.binding_for(rule, instance);
        if let Some(statement) = self.plan().body(rule)?.statement() {
            return statement::measure(&binding, statement, pointed(instance)?);
        }
        let spot = Spot::of(self.plan(), rule, instance)?;
        let scope = &spot.checks.scope;
        // A rule that met no rows compared nothing.
        if scope.rows.is_some() && instance.row.is_none() || scope.columns.is_some() && instance.column.is_none() {
            return None;
        }
        let cap = tail_cap(self.plan(), &binding, rule);
        decide(&spot.context(&binding), spot.check, cap).ok()?.measure
    }
}

/// The cell that an instance of a statement stands at.
fn pointed(instance: &Instance) -> Option<FigureRef> {
    let row = (*instance.row.as_ref()?.rows.first()?)?;
    Some(row.cell(instance.column?))
}
