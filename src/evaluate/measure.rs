//! Both sides of a comparison, and how far they might have been apart.

use rust_decimal::Decimal;

use crate::syntax::ast::ComparisonOperator;
use crate::value::Amount;

/// Both sides of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// The comparison.
    pub operator: ComparisonOperator,
    /// Left.
    pub left: Amount,
    /// Right.
    pub right: Amount,
    /// `left − right`, in 元 (or as a ratio, or a count).
    pub difference: Decimal,
    /// By how much they may differ, in the same measure; zero where the comparison is exact.
    pub bound: Decimal,
    /// What allows for that.
    pub allowed_by: AllowedBy,
}

/// What allows the sides of a comparison to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowedBy {
    /// That figures are rounded where they are printed.
    Rounding,
    /// The same, but no more than 尾差上限.
    Cap,
    /// `± t` of the rule, an amount.
    Tolerance,
    /// `± t` of the rule, a share of the right side.
    Share,
}

impl AllowedBy {
    /// Whether the rule states it, so that what is within holds and is no tail.
    #[must_use]
    pub fn is_stated(self) -> bool {
        match self {
            Self::Tolerance | Self::Share => true,
            Self::Rounding | Self::Cap => false,
        }
    }
}
