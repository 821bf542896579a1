//! Figures in whole thousandths, so that sums of them are sums of integers.
//!
//! Money printed in any unit to the 分 is a whole number of thousandths of a 元. A figure that is not (a ratio, a price with
//! more decimals), or that is larger than any budget, is left to exact arithmetic.

use rust_decimal::Decimal;

use crate::report::{Figure, Part};

/// Decimals of a thousandth.
pub(super) const SCALE: u32 = 3;
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

/// The cells of a part.
#[derive(Debug)]
pub(super) struct Quantities {
    rows: usize,
    /// Column by column, since sums go down columns.
    cells: Vec<Quantity>,
    /// For each column.
    printed: Vec<Printed>,
}

/// How finely the figures of a column are printed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Printed {
    /// It has none.
    Nothing,
    /// All of them to within this half a unit of the last place.
    Alike(Decimal),
    /// Each in its own way.
    Variously,
}

impl Quantities {
    pub(super) fn of(part: &Part) -> Self {
        let width = part.columns.len();
        let mut cells = Vec::with_capacity(part.cells.len());
        let mut printed = vec![Printed::Nothing; width];
        for (column, printed) in printed.iter_mut().enumerate() {
            for cell in part.cells.iter().skip(column).step_by(width) {
                cells.push(Quantity::of(&cell.figure));
                if let Figure::Number { half, .. } = &cell.figure {
                    printed.meet(*half);
                }
            }
        }
        Self {
            rows: part.cells.len().checked_div(width).unwrap_or(0),
            cells,
            printed,
        }
    }

    /// What the cells of a column hold, row by row; `None` where there is no such column.
    pub(super) fn column(&self, column: usize) -> Option<&[Quantity]> {
        let start = column.checked_mul(self.rows).filter(|_| column < self.printed.len())?;
        self.cells.get(start..start + self.rows)
    }

    /// How finely the figures of a column are printed.
    pub(super) fn printed(&self, column: usize) -> Printed {
        self.printed.get(column).copied().unwrap_or(Printed::Nothing)
    }

    /// Half a unit of the last place of all figures of a column, in thousandths, where that is known.
    pub(super) fn half(&self, column: usize) -> Option<i64> {
        match self.printed(column) {
            Printed::Alike(half) => thousandths(half),
            Printed::Nothing | Printed::Variously => None,
        }
    }
}

impl Printed {
    fn meet(&mut self, half: Decimal) {
        *self = match *self {
            Self::Nothing => Self::Alike(half),
            // Written alike, which is quicker to see than that two numbers are equal.
            Self::Alike(known) if known.serialize() == half.serialize() => return,
            _ => Self::Variously,
        };
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
