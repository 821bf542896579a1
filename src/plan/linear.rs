//! The exact normal form of sums, as most sides of most comparisons are: figures with factors, and a number.
//!
//! It is part of the plan so that whoever wants to know what a rule says without running it finds it here.

use rust_decimal::Decimal;

use super::{Argument, Comparison, Figures, Measured, Number, NumberNode, Operator, Tolerance};
use crate::syntax::ast::ComparisonOperator;
use crate::value::{add_exact, mul_exact};

/// A sum: what its terms come to and a number.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    /// In the order of the rule. Figures that are added twice stand there twice: each is rounded on its own.
    pub terms: Vec<Term>,
    /// What is written in the rule; money in 元.
    pub constant: Decimal,
}

/// Figures times a factor.
#[derive(Debug, Clone)]
pub struct Term {
    /// The figures.
    pub figures: Figures,
    /// The factor.
    pub factor: Decimal,
}

/// Two sums held against each other.
#[derive(Debug, Clone)]
pub struct Balance {
    /// Left.
    pub left: Sum,
    /// The comparison.
    pub operator: ComparisonOperator,
    /// Right.
    pub right: Sum,
    /// `± t` where that is a number; its size, in 元 for money.
    pub tolerance: Option<Decimal>,
    /// What both sides measure.
    pub measures: Measured,
}

impl Sum {
    /// The normal form of a number; `None` where it is more than a sum, or a number in it does not fit.
    #[must_use]
    pub fn of(number: &Number) -> Option<Self> {
        let mut sum = Self::default();
        let mut pending = vec![(number, Decimal::ONE)];
        while let Some((number, factor)) = pending.pop() {
            match &number.node {
                NumberNode::Literal(_) => {
                    let written = mul_exact(written(number)?, factor)?;
                    sum.constant = add_exact(sum.constant, written)?;
                }
                NumberNode::Figure(figure) => sum.push(Figures::One(*figure), factor),
                NumberNode::Negate(inner) => pending.push((inner, -factor)),
                NumberNode::Arithmetic(operator, parts) => {
                    let [left, right] = &**parts;
                    match operator {
                        Operator::Add | Operator::Subtract => {
                            let of_right = if *operator == Operator::Add { factor } else { -factor };
                            pending.push((right, of_right));
                            pending.push((left, factor));
                        }
                        Operator::Multiply => {
                            let (number, times) = match (written(left), written(right)) {
                                (_, Some(times)) => (left, times),
                                (Some(times), None) => (right, times),
                                (None, None) => return None,
                            };
                            pending.push((number, mul_exact(factor, times)?));
                        }
                        Operator::Divide => return None,
                    }
                }
                NumberNode::Aggregate { builtin, arguments, .. } if builtin.name == "sum" => {
                    for argument in arguments.iter().rev() {
                        match argument {
                            Argument::Single(number) => pending.push((number, factor)),
                            Argument::List(list) => sum.push(Figures::Many(*list), factor),
                        }
                    }
                }
                NumberNode::Aggregate { .. }
                | NumberNode::Year
                | NumberNode::Call { .. }
                | NumberNode::If(_)
                | NumberNode::Unavailable(_) => return None,
            }
        }
        Some(sum)
    }

    fn push(&mut self, figures: Figures, factor: Decimal) {
        self.terms.push(Term { figures, factor });
    }
}

impl Balance {
    /// The normal form of a comparison; `None` where it has several links, or compares more than sums.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Option<Self> {
        let [link] = comparison.links.as_slice() else {
            return None;
        };
        let tolerance = match &link.tolerance {
            None => None,
            Some(Tolerance::Amount(tolerance)) => Some(written(tolerance)?.abs()),
            Some(Tolerance::Share(_)) => return None,
        };
        Some(Self {
            left: Sum::of(&comparison.first)?,
            operator: link.operator,
            right: Sum::of(&link.right)?,
            tolerance,
            measures: comparison.first.measures,
        })
    }
}

/// The number that is written there, if it is one.
fn written(number: &Number) -> Option<Decimal> {
    match &number.node {
        NumberNode::Literal(amount) => Some(amount.value),
        _ => None,
    }
}
