//! Web pages: also those that are called `.xls`, and those that spreadsheets save.

mod block;
mod outline;
mod token;
mod unfold;

use super::assemble::Cut;
use super::document::Piece;
use super::transcript::Transcript;
use crate::diagnostic::Diagnostic;
use crate::source::{Landmark, SourceId, SourceMap};
use block::Block;

/// The pieces of `page`; the text drawn from it goes to `sources`.
pub(super) fn pieces(
    sources: &mut SourceMap,
    source: SourceId,
    page: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Piece> {
    let outline = outline::outline(page);
    let mut out = Transcript::new(source);
    let (mut table, mut paragraph) = (0, 0);
    for block in outline.blocks {
        match block {
            Block::Paragraph(text) => {
                paragraph += 1;
                out.paragraph(&text.text, text.heading, Landmark::Paragraph { paragraph });
            }
            Block::Table(rows) => {
                table += 1;
                out.end_grid();
                unfold::unfold(rows, table, &mut out);
                out.end_grid();
            }
        }
    }
    let lost = outline.lost;
    for (count, cut) in [
        (lost.rows, Cut::Rows),
        (lost.paragraphs, Cut::Paragraphs),
        (lost.ends, Cut::Line),
    ] {
        for _ in 0..count {
            out.cut(cut);
        }
    }
    out.finish(sources, diagnostics)
}
