//! Comparisons of sums, as most rules are: made once for a plan, and seen to hold in whole thousandths.
//!
//! What is missed is decided in thousandths too, with its rounding. All else is decided by exact arithmetic (`verdict.rs`): other
//! comparisons, and figures not to be had in thousandths.

use rust_decimal::Decimal;

use super::quantity::{Holds, LARGEST, Quantity, SCALE, thousandths};
use super::verdict::{Compared, Verdict};
use super::{Measure, Outcome};
use crate::resolve::plan::{Argument, Check, Column, List, Node, NodeKind, Operator, RowSetId};
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Amount, Kind};

/// A comparison of sums: what stands left less what stands right, held against zero.
#[derive(Debug)]
pub(super) struct Linear {
    pub(super) terms: Vec<Term>,
    /// Written numbers on the left and on the right, in thousandths.
    written: [i64; 2],
    operator: ComparisonOperator,
    /// `± t`, in thousandths.
    stated: Option<i64>,
    /// What its sides measure.
    kind: Kind,
    /// The least and the greatest difference of the figures, left less right, for which it holds.
    within: [i64; 2],
    /// It holds for all others instead.
    outside: bool,
}

/// A comparison of more terms is left to exact arithmetic: sums of so many columns fit.
const MOST_TERMS: usize = 256;

/// Figures that are added or taken off.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) figures: Figures,
    /// Whether they are taken off on their side.
    pub(super) negative: bool,
    /// Whether they stand right.
    pub(super) right: bool,
}

/// Which figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum Figures {
    /// That of the row at hand.
    OfRow { side: usize, column: Column },
    /// That of a row of its own. `lenient`: blank, where there is no such row.
    Single {
        rows: RowSetId,
        column: Column,
        lenient: bool,
    },
    /// Those of a set of rows.
    OfRows { rows: RowSetId, column: Column },
    /// Those of the rows below the row at hand.
    OfChildren { side: usize, column: Column },
}

/// What the figures of a comparison come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Balance {
    /// Left less right.
    pub(super) difference: i64,
    pub(super) holds: Holds,
}

impl Balance {
    /// That of figures not to be had in thousandths.
    pub(super) const ODD: Self = Self {
        difference: 0,
        holds: Holds::ODD,
    };

    pub(super) fn add(&mut self, quantity: Quantity, negative: bool) {
        let value = if negative { -quantity.value } else { quantity.value };
        self.join(Self {
            difference: value,
            holds: quantity.holds,
        });
    }

    pub(super) fn join(&mut self, other: Self) {
        // Never more than so many terms, each within the largest of a column.
        self.difference = self.difference.wrapping_add(other.difference);
        self.holds = self.holds.or(other.holds);
    }
}

/// What the figures of a side come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Side {
    pub(super) value: i128,
    /// By how much it may be off for all figures being rounded.
    pub(super) half: i128,
    /// Whether any figure is there.
    pub(super) present: bool,
}

impl Linear {
    /// The check as such a comparison; `None` where it is another.
    pub(super) fn of(check: &Check) -> Option<Self> {
        let NodeKind::Comparison(left, links) = &check.node.kind else {
            return None;
        };
        let [link] = links.as_slice() else { return None };
        if !check.has_figures || !left.measures.is_numeric() || !link.right.measures.is_numeric() {
            return None;
        }
        let stated = match &link.tolerance {
            None => None,
            Some((tolerance, false)) => Some(written(tolerance)?.abs()),
            Some((_, true)) => return None,
        };
        let mut linear = Self {
            terms: Vec::new(),
            written: [0; 2],
            operator: link.operator,
            stated,
            kind: left.measures,
            within: [0; 2],
            outside: false,
        };
        linear.add(left, false)?;
        linear.add(&link.right, true)?;
        linear.bound();
        (linear.terms.len() <= MOST_TERMS).then_some(linear)
    }

