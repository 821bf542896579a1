//! Which bracket belongs to which, and which has no partner.
//!
//! Where the brackets of a file pair up, that is all there is to know. Where they don't, the layout says which of them is
//! at fault: an item begins on its own line and is never inside another, and a `}` that begins its line belongs to the
//! block whose first line is indented as it is.

use std::ops::Range;

use super::keyword::Keyword;
use super::lexeme::{is_blank, is_word};
use super::scan::MAX_DEPTH;

/// Keywords of items behind which a name or a title stands.
const NAMED_ITEMS: [Keyword; 7] = [
    Keyword::RULE,
    Keyword::TEST,
    Keyword::FORM,
    Keyword::DISABLE,
    Keyword::WAIVE,
    Keyword::NARRATIVE,
    Keyword::RULESET,
];

/// The line being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Nothing but blanks so far.
    pub at_start: bool,
    /// Columns before its first character.
    pub indent: usize,
    /// End of the last piece before the current one, comments not counted.
    pub last_end: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            at_start: true,
            indent: 0,
            last_end: 0,
        }
    }
}

impl Line {
    /// Begins the next line.
    pub fn begin(&mut self) {
        self.at_start = true;
    }
}

/// Something that matters for pairing.
#[derive(Debug, Clone)]
pub(super) struct Event {
    kind: EventKind,
    range: Range<usize>,
    indent: usize,
    /// End of the piece before it.
    before: usize,
    first_in_line: bool,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    /// The first piece of a line: whether it begins an item, whether it is `}`.
    Line { item: bool, closes: bool },
    /// An opening bracket, by its partner.
    Open(char),
    /// A closing bracket.
    Close(char),
    /// Something nested too deep that is no bracket.
    Deep,
}

impl Event {
    /// An event on `line`.
    pub fn new(kind: EventKind, range: Range<usize>, line: &Line) -> Self {
        Self {
            kind,
            range,
            indent: line.indent,
            before: line.last_end,
            first_in_line: line.at_start,
        }
    }
}

/// What does not pair.
#[derive(Debug, Default)]
pub(super) struct Unpaired {
    /// Brackets without a partner, and where it should stand.
    pub open: Vec<(Range<usize>, usize)>,
    /// Brackets that close nothing.
    pub extra: Vec<Range<usize>>,
    /// Where a `}` is to be put.
    pub insertions: Vec<usize>,
    /// What is nested too deep: its first piece that is, and all of the item that holds it.
    pub too_deep: Vec<(Range<usize>, Range<usize>)>,
}

/// The indentation of the piece at `offset`, in columns; a tab counts 4, a wide blank 2.
pub(super) fn indent(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before
        .chars()
        .rev()
        .take_while(|c| is_blank(*c))
        .map(|c| match c {
            '\t' => 4,
            '\u{3000}' => 2,
            '\u{FEFF}' | '\u{200B}' => 0,
            _ => 1,
        })
        .sum()
}

/// Whether the word at `range`, the first of its line, begins an item that can stand in no block.
pub(super) fn is_item_start(text: &str, range: &Range<usize>) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    let rest = text.get(range.end..).unwrap_or_default();
    let after = || rest.trim_start_matches(is_blank);
    let next = || after().split(|c| !is_word(c)).next().unwrap_or_default();
    if NAMED_ITEMS.iter().any(|keyword| keyword.is(word)) {
        rest.starts_with(is_blank) && after().starts_with(|c| is_word(c) || matches!(c, '"' | '“' | '＂'))
    } else if Keyword::DUTIES.is(word) {
        after().starts_with(['{', '｛'])
    } else if Keyword::OVERRIDE.is(word) {
        Keyword::FORM.is(next()) || Keyword::RULE.is(next())
    } else {
        Keyword::PREMISE.is(word) && Keyword::RULE.is(next())
    }
}

/// Pairs the brackets of a file; `end` is where its last piece ends.
pub(super) fn balance(events: &[Event], end: usize) -> Unpaired {
    let plain = pair(events, end, false);
    let mut balance = if plain.open.is_empty() && plain.extra.is_empty() {
        plain
    } else {
        pair(events, end, true)
    };
    balance.forget_too_deep();
    balance
}

fn pair(events: &[Event], end: usize, by_layout: bool) -> Unpaired {
    let mut pairing = Pairing {
        events,
        by_layout,
        stack: Vec::new(),
        beyond: 0,
        item: 0,
        deep: None,
        balance: Unpaired::default(),
    };
    for (index, event) in events.iter().enumerate() {
        match event.kind {
            EventKind::Line { item, .. } => {
                if item && by_layout {
                    pairing.abandon(0, event.before);
                    pairing.beyond = 0;
                }
                if pairing.stack.is_empty() {
                    pairing.begin_item(event.range.start);
                }
            }
            EventKind::Open(_) if pairing.stack.len() >= MAX_DEPTH => {
                pairing.too_deep(event);
                pairing.beyond += 1;
            }
            EventKind::Open(kind) => {
                if kind == '}' {
                    pairing.abandon_inner(event.before);
                }
                pairing.stack.push(index);
            }
            EventKind::Close(_) if pairing.beyond > 0 => pairing.beyond -= 1,
            EventKind::Close(kind) => pairing.close(event, kind),
            EventKind::Deep => pairing.too_deep(event),
        }
    }
    pairing.abandon(0, end);
    pairing.begin_item(end);
    pairing.balance
}

