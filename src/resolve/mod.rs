//! Names to ids, kinds and units checked: a ruleset becomes a plan, before any report is seen.

mod plan;

pub use plan::{Plan, PlannedRule};
