//! Text that is held back until its place in reading order is known: that of a cell, or of a text box.

use crate::read::transcript::Drawn;
use crate::source::Landmark;

/// What is to be drawn.
#[derive(Debug)]
pub(super) enum Block {
    /// Lines of text.
    Lines(String, Landmark),
    /// A row of the table at hand, and whether it is hidden.
    Row(Vec<Drawn>, bool),
    /// The end of the table at hand.
    EndTable,
}

/// Text, and the tables in it.
#[derive(Debug)]
pub(super) struct Flow {
    /// Where lines of it stand.
    landmark: Landmark,
    /// Lines that no table follows yet, each ended by a line break.
    lines: String,
    /// What stands before them; empty while there is no table.
    blocks: Vec<Block>,
}

impl Flow {
    /// An empty one, which stands at `landmark`.
    pub fn new(landmark: Landmark) -> Self {
        Self {
            landmark,
            lines: String::new(),
            blocks: Vec::new(),
        }
    }

    /// Adds a paragraph, which may have line breaks.
    pub fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.lines.push_str(text);
            self.lines.push('\n');
        }
    }

    /// Adds part of a table inside.
    pub fn block(&mut self, block: Block) {
        self.set_lines_apart();
        self.blocks.push(block);
    }

    /// Adds what a text box inside holds.
    pub fn append(&mut self, mut inner: Self) {
        if inner.blocks.is_empty() {
            self.lines.push_str(&inner.lines);
        } else {
            inner.set_lines_apart();
            self.set_lines_apart();
            self.blocks.append(&mut inner.blocks);
        }
    }

    /// Its text as that of one cell, and nothing; or, where it holds tables, no text, and all that it holds in order.
    pub fn into_cell(mut self) -> (String, Vec<Block>) {
        if self.blocks.is_empty() {
            return (joined(&self.lines), Vec::new());
        }
        self.set_lines_apart();
        (String::new(), self.blocks)
    }

    /// All that it holds in order.
    pub fn into_blocks(mut self) -> Vec<Block> {
        self.set_lines_apart();
        self.blocks
    }

    fn set_lines_apart(&mut self) {
        if !self.lines.is_empty() {
            let lines = std::mem::take(&mut self.lines);
            self.blocks.push(Block::Lines(lines, self.landmark));
        }
    }
}

/// The lines of `text` as one. Chinese is broken anywhere, so lines are joined with nothing between, but for two words of
/// letters, and for two figures, which must not become one.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let before = out.chars().next_back();
        let after = line.chars().next();
        let both = |kind: fn(&char) -> bool| before.as_ref().is_some_and(kind) && after.as_ref().is_some_and(kind);
        if both(char::is_ascii_alphabetic) || both(char::is_ascii_digit) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}
