//! Byte offsets to lines and columns, in whatever unit the other side counts.

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, as editors count by default.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A position, both numbers 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, 0-based; lines end at `\n`, `\r\n` or a `\r` alone.
    pub line: u32,
    /// Column, 0-based, in the unit asked for.
    pub column: u32,
}

/// The line starts of a text.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // A `\r` ends a line of its own unless a `\n` follows, which then ends it.
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| at + 1);
        let starts = std::iter::once(0)
            .chain(ends)
            .map(|at| u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        Self { starts }
    }

    /// Number of lines (at least 1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().max(1)
    }

    /// Never true: an empty text has one empty line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line (0-based) that holds the byte `offset`.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> u32 {
        let after = self.starts.partition_point(|start| *start as usize <= offset);
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The bytes of `line` (0-based), without its line end; an empty range past the last line.
    #[must_use]
    pub fn line_range(&self, text: &str, line: u32) -> std::ops::Range<usize> {
        let Some(start) = self.starts.get(line as usize).map(|start| *start as usize) else {
            return text.len()..text.len();
        };
        let end = self
            .starts
            .get(line as usize + 1)
            .map_or(text.len(), |next| *next as usize);
        let body = text.get(start..end).unwrap_or_default();
        start..start + body.trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column of the byte `offset`; an offset inside a character counts as its start.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> LineColumn {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let start = self.starts.get(line as usize).map_or(0, |start| *start as usize);
        let before = text.get(start..offset).unwrap_or_default();
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => before.chars().count(),
        };
        LineColumn {
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The byte offset of a position; lines and columns past the end are clamped.
    #[must_use]
    pub fn offset(&self, text: &str, position: LineColumn, encoding: Encoding) -> usize {
        let range = self.line_range(text, position.line);
        let line = text.get(range.clone()).unwrap_or_default();
        let mut left = position.column as usize;
        let mut at = range.start;
        for c in line.chars() {
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if left < width {
                break;
            }
            left -= width;
            at += c.len_utf8();
        }
        at
    }
}
