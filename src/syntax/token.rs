//! The tokens of a text, for highlighting and formatting.

use std::ops::Range;

use super::lower;
use super::reading;
use super::scan::scan;

/// A token. Blanks and the ends of lines are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it belongs to the token before it without a blank (`03` `[` `229` `]` `.` …).
    pub glued: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A keyword of statements.
    Keyword,
    /// An operator that is a word (`且`, `存在`).
    WordOperator,
    /// `非` before its operand
    Not,
    /// A comparison, `±`, `+` and so on between two operands.
    Operator,
    /// `-` before its operand
    Sign,
    /// `真`, `假`
    Constant,
    /// A function's name.
    Function,
    /// The id of a rule or a form where it is declared or meant outside expressions.
    Id,
    /// A name.
    Name,
    /// The first word of a reference.
    Head,
    /// A word of a closed list (a level, a unit …).
    Choice,
    /// A number, a code, a year, a date.
    Number,
    /// A quoted text.
    Text,
    /// A text in triple quotes.
    RawText,
    /// `{`
    BraceOpen,
    /// `}`
    BraceClose,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=` of a definition
    Assign,
    /// `..`
    Range,
    /// `*` after a pattern or a code
    Star,
    /// `.` inside a reference
    Dot,
    /// The end of a statement: a newline, `;`, or nothing behind a block that ends it.
    End,
    /// A comment.
    Comment,
    /// What could not be read.
    Malformed,
}

/// The tokens of `text` in order, comments included. Never fails: what cannot be read is [`TokenKind::Malformed`].
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let scan = scan(text, &[]);
    let mut tokens = match reading::file(&scan.text) {
        Some(tree) => lower::tokens(tree.pairs(), &scan),
        None => vec![Token {
            kind: TokenKind::Malformed,
            range: 0..text.len(),
            glued: false,
        }],
    };
    let comments = scan.comments.iter();
    tokens.extend(comments.map(|range| Token {
        kind: TokenKind::Comment,
        range: range.clone(),
        glued: false,
    }));
    tokens.sort_by_key(|token| token.range.start);
    tokens
}
