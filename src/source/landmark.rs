//! Where the text drawn from a document stands in the original.
//!
//! A PDF, a Word file or a web page has no text that people know by its lines. Its reader writes one (paragraphs as
//! lines, table rows as lines with tabs), so that spans, snippets and sentences work as in any text, and notes for each
//! stretch of it where a person finds it in the original.

use std::ops::Range;

/// A place in the original of a drawn-out text. All counts begin at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Landmark {
    /// A rectangle on a page (PDF).
    Page {
        /// The page.
        page: u32,
        /// What it takes up there.
        area: Area,
    },
    /// A cell of a table (Word, web page).
    Table {
        /// The table, in reading order; nested ones count too.
        table: u32,
        /// Its row.
        row: u32,
        /// The column of its grid, merged cells unfolded.
        column: u32,
    },
    /// A paragraph (Word, web page).
    Paragraph {
        /// The paragraph, in reading order, those inside tables not counted.
        paragraph: u32,
    },
}

/// A rectangle on a page as it is displayed: hundredths of a point (1/7200 inch) from the upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Area {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

/// The landmarks of a text: ranges of bytes that do not overlap, in order.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Landmarks {
    entries: Vec<(Range<u32>, Landmark)>,
}

impl Landmarks {
    /// Notes that the bytes `range` stand at `landmark`. Ranges come in the order of the text.
    pub fn push(&mut self, range: Range<usize>, landmark: Landmark) {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.entries.push((clamp(range.start)..clamp(range.end), landmark));
    }

    /// The landmark of the stretch that holds `offset` (its end included), or else of the last one before it.
    #[must_use]
    pub fn at(&self, offset: u32) -> Option<Landmark> {
        let after = self.entries.partition_point(|(range, _)| range.start <= offset);
        self.entries.get(after.checked_sub(1)?).map(|(_, landmark)| *landmark)
    }

    /// Whether there are none: the text is the file's own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All stretches in order.
    pub fn iter(&self) -> impl Iterator<Item = (Range<u32>, Landmark)> + '_ {
        self.entries.iter().cloned()
    }
}
