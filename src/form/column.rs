//! Figure columns and identities.

use std::borrow::Cow;

use super::Grounds;
use crate::source::Span;
use crate::value::{Kind, Name};

/// A figure column.
#[derive(Debug, Clone)]
pub struct Column {
    /// 栏次
    pub number: Option<u32>,
    /// Its own name (`小计`).
    pub name: Name,
    /// The groups above it, outermost first (`决算数`, `公务用车购置及运行维护费`).
    pub groups: Vec<Name>,
    /// Other spellings of its name.
    pub aliases: Vec<Name>,
    /// What its figures are.
    pub kind: Kind,
    /// Its identity in other columns of the block.
    pub formula: Option<Formula>,
    /// Its name in the declaration.
    pub span: Span,
}

impl Column {
    /// Groups and name joined with `.`: how findings call it.
    #[must_use]
    pub fn path(&self) -> String {
        self.called().into_owned()
    }

    /// Its [`path`](Self::path), which is its own name where it stands in no group.
    #[must_use]
    pub fn called(&self) -> Cow<'_, str> {
        if self.groups.is_empty() {
            return Cow::Borrowed(&self.name.text);
        }
        let mut path = String::new();
        for group in &self.groups {
            path.push_str(&group.text);
            path.push('.');
        }
        path.push_str(&self.name.text);
        Cow::Owned(path)
    }

    /// Whether `key` (normalised) is its name or an alias.
    #[must_use]
    pub fn answers_to(&self, key: &str) -> bool {
        &*self.name.key == key || self.aliases.iter().any(|alias| &*alias.key == key)
    }
}

/// An identity: a signed sum of other columns (or items, or codes).
#[derive(Debug, Clone)]
pub struct Formula {
    /// Its terms.
    pub terms: Vec<FormulaTerm>,
    /// Why it must hold, and what it discharges, where that is written behind it.
    pub grounds: Grounds,
    /// Where it is written, without the `=`.
    pub span: Span,
}

/// A term of a formula.
#[derive(Debug, Clone)]
pub struct FormulaTerm {
    /// Whether it is subtracted.
    pub negative: bool,
    /// What is added.
    pub operand: Operand,
    /// Where it is written. The terms of a range share one.
    pub span: Span,
}

/// What a formula adds, resolved within the block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// The column or item of this index in the block; in the formula of a total row, the total row of this index.
    Index(usize),
    /// The row of this code (in total rows of coded tables).
    Code(std::sync::Arc<str>),
}

impl Operand {
    /// The index, where it is one.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Index(index) => Some(*index),
            Self::Code(_) => None,
        }
    }
}
