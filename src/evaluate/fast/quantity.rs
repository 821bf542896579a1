//! Figures in whole thousandths, so that sums of them are sums of integers.
//!
//! Money printed in any unit to the 分 is a whole number of thousandths of a 元. A figure that is not (a ratio, a price with
//! more decimals), or that is larger than any budget, is left to exact arithmetic.

use rust_decimal::Decimal;

use crate::form::ColumnIx;
use crate::report::{Figure, Part};

/// Decimals of a thousandth.
pub(super) const SCALE: u32 = 3;
/// Decimals that a figure may be printed with; those beyond a thousandth must be zeros.
const MOST_DECIMALS: u32 = 6;
/// No figure is larger, nor what all figures of a column come to: whole numbers of 64 bits then hold the sums of many columns, and
/// exact arithmetic holds them too, so that both ways come out alike.
pub(super) const LARGEST: u64 = 1 << 53;

/// What a cell holds, or several: nothing, a figure, or what only exact arithmetic knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Content(u8);

impl Content {
    pub(super) const NOTHING: Self = Self(0);
    pub(super) const FIGURE: Self = Self(1);
    /// Only exact arithmetic knows.
    pub(super) const ODD: Self = Self(2);

    /// What is in either.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any figure is in it.
    fn has_figure(self) -> bool {
        self.0 & Self::FIGURE.0 != 0
    }

    /// Whether anything in it is for exact arithmetic alone.
    pub(super) fn is_odd(self) -> bool {
        self.0 >= Self::ODD.0
    }
}

/// A cell in thousandths.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quantity {
    /// Zero where it holds no figure.
    pub(super) value: i64,
    pub(super) content: Content,
}

impl Quantity {
    pub(super) fn is_blank(&self) -> bool {
        self.content == Content::NOTHING
    }

    pub(super) fn is_figure(&self) -> bool {
        self.content == Content::FIGURE
    }

    pub(super) const ODD: Self = Self {
        value: 0,
        content: Content::ODD,
    };

    fn of(figure: &Figure) -> Self {
        match figure {
            Figure::Blank => Self::default(),
            Figure::Number { value, half } if half.scale() <= MOST_DECIMALS => {
                thousandths(*value).map_or(Self::ODD, |value| Self {
                    value,
                    content: Content::FIGURE,
                })
            }
            Figure::Number { .. } | Figure::Unreadable(_) | Figure::Missing => Self::ODD,
        }
    }
}

/// The cells of a part, column by column, since sums go down columns.
#[derive(Debug)]
pub(super) struct Quantities {
    rows: usize,
    cells: Vec<Quantity>,
    columns: Vec<Column>,
}

/// What is known of all cells of a column.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// What is in any of them.
    content: Content,
    printed: Printed,
    /// Half a unit of the last place of its figures, in thousandths, where that is known.
    half: Option<i64>,
    /// What its figures come to, all taken as positive.
    largest: u64,
    figures: usize,
    /// Whether any of them is negative.
    negative: bool,
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
        let rows = part.cells.len().checked_div(width).unwrap_or(0);
        let none = Column {
            content: Content::NOTHING,
            printed: Printed::Nothing,
            half: None,
            largest: 0,
            figures: 0,
            negative: false,
        };
        let mut quantities = Self {
            rows,
            cells: vec![Quantity::default(); rows.saturating_mul(width)],
            columns: vec![none; width],
        };
        for (row, cells) in part.cells.chunks_exact(width.max(1)).enumerate() {
            let slots = quantities.cells.iter_mut().skip(row).step_by(rows.max(1));
            for ((cell, slot), column) in cells.iter().zip(slots).zip(&mut quantities.columns) {
                if matches!(cell.figure, Figure::Blank) {
                    continue;
                }
                *slot = Quantity::of(&cell.figure);
                column.meet(&cell.figure, *slot);
            }
        }
        quantities.finish();
        quantities
    }

    /// Finds what is to be known of whole columns.
    fn finish(&mut self) {
        for (column, cells) in self.columns.iter_mut().zip(self.cells.chunks_mut(self.rows.max(1))) {
            if let Printed::Alike(half) = column.printed {
                column.half = thousandths(half);
            }
            if column.largest > LARGEST {
                let figures = cells.iter_mut().filter(|cell| cell.content == Content::FIGURE);
                figures.for_each(|cell| *cell = Quantity::ODD);
                column.content = column.content.or(Content::ODD);
            }
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// What the cells of a column hold, row by row; `None` where there is no such column.
    pub(super) fn column(&self, column: ColumnIx) -> Option<&[Quantity]> {
        let column = column.index();
        let start = column.checked_mul(self.rows).filter(|_| column < self.columns.len())?;
        self.cells.get(start..start.checked_add(self.rows)?)
    }

    /// Whether there is such a column and every cell of it is blank.
    pub(super) fn is_blank_column(&self, column: ColumnIx) -> bool {
        let column = self.columns.get(column.index());
        column.is_some_and(|column| column.content == Content::NOTHING)
    }

    /// How many figures a column has, if there is such a column, none of them is negative, and its other cells are blank.
    pub(super) fn figures_not_negative(&self, column: ColumnIx) -> Option<usize> {
        let column = self.columns.get(column.index())?;
        (!column.negative && !column.content.is_odd()).then_some(column.figures)
    }

    /// How finely the figures of a column are printed.
    pub(super) fn printed(&self, column: ColumnIx) -> Printed {
        self.columns
            .get(column.index())
            .map_or(Printed::Nothing, |column| column.printed)
    }

    /// Half a unit of the last place of all figures of a column, in thousandths, where that is known.
    pub(super) fn half(&self, column: ColumnIx) -> Option<i64> {
        self.columns.get(column.index())?.half
    }
}

impl Column {
    /// Takes in a cell that is not blank.
    fn meet(&mut self, figure: &Figure, quantity: Quantity) {
        self.content = self.content.or(quantity.content);
        self.largest = self.largest.saturating_add(quantity.value.unsigned_abs());
        self.figures += usize::from(quantity.content.has_figure());
        self.negative |= quantity.value < 0;
        if let Figure::Number { half, .. } = figure {
            self.printed.meet(*half);
        }
    }
}

impl Printed {
    fn meet(&mut self, half: Decimal) {
        *self = match *self {
            Self::Nothing => Self::Alike(half),
            // Written alike, which is quicker to see than that two numbers are equal.
            Self::Alike(known) if known.scale() == half.scale() && known.mantissa() == half.mantissa() => return,
            _ => Self::Variously,
        };
    }
}

/// The number in thousandths, if it is a whole number of them.
pub(super) fn thousandths(number: Decimal) -> Option<i64> {
    let scale = number.scale();
    let digits = i64::try_from(number.mantissa()).ok()?;
    let value = match scale {
        // Written out, since every figure comes by here.
        0 => digits.checked_mul(1000)?,
        1 => digits.checked_mul(100)?,
        2 => digits.checked_mul(10)?,
        3 => digits,
        4..=MOST_DECIMALS => {
            let finer = 10_i64.pow(scale - SCALE);
            (digits % finer == 0).then_some(digits / finer)?
        }
        _ => return None,
    };
    (value.unsigned_abs() <= LARGEST).then_some(value)
}
