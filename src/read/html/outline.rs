//! A page as blocks: paragraphs and tables in reading order, as people see them.
//!
//! What browsers do about missing end tags in tables is done here too: a cell ends where the next begins, a row where the next
//! begins, both where their table ends.

use super::block::{Block, Cell, Row, Text};
use super::token::{Tag, Token, Tokens, decoded};
use crate::read::assemble::shortened;
use crate::read::limits;
use crate::read::markup::is_blank;

/// What a page holds, and whether something of it is missing.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    /// What is missing.
    pub lost: Lost,
}

/// What is beyond the limits of a page.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Rows that lack cells.
    pub rows: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Paragraphs that lack their end.
    pub ends: usize,
}

/// Reads a page.
pub(super) fn outline(page: &str) -> Outline {
    let mut builder = Builder::default();
    for token in Tokens::new(page) {
        match token {
            Token::Text(text) => builder.text(&decoded(text)),
            Token::Open(tag) => builder.open(&tag),
            Token::Close(name) => builder.close(&name),
        }
    }
    while !builder.tables.is_empty() {
        builder.end_table();
    }
    builder.block(false);
    Outline {
        blocks: builder.page.blocks,
        lost: builder.lost,
    }
}

/// Running text and the blocks before it.
#[derive(Debug, Default)]
struct Flow {
    blocks: Vec<Block>,
    text: String,
    heading: bool,
    /// Whether the paragraph is longer than it may be.
    cut: bool,
}

impl Flow {
    /// Ends the paragraph at hand and keeps it where there is `room`; whether there was one.
    fn end_paragraph(&mut self, room: bool) -> bool {
        let text = std::mem::take(&mut self.text);
        let text = text.trim_matches(is_blank);
        self.cut = false;
        if room && !text.is_empty() {
            self.blocks.push(Block::Paragraph(Text {
                text: text.to_owned(),
                heading: self.heading,
            }));
        }
        !text.is_empty()
    }
}

/// A table that is being read.
#[derive(Debug, Default)]
struct OpenTable {
    /// What stands in it outside of cells, its caption above all, then what its finished rows became.
    flow: Flow,
    /// Rows that may be those of a table, since the last that only holds other tables.
    rows: Vec<Row>,
    row: Row,
    in_row: bool,
    /// Whether the row lacks cells.
    is_cut: bool,
    cell: Option<OpenCell>,
}

#[derive(Debug)]
struct OpenCell {
    flow: Flow,
    columns: u32,
    rows: u32,
    hidden: bool,
}

#[derive(Debug, Default)]
struct Builder {
    page: Flow,
    tables: Vec<OpenTable>,
    /// Tables inside more tables than are kept apart: their text belongs to the cell around them.
    deeper: usize,
    /// An inline element that is not shown, and how many of its name are open in it.
    unseen: Option<(String, usize)>,
    /// Whether raised (`sup`) or lowered (`sub`) text is read.
    shift: Option<Shift>,
    /// Cells, rows and paragraphs so far.
    parts: usize,
    lost: Lost,
}

#[derive(Debug, Clone, Copy)]
enum Shift {
    Up,
    Down,
}

/// Elements that stand in lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "form",
    "fieldset",
    "blockquote",
    "pre",
    "center",
    "hr",
    "br",
    "address",
    "caption",
    "body",
    "html",
    "head",
    "figure",
    "figcaption",
];

/// Elements inside of lines that pages hide to keep something in them that nobody is to read.
const INLINE: &[&str] = &["span", "a", "b", "i", "em", "font", "strong", "small", "label"];

