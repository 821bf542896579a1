//! Which rules are tested: a rule wants a case in which it holds and one in which it fails.

use std::sync::Arc;

use super::{Session, TestResult};
use crate::evaluate::Outcome;
use crate::source::Span;

/// How far the tests of a ruleset reach.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// How many rules the ruleset itself declares (inherited ones are tested where they are written).
    pub rules: usize,
    /// Those that lack a case, in order.
    pub gaps: Vec<Gap>,
}

/// A rule that lacks a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The rule's id.
    pub rule: Arc<str>,
    /// Where it is declared.
    pub span: Span,
    /// No test in which it holds.
    pub never_holds: bool,
    /// No test in which it fails (a tail difference counts).
    pub never_fails: bool,
}

impl Session {
    /// The rules that no passing test shows holding, or none shows failing.
    #[must_use]
    pub fn coverage(&self, results: &[TestResult]) -> Coverage {
        let seen = |rule: usize, outcomes: &[Outcome]| {
            let passed = results.iter().filter(|result| result.passed());
            passed
                .filter_map(|result| result.evaluation.rules.get(rule))
                .any(|result| outcomes.iter().any(|outcome| result.count(*outcome) > 0))
        };
        let own = self.plan().ruleset.rules.iter().enumerate();
        let own: Vec<_> = own.filter(|(_, rule)| self.is_own(rule.span.source)).collect();
        let gaps = own.iter().filter_map(|(index, rule)| {
            let gap = Gap {
                rule: Arc::clone(&rule.id),
                span: rule.span,
                never_holds: !seen(*index, &[Outcome::Holds]),
                never_fails: !seen(*index, &[Outcome::Fails, Outcome::Tail, Outcome::Explained]),
            };
            (gap.never_holds || gap.never_fails).then_some(gap)
        });
        Coverage {
            rules: own.len(),
            gaps: gaps.collect(),
        }
    }
}
