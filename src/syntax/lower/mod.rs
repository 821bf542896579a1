//! From what the grammar matched to the tree.

mod choice;
mod expression;
mod form;
mod form_part;
mod item;
mod malformed;
mod meant;
mod narrative;
mod number;
mod operand;
mod operator;
mod problem;
mod rule;
mod test;
mod token;

pub(super) use malformed::unreadable;
pub(super) use operator::is_infix;
pub(super) use problem::scan_diagnostics;
pub(super) use token::tokens;

use std::ops::Range;
use std::sync::Arc;

use super::ast::{Item, Spanned, Word};
use super::parser::Rule;
use super::reading::{Pair, Pairs};
use super::scan::Scan;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// The state of lowering one file.
pub(super) struct Lowering<'a> {
    source: SourceId,
    scan: &'a Scan<'a>,
    /// What has been found wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    /// For the file that `scan` looked at.
    pub fn new(source: SourceId, scan: &'a Scan<'a>) -> Self {
        Self {
            source,
            scan,
            diagnostics: Vec::new(),
        }
    }

    /// The items of a file, but for its tests where nobody wants them.
    pub fn file(&mut self, pairs: Pairs<'a>, tests: bool) -> Vec<Item> {
        pairs
            .flat_map(Pair::into_inner)
            .filter(|pair| tests || pair.as_rule() != Rule::test)
            .filter_map(|pair| self.item(pair))
            .collect()
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The place of `range` (of the text for the grammar) in the original.
    fn place(&self, range: Range<usize>) -> Span {
        let start = self.scan.original(range.start);
        Span::new(self.source, start, self.scan.original(range.end).max(start))
    }

    /// The place of a match, without the blanks and comments that its end may have swallowed.
    fn span(&self, pair: &Pair<'_>) -> Span {
        self.place(pair.range().start..pair.last_end())
    }

    /// A name or a text without its quotes.
    fn word(&self, pair: &Pair<'_>) -> Word {
        Spanned {
            value: unquoted(pair.as_str()).into(),
            span: self.span(pair),
        }
    }

    /// An id or a code: without quotes, in half-width characters, since ids are compared as they stand.
    fn id(&self, pair: &Pair<'_>) -> Word {
        Spanned {
            value: half_width(unquoted(pair.as_str())),
            span: self.span(pair),
        }
    }

    /// A name after a dot; digits are a form's id.
    fn step(&self, pair: &Pair<'_>) -> Word {
        if pair.as_str().starts_with(char::is_numeric) {
            self.id(pair)
        } else {
            self.word(pair)
        }
    }

    /// The words of all matches of `rule`.
    fn words(&self, pairs: Pairs<'_>, rule: Rule) -> Vec<Word> {
        pairs
            .filter(|pair| pair.as_rule() == rule)
            .map(|pair| self.word(&pair))
            .collect()
    }

    /// The word of the first match of `rule` in `pair`.
    fn inner_word(&self, pair: &Pair<'_>, rule: Rule) -> Option<Word> {
        inner(pair, rule).map(|found| self.word(&found))
    }
}

/// The first match of `rule` directly in `pair`.
fn inner<'a>(pair: &Pair<'a>, rule: Rule) -> Option<Pair<'a>> {
    pair.clone().into_inner().find(|found| found.as_rule() == rule)
}

/// Without the quotes around it, if any.
fn unquoted(text: &str) -> &str {
    for (open, close) in [("\"\"\"", "\"\"\""), ("\"", "\""), ("“", "”"), ("＂", "＂")] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner {
            return inner;
        }
    }
    text
}

/// Full-width characters to their half-width twins.
fn half_width(text: &str) -> Arc<str> {
    // What has a twin begins with one of two bytes that few other characters begin with.
    if memchr::memchr2(0xEF, 0xE3, text.as_bytes()).is_none() {
        return text.into();
    }
    text.chars().map(half_width_char).collect::<String>().into()
}

fn half_width_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        _ => c,
    }
}