impl Builder {
    /// The flow that text goes to: that of the innermost cell, or table, or the page.
    fn flow(&mut self) -> &mut Flow {
        match self.tables.last_mut() {
            None => &mut self.page,
            Some(table) => match &mut table.cell {
                Some(cell) => &mut cell.flow,
                None => &mut table.flow,
            },
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen.is_some() {
            return;
        }
        let shift = self.shift;
        let flow = self.flow();
        let kept = shortened(text, limits::LINE_BYTES.saturating_sub(flow.text.len()));
        let lost = text.get(kept.len()..).unwrap_or_default();
        match shift {
            // A raised digit is a note or a power; it must not become a digit of the figure before it.
            Some(shift) => flow.text.extend(kept.chars().map(|c| shifted(c, shift))),
            None => flow.text.push_str(kept),
        }
        if !flow.cut && !lost.trim_matches(is_blank).is_empty() {
            flow.cut = true;
            self.lost.ends += 1;
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if let Some((unseen, depth)) = &mut self.unseen {
            if unseen == name {
                *depth += 1;
                return;
            }
            if INLINE.contains(&name) {
                return;
            }
        }
        match name {
            "table" => self.open_table(),
            _ if self.deeper > 0 && matches!(name, "tr" | "td" | "th") => self.text(" "),
            "tr" => self.open_row(tag.is_hidden()),
            "td" | "th" => self.open_cell(tag),
            "sup" => self.shift = Some(Shift::Up),
            "sub" => self.shift = Some(Shift::Down),
            _ if INLINE.contains(&name) && tag.is_hidden() => self.unseen = Some((name.to_owned(), 1)),
            _ if BLOCKS.contains(&name) => self.block(matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((unseen, depth)) = &mut self.unseen
            && unseen == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.unseen = None;
            }
            return;
        }
        match name {
            "table" if self.deeper > 0 => self.deeper -= 1,
            "table" => self.end_table(),
            _ if self.deeper > 0 && matches!(name, "tr" | "td" | "th") => {}
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(),
            "sup" | "sub" => self.shift = None,
            _ if BLOCKS.contains(&name) => self.block(false),
            _ => {}
        }
    }

    /// A block begins or ends; nothing that hides or shifts reaches beyond it.
    fn block(&mut self, heading: bool) {
        self.unseen = None;
        self.shift = None;
        let room = self.parts < limits::PAGE_PARTS;
        let flow = self.flow();
        let ended = flow.end_paragraph(room);
        flow.heading = heading;
        self.parts += usize::from(ended);
        self.lost.paragraphs += usize::from(ended && !room);
    }

    fn open_table(&mut self) {
        if self.tables.len() >= limits::NESTED_TABLES {
            self.deeper += 1;
            return;
        }
        self.block(false);
        self.tables.push(OpenTable::default());
    }

    fn open_row(&mut self, hidden: bool) {
        self.end_row();
        if let Some(table) = self.tables.last_mut() {
            table.in_row = true;
            table.row.hidden = hidden;
        }
    }

    fn open_cell(&mut self, tag: &Tag<'_>) {
        self.end_cell();
        self.block(false);
        let Some(table) = self.tables.last_mut() else { return };
        table.in_row = true;
        table.cell = Some(OpenCell {
            flow: Flow::default(),
            columns: tag.number("colspan").unwrap_or(1).clamp(1, COLUMNS),
            rows: tag.number("rowspan").unwrap_or(1).min(ROWS),
            hidden: tag.is_hidden(),
        });
    }

    fn end_cell(&mut self) {
        self.block(false);
        let Some(table) = self.tables.last_mut() else { return };
        // A hidden cell takes up no place.
        let Some(cell) = table.cell.take().filter(|cell| !cell.hidden) else {
            return;
        };
        if self.parts >= limits::PAGE_PARTS {
            table.is_cut = true;
            return;
        }
        self.parts += 1;
        table.row.cells.push(Cell {
            blocks: cell.flow.blocks,
            columns: cell.columns,
            rows: cell.rows,
        });
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        if !std::mem::take(&mut table.in_row) {
            return;
        }
        let row = std::mem::take(&mut table.row);
        self.lost.rows += usize::from(std::mem::take(&mut table.is_cut));
        if row.cells.is_empty() && self.parts >= limits::PAGE_PARTS {
            return;
        }
        self.parts += 1;
        if !row.cells.iter().any(Cell::is_layout) {
            table.rows.push(row);
            return;
        }
        table.settle();
        let blocks = row.cells.into_iter().flat_map(|cell| cell.blocks);
        table.flow.blocks.extend(blocks);
    }

    fn end_table(&mut self) {
        self.end_row();
        let Some(mut table) = self.tables.pop() else { return };
        table.settle();
        self.block(false);
        let flow = self.flow();
        flow.blocks.append(&mut table.flow.blocks);
    }
}

impl OpenTable {
    /// Makes a block of the rows so far. Rows of one cell each only place what is in them.
    fn settle(&mut self) {
        self.flow.end_paragraph(true);
        let rows = std::mem::take(&mut self.rows);
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        if rows.iter().any(|row| filled(row) > 1) {
            self.flow.blocks.push(Block::Table(rows));
        } else {
            let cells = rows.into_iter().flat_map(|row| row.cells);
            self.flow.blocks.extend(cells.flat_map(|cell| cell.blocks));
        }
    }
}

/// Most columns that a cell may span, as HTML has it.
const COLUMNS: u32 = 1000;

/// Most rows that a cell may span, as HTML has it.
const ROWS: u32 = 65_534;

/// A digit as it looks raised or lowered; all else stays.
fn shifted(c: char, shift: Shift) -> char {
    const UP: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const DOWN: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let digits = match shift {
        Shift::Up => UP,
        Shift::Down => DOWN,
    };
    let digit = c.to_digit(10).and_then(|digit| digits.get(digit as usize));
    digit.copied().unwrap_or(c)
}
