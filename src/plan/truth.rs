//! Resolved expressions that are true or false.

use super::node::{Choice, Expression};
use super::{Figure, Number, RowSetId, TableRef, Text, Unavailable};
use crate::builtin::{Builtin, TruthFunction};
use crate::source::Span;
use crate::syntax::ast::ComparisonOperator;

/// What is true or false.
#[derive(Debug, Clone)]
pub struct Truth {
    /// How it comes about.
    pub node: TruthNode,
    /// Where it is written.
    pub span: Span,
}

/// How a truth comes about.
#[derive(Debug, Clone)]
pub enum TruthNode {
    /// It is written in the rule.
    Literal(bool),
    /// What a cell of a column of truths says.
    Figure(Figure),
    /// Numbers are compared.
    Comparison(Box<Comparison>),
    /// Texts are the same or not.
    SameText(Box<Equality<Text>>),
    /// Truths are the same or not.
    SameTruth(Box<Equality<Truth>>),
    /// 且, 或, 则
    Logic(Logic, Box<[Truth; 2]>),
    /// 非
    Not(Box<Truth>),
    /// `if`
    If(Box<Choice<Truth>>),
    /// Whether the report has it.
    Exists(Subject),
    /// Whether it is blank.
    Blank(Box<Expression>),
    /// Whether it is blank or zero.
    Zero(Box<Number>),
    /// Both or neither are there (not blank, not zero).
    BothOrNeither(Box<[Number; 2]>),
    /// At most one is there.
    AtMostOne(Vec<Number>),
    /// The table is there and holds no figure.
    EmptyTable(TableRef),
    /// The tables that are there stand in this order.
    InOrder(Vec<TableRef>),
    /// A text in a text.
    Contains(Box<[Text; 2]>),
    /// A function of values.
    Call {
        /// Its declaration.
        builtin: &'static Builtin,
        /// How it is computed.
        compute: TruthFunction,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
    /// It is not to be had.
    Unavailable(Unavailable),
}

/// A chain of comparisons of numbers: `a <= b <= c`.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What stands left of the first link.
    pub first: Number,
    /// The links.
    pub links: Vec<Link>,
}

/// One link of a chain.
#[derive(Debug, Clone)]
pub struct Link {
    /// The comparison.
    pub operator: ComparisonOperator,
    /// What stands right of it.
    pub right: Number,
    /// `± t`
    pub tolerance: Option<Tolerance>,
    /// Where the operator stands.
    pub span: Span,
}

/// How far the sides of a comparison may be apart.
#[derive(Debug, Clone)]
pub enum Tolerance {
    /// By an amount of their kind.
    Amount(Number),
    /// By a share of the right side.
    Share(Number),
}

/// A chain of questions whether two values that have no order are the same.
#[derive(Debug, Clone)]
pub struct Equality<T> {
    /// What stands left of the first link.
    pub first: T,
    /// The links.
    pub links: Vec<EqualityLink<T>>,
}

/// One link of such a chain.
#[derive(Debug, Clone)]
pub struct EqualityLink<T> {
    /// Whether they should be the same (`==`) or not (`≠`).
    pub same: bool,
    /// What stands right of it.
    pub right: T,
    /// Where the operator stands.
    pub span: Span,
}

/// Logical operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logic {
    /// 且
    And,
    /// 或
    Or,
    /// 则
    Implies,
}

/// What `存在` asks about.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A table.
    Table(TableRef),
    /// A row.
    Rows(RowSetId),
    /// A figure.
    Figure(Figure),
    /// Any other value: it is there where it can be worked out.
    Value(Box<Expression>),
}

impl Truth {
    /// A truth.
    #[must_use]
    pub fn new(node: TruthNode, span: Span) -> Self {
        Self { node, span }
    }
}

impl Comparison {
    /// The pairs that are compared, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&Number, &Link)> {
        let lefts = std::iter::once(&self.first).chain(self.links.iter().map(|link| &link.right));
        lefts.zip(&self.links)
    }
}

impl<T> Equality<T> {
    /// The pairs that are compared, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&T, &EqualityLink<T>)> {
        let lefts = std::iter::once(&self.first).chain(self.links.iter().map(|link| &link.right));
        lefts.zip(&self.links)
    }
}

impl Tolerance {
    /// The number that is written.
    #[must_use]
    pub fn number(&self) -> &Number {
        match self {
            Self::Amount(number) | Self::Share(number) => number,
        }
    }
}
