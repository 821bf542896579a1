//! Cells of a recognised table.

use std::sync::Arc;

use rust_decimal::Decimal;

pub use crate::read::number::{Repair, RepairKind};
use crate::source::Origin;
use crate::value::CellText;

/// A cell of a recognised table.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// What it says.
    pub figure: Figure,
    /// Its text as printed.
    pub text: CellText,
    /// Where it stands. For a cell that the row lacks: the row.
    pub origin: Origin,
    /// What had to be done to read it, if anything.
    pub repair: Option<Box<Repair>>,
}

/// The figure of a cell.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
