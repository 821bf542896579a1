//! Comparisons of sums, as most rules are: made once for a plan, and seen to hold in whole thousandths.
//!
//! What is missed is decided in thousandths too, with its rounding. All else is decided by exact arithmetic: other comparisons, and
//! figures not to be had in thousandths.

use rust_decimal::Decimal;

use super::quantity::{Content, Quantity, SCALE, thousandths};
use crate::evaluate::exact::{Compared, Verdict};
use crate::evaluate::{AllowedBy, Measure, Outcome};
use crate::plan::{Check, Figure, Figures, ListRows, Measured, Plan, Role, RowSetId, Sum};
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Amount, Kind};

/// A comparison of sums: what stands left less what stands right, held against zero.
#[derive(Debug)]
pub(in crate::evaluate) struct CompiledSum {
    pub(in crate::evaluate) terms: Vec<SignedTerm>,
    /// Written numbers on the left and on the right, in thousandths.
    written: [i64; 2],
    operator: ComparisonOperator,
    /// `± t`, in thousandths.
    stated: Option<i64>,
    /// What its sides measure.
    pub(in crate::evaluate) measures: Measured,
    /// The least and the greatest difference of the figures, left less right, for which it holds.
    within: [i64; 2],
    /// It holds for all others instead.
    outside: bool,
}

/// A comparison of more terms is left to exact arithmetic: sums of so many columns fit.
const MOST_TERMS: usize = 256;

/// Figures that are added or taken off.
#[derive(Debug)]
pub(in crate::evaluate) struct SignedTerm {
    pub(in crate::evaluate) figures: Figures,
    /// Whether they are taken off on their side.
    pub(super) negative: bool,
    /// Whether they stand right.
    pub(super) right: bool,
}

/// What the figures of a comparison come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Left less right.
    pub(super) difference: i64,
    pub(super) content: Content,
}

impl Tally {
    /// That of figures not to be had in thousandths.
    pub(super) const ODD: Self = Self {
        difference: 0,
        content: Content::ODD,
    };

    pub(super) fn add(&mut self, quantity: Quantity, negative: bool) {
        let value = if negative { -quantity.value } else { quantity.value };
        self.join(Self {
            difference: value,
            content: quantity.content,
        });
    }

    pub(super) fn join(&mut self, other: Self) {
        // Never more than so many terms, each within the largest of a column.
        self.difference = self.difference.wrapping_add(other.difference);
        self.content = self.content.or(other.content);
    }
}

/// What the figures of a side come to.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::evaluate) struct SideSum {
    pub(super) value: i128,
    /// By how much it may be off for all figures being rounded.
    pub(super) half: i128,
    /// Whether any figure is there.
    pub(super) present: bool,
}

impl CompiledSum {
    /// The check as such a comparison; `None` where it is another, or too large.
    pub(super) fn of(plan: &Plan, check: &Check) -> Option<Self> {
        let balance = check.balance.as_ref()?;
        let (left, right) = (
            thousandths(balance.left.constant)?,
            thousandths(balance.right.constant)?,
        );
        let mut sum = Self {
            terms: Vec::new(),
            written: [left, right],
            operator: balance.operator,
            stated: match balance.tolerance {
                None => None,
                Some(tolerance) => Some(thousandths(tolerance)?),
            },
            measures: balance.measures,
            within: [0; 2],
            outside: false,
        };
        sum.add(plan, &balance.left, false)?;
        sum.add(plan, &balance.right, true)?;
        sum.bound();
        (sum.terms.len() <= MOST_TERMS).then_some(sum)
    }

    /// Adds the terms of a side; `None` where they are more than figures added or taken off, or of another report.
    fn add(&mut self, plan: &Plan, sum: &Sum, right: bool) -> Option<()> {
        let is_own = |set: RowSetId| plan.row_set(set).is_some_and(|set| set.table.role == Role::Own);
        for term in &sum.terms {
            let known = match &term.figures {
                Figures::One(Figure::Single { rows, .. }) => is_own(*rows),
                Figures::One(Figure::OfRow { .. }) => true,
                Figures::One(Figure::OfParent { .. }) => false,
                Figures::Many(list) => match list.rows {
                    ListRows::Set(rows) => is_own(rows),
                    ListRows::Children(_) => true,
                },
            };
            let is_sign = term.factor.abs() == Decimal::ONE;
            (known && is_sign).then_some(())?;
            self.terms.push(SignedTerm {
                figures: term.figures.clone(),
                negative: term.factor.is_sign_negative(),
                right,
            });
        }
        Some(())
    }

    /// What plainly becomes of it; `None` where it is missed, or only exact arithmetic can tell.
    pub(super) fn outcome(&self, figures: Tally) -> Option<Outcome> {
        let [least, greatest] = self.within;
        let is_within = least <= figures.difference && figures.difference <= greatest;
        match figures.content {
            Content::NOTHING => Some(Outcome::Vacuous),
            Content::FIGURE if is_within != self.outside => Some(Outcome::Holds),
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
    /// `kind` is what the sides measure, `cap` 尾差上限 in 元.
    pub(in crate::evaluate) fn decide(&self, [left, right]: [SideSum; 2], kind: Kind, cap: Decimal) -> Option<Verdict> {
        let [on_left, on_right] = self.written;
        let (left, right) = (left.and(on_left), right.and(on_right));
        let rounding = left.half + right.half;
        let cap = match kind {
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
            allowed_by: match self.stated {
                Some(_) => AllowedBy::Tolerance,
                None if rounding > cap => AllowedBy::Cap,
                None => AllowedBy::Rounding,
            },
        };
        Some(Verdict {
            outcome: compared.outcome(),
            measure: Some(measure),
        })
    }
}

impl SideSum {
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
