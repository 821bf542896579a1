//! A report as it was read: paragraphs and grids in reading order, every piece with its place.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::{Origin, SourceId};
use crate::value::CellText;

/// A file as read. Nothing in it has been interpreted: a cell's text is not yet a figure.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// What it turned out to be, by its content.
    pub format: Format,
    /// Paragraphs and grids in reading order. Each sheet of a workbook is one grid; in a text a run of lines with
    /// separators is one, and a blank line ends it.
    pub pieces: Vec<Piece>,
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Tab-separated or plain text, as OCR gives it.
    Text,
    /// Comma- or tab-separated values.
    Csv,
    /// A workbook (xlsx and its kin).
    Workbook,
    /// A web page.
    Html,
    /// A Word file (docx).
    Word,
    /// A PDF with a text layer.
    Pdf,
}

/// A paragraph or a grid.
#[derive(Debug, Clone)]
pub enum Piece {
    /// A line of running text.
    Paragraph(Paragraph),
    /// A table as it stands.
    Grid(Grid),
}

/// A line of running text.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its text, without heading marks (`#`) and surrounding blanks.
    pub text: String,
    /// Whether it is marked as a heading (`# …`).
    pub heading: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// A table as it stands in the file.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The sheet's name, for a workbook.
    pub sheet: Option<Arc<str>>,
    /// Rows in order. Rows may differ in length.
    pub rows: Vec<GridRow>,
}

/// A row of a grid.
#[derive(Debug, Clone)]
pub struct GridRow {
    /// Cells in order, one for each column; those covered by a merged cell are there too ([`GridCell::covered`]).
    pub cells: Vec<GridCell>,
    /// The whole row: its line in a text (of its own or drawn from a document), its first cell in a workbook.
    pub origin: Origin,
    /// Whether the row is hidden in a workbook (hidden rows count; they are only not printed).
    pub hidden: bool,
}

/// A cell of a grid.
#[derive(Debug, Clone)]
pub struct GridCell {
    /// What it holds.
    pub content: Content,
    /// Its text as a person sees it, trimmed; empty for an empty cell.
    pub text: CellText,
    /// Where it stands. An empty cell of a text has an empty span at its place between the separators.
    pub origin: Origin,
    /// Whether a merged cell that begins elsewhere covers it; its own content is then that of the merged cell.
    pub covered: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text, which may be a figure typed as text.
    Text,
    /// A number stored as such, with the decimals its number format shows (`None`: general format).
    Number {
        /// The stored value: the shortest decimal that is the stored binary number. Noise that sums have left in it is
        /// still there (`8508.68000000017`); [`number::from_content`](super::number::from_content) removes it and
        /// says so.
        value: Decimal,
        /// Decimals shown.
        decimals: Option<u32>,
        /// Whether it is shown as a percentage.
        percent: bool,
    },
    /// A boolean.
    Bool(bool),
    /// A date or time; never a figure.
    Date,
    /// An error value (`#DIV/0!`); the cell's text names it.
    Error,
    /// A formula that was never calculated, so that its value is unknown.
    Uncalculated,
}
