//! Sets of rows, named once for the whole plan.

use std::sync::Arc;

/// The number of a [`RowSet`] in [`Plan::row_sets`](super::Plan::row_sets).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowSetId(pub u32);

/// Rows of a block of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowSet {
    /// The form (index).
    pub form: usize,
    /// The block (index).
    pub block: usize,
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
    /// The item of this index.
    Item(usize),
    /// The total row of this index.
    Total(usize),
    /// The row of a code.
    Code(Arc<str>),
    /// The rows whose code begins so; the leaves among them, so that nothing counts twice.
    Prefix(Arc<str>),
    /// The rows whose code lies in from..=to and is as long as the first.
    Range(Arc<str>, Arc<str>),
    /// The row(s) of a (normalised) name.
    Named(Arc<str>),
    /// The coded rows of this level.
    Level(usize),
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
        matches!(
            self,
            Self::Record | Self::Item(_) | Self::Total(_) | Self::Code(_) | Self::Named(_)
        )
    }
}
