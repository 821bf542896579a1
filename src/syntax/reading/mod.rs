//! Texts to trees of what the grammar matches, without a word about what is wrong with them.
//!
//! The functions below [`grammar`] are made from `grammar/*.pest` by `grammar/generate.rs`. They match what pest matches
//! (a test holds both together) in a tenth of its time.

mod reader;
mod tree;

/// A function for each rule of the grammar.
mod grammar {
    include!(concat!(env!("OUT_DIR"), "/grammar.rs"));
}

pub(super) use tree::{Pair, Pairs, Tree};

/// The tree of a rule file; there is always one, unless the text is larger than any tree can tell.
pub(super) fn file(text: &str) -> Option<Tree<'_>> {
    reader::Reader::read(text, grammar::read_file)
}
