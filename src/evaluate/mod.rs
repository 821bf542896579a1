//! Plan × report → outcomes. Never fails: every rule instance has an outcome.

mod outcome;
mod trace;

pub use outcome::{Cause, Evaluation, Instance, Measure, Outcome, RowContext, RuleResult};
pub use trace::{Explanation, FigureRef, Trace, TraceValue};
