//! Figures of cells as a document holds them: stored numbers, numbers typed as text, errors.

use rust_decimal::Decimal;

use super::repair::{Repair, RepairKind, shown};
use super::{Reading, parse};
use crate::read::document::{Content, GridCell};
use crate::source::Origin;
use crate::value::{mul_exact, round_half_away};

/// Reads a cell of a column of figures.
///
/// A stored number keeps its stored value, which may have more decimals than are shown (`33.3333333333` shown as
/// `33.33`): it is rounded only where what is cut off is noise of binary arithmetic, and that is recorded.
/// [`decimals`](Reading::Number::decimals) are those shown, or the value's own in a cell of general format. A percentage is read as shown
/// (stored 0.125, shown `12.5%`, read 12.5).
#[must_use]
pub fn from_content(cell: &GridCell) -> Reading {
    match &cell.content {
        Content::Empty => Reading::Blank,
        Content::Text => from_text(cell),
        Content::Number {
            value,
            decimals,
            percent,
        } => from_number(*value, *decimals, *percent),
        Content::Bool(_) => Reading::uncertain(format!("单元格里是逻辑值“{}”,不是数字", cell.text)),
        Content::Date => Reading::uncertain(format!("单元格里是日期“{}”,不是数字", cell.text)),
        Content::Error => Reading::uncertain(format!("单元格里是错误值“{}”", cell.text)),
        Content::Uncalculated => Reading::uncertain("公式没有计算结果,请用表格软件打开、重新计算并保存"),
    }
}

fn from_text(cell: &GridCell) -> Reading {
    let mut reading = parse(&cell.text);
    if let (
        Reading::Number {
            value,
            decimals,
            percent,
            unit,
            repairs,
        },
        Origin::Cell(_),
    ) = (&mut reading, cell.origin)
    {
        let shown = shown(*value, *decimals, *percent, *unit);
        repairs.push(Repair::of(RepairKind::TextNumber, &cell.text, &shown));
    }
    reading
}

fn from_number(stored: Decimal, decimals: Option<u32>, percent: bool) -> Reading {
    let scaled = if percent {
        mul_exact(stored, Decimal::ONE_HUNDRED)
    } else {
        Some(stored)
    };
    let Some(exact) = scaled else {
        return Reading::uncertain("数值过大,无法可靠计算");
    };
    let exact = exact.normalize();
    let value = without_noise(exact);
    let decimals = decimals.unwrap_or_else(|| value.scale());
    let mut repairs = Vec::new();
    if value != exact {
        let original = if percent {
            format!("{exact}%")
        } else {
            exact.to_string()
        };
        let shown = shown(value, decimals, percent, None);
        repairs.push(Repair::of(RepairKind::FloatNoise, &original, &shown));
    }
    Reading::Number {
        value,
        decimals,
        percent,
        unit: None,
        repairs,
    }
}

/// Most decimals that a figure of a report is meant to have.
const MEANT: u32 = 6;

/// Zeros (or nines) that must follow a meant decimal for the rest to be noise.
const GAP: u32 = 5;

/// `value` without the noise of binary arithmetic: at the first place (up to six decimals) behind which five zeros or five
/// nines follow, provided that what is cut off is also within 10⁻¹² of the value (or 10⁻⁹, where large figures cancelled out).
/// `51234.000001` is a figure with six decimals and stays.
pub(in crate::read) fn without_noise(value: Decimal) -> Decimal {
    if value.scale() <= GAP {
        return value;
    }
    let relative = value.abs().checked_mul(Decimal::new(1, 12)).unwrap_or(Decimal::ZERO);
    let bound = relative.max(Decimal::new(1, 9));
    (0..=MEANT)
        .filter(|places| value.scale() > places + GAP)
        .map(|places| (places, round_half_away(value, places)))
        .find(|(places, rounded)| {
            let rest = value.checked_sub(*rounded).unwrap_or(value).abs();
            rest < Decimal::new(1, places + GAP) && rest <= bound
        })
        .map_or(value, |(_, rounded)| rounded.normalize())
}
