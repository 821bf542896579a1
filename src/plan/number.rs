//! Resolved expressions that are numbers.

use super::node::{Choice, Expression};
use super::{Argument, List, RowSetId, Unavailable};
use crate::builtin::{AggregateFunction, Builtin, NumberFunction};
use crate::form::ColumnIx;
use crate::source::Span;
use crate::value::{Amount, Kind, index_types};

index_types! {
    /// A table of 逐行.
    SideIx
}

/// A number.
#[derive(Debug, Clone)]
pub struct Number {
    /// How it comes about.
    pub node: NumberNode,
    /// What it measures.
    pub measures: Measured,
    /// Where it is written.
    pub span: Span,
}

/// How a number comes about.
#[derive(Debug, Clone)]
pub enum NumberNode {
    /// It is written in the rule; money already in 元.
    Literal(Amount),
    /// It is a figure of a table.
    Figure(Figure),
    /// 报告.年度
    Year,
    /// A function over lists.
    Aggregate {
        /// Its declaration.
        builtin: &'static Builtin,
        /// How it is computed.
        compute: AggregateFunction,
        /// Its arguments.
        arguments: Vec<Argument>,
    },
    /// A function of values.
    Call {
        /// Its declaration.
        builtin: &'static Builtin,
        /// How it is computed.
        compute: NumberFunction,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
    /// `if`
    If(Box<Choice<Number>>),
    /// `−x`
    Negate(Box<Number>),
    /// Arithmetic.
    Arithmetic(Operator, Box<[Number; 2]>),
    /// It is not to be had.
    Unavailable(Unavailable),
}

/// One figure of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// That of a row of its own.
    Single {
        /// The row.
        rows: RowSetId,
        /// The column.
        column: Column,
        /// Whether a row or column that the table lacks reads as blank (addends of an identity that a report may leave out).
        lenient: bool,
    },
    /// That of the row at hand.
    OfRow {
        /// The side of 逐行.
        side: SideIx,
        /// The column.
        column: Column,
    },
    /// That of the parent of the row at hand.
    OfParent {
        /// The side of 逐行.
        side: SideIx,
        /// The column.
        column: Column,
    },
}

/// Which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// This column of the block.
    At(ColumnIx),
    /// The column at hand (本列), as this side sees it.
    Current(SideIx),
}

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Always this.
    As(Kind),
    /// What the column at hand does, as this side sees it: a rule that a form implies goes over columns of every kind.
    ColumnAtHand(SideIx),
}

/// Figures that are added, one by one or a list of them.
#[derive(Debug, Clone)]
pub enum Figures {
    /// One.
    One(Figure),
    /// A list.
    Many(List),
}

/// Arithmetic operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `−`
    Subtract,
    /// `×`
    Multiply,
    /// `÷`
    Divide,
}

impl Number {
    /// A number of this kind.
    #[must_use]
    pub fn new(node: NumberNode, kind: Kind, span: Span) -> Self {
        Self {
            node,
            measures: Measured::As(kind),
            span,
        }
    }

    /// One that is not to be had.
    #[must_use]
    pub fn unavailable(why: Unavailable, span: Span) -> Self {
        Self::new(NumberNode::Unavailable(why), Kind::Money, span)
    }
}
