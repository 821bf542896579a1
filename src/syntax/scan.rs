//! The first look at a text: quotes, brackets and depth, before the grammar sees it.
//!
//! The grammar recovers from everything within balanced braces. This pass sees to it that they are balanced: it reports
//! what is left open or closed once too often, and hands on a repaired copy of the text in which a missing `}` stands
//! where it belongs and what cannot be paired is masked. Parts that nobody wants to read are left out of it. Offsets of the
//! copy lead back to the original.

use std::borrow::Cow;
use std::ops::Range;

use super::brackets::{self, Event, EventKind};
use super::keyword::Keyword;
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
pub(super) struct Scan<'t> {
    /// The text for the grammar.
    pub text: Cow<'t, str>,
    /// Where [`Scan::text`] and the original part: an offset of the one, and the offset of the other that it and those
    /// behind it go by; ascending.
    anchors: Vec<(usize, usize)>,
    /// What is wrong, with the bytes of the original it concerns.
    pub problems: Vec<(Problem, Range<usize>)>,
    /// The bytes of the original about which the grammar need say nothing more; disjoint, ascending.
    spoilt: Vec<Range<usize>>,
    /// Comments, in original offsets.
    pub comments: Vec<Range<usize>>,
}

impl Scan<'_> {
    /// The offset in the original of an offset in [`Scan::text`].
    pub fn original(&self, offset: usize) -> usize {
        let behind = self.anchors.partition_point(|(at, _)| *at <= offset);
        let anchor = behind.checked_sub(1).and_then(|last| self.anchors.get(last));
        anchor.map_or(offset, |(at, original)| original + (offset - at))
    }

    /// Whether the bytes (of the original) hold something that has been reported here.
    pub fn spoils(&self, range: &Range<usize>) -> bool {
        let next = self.spoilt.partition_point(|spoilt| spoilt.end <= range.start);
        self.spoilt.get(next).is_some_and(|spoilt| spoilt.start < range.end)
    }
}

/// Looks at `text`, but for the ranges of it that are to be `left_out`: whole lines from their first character on, in
/// order. One that turns out to stand in a text in quotes is looked at all the same.
pub(super) fn scan<'t>(text: &'t str, left_out: &[Range<usize>]) -> Scan<'t> {
    let mut scan = Scan::default();
    let mut events = Vec::new();
    let mut masked: Vec<Range<usize>> = Vec::new();
    let mut blanks: Vec<Range<usize>> = Vec::new();
    let mut signs = 0_usize;
    let mut line = brackets::Line::default();
    let mut lexemes = Lexemes::new(text);
    let mut left_out = left_out.iter().peekable();
    let mut cuts: Vec<Range<usize>> = Vec::new();
    loop {
        while left_out.next_if(|range| range.start < lexemes.at()).is_some() {}
        if let Some(cut) = left_out.next_if(|range| range.start == lexemes.at()) {
            lexemes.skip_to(cut.end);
            cuts.push(cut.clone());
        }
        let Some((range, lexeme)) = lexemes.next() else { break };
        let is_sign = match lexeme {
            Lexeme::Minus => true,
            Lexeme::Word => text.get(range.clone()).is_some_and(|word| Keyword::NOT.is(word)),
            _ => false,
        };
        match lexeme {
            Lexeme::Blank => {
                if !text.get(range.clone()).is_some_and(str::is_ascii) {
                    blanks.push(range);
                }
                continue;
            }
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
            line.indent = brackets::indent(text, range.start);
            let kind = EventKind::Line {
                item: brackets::is_item_start(text, &range),
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
    let balance = brackets::balance(&events, line.last_end);
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
    let mut insertions = balance.insertions;
    insertions.sort_unstable();
    let repair = Repair {
        masked: &masked,
        given_up: &given_up,
        blanks: &blanks,
        insertions: &insertions,
        cuts: &cuts,
    };
    (scan.text, scan.anchors) = repair.apply(text);
    masked.append(&mut given_up);
    masked.sort_by_key(|range| range.start);
    scan.spoilt = masked;
    scan
}

/// How the text for the grammar differs from the original; all ranges in order.
struct Repair<'a> {
    /// What no rule of the grammar should see.
    masked: &'a [Range<usize>],
    /// Items that are nested too deep.
    given_up: &'a [Range<usize>],
    /// Blanks with others among them than the grammar knows.
    blanks: &'a [Range<usize>],
    /// Where a `}` is missing.
    insertions: &'a [usize],
    /// What is left out.
    cuts: &'a [Range<usize>],
}

impl Repair<'_> {
    /// The text for the grammar and its anchors in the original.
    fn apply(mut self, text: &str) -> (Cow<'_, str>, Vec<(usize, usize)>) {
        let ranges = [self.masked, self.given_up, self.blanks];
        let sound = ranges.iter().all(|ranges| ranges.is_empty()) && self.insertions.is_empty();
        if sound && self.cuts.is_empty() {
            return (Cow::Borrowed(text), Vec::new());
        }
        let mut repaired = Repaired::default();
        let mut from = 0;
        let end = text.len()..text.len();
        for cut in self.cuts.iter().chain([&end]) {
            let kept = from..cut.start;
            if sound {
                repaired.text.push_str(text.get(kept).unwrap_or_default());
            } else {
                self.copy(text, kept, &mut repaired);
            }
            if !cut.is_empty() {
                repaired.anchors.push((repaired.text.len() + 1, cut.end + 1));
            }
            from = cut.end;
        }
        for _ in self.insertions {
            repaired.insert(text.len());
        }
        (Cow::Owned(repaired.text), repaired.anchors)
    }

    /// Copies a part of the text with what has to be changed in it.
    fn copy(&mut self, text: &str, kept: Range<usize>, repaired: &mut Repaired) {
        let part = text.get(kept.clone()).unwrap_or_default();
        for (offset, c) in part.char_indices() {
            let at = kept.start + offset;
            while let Some((_, later)) = self.insertions.split_first().filter(|(first, _)| **first <= at) {
                repaired.insert(at);
                self.insertions = later;
            }
            if holds(&mut self.given_up, at) && !c.is_whitespace() {
                repaired.text.extend(std::iter::repeat_n('?', c.len_utf8()));
            } else if holds(&mut self.masked, at) && !c.is_alphanumeric() && !c.is_whitespace() {
                mask(&mut repaired.text, c);
            } else if holds(&mut self.blanks, at) {
                repaired.text.extend(std::iter::repeat_n(' ', c.len_utf8()));
            } else {
                repaired.text.push(c);
            }
        }
    }
}

/// Whether one of the ranges holds the offset; those that end before it are dropped.
fn holds(ranges: &mut &[Range<usize>], at: usize) -> bool {
    while let Some((first, others)) = ranges.split_first() {
        if first.end > at {
            return first.start <= at;
        }
        *ranges = others;
    }
    false
}

/// The text for the grammar as it grows.
#[derive(Default)]
struct Repaired {
    text: String,
    anchors: Vec<(usize, usize)>,
}

impl Repaired {
    /// Adds a closing brace that stands before `original`.
    fn insert(&mut self, original: usize) {
        self.text.push('}');
        self.anchors.push((self.text.len(), original));
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
