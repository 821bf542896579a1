//! What a grammar matched: a tree in one piece of memory.

use std::ops::Range;

use crate::syntax::parser::Rule;

/// The matches of rules in a text, each before those in it.
pub(in crate::syntax) struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

/// A match of a rule.
pub(super) struct Node {
    rule: Rule,
    start: u32,
    end: u32,
    /// The index behind the last match in it.
    behind: u32,
}

/// Texts whose offsets would not fit are not read, and a text has no more matches than it could have.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Node {
    /// One that begins at `start`.
    pub fn new(rule: Rule, start: usize) -> Self {
        Self {
            rule,
            start: small(start),
            end: 0,
            behind: 0,
        }
    }

    /// Says where it ends, and which node is the first behind it.
    pub fn close(&mut self, end: usize, behind: usize) {
        self.end = small(end);
        self.behind = small(behind);
    }
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, nodes: Vec<Node>) -> Self {
        Self { text, nodes }
    }

    /// The matches that are in no other.
    pub fn pairs(&self) -> Pairs<'_> {
        Pairs {
            tree: self,
            next: 0,
            end: self.nodes.len(),
        }
    }
}

/// A match of a rule.
#[derive(Clone)]
pub(in crate::syntax) struct Pair<'a> {
    tree: &'a Tree<'a>,
    index: usize,
    node: &'a Node,
}

impl<'a> Pair<'a> {
    /// Which rule matched.
    pub fn as_rule(&self) -> Rule {
        self.node.rule
    }

    /// The bytes it matched.
    pub fn range(&self) -> Range<usize> {
        self.node.start as usize..self.node.end as usize
    }

    /// What it matched.
    pub fn as_str(&self) -> &'a str {
        self.tree.text.get(self.range()).unwrap_or_default()
    }

    /// Where the last match in it ends that has no others in it; its own end where it has none. Blanks and comments that it
    /// has swallowed stand behind that.
    pub fn last_end(&self) -> usize {
        let last = (self.node.behind as usize).saturating_sub(1);
        self.tree.nodes.get(last).map_or(0, |node| node.end as usize)
    }

    /// The matches directly in it.
    pub fn into_inner(self) -> Pairs<'a> {
        Pairs {
            tree: self.tree,
            next: self.index + 1,
            end: self.node.behind as usize,
        }
    }
}

/// Matches one behind the other.
#[derive(Clone)]
pub(in crate::syntax) struct Pairs<'a> {
    tree: &'a Tree<'a>,
    next: usize,
    end: usize,
}

impl Pairs<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.next >= self.end
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        if self.is_empty() {
            return None;
        }
        let node = self.tree.nodes.get(self.next)?;
        let pair = Pair {
            tree: self.tree,
            index: self.next,
            node,
        };
        self.next = node.behind as usize;
        Some(pair)
    }
}
