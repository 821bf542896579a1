//! Plan × report → outcomes. Never fails: every rule instance has an outcome.

mod bind;
mod by_code;
mod called;
mod checks;
mod compute;
mod context;
mod explain;
mod failure;
mod figures;
mod filled;
mod glance;
mod hierarchy;
mod join;
mod join_key;
mod label;
mod layout;
mod linear;
mod marks;
mod outcome;
mod quantity;
mod reach;
mod result;
mod run;
mod shape;
mod short;
mod structure;
mod sweep;
mod trace;
mod unfold;
mod verdict;

pub use bind::Shapes;
pub use explain::Bound;
pub use marks::Marks;
pub use outcome::{Cause, Evaluation, Instance, Measure, Outcome, RowContext};
pub use result::RuleResult;
pub use trace::{Explanation, FigureRef, Trace, TraceValue};
