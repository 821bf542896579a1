//! Plan × report → outcomes. Never fails: every rule instance has an outcome.

mod bind;
mod compute;
mod context;
mod explain;
mod failure;
mod join;
mod label;
mod layout;
mod outcome;
mod run;
mod structure;
mod trace;
mod verdict;

pub use explain::Explainer;
pub use outcome::{Cause, Evaluation, Instance, Measure, Outcome, RowContext, RuleResult};
pub use run::Evaluator;
pub use trace::{Explanation, FigureRef, Trace, TraceValue};

use crate::report::Report;
use crate::resolve::Plan;

/// Runs `plan` over one report.
#[must_use]
pub fn evaluate(plan: &Plan, report: &Report) -> Evaluation {
    Evaluator::new(plan).run(report)
}
