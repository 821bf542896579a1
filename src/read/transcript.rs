//! The text drawn from a document that has no lines of its own (PDF, Word, web page), and its pieces.
//!
//! Paragraphs become lines, table rows lines with tabs, so that every cell and sentence has a span; a [`Landmark`] for
//! each says where it stands in the original.

use std::sync::Arc;

use super::assemble::{Assembler, CellMaker, Cut};
use super::document::{GridCell, GridRow, Piece};
use super::limits;
use crate::diagnostic::Diagnostic;
use crate::source::{Landmark, Landmarks, Origin, SourceId, SourceMap};

/// A cell as a reader found it.
#[derive(Debug, Clone)]
pub(super) enum Drawn {
    /// A cell of its own: its text (line breaks in it become blanks) and where it stands.
    Cell(String, Landmark),
    /// Covered by the merged cell that begins so many places before it in its row (1 or more).
    Left(usize),
    /// Covered by the merged cell that covers or is the cell above it.
    Above,
}

/// Draws the text of a document, piece by piece in reading order.
#[derive(Debug)]
pub(super) struct Transcript {
    source: SourceId,
    maker: CellMaker,
    out: Assembler,
    text: String,
    landmarks: Landmarks,
    /// The row before, in the grid at hand.
    above: Vec<GridCell>,
}

impl Transcript {
    /// Of the document `source`.
    pub fn new(source: SourceId) -> Self {
        Self {
            source,
            maker: CellMaker::new(source),
            out: Assembler::default(),
            text: String::new(),
            landmarks: Landmarks::default(),
            above: Vec::new(),
        }
    }

    /// Adds a paragraph; one without visible text is left out.
    pub fn paragraph(&mut self, text: &str, heading: bool, landmark: Landmark) {
        let start = self.text.len();
        push_line(&mut self.text, text);
        let end = self.text.len();
        if start == end {
            return;
        }
        self.landmarks.push(start..end, landmark);
        let line = self.text.get(start..end).unwrap_or_default();
        self.out.paragraph(line, heading, self.maker.origin(start, end));
        self.text.push('\n');
        self.above.clear();
    }

    /// Whether a row of `cells` cells is within the limits; readers ask before they make one.
    pub fn has_room(&self, cells: usize) -> bool {
        self.out.has_room(cells)
    }

    /// Adds a row to the grid at hand. A row beyond the limits is left out, and said.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Drawn>, hidden: bool) {
        let start = self.text.len();
        let mut row: Vec<GridCell> = Vec::new();
        for (column, drawn) in cells.into_iter().take(limits::ROW_CELLS + 1).enumerate() {
            if column > 0 {
                self.text.push('\t');
            }
            let covering = match &drawn {
                Drawn::Cell(..) => None,
                Drawn::Left(places) => column.checked_sub(*places).and_then(|at| row.get(at)),
                Drawn::Above => self.above.get(column),
            };
            let cell = match (covering, drawn) {
                (Some(covering), _) => GridCell {
                    covered: true,
                    ..covering.clone()
                },
                (None, Drawn::Cell(text, landmark)) => {
                    let from = self.text.len();
                    push_line(&mut self.text, &text);
                    let to = self.text.len();
                    self.landmarks.push(from..to, landmark);
                    self.maker.cell(self.text.get(from..to).unwrap_or_default(), from, to)
                }
                (None, _) => self.maker.cell("", self.text.len(), self.text.len()),
            };
            row.push(cell);
        }
        let origin = self.maker.origin(start, self.text.len());
        self.text.push('\n');
        self.above.clone_from(&row);
        self.out.row(GridRow {
            cells: row,
            origin,
            hidden,
        });
    }

    /// Ends the grid at hand, if there is one.
    pub fn end_grid(&mut self) {
        if !self.above.is_empty() {
            self.text.push('\n');
            self.above.clear();
        }
        self.out.end_grid();
    }

    /// The place after what was added last.
    pub fn here(&self) -> Origin {
        self.maker.origin(self.text.len(), self.text.len())
    }

    /// Notes that something was left out after what was added last.
    pub fn cut(&mut self, what: Cut) {
        self.out.cut(what, self.here());
    }

    /// Hands the text to `sources` and the pieces to the caller; what was left out goes to `diagnostics`.
    pub fn finish(self, sources: &mut SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece> {
        sources.set_drawn_text(self.source, Arc::<str>::from(self.text), self.landmarks);
        self.out.finish(diagnostics)
    }
}

/// Adds `text` as one line, trimmed: breaks and runs of blanks within become one blank.
fn push_line(out: &mut String, text: &str) {
    let mut words = text
        .split(|c: char| c.is_whitespace() && c != '\u{3000}')
        .filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return };
    out.push_str(first);
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
}
