//! Plain text as OCR gives it: lines with tabs are rows of a table, others are paragraphs.

use super::assemble::{Assembler, CellMaker, Cut, shortened};
use super::document::{GridRow, Piece};
use super::limits;
use super::markup::{is_blank, visible};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// The pieces of `text`.
pub(super) fn pieces(source: SourceId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece> {
    let maker = CellMaker::new(source);
    let mut out = Assembler::default();
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let start = next;
        next += line.len();
        let whole = line.trim_end_matches(['\n', '\r']);
        let line = shortened(whole, limits::LINE_BYTES);
        let rest = whole.get(line.len()..).unwrap_or_default();
        if !rest.trim_matches(is_blank).is_empty() {
            out.cut(Cut::Line, maker.origin(start + line.len(), start + whole.len()));
        }
        if line.contains('\t') && !out.has_room(1) {
            out.cut(Cut::Rows, maker.origin(start, start + line.len()));
        } else if line.contains('\t') {
            out.row(row(&maker, start, line));
        } else {
            let (mark, heading) = heading_mark(line);
            let body = line.get(mark..).unwrap_or_default();
            let (text, range) = visible(body);
            let at = start + mark;
            out.paragraph(&text, heading, maker.origin(at + range.start, at + range.end));
        }
    }
    out.finish(diagnostics)
}

fn row(maker: &CellMaker, start: usize, line: &str) -> GridRow {
    let mut at = start;
    // One more than the limit, so that the assembler sees that the row is too long.
    let cells = line.split('\t').take(limits::ROW_CELLS + 1).map(|raw| {
        let (text, range) = visible(raw);
        let cell = match quoted_figure(&text) {
            Some(figure) => maker.cell(figure, at + range.start + 1, at + range.end - 1),
            None => maker.cell(&text, at + range.start, at + range.end),
        };
        at += raw.len() + 1;
        cell
    });
    let cells = cells.collect();
    GridRow {
        cells,
        origin: maker.origin(start, start + line.len()),
        hidden: false,
    }
}

/// A figure in quotes: spreadsheets quote cells with a comma when they save as text. Words keep their quotes (`"三公"经费`).
fn quoted_figure(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let is_figure = inside
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '(' | ')' | '%' | '¥'));
    (is_figure && !inside.is_empty()).then_some(inside)
}

/// The length of a leading heading mark with its blanks, and whether there is one. `#1` or `#DIV/0!` is no heading.
fn heading_mark(line: &str) -> (usize, bool) {
    let body = line.trim_start();
    let rest = body.trim_start_matches('#');
    let level = body.len() - rest.len();
    let heading = (1..=6).contains(&level) && !rest.starts_with(|c: char| c.is_ascii_graphic());
    if heading {
        (line.len() - rest.len(), true)
    } else {
        (0, false)
    }
}
