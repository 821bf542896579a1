//! Cells of a recognised table.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Origin;

/// A cell of a recognised table.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it says.
    pub figure: Figure,
    /// Its text as printed.
    pub text: Arc<str>,
    /// Where it stands. For a cell that the row lacks: the row.
    pub origin: Origin,
    /// What had to be done to read it, if anything.
    pub repair: Option<Box<Repair>>,
}

/// The figure of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Blank (also `-`, `—`, `/`): zero in arithmetic, and `blank()` is true.
    Blank,
    /// A number. Money is in 元; a ratio of 1 is 100 %.
    Number {
        /// Its value.
        value: Decimal,
        /// Half a unit of its last printed place, in the same measure; zero for a count.
        half: Decimal,
    },
    /// Something stands there that cannot be read as a figure with certainty; the reason is in Chinese.
    Unreadable(Arc<str>),
    /// The report has no such column, so the cell is not there at all.
    Missing,
}

/// What was done to read a cell, to be shown with the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// In Chinese, one clause: `小数点误作逗号,“314, 63”读作 314.63`.
    pub note: String,
}

/// What was wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// Blanks inside a number (`7983. 87`).
    InnerSpace,
    /// Full-width digits or marks.
    FullWidth,
    /// A comma for a decimal point (`314, 63`).
    DecimalComma,
    /// A dot as thousands separator (`2.119.60`).
    DotSeparator,
    /// Binary noise of a stored number (`8508.68000000017`).
    FloatNoise,
    /// A number stored as text.
    TextNumber,
    /// The row had lost cells, so the figure was moved to the column it belongs to.
    Shifted,
}
