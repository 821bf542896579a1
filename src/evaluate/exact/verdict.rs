//! Assertions to outcomes: the three equalities, inequalities, and what joins them.

use std::ops::Neg;

use rust_decimal::Decimal;

use super::{Context, Result};
use crate::evaluate::{AllowedBy, Failure, Measure, Outcome};
use crate::plan::{Check, Comparison, Link, Logic, Tolerance, Truth, TruthNode};
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Amount, ArithmeticError, Kind, mul_exact, sub_exact};

/// What became of an assertion, and the comparison that decided it.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct Verdict {
    pub(in crate::evaluate) outcome: Outcome,
    pub(in crate::evaluate) measure: Option<Measure>,
}

impl Verdict {
    fn plain(holds: bool) -> Self {
        Self {
            outcome: if holds { Outcome::Holds } else { Outcome::Fails },
            measure: None,
        }
    }

    /// How bad it is, for choosing the one that decides.
    fn rank(&self) -> u8 {
        match self.outcome {
            Outcome::Vacuous => 0,
            Outcome::Skipped => 1,
            Outcome::Holds | Outcome::Explained => 2,
            Outcome::Tail => 3,
            Outcome::Unbound | Outcome::Error => 4,
            Outcome::Fails => 5,
        }
    }
}

/// Decides `check`; `cap` is 尾差上限 in 元.
pub(in crate::evaluate) fn decide<'c>(context: &Context<'c, '_>, check: &'c Check, cap: Decimal) -> Result<Verdict> {
    let verdict = verdict(context, &check.truth, cap)?;
    Ok(match verdict.outcome {
        Outcome::Vacuous if !check.has_figures => Verdict {
            outcome: Outcome::Holds,
            ..verdict
        },
        _ => verdict,
    })
}

fn verdict<'c>(context: &Context<'c, '_>, truth: &'c Truth, cap: Decimal) -> Result<Verdict> {
    match &truth.node {
        TruthNode::Comparison(comparison) => chain(context, comparison, cap),
        TruthNode::Logic(Logic::And, parts) => {
            let [a, b] = &**parts;
            let (a, b) = (verdict(context, a, cap)?, verdict(context, b, cap)?);
            Ok(if b.rank() > a.rank() { b } else { a })
        }
        TruthNode::Logic(Logic::Or, parts) => {
            let [a, b] = &**parts;
            let (a, b) = (verdict(context, a, cap)?, verdict(context, b, cap)?);
            let better = b.rank() < a.rank() && b.outcome != Outcome::Vacuous;
            Ok(if better || a.outcome == Outcome::Vacuous { b } else { a })
        }
        TruthNode::Logic(Logic::Implies, parts) => {
            let [condition, then] = &**parts;
            if context.truth(condition)? {
                verdict(context, then, cap)
            } else {
                Ok(Verdict {
                    outcome: Outcome::Skipped,
                    measure: None,
                })
            }
        }
        TruthNode::If(choice) => {
            let chosen = context.truth(&choice.condition)?;
            verdict(context, if chosen { &choice.yes } else { &choice.no }, cap)
        }
        TruthNode::Literal(_)
        | TruthNode::Figure(_)
        | TruthNode::SameText(_)
        | TruthNode::SameTruth(_)
        | TruthNode::Not(_)
        | TruthNode::Exists(_)
        | TruthNode::Blank(_)
        | TruthNode::Zero(_)
        | TruthNode::BothOrNeither(_)
        | TruthNode::AtMostOne(_)
        | TruthNode::EmptyTable(_)
        | TruthNode::InOrder(_)
        | TruthNode::Contains(_)
        | TruthNode::Call { .. }
        | TruthNode::Unavailable(_) => Ok(Verdict::plain(context.truth(truth)?)),
    }
}

/// A comparison chain: the worst of its links decides.
fn chain<'c>(context: &Context<'c, '_>, comparison: &'c Comparison, cap: Decimal) -> Result<Verdict> {
    let kind = context.kind(comparison.first.measures);
    let mut left = context.number(&comparison.first)?;
    let mut present = left.present;
    let mut worst: Option<Verdict> = None;
    for link in &comparison.links {
        let right = context.number(&link.right)?;
        present |= right.present;
        let measured = measure(context, left, link, right, kind, Some(cap))?;
        if worst.is_none_or(|worst| measured.rank() > worst.rank()) {
            worst = Some(measured);
        }
        left = right;
    }
    let worst = worst.unwrap_or(Verdict::plain(true));
    if !present {
        return Ok(Verdict {
            outcome: Outcome::Vacuous,
            ..worst
        });
    }
    Ok(worst)
}

