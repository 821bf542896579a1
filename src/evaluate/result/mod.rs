//! What came of rules, kept small: most instances hold, and nobody asks about them.

mod evaluation;
mod grid;
mod point;
mod points;
mod rule_result;

pub use evaluation::Evaluation;
pub(super) use grid::Grid;
pub(super) use point::{Listing, Point};
pub(super) use points::Points;
pub use rule_result::RuleResult;
pub(super) use rule_result::{Detail, Outcomes, Places};
