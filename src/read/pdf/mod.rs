//! PDF files with a text layer.
//!
//! A page is characters at places and lines drawn between them; that they make a table is for the reader to see. Pages
//! become characters and rules ([`page`]), rules that meet become a table's cells ([`find`], [`table`]), characters fall into
//! cells or make lines ([`fill`], [`line`]), tables go on over pages ([`chain`], [`rows`]) and lines make paragraphs
//! ([`paragraph`]).

mod chain;
mod fill;
mod find;
mod furniture;
mod health;
mod leaf;
mod line;
mod page;
mod paragraph;
mod region;
mod report;
mod rows;
mod rule;
mod sets;
mod sheet;
mod streams;
mod table;
mod unruled;
mod write;

use std::ops::ControlFlow;

use super::document::Piece;
use super::limits;
use super::transcript::Transcript;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, SourceMap, Span};
use health::Damage;
use leaf::Leaf;
use page::{Allowance, File, GivenUp, Weight};
use report::Problems;
use sheet::Sheet;
use streams::Packing;

/// The share of a page that a picture must take up to be all of it.
const SCANNED: f64 = 0.6;

/// Rows without rules from which a page is said to have a table that was not read as one.
const UNRULED: usize = 3;

/// Bytes of drawing instructions that are as much work as one piece.
const FORM_BYTES: u64 = 100;

/// Reads a PDF; `None`, with an error, where nothing of it can be read.
pub(super) fn read(
    sources: &mut SourceMap,
    source: SourceId,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Piece>> {
    let refuse = |diagnostic: Diagnostic| diagnostic.at(Span::new(source, 0, 0), "");
    let survey = streams::survey(bytes);
    if survey.packing == Packing::TooLarge {
        diagnostics.push(refuse(report::too_large()));
        return None;
    }
    let file = match File::open(bytes) {
        Ok(file) => file,
        Err(refusal) => {
            diagnostics.push(refuse(report::refused(refusal)));
            return None;
        }
    };
    let mut book = Book::default();
    let damaged = (survey.packing == Packing::Damaged).then_some(Damage::Packed);
    book.problems.damage = health::damage(bytes).or(damaged);
    book.problems.pages = file.pages();
    book.problems.promised = file.promised_pages();
    let allowance = Allowance {
        page: limits::PDF_PAGE_PIECES,
        form: usize::try_from(survey.largest / FORM_BYTES).unwrap_or(usize::MAX),
    };
    file.each_page(allowance, |sheet, weight| book.page(sheet, weight));
    if book.leaves.is_empty() {
        diagnostics.push(refuse(book.problems.nothing_read()));
        return None;
    }
    let mut out = Transcript::new(source);
    furniture::remove(&mut book.leaves);
    write::write(&book.leaves, &mut out);
    let pieces = out.finish(sources, diagnostics);
    if let Some(source) = sources.get(source) {
        diagnostics.extend(book.problems.diagnostics(source.id, &source.landmarks));
    }
    if pieces.is_empty() {
        diagnostics.push(refuse(report::empty()));
        return None;
    }
    Some(pieces)
}

/// A file that is being read.
#[derive(Default)]
struct Book {
    leaves: Vec<Leaf>,
    problems: Problems,
    number: u32,
    drawn: usize,
    bytes: usize,
}

impl Book {
    /// Takes the next page in.
    fn page(&mut self, sheet: Result<Sheet, GivenUp>, weight: Weight) -> ControlFlow<()> {
        self.number += 1;
        self.drawn += weight.drawn;
        self.bytes += weight.bytes;
        let full = self.drawn > limits::PDF_PIECES || self.bytes > limits::PDF_CONTENT_BYTES;
        if full || self.number as usize > limits::PDF_PAGES {
            self.problems.cut = Some(self.number);
            return ControlFlow::Break(());
        }
        match sheet {
            Ok(sheet) => self.sheet(&sheet),
            Err(GivenUp::TooMuch) => self.problems.crowded.push(self.number),
            Err(GivenUp::Broken) => self.problems.broken.push(self.number),
        }
        ControlFlow::Continue(())
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let seen = |hidden: bool| {
            sheet
                .glyphs
                .iter()
                .filter(move |glyph| glyph.hidden == hidden && !glyph.is_blank())
        };
        let (visible, hidden) = (seen(false).count(), seen(true).count());
        if visible == 0 {
            // What programs recognise in a scan, they lay invisibly over it.
            if sheet.pictures >= SCANNED {
                self.problems.scanned.push(self.number);
                self.problems.recognised |= hidden > 0;
            } else {
                self.problems.hidden.add(self.number, hidden);
            }
            return;
        }
        match Leaf::of(self.number, sheet) {
            Ok(leaf) => {
                let guessed = leaf.tables.iter().filter(|table| table.guessed).count();
                self.problems.guessed.add(self.number, guessed);
                let unruled = leaf.rows_without_rules();
                if unruled >= UNRULED {
                    self.problems.unruled.add(self.number, unruled);
                }
                self.leaves.push(leaf);
            }
            Err(find::TooMany) => {
                self.problems.crowded.push(self.number);
                return;
            }
        }
        self.problems.hidden.add(self.number, hidden);
        self.problems.unmapped.add(self.number, sheet.unmapped as usize);
    }
}
