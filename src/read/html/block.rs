//! The blocks of a page, in reading order.

/// Paragraphs and lines that the cell of a table of figures may have.
const CELL_PARAGRAPHS: usize = 20;

/// A part of a page.
#[derive(Debug)]
pub(super) enum Block {
    /// A paragraph or heading.
    Paragraph(Text),
    /// A table of at least two columns.
    Table(Vec<Row>),
}

/// A paragraph.
#[derive(Debug)]
pub(super) struct Text {
    pub text: String,
    pub heading: bool,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    pub hidden: bool,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell {
    /// What it holds; in a [`Block::Table`] only paragraphs.
    pub blocks: Vec<Block>,
    /// Columns it spans, at least 1.
    pub columns: u32,
    /// Rows it spans; 0 for all that follow.
    pub rows: u32,
}

impl Cell {
    /// Its text; paragraphs and line breaks have become blanks.
    pub fn text(&self) -> String {
        let paragraphs = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            Block::Table(_) => None,
        });
        paragraphs.collect::<Vec<_>>().join(" ")
    }

    /// Whether it holds nothing that is seen.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Whether it is there to place what it holds: another table, or whole pages of text.
    pub fn is_layout(&self) -> bool {
        let holds_table = self.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        holds_table || self.blocks.len() > CELL_PARAGRAPHS
    }
}
