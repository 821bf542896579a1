//! Decimals as digits.

use rust_decimal::Decimal;

/// Decimals of which every power of ten fits.
const MOST_DECIMALS: u32 = 18;

/// A decimal without trailing zeros.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digits {
    negative: bool,
    digits: u64,
    /// How many of the digits are decimals.
    pub decimals: u32,
}

impl Digits {
    /// Those of a number that has no more than are usual.
    pub fn of(number: Decimal) -> Option<Self> {
        let mut digits = u64::try_from(number.mantissa().unsigned_abs()).ok()?;
        let mut decimals = if digits == 0 { 0 } else { number.scale() };
        while decimals > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            decimals -= 1;
        }
        (decimals <= MOST_DECIMALS).then_some(Self {
            negative: number.is_sign_negative() && digits != 0,
            digits,
            decimals,
        })
    }

    /// The number with at least so many decimals; `grouped`: with a comma between thousands.
    pub fn write(self, decimals: u32, grouped: bool) -> String {
        let mut text = String::with_capacity(24);
        if self.negative {
            text.push('-');
        }
        let one = 10_u64.pow(self.decimals);
        push(&mut text, self.digits / one, 1, grouped);
        if decimals.max(self.decimals) > 0 {
            text.push('.');
        }
        if self.decimals > 0 {
            push(&mut text, self.digits % one, self.decimals, false);
        }
        text.extend((self.decimals..decimals).map(|_| '0'));
        text
    }
}

/// Writes a whole number with at least so many digits.
fn push(text: &mut String, mut number: u64, least: u32, grouped: bool) {
    let mut left = number.checked_ilog10().map_or(1, |log| log + 1).max(least);
    let mut place = 10_u64.pow(left.saturating_sub(1));
    while left > 0 {
        left -= 1;
        let digit = number / place;
        number %= place;
        place = (place / 10).max(1);
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
        if grouped && left > 0 && left.is_multiple_of(3) {
            text.push(',');
        }
    }
}
