//! Instances taken apart: which comparison decided, what it is made of, which cells it looks at, and what would become of it with other
//! figures.

mod cells;
mod compared;
mod deciding;
mod explanation;
mod marks;
mod supposition;
mod trace;
mod trace_build;

pub use cells::Seen;
pub use explanation::Explanation;
pub use marks::Marks;
pub use trace::{Trace, TraceLabel, TraceValue};
