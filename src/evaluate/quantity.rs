//! Figures in whole thousandths, so that sums of them are sums of integers.
//!
//! Money printed in any unit to the 分 is a whole number of thousandths of a 元. A figure that is not (a ratio, a price with
//! more decimals), or that is larger than any budget, is left to exact arithmetic.

use rust_decimal::Decimal;

use crate::report::Figure;

/// Decimals of a thousandth.
const SCALE: u32 = 3;
/// Decimals that a figure may be printed with; those beyond a thousandth must be zeros.
const MOST_DECIMALS: u32 = 6;
/// No larger: sums of as many as memory holds then fit exact arithmetic too, so that both ways come out alike.
const LARGEST: u64 = 1 << 53;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    Blank,
    /// A number of thousandths.
    Thousandths(i64),
    /// Only exact arithmetic knows.
    Odd,
}

impl Quantity {
    pub(super) fn of(figure: &Figure) -> Self {
        match figure {
            Figure::Blank => Self::Blank,
            Figure::Number { value, half } if half.scale() <= MOST_DECIMALS => {
                thousandths(*value).map_or(Self::Odd, Self::Thousandths)
            }
            Figure::Number { .. } | Figure::Unreadable(_) | Figure::Missing => Self::Odd,
        }
    }
}

/// The number in thousandths, if it is a whole number of them.
pub(super) fn thousandths(number: Decimal) -> Option<i64> {
    let scale = number.scale();
    let digits = i64::try_from(number.mantissa()).ok()?;
    let value = if scale <= SCALE {
        digits.checked_mul(10_i64.pow(SCALE - scale))?
    } else if scale <= MOST_DECIMALS {
        let finer = 10_i64.pow(scale - SCALE);
        (digits % finer == 0).then_some(digits / finer)?
    } else {
        return None;
    };
    (value.unsigned_abs() <= LARGEST).then_some(value)
}
