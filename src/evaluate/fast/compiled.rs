//! What of a plan has a shorter way: found once for all reports.

use super::row_filter::RowFilter;
use super::sum::CompiledSum;
use crate::plan::{Body, Plan};
use crate::ruleset::RuleId;

/// The shorter ways of a plan's rules.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Compiled {
    rules: Vec<CompiledRule>,
}

/// Those of a rule.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct CompiledRule {
    /// For each of its checks, the comparison of sums that it is; empty where none is to be had.
    pub(in crate::evaluate) sums: Vec<Option<CompiledSum>>,
    /// Its condition, where that only asks what rows are called.
    pub(in crate::evaluate) filter: Option<RowFilter>,
}

impl Compiled {
    pub(in crate::evaluate) fn of(plan: &Plan) -> Self {
        let of_body = |body: &Body| match body {
            Body::Checks(checks) => CompiledRule {
                sums: checks.checks.iter().map(|check| CompiledSum::of(plan, check)).collect(),
                filter: checks.when.as_ref().and_then(RowFilter::of),
            },
            Body::Statement { .. } => CompiledRule::default(),
        };
        let rules = plan.rules.iter();
        Self {
            rules: rules
                .map(|rule| rule.body.as_ref().map(of_body).unwrap_or_default())
                .collect(),
        }
    }

    /// Those of a rule.
    pub(in crate::evaluate) fn of_rule(&self, rule: RuleId) -> &CompiledRule {
        self.rules.get(rule.index()).unwrap_or(CompiledRule::NONE)
    }
}

impl CompiledRule {
    /// All is decided the long way.
    const NONE: &Self = &Self {
        sums: Vec::new(),
        filter: None,
    };

    /// The comparison of sums that a check (index) is, if it is one.
    pub(in crate::evaluate) fn sum(&self, check: usize) -> Option<&CompiledSum> {
        self.sums.get(check)?.as_ref()
    }
}
