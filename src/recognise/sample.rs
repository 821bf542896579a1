//! What the columns of a run of rows hold, as far as a layout asks, from its first rows.

use std::cell::RefCell;

use super::figure::{looks_like_figure, small_integer};
use super::header::MOST_COLUMNS;
use super::line::GridRowRef;
use super::lookup::Map;
use super::vocabulary::Vocabulary;
use crate::read::GridCell;
use crate::value::Key;

/// Rows looked at.
const ROWS: usize = 200;
/// Cells looked at in all, for hostile widths.
const CELLS: usize = 100_000;

/// Something to know about the rows. Columns are those of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// How many columns the widest row has.
    Width,
    /// How many codes stand in a column.
    Codes(usize),
    /// Whether a code stands in a column.
    HasCodes(usize),
    /// Whether words stand in a column.
    HasTexts(usize),
    /// Whether anything stands in a column.
    IsFilled(usize),
    /// Whether a column may hold figures: nothing but figures, or more figures than words.
    MayBeFigures(usize),
    /// How many items a column names, of any block.
    Names(usize),
    /// Whether a column names an item.
    HasNames(usize),
    /// How many items of a block, the second, a column names.
    NamesOf(usize, usize),
    /// Whether a column holds 行次: small integers only, most of them next to the one before.
    IsLines(usize),
}

/// What was asked, each with the answer: a count, or 1 for yes. Rows that answer alike give the same layout under the same header.
pub(super) type Answers = Vec<(Question, usize)>;

/// The first rows below a header, which answer questions.
pub(super) struct Sample<'s, 'd> {
    words: &'s Vocabulary,
    rows: &'s [GridRowRef<'d>],
    asked: RefCell<Map<Question, usize>>,
}

impl<'s, 'd> Sample<'s, 'd> {
    /// The first of `rows`.
    pub fn new(words: &'s Vocabulary, rows: &'s [GridRowRef<'d>]) -> Self {
        let mut left = CELLS;
        let enough = rows.iter().take(ROWS).take_while(|row| {
            let more = left > 0;
            left = left.saturating_sub(row.row.cells.len().min(MOST_COLUMNS));
            more
        });
        let enough = enough.count();
        Self {
            words,
            rows: rows.get(..enough).unwrap_or_default(),
            asked: RefCell::default(),
        }
    }

    /// Whether it answers as another one did.
    pub fn answers_as(&self, other: &Answers) -> bool {
        other.iter().all(|(question, answer)| self.answer(*question) == *answer)
    }

    /// What it was asked.
    pub fn into_answers(self) -> Answers {
        self.asked.into_inner().into_iter().collect()
    }

    /// The answer to a question, which is noted.
    pub fn count(&self, question: Question) -> usize {
        *self
            .asked
            .borrow_mut()
            .entry(question)
            .or_insert_with(|| self.answer(question))
    }

    /// The answer to a question of yes and no, which is noted.
    pub fn is(&self, question: Question) -> bool {
        self.count(question) > 0
    }

    fn answer(&self, question: Question) -> usize {
        match question {
            Question::Width => self.width(),
            Question::Codes(at) => self.codes(at).count(),
            Question::HasCodes(at) => self.codes(at).next().is_some().into(),
            Question::HasTexts(at) => self.filled(at).any(|cell| !looks_like_figure(cell)).into(),
            Question::IsFilled(at) => self.filled(at).next().is_some().into(),
            Question::MayBeFigures(at) => self.may_be_figures(at).into(),
            Question::Names(at) => self.names(at).sum(),
            Question::HasNames(at) => self.names(at).any(|names| names > 0).into(),
            Question::NamesOf(at, block) => self.names_of(at, block),
            Question::IsLines(at) => self.is_lines(at).into(),
        }
    }

    fn width(&self) -> usize {
        let widths = self.rows.iter().map(|row| row.row.cells.len());
        widths.max().unwrap_or(0).min(MOST_COLUMNS)
    }

    /// The cells of a column that hold something of their own.
    fn filled(&self, at: usize) -> impl Iterator<Item = &'d GridCell> {
        let rows = self.rows.iter().filter(move |_| at < MOST_COLUMNS);
        rows.filter_map(move |row| row.row.cells.get(at))
            .filter(|cell| !cell.text.is_empty() && !cell.covered)
    }

    fn codes(&self, at: usize) -> impl Iterator<Item = &'d GridCell> {
        self.filled(at).filter(|cell| self.words.is_code(&cell.text))
    }

    fn may_be_figures(&self, at: usize) -> bool {
        let sign = |cell: &GridCell| if looks_like_figure(cell) { 1 } else { -1 };
        self.filled(at).map(sign).sum::<isize>() >= 0
    }

    /// The words of a column, normalised.
    fn words(&self, at: usize) -> impl Iterator<Item = Key<'d>> {
        let words = self.filled(at).filter(|cell| !looks_like_figure(cell));
        words.map(|cell| Key::of(&cell.text))
    }

    /// For each word of a column, how many blocks have an item called so.
    fn names(&self, at: usize) -> impl Iterator<Item = usize> {
        let blocks = &self.words.items;
        self.words(at)
            .map(|key| blocks.iter().filter(|items| items.has(&key)).count())
    }

    fn names_of(&self, at: usize, block: usize) -> usize {
        let items = self.words.items.get(block);
        let named = self.words(at).filter(|key| items.is_some_and(|items| items.has(key)));
        named.count()
    }

    fn is_lines(&self, at: usize) -> bool {
        let mut last: Option<u32> = None;
        let (mut lines, mut steps) = (0, 0);
        for cell in self.filled(at) {
            let Some(number) = small_integer(&cell.text) else {
                return false;
            };
            lines += 1;
            steps += usize::from(last.is_some_and(|last| last.abs_diff(number) == 1));
            last = Some(number);
        }
        lines > 2 && steps * 2 > lines
    }
}
