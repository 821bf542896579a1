//! Plan × report → outcomes. Never fails: every rule instance has an outcome.

mod bind;
mod compute;
mod context;
mod explain;
mod failure;
mod figures;
mod join;
mod label;
mod layout;
mod outcome;
mod run;
mod structure;
mod trace;
mod verdict;

pub use bind::Shapes;
pub use explain::Bound;
pub use outcome::{Cause, Evaluation, Instance, Measure, Outcome, RowContext, RuleResult};
pub use trace::{Explanation, FigureRef, Trace, TraceValue};
