//! What the functions of the grammar are written with: the operators of pest, without its books.
//!
//! Every operator answers whether it matched, and leaves no trace where it didn't.

use super::tree::{Node, Tree};
use crate::syntax::parser::Rule;

/// Whether blanks may stand between the parts of a rule, and whether what its parts match is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They may.
    Spaced,
    /// They may not (`$`).
    Tight,
    /// They may not, and only the whole is told (`@`).
    Atomic,
}

/// A text being read.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    nodes: Vec<Node>,
}

impl<'t> Reader<'t> {
    /// What `rule` makes of the whole text; `None` where it doesn't match, or offsets would not fit into a node.
    pub fn read(text: &'t str, rule: impl FnOnce(&mut Self) -> bool) -> Option<Tree<'t>> {
        let _: u32 = text.len().try_into().ok()?;
        let mut reader = Self {
            text,
            at: 0,
            mode: Mode::Spaced,
            nodes: Vec::new(),
        };
        let matched = rule(&mut reader);
        let _: u32 = reader.nodes.len().try_into().ok()?;
        matched.then(|| Tree::new(text, reader.nodes))
    }

    /// A rule: a node with those of its parts below it.
    #[inline]
    pub fn rule(&mut self, rule: Rule, body: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.mode == Mode::Atomic {
            return body(self);
        }
        let (index, start) = (self.nodes.len(), self.at);
        self.nodes.push(Node::new(rule, start));
        if !body(self) {
            self.nodes.truncate(index);
            return false;
        }
        let (end, behind) = (self.at, self.nodes.len());
        if let Some(node) = self.nodes.get_mut(index) {
            node.close(end, behind);
        }
        true
    }

    /// Matches in another mode.
    #[inline]
    pub fn within(&mut self, mode: Mode, body: impl FnOnce(&mut Self) -> bool) -> bool {
        let outer = std::mem::replace(&mut self.mode, mode);
        let matched = body(self);
        self.mode = outer;
        matched
    }

    /// Parts one behind the other: all or nothing.
    #[inline]
    pub fn sequence(&mut self, parts: impl FnOnce(&mut Self) -> bool) -> bool {
        let (at, nodes) = (self.at, self.nodes.len());
        parts(self) || {
            self.at = at;
            self.nodes.truncate(nodes);
            false
        }
    }

    /// Whether it would match here.
    #[inline]
    pub fn ahead(&mut self, body: impl FnOnce(&mut Self) -> bool) -> bool {
        let (at, nodes) = (self.at, self.nodes.len());
        let matches = body(self);
        self.at = at;
        self.nodes.truncate(nodes);
        matches
    }

    /// Once or not at all.
    #[inline]
    pub fn optional(&mut self, body: impl FnOnce(&mut Self) -> bool) -> bool {
        body(self);
        true
    }

    /// Any number of times.
    #[inline]
    pub fn repeat_tight(&mut self, body: impl Fn(&mut Self) -> bool) -> bool {
        while body(self) {}
        true
    }

    /// Any number of times, with blanks between where the mode allows them.
    #[inline]
    pub fn repeat(&mut self, blank: fn(&mut Self) -> bool, body: impl Fn(&mut Self) -> bool) -> bool {
        if body(self) {
            while self.sequence(|r| r.blanks(blank) && body(r)) {}
        }
        true
    }

    /// The blanks here, if any, where the mode allows them.
    #[inline]
    pub fn blanks(&mut self, blank: fn(&mut Self) -> bool) -> bool {
        if self.mode == Mode::Spaced {
            while blank(self) {}
        }
        true
    }

    /// Whether the next byte is of the set.
    #[inline]
    pub fn sees(&self, set: &[u64; 4]) -> bool {
        let byte = self.text.as_bytes().get(self.at);
        byte.is_some_and(|byte| {
            let word = set.get(usize::from(byte >> 6)).copied().unwrap_or_default();
            word >> (byte & 63) & 1 == 1
        })
    }

    /// This text.
    #[inline]
    pub fn literal(&mut self, text: &'static str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let matches = rest.starts_with(text.as_bytes());
        if matches {
            self.at += text.len();
        }
        matches
    }

    /// A character of a range.
    #[inline]
    pub fn range(&mut self, from: char, to: char) -> bool {
        self.character(|c| (from..=to).contains(&c))
    }

    /// A character that is accepted.
    #[inline]
    pub fn character(&mut self, accepts: impl Fn(char) -> bool) -> bool {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let Some(next) = next.filter(|next| accepts(*next)) else {
            return false;
        };
        self.at += next.len_utf8();
        true
    }

    /// Any character.
    #[inline]
    pub fn any(&mut self) -> bool {
        self.character(|_| true)
    }

    /// The end of a line.
    #[inline]
    pub fn newline(&mut self) -> bool {
        self.literal("\n") || self.literal("\r\n") || self.literal("\r")
    }

    /// Goes on to the first of these texts, or to the end.
    #[inline]
    pub fn skip_until(&mut self, texts: &[&str]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let begins = |at: usize| {
            let rest = rest.get(at..).unwrap_or_default();
            texts.iter().any(|text| rest.starts_with(text.as_bytes()))
        };
        self.at += (0..rest.len()).find(|at| begins(*at)).unwrap_or(rest.len());
        true
    }

    /// The beginning of the text.
    #[inline]
    pub fn at_start(&self) -> bool {
        self.at == 0
    }

    /// The end of the text.
    #[inline]
    pub fn at_end(&self) -> bool {
        self.at == self.text.len()
    }
}
