//! Values of a workbook's cells: what they hold, and the text a person sees.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::format_code::Shown;
use crate::read::assemble::shortened;
use crate::read::document::Content;
use crate::read::limits;
use crate::read::markup::is_blank;
use crate::read::number::without_noise;
use crate::value::{mul_exact, round_half_away};

/// A text cell; `None` for one of blanks only, which is an empty cell.
pub(super) fn text(raw: &str) -> Option<(Content, Arc<str>)> {
    let text = shortened(raw.trim_matches(is_blank), limits::CELL_BYTES);
    (!text.is_empty()).then(|| (content_of(text), Arc::from(text)))
}

/// Some formats keep error values as text.
fn content_of(text: &str) -> Content {
    const ERRORS: &[&str] = &["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    if ERRORS.contains(&text) {
        Content::Error
    } else {
        Content::Text
    }
}

/// A number cell. The value is the shortest decimal that is the stored binary number.
pub(super) fn number(stored: f64, shown: Shown) -> (Content, Arc<str>) {
    if let Some(value) = in_hundredths(stored) {
        return decimal(value, shown);
    }
    let written = stored.to_string();
    let value = Decimal::from_str_exact(&written).or_else(|_| written.parse::<Decimal>());
    let Ok(value) = value else {
        // Not finite, or beyond 28 digits: no figure of a report, but shown.
        return (Content::Text, Arc::from(format!("{stored:e}")));
    };
    decimal(value, shown)
}

/// The number as a decimal where it has two decimals at most, as most figures do. Of decimals with fifteen digits at most
/// no two are the same binary number, so this is the shortest.
fn in_hundredths(stored: f64) -> Option<Decimal> {
    const MOST: f64 = 1e14;
    let hundredths = (stored * 100.0).round();
    if stored == 0.0 || hundredths.abs() > MOST || hundredths / 100.0 != stored {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within the bound")]
    let hundredths = hundredths as i64;
    Some(match (hundredths % 100, hundredths % 10) {
        (0, _) => Decimal::new(hundredths / 100, 0),
        (_, 0) => Decimal::new(hundredths / 10, 1),
        _ => Decimal::new(hundredths, 2),
    })
}

/// A number cell whose value is written as a decimal. What it holds is the figure that is shown: where the format divides, so is
/// the value.
pub(super) fn decimal(stored: Decimal, shown: Shown) -> (Content, Arc<str>) {
    let value = match shown.power {
        0 => Some(stored),
        power => mul_exact(stored.normalize(), Decimal::new(1, power)),
    };
    let Some(value) = value else {
        return (Content::Text, Arc::from(format!("{stored}÷10^{}", shown.power)));
    };
    let content = Content::Number {
        value,
        decimals: shown.decimals,
        percent: shown.percent,
    };
    (content, Arc::from(as_shown(value, shown)))
}

fn as_shown(value: Decimal, shown: Shown) -> String {
    let sign = if shown.percent { "%" } else { "" };
    let scaled = if shown.percent {
        mul_exact(value, Decimal::ONE_HUNDRED)
    } else {
        Some(value)
    };
    let value = scaled.unwrap_or(value);
    match shown.decimals {
        Some(2) if value.scale() <= 2 => with_two_decimals(value) + sign,
        Some(decimals) => {
            let places = decimals as usize;
            format!("{:.places$}{sign}", round_half_away(value, decimals))
        }
        None => format!("{}{sign}", without_noise(value).normalize()),
    }
}

/// `{:.2}` of a value with two decimals at most.
fn with_two_decimals(value: Decimal) -> String {
    let mantissa = value.mantissa().unsigned_abs();
    let hundredths = mantissa * 10_u128.pow(2_u32.saturating_sub(value.scale()));
    let minus = if value.is_sign_negative() { "-" } else { "" };
    format!("{minus}{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A boolean cell.
pub(super) fn boolean(value: bool) -> (Content, Arc<str>) {
    (Content::Bool(value), Arc::from(if value { "TRUE" } else { "FALSE" }))
}

/// A date cell, already written out.
pub(super) fn date(text: &str) -> (Content, Arc<str>) {
    (Content::Date, Arc::from(shortened(text, limits::CELL_BYTES)))
}

/// A cell whose formula was never calculated.
pub(super) fn uncalculated() -> (Content, Arc<str>) {
    (Content::Uncalculated, Arc::from(""))
}
