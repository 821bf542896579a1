//! The coarsest cut of a text: quotes, comments, brackets, words; all that is needed to pair brackets.

use std::ops::Range;

use super::keyword::Keyword;
use super::scan::MAX_DEPTH;

/// What a piece of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// White space without newlines.
    Blank,
    /// One newline.
    Newline,
    /// `#` to the end of the line.
    Comment,
    /// A name, a number, a keyword.
    Word,
    /// A text with both its quotes.
    Text,
    /// A text without its closing quote: the opening quote.
    OpenQuote(Range<usize>),
    /// A text with too many quotes in quotes, to the end of its line.
    DeepQuote,
    /// An opening bracket, by the closing one that fits.
    Open(char),
    /// A closing bracket, in its half-width form.
    Close(char),
    /// A minus sign.
    Minus,
    /// Any other character.
    Other,
}

/// The lexemes of a text with their bytes.
pub(super) struct Lexemes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexemes<'a> {
    /// Those of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next one begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes on at `offset`, which stands behind all that has been given.
    pub fn skip_to(&mut self, offset: usize) {
        self.at = offset;
    }
}

impl Iterator for Lexemes<'_> {
    type Item = (Range<usize>, Lexeme);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let start = self.at;
        let (length, lexeme) = match first {
            '\r' if rest.starts_with("\r\n") => (2, Lexeme::Newline),
            '\n' | '\r' => (1, Lexeme::Newline),
            '#' | '＃' => (line_length(rest), Lexeme::Comment),
            '"' if rest.starts_with("\"\"\"") => raw_text(rest, start),
            '"' | '＂' => quoted(rest, first, start),
            '“' => curly_quoted(rest, start),
            '{' | '｛' => (first.len_utf8(), Lexeme::Open('}')),
            '}' | '｝' => (first.len_utf8(), Lexeme::Close('}')),
            '(' | '（' => (first.len_utf8(), Lexeme::Open(')')),
            ')' | '）' => (first.len_utf8(), Lexeme::Close(')')),
            '[' | '【' | '［' => (first.len_utf8(), Lexeme::Open(']')),
            ']' | '】' | '］' => (first.len_utf8(), Lexeme::Close(']')),
            '-' | '－' | '−' | '–' => (first.len_utf8(), Lexeme::Minus),
            c if is_blank(c) => (run_length(rest, is_blank), Lexeme::Blank),
            c if is_word(c) => (run_length(rest, is_word), Lexeme::Word),
            c => (c.len_utf8(), Lexeme::Other),
        };
        self.at = start + length;
        Some((start..self.at, lexeme))
    }
}

/// Whether `c` is a blank of the language.
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200B}' | '\u{FEFF}'
    )
}

/// Whether `c` is a character of names, digits included.
pub(super) fn is_word(c: char) -> bool {
    // Nearly every one is Han, and the tables of Unicode are slow.
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric() || c == '_' || c == '·'
}

fn run_length(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

fn quoted(rest: &str, mark: char, start: usize) -> (usize, Lexeme) {
    let line = rest.get(..line_length(rest)).unwrap_or(rest);
    let mark_length = mark.len_utf8();
    match line.get(mark_length..).and_then(|inner| inner.find(mark)) {
        Some(inner) => (mark_length + inner + mark_length, Lexeme::Text),
        None => open_quote(line, start, mark_length),
    }
}

fn curly_quoted(rest: &str, start: usize) -> (usize, Lexeme) {
    let line = rest.get(..line_length(rest)).unwrap_or(rest);
    let mut depth = 0_usize;
    for (offset, c) in line.char_indices() {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (offset + c.len_utf8(), Lexeme::Text);
        }
        if depth > MAX_DEPTH {
            return (line.len(), Lexeme::DeepQuote);
        }
    }
    open_quote(line, start, '“'.len_utf8())
}

/// An unclosed text takes its line, but leaves the block that the line opens.
fn open_quote(line: &str, start: usize, mark_length: usize) -> (usize, Lexeme) {
    let body = line.trim_end_matches(|c| is_blank(c) || matches!(c, '{' | '｛'));
    let opens_block = line.get(body.len()..).is_some_and(|tail| tail.contains(['{', '｛']));
    let length = if opens_block {
        body.len().max(mark_length)
    } else {
        line.len()
    };
    (length, Lexeme::OpenQuote(start..start + mark_length))
}

/// `"""…"""`; where a line begins like a statement of a test, the closing quotes have been forgotten.
fn raw_text(rest: &str, start: usize) -> (usize, Lexeme) {
    let mut length = 3;
    for line in rest.get(3..).unwrap_or_default().split_inclusive('\n') {
        let is_first = length == 3;
        if !is_first && is_overrun(line) {
            break;
        }
        if let Some(end) = line.find("\"\"\"") {
            return (length + end + 3, Lexeme::Text);
        }
        length += line.len();
    }
    (length, Lexeme::OpenQuote(start..start + 3))
}

fn is_overrun(line: &str) -> bool {
    let line = line.trim_start_matches(is_blank);
    line.starts_with(['}', '｝'])
        || [Keyword::EXPECT, Keyword::GIVEN].iter().any(|keyword| {
            let rest = keyword.strip(line);
            rest.is_some_and(|rest| rest.starts_with(is_blank))
        })
}
