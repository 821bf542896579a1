//! What a text looks like before anyone reads it: digits, a small integer, a figure.

use crate::read::{Content, GridCell};
use crate::value::{Key, is_han};

/// The digits of `text` where it has nothing else (blanks aside), in half width.
pub(super) fn digits(text: &str) -> Option<Key<'_>> {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    // What is taken off stands at the beginning.
    if text.is_empty() || text.len() > 60 || text.ends_with(is_han) {
        return None;
    }
    let Some(end) = text.bytes().position(|byte| !is_digit(byte)) else {
        return Some(Key::Own(text));
    };
    // An ordinal is taken off where no digit follows its mark, so figures keep their points and commas.
    if text.get(end..).is_some_and(is_numeric) {
        return None;
    }
    let key = Key::of(text);
    (!key.is_empty() && key.bytes().all(is_digit)).then_some(key)
}

/// Whether `text` has nothing but digits and the marks between them.
pub(super) fn is_numeric(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
}

/// `text` as an integer of at most three digits.
pub(super) fn small_integer(text: &str) -> Option<u32> {
    digits(text).as_deref().and_then(small)
}

/// Digits as an integer, of at most three.
pub(super) fn small(digits: &str) -> Option<u32> {
    (digits.len() <= 3).then(|| digits.parse().ok()).flatten()
}

/// Whether a cell may hold a figure, before anyone reads it as one.
pub(super) fn looks_like_figure(cell: &GridCell) -> bool {
    match cell.content {
        Content::Number { .. } => true,
        Content::Text => {
            let text = &*cell.text;
            text.len() <= 60 && text.chars().all(is_part_of_figure) && text.chars().any(is_digit)
        }
        _ => false,
    }
}

/// Whether `c` is a digit, narrow or wide.
pub(super) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{ff10}'..='\u{ff19}')
}

fn is_part_of_figure(c: char) -> bool {
    let is_mark = || {
        matches!(
            c,
            ',' | '.'
                | '。'
                | '-'
                | '—'
                | '+'
                | '%'
                | '('
                | ')'
                | '¥'
                | '△'
                | '\u{2212}'
                | '\u{ff0c}'
                | '\u{ff0e}'
                | '\u{ff0d}'
                | '\u{ff0b}'
                | '\u{ff05}'
                | '\u{ff08}'
                | '\u{ff09}'
                | '\u{ffe5}'
        )
    };
    is_digit(c) || is_mark() || c.is_whitespace()
}
