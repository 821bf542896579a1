//! A document as one sequence of lines.

use crate::read::{Document, GridCell, GridRow, Paragraph, Piece};

/// A line of a document: a paragraph, a row of a grid, or the beginning of a sheet.
#[derive(Clone, Copy)]
pub(super) enum Line<'d> {
    /// A line of running text.
    Paragraph(&'d Paragraph),
    /// A row with something in it.
    Row(GridRowRef<'d>),
    /// A sheet of this name begins.
    Sheet(&'d str),
}

/// A row of a grid, with where it is from.
#[derive(Clone, Copy)]
pub(super) struct GridRowRef<'d> {
    /// The piece of the document its grid is. Rows of one grid stand on one page.
    pub grid: usize,
    /// The row.
    pub row: &'d GridRow,
}

impl<'d> GridRowRef<'d> {
    /// Its cells that hold something of their own.
    pub fn filled(self) -> impl Iterator<Item = (usize, &'d GridCell)> {
        self.row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.covered && !cell.text.is_empty())
    }

    /// Whether one cell is merged over others, so that it speaks for several columns.
    pub fn is_merged(self) -> bool {
        self.row.cells.iter().any(|cell| cell.covered)
    }

    /// The text of its cells, shortened.
    pub fn excerpt(self) -> String {
        let mut text = String::new();
        for (_, cell) in self.filled() {
            if !text.is_empty() {
                text.push_str(" | ");
            }
            text.extend(cell.text.chars().take(EXCERPT));
            if text.chars().count() > EXCERPT {
                break;
            }
        }
        shorten(&text)
    }
}

const EXCERPT: usize = 60;

/// `text`, cut where it is long.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Rows that must agree before a document counts as trimmed.
const ENOUGH_ROWS: usize = 10;

/// Whether the blank cells at the ends of rows were cut off in all of `document`, as editors and exports do: every row
/// ends in something, and blanks between figures were kept.
pub(super) fn is_trimmed(lines: &[Line<'_>]) -> bool {
    let mut count = 0;
    let mut untrimmed = 0;
    let mut kept = false;
    for line in lines {
        let Line::Row(row) = line else { continue };
        let cells = &row.row.cells;
        count += 1;
        untrimmed += usize::from(cells.last().is_some_and(|cell| cell.text.is_empty()));
        let figure = |cell: &GridCell| super::figure::looks_like_figure(cell);
        kept |= cells.windows(3).any(|three| match three {
            [before, between, after] => between.text.is_empty() && figure(before) && figure(after),
            _ => false,
        });
    }
    // A cell that only looks blank (a lone space, an empty tag) keeps its separators.
    kept && count >= ENOUGH_ROWS && untrimmed * 50 <= count
}

/// The lines of `document` in reading order, without blank rows.
pub(super) fn lines(document: &Document) -> Vec<Line<'_>> {
    let count = |piece: &Piece| match piece {
        Piece::Paragraph(_) => 1,
        Piece::Grid(grid) => 1 + grid.rows.len(),
    };
    let mut lines = Vec::with_capacity(document.pieces.iter().map(count).sum());
    for (at, piece) in document.pieces.iter().enumerate() {
        match piece {
            Piece::Paragraph(paragraph) => lines.push(Line::Paragraph(paragraph)),
            Piece::Grid(grid) => {
                if let Some(sheet) = &grid.sheet {
                    lines.push(Line::Sheet(sheet));
                }
                let filled = grid
                    .rows
                    .iter()
                    .map(|row| GridRowRef { grid: at, row })
                    .filter(|row| row.row.cells.iter().any(|cell| !cell.text.is_empty()));
                lines.extend(filled.map(Line::Row));
            }
        }
    }
    lines
}
