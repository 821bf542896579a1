//! Plan × report → outcomes. Never fails: every rule instance has an outcome.
//!
//! A [`Program`] is a plan with all that is worked out once for it. It is [bound](Program::bind) to a report, and the [`Bound`]
//! is run, its instances are explained, and it is run again with other figures in place. `bind/` sees the report as the plan
//! does, `exact/` says what the language means, `fast/` comes to the same sooner, `run/` goes over rows and columns, `explain/`
//! takes instances apart. Each uses only those before it.

mod bind;
mod bound;
mod cause;
mod exact;
mod explain;
mod failure;
mod fast;
mod instance;
mod measure;
mod program;
mod result;
mod run;
mod sights;

pub use crate::value::Outcome;
pub use bound::Bound;
pub use cause::{Cause, Unmet};
pub use explain::{Explanation, Marks, Seen, Trace, TraceLabel, TraceValue};
pub use failure::Failure;
pub use instance::{Instance, RowContext};
pub use measure::{AllowedBy, Measure};
pub use program::Program;
pub use result::{Evaluation, RuleResult};
pub use sights::{Sight, Sights, Stand};
