//! The rows of a block.

use std::sync::Arc;

use super::{Formula, ItemIx, LevelIx, TotalIx};
use crate::source::Span;
use crate::value::{Kind, Name};

/// How the rows of a block are told apart.
#[derive(Debug, Clone)]
pub enum Axis {
    /// By classification code.
    Coded(Coded),
    /// Fixed items.
    Items(Vec<Item>),
    /// One record.
    Single,
}

/// Rows told apart by classification codes.
#[derive(Debug, Clone)]
pub struct Coded {
    /// What the code is called in rules and headers (`科目代码`).
    pub key: Name,
    /// Levels, shortest code first.
    pub levels: Vec<LevelDeclaration>,
    /// The code list the codes are from.
    pub code_list: Option<Arc<str>>,
    /// Several groups of columns side by side are one long table.
    pub folded: bool,
    /// Total rows. The one without identity (the sum of the top level) is the default of a reference without rows.
    pub totals: Vec<Total>,
}

/// A level of a coded axis.
#[derive(Debug, Clone)]
pub struct LevelDeclaration {
    /// `类`
    pub name: Name,
    /// Digits of its codes.
    pub length: u32,
    /// Where it is declared.
    pub span: Span,
}

/// A total row of a coded axis.
#[derive(Debug, Clone)]
pub struct Total {
    /// Its name.
    pub name: Name,
    /// Other spellings.
    pub aliases: Vec<Name>,
    /// Its identity in codes; without one it is the sum of the top level.
    pub formula: Option<Formula>,
    /// Where it is declared.
    pub span: Span,
}

/// A fixed item.
#[derive(Debug, Clone)]
pub struct Item {
    /// 行次
    pub line: Option<u32>,
    /// Its name.
    pub name: Name,
    /// Other spellings.
    pub aliases: Vec<Name>,
    /// The sections it stands in, outermost first.
    pub sections: Vec<Name>,
    /// The classification code it stands for.
    pub code: Option<Arc<str>>,
    /// What its figures are, where it isn't the column's kind.
    pub kind: Option<Kind>,
    /// Its identity in other items of the block.
    pub formula: Option<Formula>,
    /// Its name in the declaration.
    pub span: Span,
}

impl Coded {
    /// The level of a code, by its length.
    #[must_use]
    pub fn level_of(&self, code: &str) -> Option<LevelIx> {
        let level = self
            .levels
            .iter()
            .position(|level| level.length as usize == code.len())?;
        Some(LevelIx::new(level))
    }

    /// A level.
    #[must_use]
    pub fn level(&self, level: LevelIx) -> Option<&LevelDeclaration> {
        self.levels.get(level.index())
    }

    /// A total row.
    #[must_use]
    pub fn total(&self, total: TotalIx) -> Option<&Total> {
        self.totals.get(total.index())
    }

    /// The total row without identity: the sum of the top level.
    #[must_use]
    pub fn plain_total(&self) -> Option<TotalIx> {
        let plain = self.totals.iter().position(|total| total.formula.is_none())?;
        Some(TotalIx::new(plain))
    }

    /// Whether a total row is one without identity.
    #[must_use]
    pub fn is_plain_total(&self, total: TotalIx) -> bool {
        self.total(total).is_some_and(|total| total.formula.is_none())
    }
}

impl Axis {
    /// The items, where there are some.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Items(items) => items,
            Self::Coded(_) | Self::Single => &[],
        }
    }

    /// An item, where there are some.
    #[must_use]
    pub fn item(&self, item: ItemIx) -> Option<&Item> {
        self.items().get(item.index())
    }

    /// A total row, where the axis is coded.
    #[must_use]
    pub fn total(&self, total: TotalIx) -> Option<&Total> {
        self.coded()?.total(total)
    }

    /// The coded axis, where it is one.
    #[must_use]
    pub fn coded(&self) -> Option<&Coded> {
        match self {
            Self::Coded(coded) => Some(coded),
            Self::Items(_) | Self::Single => None,
        }
    }
}