impl Unpaired {
    /// An item that is given up as too deep has no other mistakes.
    fn forget_too_deep(&mut self) {
        if self.too_deep.is_empty() {
            return;
        }
        let items: Vec<Range<usize>> = self.too_deep.iter().map(|(_, item)| item.clone()).collect();
        let given_up = |at: usize| {
            let next = items.partition_point(|item| item.end <= at);
            items.get(next).is_some_and(|item| item.contains(&at))
        };
        self.open.retain(|(bracket, _)| !given_up(bracket.start));
        self.extra.retain(|bracket| !given_up(bracket.start));
        self.insertions.retain(|at| !given_up(at.saturating_sub(1)));
    }
}

struct Pairing<'a> {
    events: &'a [Event],
    by_layout: bool,
    /// Indices of the events that opened what is open.
    stack: Vec<usize>,
    /// Brackets open beyond the greatest depth; they are only counted.
    beyond: usize,
    /// Where the item at hand begins.
    item: usize,
    /// The first piece of the item at hand that is nested too deep.
    deep: Option<Range<usize>>,
    balance: Unpaired,
}

impl Pairing<'_> {
    /// Ends the item at hand where the next begins.
    fn begin_item(&mut self, at: usize) {
        if let Some(deep) = self.deep.take() {
            self.balance.too_deep.push((deep, self.item..at));
        }
        self.item = at;
    }

    fn too_deep(&mut self, event: &Event) {
        self.deep.get_or_insert_with(|| event.range.clone());
    }

    fn top(&self) -> Option<(char, &Event)> {
        self.stack.last().and_then(|index| self.opened(*index))
    }

    fn opened(&self, index: usize) -> Option<(char, &Event)> {
        self.events.get(index).and_then(|event| match event.kind {
            EventKind::Open(kind) => Some((kind, event)),
            _ => None,
        })
    }

    fn close(&mut self, event: &Event, kind: char) {
        if kind == '}' {
            self.abandon_inner(event.before);
            if self.by_layout && event.first_in_line {
                let fits = |index: &usize| self.opened(*index).is_some_and(|(_, open)| open.indent == event.indent);
                if let Some(position) = self.stack.iter().rposition(fits) {
                    self.abandon(position + 1, event.before);
                }
            }
        }
        match self.top() {
            Some((open, _)) if open == kind => {
                self.stack.pop();
            }
            // `(a]`: one wrong bracket, not two.
            Some((')' | ']', _)) if kind != '}' => {
                self.stack.pop();
                self.balance.extra.push(event.range.clone());
            }
            _ => self.balance.extra.push(event.range.clone()),
        }
    }

    /// Gives up the parentheses that are open above the innermost block.
    fn abandon_inner(&mut self, end: usize) {
        let keep = self
            .stack
            .iter()
            .rposition(|index| self.opened(*index).is_some_and(|(kind, _)| kind == '}'))
            .map_or(0, |position| position + 1);
        self.abandon(keep, end);
    }

    /// Gives up what is open above the first `keep`; it should have been closed before `end`.
    fn abandon(&mut self, keep: usize, end: usize) {
        for index in self.stack.split_off(keep.min(self.stack.len())).into_iter().rev() {
            let Some((kind, open)) = self.opened(index) else {
                continue;
            };
            let range = open.range.clone();
            let partner = if kind == '}' {
                self.block_end(index, open.indent, end)
            } else {
                end
            };
            if kind == '}' {
                self.balance.insertions.push(partner);
            }
            self.balance.open.push((range, partner));
        }
    }

    /// Where the block opened by event `index` ends by its layout: before the first line indented no deeper than its own.
    fn block_end(&self, index: usize, indent: usize, end: usize) -> usize {
        let mut lines = self
            .events
            .iter()
            .skip(index + 1)
            .take_while(|event| event.range.start < end)
            .filter(|event| matches!(event.kind, EventKind::Line { .. }));
        let Some(first) = lines.next() else { return end };
        if first.indent <= indent {
            return end;
        }
        lines
            .find(|event| {
                event.indent <= indent
                    && event.kind
                        != EventKind::Line {
                            item: false,
                            closes: true,
                        }
            })
            .map_or(end, |event| event.before)
    }
}
