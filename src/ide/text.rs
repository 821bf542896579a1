//! Where words and tokens stand in a text, whatever it says.

use std::ops::Range;

use crate::syntax::{self, TokenKind};

/// The bytes of the name, number or path with its brackets and quotes that `offset` touches.
pub(super) fn run_at(text: &str, offset: usize) -> Option<Range<usize>> {
    let before = text.get(..offset)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    let mut run: Option<Range<usize>> = None;
    let mut closing: Option<char> = None;
    for (at, c) in line.char_indices() {
        let at = start + at;
        let belongs = match closing {
            Some(end) => {
                closing = (c != end).then_some(end);
                true
            }
            None => {
                closing = closing_of(c);
                closing.is_some() || c.is_alphanumeric() || "._-·*".contains(c)
            }
        };
        if belongs {
            let from = run.as_ref().map_or(at, |run| run.start);
            run = Some(from..at + c.len_utf8());
        } else if let Some(whole) = run.take_if(|run| run.start <= offset && offset <= run.end) {
            return Some(whole);
        } else {
            run = None;
        }
    }
    run.filter(|run| run.start <= offset && offset <= run.end)
}

fn closing_of(c: char) -> Option<char> {
    match c {
        '[' => Some(']'),
        '【' => Some('】'),
        '"' => Some('"'),
        '“' => Some('”'),
        _ => None,
    }
}

/// The bytes of the word (letters, digits, `_`) that `offset` touches.
pub(super) fn word_at(text: &str, offset: usize) -> Option<Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = text.split_at_checked(offset)?;
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(offset, |(at, _)| at);
    let end = after.find(|c| !is_word(c)).map_or(text.len(), |at| offset + at);
    (start < end).then_some(start..end)
}

/// What kind of token the byte `offset` of `text` lies in; `None` between tokens.
pub(super) fn token_at(text: &str, offset: usize) -> Option<TokenKind> {
    syntax::tokens(text)
        .into_iter()
        .filter(|token| token.kind != TokenKind::End)
        .find(|token| token.range.start <= offset && offset <= token.range.end)
        .map(|token| token.kind)
}
