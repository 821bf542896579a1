//! Figures as people read them: unit, decimals, thousands separators, signs.

use rust_decimal::Decimal;

use super::digits::Digits;
use crate::value::{Amount, Kind, Unit, mul_exact, round_half_away};

/// No figure is shown with more decimals than this.
const MOST_DECIMALS: u32 = 6;

/// A figure ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    /// For people: `7,562.47`, `53.74%`, `空白`. Money is without its unit.
    pub text: String,
    /// For programs: `7562.47` in the unit shown, a ratio as a fraction of 1. `None` where there is no figure.
    pub plain: Option<String>,
}

impl Shown {
    /// Words in place of a figure.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            plain: None,
        }
    }
}

/// How the figures of one finding are shown: all in one unit, with the decimals they were printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Scale {
    /// What they measure.
    pub kind: Kind,
    /// The unit of money.
    pub unit: Unit,
    /// Decimals: of the most precise figure printed, and two at least for money and ratios.
    pub decimals: u32,
}

impl Scale {
    /// The scale for figures printed as `amounts` are.
    pub fn of(kind: Kind, unit: Unit, amounts: impl IntoIterator<Item = Amount>) -> Self {
        Self::of_halves(kind, unit, amounts.into_iter().filter_map(Self::half_of))
    }

    /// The scale for figures printed to within these (元, or a ratio).
    pub(super) fn of_halves(kind: Kind, unit: Unit, halves: impl Iterator<Item = Decimal>) -> Self {
        let least = if matches!(kind, Kind::Money | Kind::Ratio) {
            2
        } else {
            0
        };
        let plain = Self {
            kind,
            unit,
            decimals: least,
        };
        let decimals = halves
            .map(|half| plain.printed_decimals(half))
            .fold(least, u32::max)
            .min(MOST_DECIMALS);
        Self { decimals, ..plain }
    }

    /// Half a unit of the last place that these figures are printed with (元, or a ratio); zero for a count.
    #[must_use]
    pub fn half(self) -> Decimal {
        let half = Decimal::new(5, self.decimals + 1);
        match self.kind {
            Kind::Money => self.unit.to_yuan(half).unwrap_or_default(),
            Kind::Ratio => half.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default(),
            _ => Decimal::ZERO,
        }
    }

    /// Half the interval of a figure that is there; `None` for an exact one.
    pub(super) fn half_of(amount: Amount) -> Option<Decimal> {
        let printed = amount.present && !amount.is_exact();
        let width = printed.then(|| amount.high.checked_sub(amount.low)).flatten()?;
        mul_exact(width, Decimal::new(5, 1)).or_else(|| width.checked_div(Decimal::TWO))
    }

    /// The scale of a figure printed to within `half` (元, or a ratio), where that is coarser: its digits are those that were printed.
    pub(super) fn as_printed(self, half: Decimal) -> Self {
        let decimals = if half.is_zero() {
            self.decimals
        } else {
            self.decimals.min(self.printed_decimals(half))
        };
        Self { decimals, ..self }
    }

    /// Decimals that a figure was printed with, from half its interval: 0.005 is two.
    fn printed_decimals(self, half: Decimal) -> u32 {
        let half = self.converted(half);
        let decimals = Digits::of(half).map_or_else(|| half.normalize().scale(), |digits| digits.decimals);
        decimals.saturating_sub(1)
    }

    /// In the unit shown.
    fn converted(self, value: Decimal) -> Decimal {
        match self.kind {
            Kind::Money => self.unit.from_yuan(value).unwrap_or(value),
            Kind::Ratio => value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value),
            _ => value,
        }
    }

    /// The digits, grouped, without unit. A figure finer than the scale keeps its own decimals, so that a difference
    /// is never shown as nothing.
    fn digits(self, value: Decimal) -> String {
        let value = self.converted(value);
        if let Some(digits) = Digits::of(value).filter(|digits| digits.decimals <= MOST_DECIMALS) {
            return digits.write(self.decimals, true);
        }
        let value = value.normalize();
        let decimals = if value.scale() <= MOST_DECIMALS {
            value.scale().max(self.decimals)
        } else {
            (self.decimals + 2).min(MOST_DECIMALS)
        };
        let rounded = round_half_away(value, decimals);
        let text = format!("{:.*}", decimals as usize, rounded.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut out = String::new();
        if rounded.is_sign_negative() && !rounded.is_zero() {
            out.push('-');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(fraction);
        }
        out
    }

    /// The figure without a money unit: `7,562.47`, `53.74%`.
    #[must_use]
    pub fn number(self, value: Decimal) -> String {
        let mut text = self.digits(value);
        if self.kind == Kind::Ratio {
            text.push('%');
        }
        text
    }

    /// The figure with its unit: `7,562.47 万元`.
    #[must_use]
    pub fn with_unit(self, value: Decimal) -> String {
        self.add_unit(self.number(value))
    }

    /// The difference, signed: `+33.24`, `-0.50`, `0.00`.
    #[must_use]
    pub fn signed(self, value: Decimal) -> String {
        let text = self.digits(value);
        if value.is_sign_positive() && !value.is_zero() {
            format!("+{text}")
        } else {
            text
        }
    }

    /// The size of a difference, without sign, with its unit: `0.50 万元`, `0.26 个百分点`.
    #[must_use]
    pub fn distance(self, value: Decimal) -> String {
        let text = self.digits(value.abs());
        match self.difference_unit() {
            "" => text,
            unit => format!("{text} {unit}"),
        }
    }

    /// The unit of the figures: `万元`, `%`, nothing for a count.
    #[must_use]
    pub fn unit_label(self) -> &'static str {
        match self.kind {
            Kind::Money => self.unit.label(),
            Kind::Ratio => "%",
            _ => "",
        }
    }

    /// The unit of differences: percentages differ by percentage points.
    #[must_use]
    pub fn difference_unit(self) -> &'static str {
        match self.kind {
            Kind::Ratio => "个百分点",
            _ => self.unit_label(),
        }
    }

    /// For programs: a decimal in the unit shown, a ratio as a fraction of 1.
    #[must_use]
    pub fn plain(self, value: Decimal) -> String {
        let value = match self.kind {
            Kind::Money => self.converted(value),
            _ => value,
        };
        Digits::of(value).map_or_else(|| value.normalize().to_string(), |digits| digits.write(0, false))
    }

    /// Both spellings.
    #[must_use]
    pub fn shown(self, value: Decimal) -> Shown {
        Shown {
            text: self.number(value),
            plain: Some(self.plain(value)),
        }
    }

    fn add_unit(self, text: String) -> String {
        match self.kind {
            Kind::Money => format!("{text} {}", self.unit.label()),
            _ => text,
        }
    }
}
