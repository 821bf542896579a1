//! Where a piece of a report comes from.

use std::fmt::Write as _;

use super::{SourceId, Span};

/// A cell of a workbook. Absolute: the first row and column of the sheet are 0, whatever range is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct CellRef {
    /// The workbook.
    pub source: SourceId,
    /// The sheet, counted from 0 in workbook order; its name is in [`Source::sheets`](super::Source::sheets).
    pub sheet: u16,
    /// Row, 0-based.
    pub row: u32,
    /// Column, 0-based.
    pub column: u32,
}

impl CellRef {
    /// The address as a spreadsheet shows it (`B7`).
    #[must_use]
    pub fn a1(self) -> String {
        let mut address = String::with_capacity(8);
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            rest -= 1;
            address.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        let _ = write!(address, "{}", u64::from(self.row) + 1);
        address
    }
}

/// The place of a figure, a label or a sentence: in a text, or in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Origin {
    /// Bytes of a text source.
    Text(Span),
    /// A cell of a workbook.
    Cell(CellRef),
}

impl Origin {
    /// The source the place is in.
    #[must_use]
    pub fn source(self) -> SourceId {
        match self {
            Self::Text(span) => span.source,
            Self::Cell(cell) => cell.source,
        }
    }
}
