//! A figure together with the interval its printing stands for.

use rust_decimal::Decimal;

use super::{add_exact, mul_exact, sub_exact};

/// A number known to lie in `low..=high`, printed or computed as `value`.
///
/// Money is in 元, a ratio of 1 is 100 %. A cell printed `7562.47` (万元) is 75 624 700 with an interval of ±50; counts
/// and literals have `low == value == high`. Blank cells are exact zeros with `present == false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Amount {
    /// The nominal value.
    pub value: Decimal,
    /// The least true value that prints as it does.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
    /// Whether any figure that is there (not blank, not a literal) went into it.
    pub present: bool,
}

/// Why a calculation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ArithmeticError {
    /// The exact result does not fit 96 bits.
    Overflow,
    /// The divisor is zero.
    DivisionByZero,
}

type Result = std::result::Result<Amount, ArithmeticError>;

fn fits(value: Option<Decimal>) -> std::result::Result<Decimal, ArithmeticError> {
    value.ok_or(ArithmeticError::Overflow)
}

impl Amount {
    /// A blank cell: zero, exact, not present.
    pub const BLANK: Self = Self {
        value: Decimal::ZERO,
        low: Decimal::ZERO,
        high: Decimal::ZERO,
        present: false,
    };

    /// An exact number that is no figure of the report (a literal).
    #[must_use]
    pub fn literal(value: Decimal) -> Self {
        Self {
            value,
            low: value,
            high: value,
            present: false,
        }
    }

    /// A figure of the report, printed to within `half` (half a unit of its last place; 0 for a count).
    ///
    /// # Errors
    /// [`ArithmeticError::Overflow`] where the interval does not fit.
    pub fn printed(value: Decimal, half: Decimal) -> Result {
        Ok(Self {
            value,
            low: fits(sub_exact(value, half))?,
            high: fits(add_exact(value, half))?,
            present: true,
        })
    }

    /// Whether the interval is a single point.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// Whether it is [`Amount::BLANK`], to which nothing is added in vain: most cells of a report are blank.
    pub(crate) fn is_blank(&self) -> bool {
        let zero = |value: Decimal| value.is_zero() && value.scale() == 0;
        !self.present && zero(self.value) && zero(self.low) && zero(self.high)
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`ArithmeticError::Overflow`].
    pub fn plus(self, other: Self) -> Result {
        if other.is_blank() {
            return Ok(self);
        }
        if self.is_blank() {
            return Ok(other);
        }
        Ok(Self {
            value: fits(add_exact(self.value, other.value))?,
            low: fits(add_exact(self.low, other.low))?,
            high: fits(add_exact(self.high, other.high))?,
            present: self.present || other.present,
        })
    }

    /// `self - other`.
    ///
    /// # Errors
    /// [`ArithmeticError::Overflow`].
    pub fn minus(self, other: Self) -> Result {
        self.plus(other.negated())
    }

    /// `-self`.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            value: -self.value,
            low: -self.high,
            high: -self.low,
            present: self.present,
        }
    }

    /// `|self|`.
    #[must_use]
    pub fn abs(self) -> Self {
        if self.low >= Decimal::ZERO {
            self
        } else if self.high <= Decimal::ZERO {
            self.negated()
        } else {
            Self {
                value: self.value.abs(),
                low: Decimal::ZERO,
                high: self.high.max(-self.low),
                present: self.present,
            }
        }
    }

    /// `self × other`, with the exact interval.
    ///
    /// # Errors
    /// [`ArithmeticError::Overflow`].
    pub fn times(self, other: Self) -> Result {
        let value = fits(mul_exact(self.value, other.value))?;
        let present = self.present || other.present;
        if self.is_exact() && other.is_exact() {
            return Ok(Self {
                value,
                low: value,
                high: value,
                present,
            });
        }
        let corners = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut low = value;
        let mut high = value;
        for (a, b) in corners {
            let corner = fits(mul_exact(a, b))?;
            low = low.min(corner);
            high = high.max(corner);
        }
        Ok(Self {
            value,
            low,
            high,
            present,
        })
    }

    /// `self ÷ other`. The interval is exact up to 28 digits: `0.005 / (|d| − 0.005)`, not the first-order
    /// `0.005 / |d|`. A divisor whose interval touches zero bounds nothing, so the interval is then as wide as it gets.
    ///
    /// # Errors
    /// [`ArithmeticError::DivisionByZero`] where the divisor's value is zero, [`ArithmeticError::Overflow`].
    pub fn divided_by(self, other: Self) -> Result {
        if other.value.is_zero() {
            return Err(ArithmeticError::DivisionByZero);
        }
        let value = fits(self.value.checked_div(other.value))?;
        let present = self.present || other.present;
        if other.low <= Decimal::ZERO && other.high >= Decimal::ZERO {
            return Ok(Self {
                value,
                low: Decimal::MIN,
                high: Decimal::MAX,
                present,
            });
        }
        let mut low = value;
        let mut high = value;
        for a in [self.low, self.high] {
            for b in [other.low, other.high] {
                let corner = fits(a.checked_div(b))?;
                low = low.min(corner);
                high = high.max(corner);
            }
        }
        // Quotients are rounded in the 28th digit; one unit outward keeps the interval a true bound.
        if !(self.is_exact() && other.is_exact()) {
            let ulp = Decimal::new(1, 27);
            low = low.checked_sub(ulp).unwrap_or(low);
            high = high.checked_add(ulp).unwrap_or(high);
        }
        Ok(Self {
            value,
            low,
            high,
            present,
        })
    }

    /// How far the true values of `self` and `other` can lie from the printed ones, towards each other: the bound
    /// within which `self ≈ other` holds.
    #[must_use]
    pub fn rounding_bound(&self, other: &Self) -> Decimal {
        let (upper, lower) = if self.value >= other.value {
            (self, other)
        } else {
            (other, self)
        };
        let down = upper.value.checked_sub(upper.low).unwrap_or(Decimal::MAX);
        let up = lower.high.checked_sub(lower.value).unwrap_or(Decimal::MAX);
        down.checked_add(up).unwrap_or(Decimal::MAX)
    }
}
