//! A ruleset ready to run.

use crate::ruleset::Ruleset;

/// A ruleset ready to run: every name bound to a form, a block, a row set and a column.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The ruleset it was made from; `rules` runs parallel to [`Ruleset::rules`].
    pub ruleset: Ruleset,
    /// What to compute for each rule.
    pub rules: Vec<PlannedRule>,
}

/// A rule ready to run.
#[derive(Debug, Clone)]
pub struct PlannedRule {
    /// The forms it speaks of (indices), in the order met.
    pub forms: Vec<usize>,
}
