//! Lists of figures.

use super::{Column, Measured, Number, RowSetId, SideIx};
use crate::source::Span;

/// An argument of an aggregate.
#[derive(Debug, Clone)]
pub enum Argument {
    /// One number.
    Single(Number),
    /// Many figures.
    List(List),
}

/// A column over some rows.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The rows.
    pub rows: ListRows,
    /// The column.
    pub column: Column,
    /// What its figures measure, where an item does not say otherwise of its own.
    pub measures: Measured,
    /// Where it is written.
    pub span: Span,
}

/// The rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRows {
    /// A set of rows.
    Set(RowSetId),
    /// The children of the row at hand (下级); of a total row, the top level.
    Children(SideIx),
}
