//! The first look at a text: quotes, brackets and depth, before the grammar sees it.
//!
//! The grammar recovers from everything within balanced braces. This pass sees to it that they are balanced: it reports
//! what is left open or closed once too often, and hands on a repaired copy of the text in which a missing `}` stands
//! where it belongs and what cannot be paired is masked. Offsets of the copy lead back to the original.

use std::ops::Range;

use super::balance::{self, Event, EventKind};
use super::lexeme::{Lexeme, Lexemes};

/// How deep brackets, quotes and signs may be nested.
pub(super) const MAX_DEPTH: usize = 128;

/// What is wrong with quotes, brackets or depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// A quote is not closed; the opening quote.
    OpenQuote(Range<usize>),
    /// A bracket is not closed: the bracket, and where its partner should stand.
    OpenBracket(Range<usize>, usize),
    /// A bracket closes nothing.
    ExtraBracket(Range<usize>),
    /// Nested too deep, at this place; the item that holds it is given up.
    TooDeep(Range<usize>),
}

/// The outcome of the first look.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The text for the grammar.
    pub text: String,
    /// Where a byte was inserted into [`Scan::text`], in its offsets, ascending.
    insertions: Vec<usize>,
    /// What is wrong, with the bytes of the original it concerns.
    pub problems: Vec<(Problem, Range<usize>)>,
    /// The bytes of the original about which the grammar need say nothing more; disjoint, ascending.
    spoilt: Vec<Range<usize>>,
    /// Comments, in original offsets.
    pub comments: Vec<Range<usize>>,
}

impl Scan {
    /// The offset in the original of an offset in [`Scan::text`].
    pub fn original(&self, offset: usize) -> usize {
        offset - self.insertions.partition_point(|insertion| *insertion < offset)
    }

    /// Whether the bytes (of the original) hold something that has been reported here.
    pub fn spoils(&self, range: &Range<usize>) -> bool {
        let next = self.spoilt.partition_point(|spoilt| spoilt.end <= range.start);
        self.spoilt.get(next).is_some_and(|spoilt| spoilt.start < range.end)
    }
}

/// Looks at `text`.
pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut events = Vec::new();
    let mut masked: Vec<Range<usize>> = Vec::new();
    let mut signs = 0_usize;
    let mut line = balance::Line::default();
    for (range, lexeme) in Lexemes::new(text) {
        let is_sign =
            matches!(lexeme, Lexeme::Minus) || text.get(range.clone()).is_some_and(|w| matches!(w, "非" | "not"));
        match lexeme {
            Lexeme::Blank => continue,
            Lexeme::Newline => {
                line.begin();
                continue;
            }
            Lexeme::Comment => {
                scan.comments.push(range);
                continue;
            }
            _ if is_sign => signs += 1,
            _ => signs = 0,
        }
        if line.at_start {
            line.indent = balance::indent(text, range.start);
            let kind = EventKind::Line {
                item: balance::is_item_start(text, &range),
                closes: matches!(lexeme, Lexeme::Close('}')),
            };
            events.push(Event::new(kind, range.clone(), &line));
        }
        match lexeme {
            Lexeme::OpenQuote(mark) => {
                scan.problems.push((Problem::OpenQuote(mark), range.clone()));
                masked.push(range.clone());
            }
            Lexeme::DeepQuote => events.push(Event::new(EventKind::Deep, range.clone(), &line)),
            // Once is enough for a run of signs.
            _ if signs == MAX_DEPTH + 1 => events.push(Event::new(EventKind::Deep, range.clone(), &line)),
            Lexeme::Open(kind) => events.push(Event::new(EventKind::Open(kind), range.clone(), &line)),
            Lexeme::Close(kind) => events.push(Event::new(EventKind::Close(kind), range.clone(), &line)),
            _ => {}
        }
        line.at_start = false;
        line.last_end = range.end;
    }
    let balance = balance::balance(&events, line.last_end);
    let mut given_up = Vec::new();
    for (place, item) in balance.too_deep {
        masked.retain(|range| !item.contains(&range.start));
        scan.comments.retain(|range| !item.contains(&range.start));
        scan.problems.retain(|(_, range)| !item.contains(&range.start));
        scan.problems.push((Problem::TooDeep(place), item.clone()));
        given_up.push(item);
    }
    for (bracket, partner) in balance.open {
        // A block that is closed for its author spoils nothing; a parenthesis spoils its statement.
        if !text.get(bracket.clone()).is_some_and(|b| matches!(b, "{" | "｛")) {
            masked.push(bracket.clone());
        }
        scan.problems
            .push((Problem::OpenBracket(bracket.clone(), partner), bracket));
    }
    for bracket in balance.extra {
        masked.push(bracket.clone());
        scan.problems.push((Problem::ExtraBracket(bracket.clone()), bracket));
    }
    masked.sort_by_key(|range| range.start);
    repair(&mut scan, text, &masked, &given_up, balance.insertions);
    masked.append(&mut given_up);
    masked.sort_by_key(|range| range.start);
    scan.spoilt = masked;
    scan
}

/// Makes the text for the grammar, without what is masked and without all that is `given_up`.
fn repair(scan: &mut Scan, text: &str, masked: &[Range<usize>], given_up: &[Range<usize>], mut insertions: Vec<usize>) {
    insertions.sort_unstable();
    let mut masked = masked.iter().peekable();
    let mut given_up = given_up.iter().peekable();
    let mut insertions = insertions.into_iter().peekable();
    scan.text.reserve(text.len() + 16);
    for (offset, c) in text.char_indices() {
        while insertions.next_if(|at| *at <= offset).is_some() {
            scan.insertions.push(scan.text.len());
            scan.text.push('}');
        }
        while masked.next_if(|range| range.end <= offset).is_some() {}
        while given_up.next_if(|range| range.end <= offset).is_some() {}
        let is_given_up = given_up.peek().is_some_and(|range| range.contains(&offset));
        let is_masked = masked.peek().is_some_and(|range| range.contains(&offset));
        if is_given_up && !c.is_whitespace() {
            scan.text.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else if is_masked && !c.is_alphanumeric() && !c.is_whitespace() {
            mask(&mut scan.text, c);
        } else {
            scan.text.push(c);
        }
    }
    for _ in insertions {
        scan.insertions.push(scan.text.len());
        scan.text.push('}');
    }
}

/// A character of the same length that no rule of the grammar knows.
fn mask(text: &mut String, c: char) {
    match c.len_utf8() {
        1 => text.push('?'),
        2 => text.push('¿'),
        3 => text.push('？'),
        _ => text.push(c),
    }
}
