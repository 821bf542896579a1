//! Values of a workbook's cells: what they hold, and the text a person sees.

use rust_decimal::Decimal;

use super::format_code::Shown;
use crate::read::assemble::shortened;
use crate::read::document::Content;
use crate::read::limits;
use crate::read::markup::is_blank;
use crate::read::number::without_noise;
use crate::value::{CellText, mul_exact, round_half_away};

/// A text cell; `None` for one of blanks only, which is an empty cell.
pub(super) fn text(raw: &str) -> Option<(Content, CellText)> {
    let text = shortened(raw.trim_matches(is_blank), limits::CELL_BYTES);
    (!text.is_empty()).then(|| (content_of(text), CellText::from(text)))
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
pub(super) fn number(stored: f64, shown: Shown) -> (Content, CellText) {
    if let Some(hundredths) = in_hundredths(stored) {
        return figure(hundredths, shown);
    }
    let written = stored.to_string();
    let value = Decimal::from_str_exact(&written).or_else(|_| written.parse::<Decimal>());
    let Ok(value) = value else {
        // Not finite, or beyond 28 digits: no figure of a report, but shown.
        return (Content::Text, CellText::from(format!("{stored:e}")));
    };
    decimal(value, shown)
}

/// The number in hundredths where it has two decimals at most, as most figures do. Of decimals with fifteen digits at most
/// no two are the same binary number, so this is the shortest.
fn in_hundredths(stored: f64) -> Option<i64> {
    const MOST: f64 = 1e14;
    let hundredths = (stored * 100.0).round();
    if stored == 0.0 || hundredths.abs() > MOST || hundredths / 100.0 != stored {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within the bound")]
    let hundredths = hundredths as i64;
    Some(hundredths)
}

/// The same of a number as it is written, where that is plain digits.
pub(super) fn written_in_hundredths(written: &str) -> Option<i64> {
    let (is_negative, digits) = match written.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let point = digits.iter().position(|byte| *byte == b'.');
    let (whole, decimals) = digits.split_at_checked(point.unwrap_or(digits.len()))?;
    let decimals = decimals.get(1..).unwrap_or_default();
    let plain = (1..=12).contains(&whole.len()) && (point.is_none() || (1..=2).contains(&decimals.len()));
    plain.then_some(())?;
    let digits = whole.iter().chain(decimals).try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })?;
    let hundredths = digits * [100, 10, 1].get(decimals.len())?;
    (hundredths != 0).then_some(if is_negative { -hundredths } else { hundredths })
}

/// A number cell whose value is given in hundredths.
pub(super) fn figure(hundredths: i64, shown: Shown) -> (Content, CellText) {
    let (mantissa, scale) = match (hundredths % 100, hundredths % 10) {
        (0, _) => (hundredths / 100, 0),
        (_, 0) => (hundredths / 10, 1),
        _ => (hundredths, 2),
    };
    let value = Decimal::new(mantissa, scale);
    let text = match shown {
        Shown {
            decimals,
            percent: false,
            power: 0,
        } => match decimals {
            None => digits(mantissa, scale),
            Some(2) => digits(hundredths, 2),
            Some(_) => return decimal(value, shown),
        },
        _ => return decimal(value, shown),
    };
    let content = Content::Number {
        value,
        decimals: shown.decimals,
        percent: false,
    };
    (content, text)
}

/// A number of at most 18 digits with `decimals` of them behind the point.
fn digits(mantissa: i64, decimals: u32) -> CellText {
    let mut room = [b'0'; 24];
    let mut at = room.len();
    let mut rest = mantissa.unsigned_abs();
    let mut written = 0;
    let mut put = |byte| {
        at = at.saturating_sub(1);
        if let Some(slot) = room.get_mut(at) {
            *slot = byte;
        }
    };
    while rest > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            put(b'.');
        }
        put(b'0' + u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
        written += 1;
    }
    if mantissa < 0 {
        put(b'-');
    }
    let text = room.get(at..).and_then(|text| std::str::from_utf8(text).ok());
    CellText::from(text.unwrap_or_default())
}

/// A number cell whose value is written as a decimal. What it holds is the figure that is shown: where the format divides, so is
/// the value.
pub(super) fn decimal(stored: Decimal, shown: Shown) -> (Content, CellText) {
    let value = match shown.power {
        0 => Some(stored),
        power => mul_exact(stored.normalize(), Decimal::new(1, power)),
    };
    let Some(value) = value else {
        return (Content::Text, CellText::from(format!("{stored}÷10^{}", shown.power)));
    };
    let content = Content::Number {
        value,
        decimals: shown.decimals,
        percent: shown.percent,
    };
    (content, CellText::from(as_shown(value, shown)))
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
        Some(decimals) => {
            let places = decimals as usize;
            format!("{:.places$}{sign}", round_half_away(value, decimals))
        }
        None => format!("{}{sign}", without_noise(value).normalize()),
    }
}

/// A boolean cell.
pub(super) fn boolean(value: bool) -> (Content, CellText) {
    (
        Content::Bool(value),
        CellText::from(if value { "TRUE" } else { "FALSE" }),
    )
}

/// A date cell, already written out.
pub(super) fn date(text: &str) -> (Content, CellText) {
    (Content::Date, CellText::from(shortened(text, limits::CELL_BYTES)))
}

/// A cell whose formula was never calculated.
pub(super) fn uncalculated() -> (Content, CellText) {
    (Content::Uncalculated, CellText::from(""))
}
