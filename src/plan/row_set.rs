//! Sets of rows, named once for the whole plan.

use std::sync::Arc;

use super::TableRef;
use crate::form::{BlockIx, ItemIx, LevelIx, TotalIx};
use crate::value::index_types;

index_types! {
    /// A [`RowSet`] of [`Plan::row_sets`](super::Plan::row_sets).
    RowSetId
}

/// Rows of a block of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowSet {
    /// The table.
    pub table: TableRef,
    /// The block.
    pub block: BlockIx,
    /// Which rows.
    pub kind: RowSetKind,
}

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowSetKind {
    /// Every row.
    All,
    /// The record of a single-record table.
    Record,
    /// An item.
    Item(ItemIx),
    /// A total row.
    Total(TotalIx),
    /// The row of a code.
    Code(Arc<str>),
    /// The rows whose code begins so; the leaves among them, so that nothing counts twice.
    Prefix(Arc<str>),
    /// The rows whose code lies in from..=to and is as long as the first.
    Range(Arc<str>, Arc<str>),
    /// The row(s) of a (normalised) name.
    Named(Arc<str>),
    /// The coded rows of a level.
    Level(LevelIx),
    /// The coded rows without rows below them.
    Leaves,
    /// The items without identity.
    Details,
    /// The coded rows that must have rows below them, and the plain total row: what 纵向 speaks of.
    Parents,
}

impl RowSetKind {
    /// Whether it is one row by its nature, so that it can stand for a single figure.
    #[must_use]
    pub fn is_single(&self) -> bool {
        match self {
            Self::Record | Self::Item(_) | Self::Total(_) | Self::Code(_) | Self::Named(_) => true,
            Self::All
            | Self::Prefix(_)
            | Self::Range(..)
            | Self::Level(_)
            | Self::Leaves
            | Self::Details
            | Self::Parents => false,
        }
    }
}
