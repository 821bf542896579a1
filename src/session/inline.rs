//! A table written inside a test: as csv for the reader, and where each piece of it stands in the rule file.

use crate::diagnostic::Diagnostic;
use crate::read::{Document, Piece};
use crate::source::{Origin, Span};
use crate::syntax::ast::Word;

/// The text of a table without the indentation that tests have.
pub(super) struct Inline {
    /// Its lines that hold something, trimmed.
    pub csv: String,
    /// Where each line begins in the csv, and where in the rule file; ascending.
    lines: Vec<(usize, usize)>,
    /// The text between the quotes in the rule file.
    span: Span,
}

impl Inline {
    /// The table written as `text`.
    pub fn new(text: &Word) -> Self {
        let mut inline = Self {
            csv: String::with_capacity(text.value.len()),
            lines: Vec::new(),
            span: text.span,
        };
        let mut at = text.span.range().start;
        for line in text.value.split_inclusive('\n') {
            let content = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
            if !content.is_empty() {
                let indent = line.find(content).unwrap_or(0);
                inline.lines.push((inline.csv.len(), at + indent));
                inline.csv.push_str(content);
                inline.csv.push('\n');
            }
            at += line.len();
        }
        inline
    }

    /// Makes all places of `document` places in the rule file.
    pub fn place_document(&self, document: &mut Document) {
        document.source = self.span.source;
        for piece in &mut document.pieces {
            match piece {
                Piece::Paragraph(paragraph) => self.place(&mut paragraph.origin),
                Piece::Grid(grid) => {
                    for row in &mut grid.rows {
                        self.place(&mut row.origin);
                        row.cells.iter_mut().for_each(|cell| self.place(&mut cell.origin));
                    }
                }
            }
        }
    }

    /// Makes all places of diagnostics about the csv places in the rule file.
    pub fn place_diagnostics(&self, diagnostics: &mut [Diagnostic]) {
        for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
            self.place(&mut label.at);
        }
    }

    fn place(&self, origin: &mut Origin) {
        if let Origin::Text(span) = origin {
            let (start, end) = (self.offset(span.range().start), self.offset(span.range().end));
            *origin = Origin::Text(Span::new(self.span.source, start, end.max(start)));
        }
    }

    /// The offset in the rule file of an offset in the csv.
    fn offset(&self, offset: usize) -> usize {
        let next = self.lines.partition_point(|(csv, _)| *csv <= offset);
        let line = next.checked_sub(1).and_then(|line| self.lines.get(line));
        line.map_or(self.span.range().start, |(csv, file)| {
            (file + (offset - csv)).min(self.span.range().end)
        })
    }
}
