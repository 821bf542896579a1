//! Figures as reports write them: the one parser of numbers, which records every repair and never guesses.

mod affix;
mod digits;
mod repair;
mod stored;

pub use repair::{Repair, RepairKind};
pub use stored::from_content;
pub(super) use stored::without_noise;

use rust_decimal::Decimal;

use super::assemble::shortened;
use super::limits;
use super::markup::is_blank;
use crate::value::Unit;

/// What a cell of a column of figures says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Nothing, or a dash or stroke that stands for nothing.
    Blank,
    /// A number.
    Number {
        /// Its value as printed: `12.5%` is 12.5, `1.2万元` is 1.2.
        value: Decimal,
        /// Decimals printed.
        decimals: u32,
        /// Whether a percent sign follows.
        percent: bool,
        /// The money unit that follows it in the same cell.
        unit: Option<Unit>,
        /// What had to be done to read it, gravest first; empty for a number written as it should be.
        repairs: Vec<Repair>,
    },
    /// Words: no digits, or digits among other words (`2024年`).
    Text,
    /// It may be a number, but not certainly which.
    Uncertain {
        /// Why, in Chinese, one clause.
        reason: String,
    },
}

impl Reading {
    fn uncertain(reason: impl Into<String>) -> Self {
        Self::Uncertain { reason: reason.into() }
    }
}

/// Reads `text` as a figure.
///
/// Accepted as they are: thousands separators, signs (`-390` `(390)` `△390`), `%`, `¥`, a money unit. Repaired, and the
/// repair recorded: full-width characters, blanks beside separators or between groups of three digits, a comma followed by
/// exactly two last digits (`314, 63`), dots between groups of three (`2.119.60`). Everything else that has digits is
/// [`Reading::Uncertain`] or, where words stand beside the digits, [`Reading::Text`].
#[must_use]
pub fn parse(text: &str) -> Reading {
    let trimmed = text.trim_matches(is_blank);
    if is_nothing(trimmed) {
        return Reading::Blank;
    }
    if trimmed.len() > limits::NUMBER_BYTES {
        return too_long(trimmed);
    }
    let folded: String = trimmed.chars().map(affix::half_width).collect();
    if !folded.contains(|c: char| c.is_ascii_digit()) {
        return Reading::Text;
    }
    let full_width = folded != trimmed;
    let parts = match affix::split(&folded) {
        Ok(parts) => parts,
        Err(reading) => return reading,
    };
    let plain = match digits::read(parts.digits) {
        Ok(plain) => plain,
        Err(reading) => return reading,
    };
    let value = if parts.negative { -plain.value } else { plain.value };
    let shown = repair::shown(value, plain.decimals, parts.percent, parts.unit);
    let repairs = [
        (plain.decimal_comma, RepairKind::DecimalComma),
        (plain.dot_separator, RepairKind::DotSeparator),
        (plain.blanks || parts.blanks, RepairKind::InnerSpace),
        (full_width, RepairKind::FullWidth),
    ]
    .into_iter()
    .filter(|(needed, _)| *needed)
    .map(|(_, kind)| Repair::of(kind, trimmed, &shown))
    .collect();
    Reading::Number {
        value,
        decimals: plain.decimals,
        percent: parts.percent,
        unit: parts.unit,
        repairs,
    }
}

/// Whether `text` is empty, dashes only, or a single stroke. `无` is a word.
fn is_nothing(text: &str) -> bool {
    const MAX: usize = 8;
    matches!(text, "" | "/" | "／")
        || text.chars().count() <= MAX
            && text
                .chars()
                .all(|c| matches!(affix::half_width(c), '-' | '—' | '–' | '―' | '─'))
}

/// No number is that long, but a run of digits is no text either.
fn too_long(text: &str) -> Reading {
    let start = shortened(text, limits::NUMBER_BYTES);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    if start.chars().all(is_part) && start.contains(|c: char| c.is_ascii_digit()) {
        Reading::uncertain(format!("数字超过 {} 位,无法可靠计算", limits::DIGITS))
    } else {
        Reading::Text
    }
}
