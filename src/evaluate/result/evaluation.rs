//! What came of all rules.

use super::RuleResult;
use crate::ruleset::RuleId;

/// All that came of a run of one plan over one report.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// One for each rule of the plan, in the plan's order.
    pub rules: Vec<RuleResult>,
}

impl Evaluation {
    /// What came of a rule.
    #[must_use]
    pub fn of(&self, rule: RuleId) -> Option<&RuleResult> {
        self.rules.get(rule.index())
    }
}
