//! Which tokens stand on which line.

use super::spelling::spell;
use super::wrap::{Line, Piece};
use crate::syntax::{Keyword, Token, TokenKind};

/// How loosely the two sides of an operator that is a word hang together.
const WORD_RANKS: [(Keyword, usize); 5] = [
    (Keyword::IMPLIES, 1),
    (Keyword::OR, 2),
    (Keyword::AND, 3),
    (Keyword::CONTAINS, 4),
    (Keyword::MATCHES, 4),
];

/// The lines of the formatted text.
pub(super) fn lines(text: &str, tokens: &[Token]) -> Vec<Line> {
    let inline = inline_blocks(text, tokens);
    let mut layout = Layout {
        text,
        lines: Vec::new(),
        line: Line::default(),
        depth: 0,
        inline: 0,
        parens: 0,
        within: false,
        end: 0,
        last: None,
    };
    for (index, token) in tokens.iter().enumerate() {
        let is_inline = inline.get(index).copied().unwrap_or(false);
        layout.token(token, is_inline);
    }
    layout.flush();
    layout.lines
}

/// Whether each brace belongs to a block that stays on one line: it was written on one line and holds one statement,
/// or it is a list of levels.
fn inline_blocks(text: &str, tokens: &[Token]) -> Vec<bool> {
    struct Open {
        index: usize,
        statements: usize,
        in_statement: bool,
        levels: bool,
        nested: bool,
        comments: bool,
        ends: bool,
    }
    let mut inline = vec![false; tokens.len()];
    let mut stack: Vec<Open> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::BraceOpen => {
                let mut before = tokens.get(..index).unwrap_or_default().iter().rev();
                let name = before.next().is_some_and(|token| token.kind == TokenKind::Name);
                let rows = before.next().and_then(|token| text.get(token.range.clone()));
                let levels = name && rows.is_some_and(|word| Keyword::ROWS.is(word));
                if let Some(outer) = stack.last_mut() {
                    outer.nested = true;
                    outer.statements += usize::from(!outer.in_statement);
                    outer.in_statement = true;
                }
                stack.push(Open {
                    index,
                    statements: 0,
                    in_statement: false,
                    levels,
                    nested: false,
                    comments: false,
                    ends: false,
                });
            }
            TokenKind::BraceClose => {
                let Some(open) = stack.pop() else { continue };
                let start = tokens.get(open.index).map_or(0, |token| token.range.end);
                let body = text.get(start..token.range.start).unwrap_or_default();
                let one_line = !body.contains(['\n', '\r']);
                let keep =
                    !open.comments && (open.levels && !open.ends || one_line && open.statements == 1 && !open.nested);
                for place in [open.index, index] {
                    if let Some(slot) = inline.get_mut(place) {
                        *slot = keep;
                    }
                }
            }
            TokenKind::End => {
                if let Some(open) = stack.last_mut() {
                    open.in_statement = false;
                    open.ends = true;
                }
            }
            TokenKind::Comment => stack.iter_mut().for_each(|open| open.comments = true),
            _ => {
                if let Some(open) = stack.last_mut() {
                    open.statements += usize::from(!open.in_statement);
                    open.in_statement = true;
                }
            }
        }
    }
    inline
}

struct Layout<'a> {
    text: &'a str,
    lines: Vec<Line>,
    line: Line,
    /// Blocks around.
    depth: usize,
    /// Blocks around that stay on one line.
    inline: usize,
    /// Parentheses around.
    parens: usize,
    /// Whether a statement has begun.
    within: bool,
    /// Where the last token or comment stops.
    end: usize,
    /// The last token that is no comment.
    last: Option<TokenKind>,
}

impl Layout<'_> {
    fn token(&mut self, token: &Token, inline: bool) {
        if token.kind == TokenKind::End {
            self.within = false;
            return;
        }
        let gap = self.text.get(self.end..token.range.start).unwrap_or_default();
        let newlines = gap.replace("\r\n", "\n").matches(['\n', '\r']).count();
        if token.kind == TokenKind::Comment {
            self.comment(token, newlines);
        } else {
            self.code(token, inline, newlines);
        }
        self.end = token.range.end;
    }

    fn comment(&mut self, token: &Token, newlines: usize) {
        let written = self.text.get(token.range.clone()).unwrap_or_default().trim_end();
        let behind_code = newlines == 0 && !self.line.pieces.is_empty();
        if !behind_code {
            self.begin_line(newlines, self.within);
        }
        self.line.comment = Some(written.replacen('＃', "#", usize::from(written.starts_with('＃'))));
    }

    fn code(&mut self, token: &Token, inline: bool, newlines: usize) {
        let written = self.text.get(token.range.clone()).unwrap_or_default();
        let is_open = token.kind == TokenKind::BraceOpen;
        let is_close = token.kind == TokenKind::BraceClose;
        if is_close && !inline {
            self.depth = self.depth.saturating_sub(1);
            self.begin_line(0, false);
        } else if self.inline == 0 {
            if !self.within {
                self.begin_line(newlines, false);
            } else if newlines > 0 || self.line.comment.is_some() {
                self.begin_line(0, token.kind != TokenKind::Close);
            }
        }
        self.push(token, written);
        self.within = !is_open || inline;
        match inline {
            true if is_open => self.inline += 1,
            true => self.inline = self.inline.saturating_sub(1),
            false if is_open => self.depth += 1,
            false => {}
        }
        self.last = Some(token.kind);
    }

    fn push(&mut self, token: &Token, written: &str) {
        use TokenKind as T;
        if token.kind == T::Close {
            self.parens = self.parens.saturating_sub(1);
        }
        let tight = token.glued
            || matches!(token.kind, T::Close | T::Comma | T::Colon)
            || matches!(self.last, Some(T::Open | T::Sign))
            || self.last == Some(T::Function) && token.kind == T::Open;
        self.line.pieces.push(Piece {
            text: spell(token.kind, written).into_owned(),
            space: !tight,
            rank: rank(token.kind, written)
                .filter(|rank| *rank > 0 || self.parens > 0)
                .map(|rank| rank + self.parens * 10),
        });
        if token.kind == T::Open {
            self.parens += 1;
        }
    }

    /// Ends the line at hand and begins another, with a blank line between where the text had one.
    fn begin_line(&mut self, newlines: usize, continues: bool) {
        let opens = self.line.pieces.last().is_some_and(|piece| piece.text == "{");
        self.flush();
        let blank_before = newlines > 1 && !continues && !opens && !self.lines.is_empty();
        self.line = Line {
            indent: self.depth,
            blank_before,
            continues,
            ..Line::default()
        };
    }

    fn flush(&mut self) {
        if !self.line.pieces.is_empty() || self.line.comment.is_some() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

/// How loosely the two sides of an operator hang together; `None` where no line ends. Commas count inside parentheses only.
fn rank(kind: TokenKind, written: &str) -> Option<usize> {
    match kind {
        TokenKind::Comma => Some(0),
        TokenKind::WordOperator => {
            let mut ranks = WORD_RANKS.iter();
            ranks.find(|(word, _)| word.is(written)).map(|(_, rank)| *rank)
        }
        TokenKind::Operator => match written {
            "+" | "＋" | "-" | "－" | "−" | "–" => Some(6),
            "×" | "*" | "＊" | "÷" | "/" | "／" => Some(7),
            "±" => Some(5),
            _ => Some(4),
        },
        _ => None,
    }
}
