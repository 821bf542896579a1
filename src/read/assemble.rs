//! Pieces put together within the limits: what is over them is left out and said, once for each limit.

use std::sync::Arc;

use super::document::{Content, Grid, GridCell, GridRow, Paragraph, Piece};
use super::limits;
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::source::{Origin, SourceId, Span};

/// What was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The end of a line that is too long.
    Line,
    /// Cells at the end of a row.
    Row,
    /// Rows at the end of a grid, or any once the document is full.
    Rows,
    /// Lines of running text.
    Paragraphs,
    /// Merged areas.
    Merges,
    /// Sheets.
    Sheets,
    /// Tables inside tables inside tables.
    Nested,
    /// Text, once the document is full.
    Text,
}

impl Cut {
    fn message(self, count: usize) -> String {
        match self {
            Self::Line => format!("有 {count} 行长于 {} 字节,超出的部分没有读取", limits::LINE_BYTES),
            Self::Row => format!("有 {count} 行多于 {} 列,多出的列没有读取", limits::ROW_CELLS),
            Self::Rows => format!("表格过大,从这里起有 {count} 行没有读取"),
            Self::Paragraphs => format!("文字过多,从这里起有 {count} 段没有读取"),
            Self::Merges => format!("有 {count} 处合并单元格过大或过多,没有展开"),
            Self::Nested => format!("表格一层套一层,第 {} 层以下的 {count} 张没有读取", limits::TABLE_DEPTH),
            Self::Text => format!("文字超过 {} MB,多出的 {count} 处没有读取", limits::DRAWN_BYTES >> 20),
            Self::Sheets => format!("工作表多于 {} 张,多出的 {count} 张没有读取", limits::SHEETS),
        }
    }
}

/// Puts a document together.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    pieces: Vec<Piece>,
    sheet: Option<Arc<str>>,
    rows: Vec<GridRow>,
    cells: usize,
    grids: usize,
    paragraphs: usize,
    cuts: Vec<(Cut, Origin, usize)>,
}

impl Assembler {
    /// Names the sheet that the next grid is.
    pub fn sheet(&mut self, name: Arc<str>) {
        self.sheet = Some(name);
    }

    /// Adds a row to the grid at hand. An over-long row is cut.
    pub fn row(&mut self, mut row: GridRow) {
        if row.cells.len() > limits::ROW_CELLS {
            row.cells.truncate(limits::ROW_CELLS);
            self.cut(Cut::Row, row.origin);
        }
        if !self.has_room(row.cells.len()) {
            self.cut(Cut::Rows, row.origin);
            return;
        }
        self.cells += row.cells.len().max(1);
        row.cells.shrink_to_fit();
        self.rows.push(row);
    }

    /// Whether a row of `cells` cells is within the limits. A row without cells takes memory too.
    pub fn has_room(&self, cells: usize) -> bool {
        self.grids < limits::GRIDS
            && self.rows.len() < limits::GRID_ROWS
            && self.cells + cells.max(1) <= limits::DOCUMENT_CELLS
    }

    /// Ends the grid at hand, if there is one.
    pub fn end_grid(&mut self) {
        let sheet = self.sheet.take();
        if !self.rows.is_empty() {
            let mut rows = std::mem::take(&mut self.rows);
            rows.shrink_to_fit();
            self.grids += 1;
            self.pieces.push(Piece::Grid(Grid { sheet, rows }));
        }
    }

    /// Ends the grid at hand and adds a paragraph.
    pub fn paragraph(&mut self, text: &str, heading: bool, origin: Origin) {
        self.end_grid();
        if text.is_empty() {
            return;
        }
        if self.paragraphs >= limits::PARAGRAPHS {
            self.cut(Cut::Paragraphs, origin);
            return;
        }
        self.paragraphs += 1;
        self.pieces.push(Piece::Paragraph(Paragraph {
            text: text.to_owned(),
            heading,
            origin,
        }));
    }

    /// Notes that something was left out at `origin`.
    pub fn cut(&mut self, what: Cut, origin: Origin) {
        match self.cuts.iter_mut().find(|(cut, ..)| *cut == what) {
            Some((_, _, count)) => *count += 1,
            None => self.cuts.push((what, origin, 1)),
        }
    }

    /// The pieces, and what was left out.
    pub fn finish(mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece> {
        self.end_grid();
        diagnostics.extend(self.cuts.iter().map(|(cut, origin, count)| {
            Diagnostic::new(&codes::PARTLY_READ, cut.message(*count))
                .at_origin(*origin, "从这里起没有读全")
                .help("请检查文件是否正常;确实这么大的,请拆成几个文件分别检查。")
        }));
        self.pieces
    }
}

/// Cells of a text, made from their visible text and its place.
#[derive(Debug)]
pub(super) struct CellMaker {
    source: SourceId,
}

impl CellMaker {
    /// For cells of `source`.
    pub fn new(source: SourceId) -> Self {
        Self { source }
    }

    /// A place in the text.
    pub fn origin(&self, start: usize, end: usize) -> Origin {
        Origin::Text(Span::new(self.source, start, end))
    }

    /// A cell that shows `text`, which stands at `start..end`.
    pub fn cell(&self, text: &str, start: usize, end: usize) -> GridCell {
        let content = if text.is_empty() { Content::Empty } else { Content::Text };
        GridCell {
            content,
            text: text.into(),
            origin: self.origin(start, end),
            covered: false,
        }
    }
}

/// At most `bytes` bytes of `text`, cut between characters.
pub(super) fn shortened(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}