/// Whether every link of a chain holds as a condition: exactly, but for `≈` and `±`.
pub(super) fn holds<'c>(context: &Context<'c, '_>, comparison: &'c Comparison) -> Result<bool> {
    for (left, link) in comparison.pairs() {
        let kind = context.kind(left.measures);
        let (a, b) = (context.number(left)?, context.number(&link.right)?);
        if measure(context, a, link, b, kind, None)?.outcome != Outcome::Holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A comparison of numbers.
pub(in crate::evaluate) struct Compared<T> {
    pub(in crate::evaluate) operator: ComparisonOperator,
    /// Left less right.
    pub(in crate::evaluate) difference: T,
    /// What rounding explains, or the tolerance.
    pub(in crate::evaluate) bound: T,
    /// Whether the bound is a tolerance that the rule states.
    pub(in crate::evaluate) stated: bool,
    /// Whether the rule says that it is so, rather than asks whether it is.
    pub(in crate::evaluate) asserted: bool,
}

impl<T: Copy + Ord + Neg<Output = T> + Default> Compared<T> {
    /// What becomes of it. Where it is missed by no more than rounding explains, that is a tail.
    pub(in crate::evaluate) fn outcome(&self) -> Outcome {
        let nothing = T::default();
        let off_by = self.difference.max(-self.difference);
        // By how much it is missed: zero or less where it holds exactly.
        let missed_by = match self.operator {
            ComparisonOperator::Equal | ComparisonOperator::Approximately => off_by,
            ComparisonOperator::Less | ComparisonOperator::LessOrEqual => self.difference,
            ComparisonOperator::Greater | ComparisonOperator::GreaterOrEqual => -self.difference,
            ComparisonOperator::NotEqual => {
                let differs = off_by > if self.stated { self.bound } else { nothing };
                return if differs { Outcome::Holds } else { Outcome::Fails };
            }
        };
        let strict = matches!(self.operator, ComparisonOperator::Less | ComparisonOperator::Greater);
        let exactly = missed_by < nothing || missed_by == nothing && !strict;
        // In a condition `≈` is simply true within its bound; asserted, what it allows for is said.
        let tolerant = self.stated || self.operator == ComparisonOperator::Approximately && !self.asserted;
        if exactly || tolerant && missed_by <= self.bound {
            Outcome::Holds
        } else if self.asserted && !self.stated && self.bound != nothing && missed_by <= self.bound {
            Outcome::Tail
        } else {
            Outcome::Fails
        }
    }
}

/// Decides a comparison of nothing with nothing, which most comparisons of most reports are.
fn of_blanks(operator: ComparisonOperator) -> Verdict {
    let holds = match operator {
        ComparisonOperator::Equal
        | ComparisonOperator::Approximately
        | ComparisonOperator::LessOrEqual
        | ComparisonOperator::GreaterOrEqual => true,
        ComparisonOperator::NotEqual | ComparisonOperator::Less | ComparisonOperator::Greater => false,
    };
    let measure = Measure {
        operator,
        left: Amount::BLANK,
        right: Amount::BLANK,
        difference: Decimal::ZERO,
        bound: Decimal::ZERO,
        allowed_by: AllowedBy::Rounding,
    };
    Verdict {
        measure: Some(measure),
        ..Verdict::plain(holds)
    }
}

/// Decides `left op right`. Where it is missed by no more than rounding explains, the outcome is a tail.
fn measure<'c>(
    context: &Context<'c, '_>,
    left: Amount,
    link: &'c Link,
    right: Amount,
    kind: Kind,
    cap: Option<Decimal>,
) -> Result<Verdict> {
    if left.is_blank() && right.is_blank() && link.tolerance.is_none() {
        return Ok(of_blanks(link.operator));
    }
    let overflow = || Failure::Arithmetic(ArithmeticError::Overflow);
    // Quotients carry 28 digits; their difference is rounded there and nowhere else.
    let difference = sub_exact(left.value, right.value)
        .or_else(|| left.value.checked_sub(right.value))
        .ok_or_else(overflow)?;
    let asserted = cap.is_some();
    let (bound, allowed_by) = match &link.tolerance {
        Some(Tolerance::Amount(tolerance)) => (context.number(tolerance)?.value.abs(), AllowedBy::Tolerance),
        Some(Tolerance::Share(share)) => {
            let share = context.number(share)?.value.abs();
            let bound = mul_exact(right.value.abs(), share).ok_or_else(overflow)?;
            (bound, AllowedBy::Share)
        }
        None => {
            let rounding = left.rounding_bound(&right);
            // The cap is an amount of money; ratios and counts have their exact bound alone.
            match cap.filter(|cap| kind == Kind::Money && rounding > *cap) {
                Some(cap) => (cap, AllowedBy::Cap),
                None => (rounding, AllowedBy::Rounding),
            }
        }
    };
    let operator = link.operator;
    let outcome = Compared {
        operator,
        difference,
        bound,
        stated: allowed_by.is_stated(),
        asserted,
    }
    .outcome();
    let measure = Measure {
        operator,
        left,
        right,
        difference,
        bound,
        allowed_by,
    };
    Ok(Verdict {
        outcome,
        measure: Some(measure),
    })
}
