//! Text tables whose columns stand under one another in a terminal, Chinese or not.

use unicode_width::UnicodeWidthStr;

/// Which side of its column a text keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Left: words.
    Left,
    /// Right: figures.
    Right,
}

/// Lays out `rows` (the first is the header) with two blanks between columns; the last column is not padded. Columns
/// past the end of `aligns` keep left.
#[must_use]
pub fn layout(rows: &[Vec<String>], aligns: &[Align], indent: usize) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width_of).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match aligns.get(column) {
                Some(Align::Right) => line.extend([padding.as_str(), cell, "  "]),
                _ => line.extend([cell.as_str(), &padding, "  "]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