    /// Adds the sum that stands left or right, however it is nested; `None` where it is more than a sum.
    fn add(&mut self, sum: &Node, right: bool) -> Option<()> {
        let mut pending = vec![(sum, false)];
        while let Some((node, negative)) = pending.pop() {
            let figures = match &node.kind {
                NodeKind::Number(_) => {
                    let number = written(node)?;
                    let [of_left, of_right] = &mut self.written;
                    let sum = if right { of_right } else { of_left };
                    *sum = sum.checked_add(if negative { -number } else { number })?;
                    if sum.unsigned_abs() > LARGEST {
                        return None;
                    }
                    continue;
                }
                NodeKind::Negate(inner) => {
                    pending.push((inner, !negative));
                    continue;
                }
                NodeKind::Arithmetic(operator @ (Operator::Add | Operator::Subtract), parts) => {
                    let [left, right] = &**parts;
                    pending.push((right, negative ^ (*operator == Operator::Subtract)));
                    pending.push((left, negative));
                    continue;
                }
                NodeKind::Aggregate(builtin, arguments) if builtin.name == "sum" => {
                    for argument in arguments {
                        match argument {
                            Argument::Single(node) => pending.push((node, negative)),
                            Argument::List(list) => self.terms.push(Term {
                                figures: Figures::of(list)?,
                                negative,
                                right,
                            }),
                        }
                    }
                    continue;
                }
                NodeKind::RowFigure { side, column } => Figures::OfRow {
                    side: *side,
                    column: *column,
                },
                NodeKind::Figure { rows, column, lenient } => Figures::Single {
                    rows: *rows,
                    column: *column,
                    lenient: *lenient,
                },
                _ => return None,
            };
            self.terms.push(Term {
                figures,
                negative,
                right,
            });
        }
        Some(())
    }

    /// What plainly becomes of it; `None` where it is missed, or only exact arithmetic can tell.
    pub(super) fn outcome(&self, figures: Balance) -> Option<Outcome> {
        let [least, greatest] = self.within;
        let is_within = least <= figures.difference && figures.difference <= greatest;
        match figures.holds {
            Holds::NOTHING => Some(Outcome::Vacuous),
            Holds::FIGURE if is_within != self.outside => Some(Outcome::Holds),
            _ => None,
        }
    }

    /// Finds which differences of the figures the comparison holds for.
    fn bound(&mut self) {
        let [left, right] = self.written;
        let tolerance = self.stated.unwrap_or(0);
        let [low, high] = [-tolerance, tolerance].map(|bound| bound - (left - right));
        self.outside = self.operator == ComparisonOperator::NotEqual;
        self.within = match self.operator {
            ComparisonOperator::Equal | ComparisonOperator::Approximately | ComparisonOperator::NotEqual => [low, high],
            ComparisonOperator::LessOrEqual => [i64::MIN, high],
            ComparisonOperator::Less => [i64::MIN, high - 1],
            ComparisonOperator::GreaterOrEqual => [low, i64::MAX],
            ComparisonOperator::Greater => [low + 1, i64::MAX],
        };
    }

    /// What becomes of it where its sides come to this without what is written there; `None` where exact arithmetic has to tell.
    /// `cap` is 尾差上限 in 元.
    pub(super) fn decide(&self, [left, right]: [Side; 2], cap: Decimal) -> Option<Verdict> {
        let [on_left, on_right] = self.written;
        let (left, right) = (left.and(on_left), right.and(on_right));
        let rounding = left.half + right.half;
        let cap = match self.kind {
            Kind::Money => i128::from(thousandths(cap)?),
            // Counts and ratios have their exact bound alone.
            _ => i128::MAX,
        };
        let compared = Compared {
            operator: self.operator,
            difference: left.value - right.value,
            bound: self.stated.map_or(rounding.min(cap), i128::from),
            stated: self.stated.is_some(),
            asserted: true,
        };
        let measure = Measure {
            operator: self.operator,
            left: left.amount()?,
            right: right.amount()?,
            difference: decimal(compared.difference)?,
            bound: decimal(compared.bound)?,
            capped: !compared.stated && rounding > cap,
        };
        Some(Verdict {
            outcome: compared.outcome(),
            measure: Some(measure),
        })
    }
}

impl Side {
    /// With what is written on it.
    fn and(self, written: i64) -> Self {
        Self {
            value: self.value + i128::from(written),
            ..self
        }
    }

    fn amount(self) -> Option<Amount> {
        Some(Amount {
            value: decimal(self.value)?,
            low: decimal(self.value - self.half)?,
            high: decimal(self.value + self.half)?,
            present: self.present,
        })
    }
}

fn decimal(thousandths: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(thousandths, SCALE).ok()
}

impl Figures {
    fn of(list: &List) -> Option<Self> {
        match list {
            List::Rows { rows, column, .. } => Some(Self::OfRows {
                rows: *rows,
                column: *column,
            }),
            List::Children { side, column, .. } => Some(Self::OfChildren {
                side: *side,
                column: *column,
            }),
            List::Unavailable(_) => None,
        }
    }
}

/// A number written in the rule, in thousandths.
fn written(node: &Node) -> Option<i64> {
    match &node.kind {
        NodeKind::Number(amount) if amount.is_exact() && !amount.present => thousandths(amount.value),
        _ => None,
    }
}
