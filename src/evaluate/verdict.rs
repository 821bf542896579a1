//! Assertions to outcomes: the three equalities, inequalities, and what joins them.

use std::ops::Neg;

use rust_decimal::Decimal;

use super::context::Context;
use super::failure::Failure;
use super::{Measure, Outcome};
use crate::resolve::plan::{Check, Link, Logic, Node, NodeKind};
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Amount, Kind, mul_exact, sub_exact};

type Result<T> = std::result::Result<T, Failure>;

/// What became of an assertion, and the comparison that decided it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) measure: Option<Measure>,
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
pub(super) fn decide(context: &Context<'_, '_>, check: &Check, cap: Decimal) -> Result<Verdict> {
    let verdict = verdict(context, &check.node, cap)?;
    Ok(match verdict.outcome {
        Outcome::Vacuous if !check.has_figures => Verdict {
            outcome: Outcome::Holds,
            ..verdict
        },
        _ => verdict,
    })
}

fn verdict(context: &Context<'_, '_>, node: &Node, cap: Decimal) -> Result<Verdict> {
    match &node.kind {
        NodeKind::Comparison(first, links) => chain(context, first, links, cap),
        NodeKind::Logic(Logic::And, parts) => {
            let [a, b] = &**parts;
            let (a, b) = (verdict(context, a, cap)?, verdict(context, b, cap)?);
            Ok(if b.rank() > a.rank() { b } else { a })
        }
        NodeKind::Logic(Logic::Or, parts) => {
            let [a, b] = &**parts;
            let (a, b) = (verdict(context, a, cap)?, verdict(context, b, cap)?);
            Ok(
                if b.rank() < a.rank() && b.outcome != Outcome::Vacuous || a.outcome == Outcome::Vacuous {
                    b
                } else {
                    a
                },
            )
        }
        NodeKind::Logic(Logic::Implies, parts) => {
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
        NodeKind::If(parts) => {
            let [condition, yes, no] = &**parts;
            verdict(context, if context.truth(condition)? { yes } else { no }, cap)
        }
        _ => Ok(Verdict::plain(context.truth(node)?)),
    }
}

/// A comparison chain: the worst of its links decides.
fn chain(context: &Context<'_, '_>, first: &Node, links: &[Link], cap: Decimal) -> Result<Verdict> {
    if !first.measures.is_numeric() || links.iter().any(|link| !link.right.measures.is_numeric()) {
        return Ok(Verdict::plain(chain_holds(context, first, links)?));
    }
    let mut left = context.number(first)?;
    let mut present = left.present;
    let mut worst: Option<Verdict> = None;
    for link in links {
        let right = context.number(&link.right)?;
        present |= right.present;
        let measured = measure(context, left, link, right, first.measures, Some(cap))?;
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
pub(super) fn chain_holds(context: &Context<'_, '_>, first: &Node, links: &[Link]) -> Result<bool> {
    let mut left = first;
    for link in links {
        let holds = if left.measures.is_numeric() {
            let (a, b) = (context.number(left)?, context.number(&link.right)?);
            measure(context, a, link, b, left.measures, None)?.outcome == Outcome::Holds
        } else {
            let same = match (left.measures, link.right.measures) {
                (Kind::Code | Kind::Text, Kind::Code | Kind::Text) => context.is_same_text(left, &link.right)?,
                _ => context.value(left)? == context.value(&link.right)?,
            };
            same == (link.operator == ComparisonOperator::Equal)
        };
        if !holds {
            return Ok(false);
        }
        left = &link.right;
    }
    Ok(true)
}

/// A comparison of numbers.
pub(super) struct Compared<T> {
    pub(super) operator: ComparisonOperator,
    /// Left less right.
    pub(super) difference: T,
    /// What rounding explains, or the tolerance.
    pub(super) bound: T,
    /// Whether the bound is a tolerance that the rule states.
    pub(super) stated: bool,
    /// Whether the rule says that it is so, rather than asks whether it is.
    pub(super) asserted: bool,
}

impl<T: Copy + Ord + Neg<Output = T> + Default> Compared<T> {
    /// What becomes of it. Where it is missed by no more than rounding explains, that is a tail.
    pub(super) fn outcome(&self) -> Outcome {
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
        capped: false,
    };
    Verdict {
        measure: Some(measure),
        ..Verdict::plain(holds)
    }
}

/// Decides `left op right`. Where it is missed by no more than rounding explains, the outcome is a tail.
fn measure(
    context: &Context<'_, '_>,
    left: Amount,
    link: &Link,
    right: Amount,
    kind: Kind,
    cap: Option<Decimal>,
) -> Result<Verdict> {
    if left.is_blank() && right.is_blank() && link.tolerance.is_none() {
        return Ok(of_blanks(link.operator));
    }
    let overflow = || Failure::Arithmetic(crate::value::ArithmeticError::Overflow);
    // Quotients carry 28 digits; their difference is rounded there and nowhere else.
    let difference = sub_exact(left.value, right.value)
        .or_else(|| left.value.checked_sub(right.value))
        .ok_or_else(overflow)?;
    let operator = link.operator;
    let stated = match &link.tolerance {
        None => None,
        Some((tolerance, relative)) => {
            let tolerance = context.number(tolerance)?.value.abs();
            Some(if *relative {
                mul_exact(right.value.abs(), tolerance).ok_or_else(overflow)?
            } else {
                tolerance
            })
        }
    };
    let rounding = left.rounding_bound(&right);
    // The cap is an amount of money; ratios and counts have their exact bound alone.
    let asserted = cap.is_some();
    let cap = cap.filter(|_| kind == Kind::Money).unwrap_or(Decimal::MAX);
    let (bound, capped) = match stated {
        Some(stated) => (stated, false),
        None => (rounding.min(cap), rounding > cap),
    };
    let outcome = Compared {
        operator,
        difference,
        bound,
        stated: stated.is_some(),
        asserted,
    }
    .outcome();
    let measure = Measure {
        operator,
        left,
        right,
        difference,
        bound,
        capped,
    };
    Ok(Verdict {
        outcome,
        measure: Some(measure),
    })
}
