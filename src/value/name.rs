//! Names as reports and rules write them, and the form they are compared in.

use std::sync::Arc;

use super::key::Key;
use unicode_normalization::UnicodeNormalization;

/// A name with the form it is compared in. Equality and order look at [`Name::key`] alone.
#[derive(Debug, Clone)]
pub struct Name {
    /// As written, for people.
    pub text: Arc<str>,
    /// As compared: see [`normalise`].
    pub key: Arc<str>,
}

impl Name {
    /// A name from its written form.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let key = Key::of(text);
        let written: Arc<str> = text.into();
        Self {
            // Most names have that form already, and keep one text.
            key: if *key == *text {
                Arc::clone(&written)
            } else {
                key.shared()
            },
            text: written,
        }
    }

    /// Whether `text` writes this name.
    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        if *self.text == *text {
            return true;
        }
        // Han at the end stays there whatever is folded, so that most other names are told apart at once.
        match (last_han(text), last_han(&self.key)) {
            (Some(last), Some(own)) if last != own => false,
            _ => *self.key == *Key::of(text),
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Name {}

impl std::hash::Hash for Name {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// The form in which names are compared: NFKC, no white space, brackets, quotes and dashes folded to one form, no
/// leading ordinal (`一、` `(一)` `1.` `其中:` `加:`). A text that is nothing but an ordinal keeps it.
#[must_use]
pub fn normalise(text: &str) -> String {
    Key::of(text).to_string()
}

/// Makes the normal form anew.
pub(super) fn fold(text: &str) -> String {
    let keep = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    let mut folded = String::with_capacity(text.len());
    // The tables of NFKC are large, and nearly every name does without.
    if text.chars().all(is_plain) {
        folded.extend(text.chars().filter(keep).map(|c| fold_mark(half_width(c))));
    } else {
        folded.extend(text.nfkc().filter(keep).map(fold_mark));
    }
    let stripped = folded.len() - without_ordinals(&folded).len();
    folded.drain(..stripped);
    folded
}

/// What follows all leading ordinals.
pub(super) fn without_ordinals(text: &str) -> &str {
    let mut rest = text;
    while let Some(shorter) = strip_ordinal(rest) {
        rest = shorter;
    }
    rest
}

/// Whether two names are one: whether their normal forms are the same.
#[must_use]
pub fn is_same_name(a: &str, b: &str) -> bool {
    a == b || *Key::of(a) == *Key::of(b)
}

/// What may have to be done to bring a text into its normal form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folds {
    /// Nothing: it is nothing but Han, Latin letters and digits, or a figure.
    Nothing,
    /// Ordinals may have to come off. The rest is Han, `、`, and narrow letters, digits and marks that no other is folded with.
    Ordinals,
    /// Anything.
    More,
}

/// What may have to be done with `text`.
pub(super) fn folds(text: &str) -> Folds {
    let mut marks = false;
    let mut bytes = text.as_bytes();
    loop {
        bytes = match bytes {
            [] if !marks || is_figure(text.as_bytes()) => return Folds::Nothing,
            [] => return Folds::Ordinals,
            // Han, in UTF-8.
            [0xe5..=0xe9, _, _, rest @ ..] | [0xe4, 0xb8..=0xff, _, rest @ ..] => rest,
            [first, rest @ ..] if first.is_ascii_alphanumeric() => rest,
            [b'\'' | b'[' | b']', ..] => return Folds::More,
            [b'!'..=b'~', rest @ ..] | [0xe3, 0x80, 0x81, rest @ ..] => {
                marks = true;
                rest
            }
            _ => return Folds::More,
        };
    }
}

/// Whether the text is a figure, whose points and commas are no marks of ordinals.
fn is_figure(text: &[u8]) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    text.iter().enumerate().all(|(at, byte)| match byte {
        b'0'..=b'9' | b'-' => true,
        b'.' | b',' => is_digit(text.get(at + 1)),
        _ => false,
    })
}

/// The Han character at the end of a text, in UTF-8.
fn last_han(text: &str) -> Option<[u8; 3]> {
    let last: [u8; 3] = *text.as_bytes().last_chunk()?;
    matches!(last, [0xe5..=0xe9, _, _] | [0xe4, 0xb8..=0xff, _]).then_some(last)
}

/// Whether `c` is Han; such a character is compared as it is.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn is_chinese_digit(c: char) -> bool {
    matches!(
        c,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
    )
}

/// Whether NFKC leaves `c` as it is or only makes it narrow, whatever stands beside it: ASCII and its full-width twins,
/// Han, and the marks that names are written with.
pub(crate) fn is_plain(c: char) -> bool {
    c.is_ascii()
        || is_han(c)
        || matches!(
            c,
            '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '、' | '。' | '“' | '”' | '‘' | '’' | '《' | '》' | '—'
        )
}

/// The ASCII character that a full-width one stands for.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// `text` in NFKC.
pub(crate) fn nfkc(text: &str) -> String {
    if text.chars().all(is_plain) {
        text.chars().map(half_width).collect()
    } else {
        text.nfkc().collect()
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{00ad}')
}

/// Brackets to `(` `)`, quotes to `"`, dashes to `-`; everything else as it is (NFKC has folded widths already).
fn fold_mark(c: char) -> char {
    match c {
        '【' | '〔' | '[' | '〈' | '〖' => '(',
        '】' | '〕' | ']' | '〉' | '〗' => ')',
        '“' | '”' | '„' | '‟' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' | '＂' => '"',
        '—' | '–' | '―' | '−' | '－' | '─' => '-',
        _ => c,
    }
}

/// What follows a leading ordinal, where there is one and something follows.
fn strip_ordinal(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !matches!(first, '其' | '加' | '减' | '(') && !is_chinese_digit(first) && !first.is_ascii_digit() {
        return None;
    }
    for prefix in ["其中:", "其中,", "加:", "减:"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return non_empty(rest);
        }
    }
    if let Some(inner) = text.strip_prefix('(') {
        let (number, rest) = inner.split_once(')')?;
        let ordinal = !number.is_empty()
            && number.chars().count() <= 4
            && (number.chars().all(is_chinese_digit) || number.chars().all(|c| c.is_ascii_digit()));
        return if ordinal { non_empty(rest) } else { None };
    }
    let end = text.find(|c: char| !is_chinese_digit(c) && !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(end)?;
    if number.is_empty() || number.chars().count() > 4 {
        return None;
    }
    let mut chars = rest.chars();
    let mark = chars.next()?;
    let rest = chars.as_str();
    // `1.5` is a figure, `1.货物` an item.
    let next_is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    (matches!(mark, '、' | '.' | ')' | ',') && !next_is_digit)
        .then_some(rest)
        .and_then(non_empty)
}

fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
