//! What the language means: expressions to values, assertions to outcomes, by exact arithmetic and with nothing worked out before.
//! [`fast`](super::fast) comes to the same results sooner; whatever the two disagree on, this is right.

mod context;
mod figure;
mod number;
mod spot;
pub(super) mod statement;
mod tail_cap;
mod text;
mod truth;
mod verdict;

pub(super) use context::Context;
pub(super) use spot::Spot;
pub(super) use tail_cap::tail_cap;
pub(super) use verdict::{Compared, Verdict, decide};

use super::Failure;

/// What evaluating something comes to.
type Result<T> = std::result::Result<T, Failure>;
