//! Decimal arithmetic that refuses instead of rounding.
//!
//! `rust_decimal` rounds silently when 96 bits do not hold the exact result, so every sum and product of the
//! interpreter goes through here; `None` is an overflow and becomes an outcome, never a wrong figure.

use rust_decimal::{Decimal, RoundingStrategy};

/// `a + b`, or `None` where the exact sum does not fit.
#[must_use]
pub fn add_exact(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    (a.is_zero() || b.is_zero() || sum.scale() >= a.scale().max(b.scale())).then_some(sum)
}

/// `a - b`, or `None` where the exact difference does not fit.
#[must_use]
pub fn sub_exact(a: Decimal, b: Decimal) -> Option<Decimal> {
    add_exact(a, -b)
}

/// `a × b`, or `None` where the exact product does not fit.
#[must_use]
pub fn mul_exact(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let product = a.checked_mul(b)?;
    (product.scale() == a.scale() + b.scale()).then_some(product)
}

/// `value` at `decimals` places, half away from zero (四舍五入), as spreadsheets show it.
#[must_use]
pub fn round_half_away(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}
