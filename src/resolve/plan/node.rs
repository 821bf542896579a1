//! Resolved expressions.

use std::sync::Arc;

use super::RowSetId;
use crate::builtin::Builtin;
use crate::source::Span;
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Amount, Kind, Name};

/// A resolved expression.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What its value measures.
    pub measures: Kind,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of resolved expression.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// A number written in the rule; money already in 元.
    Number(Amount),
    /// A text written in the rule.
    Text(Name),
    /// True or false.
    Bool(bool),
    /// One figure of a table.
    Figure {
        /// The row.
        rows: RowSetId,
        /// The column.
        column: Column,
        /// Whether a row or column that the table lacks reads as blank (addends of an identity that a report may leave out).
        lenient: bool,
    },
    /// The figure of the row at hand.
    RowFigure {
        /// The side of 逐行.
        side: usize,
        /// The column.
        column: Column,
    },
    /// The figure of the parent of the row at hand.
    ParentFigure {
        /// The side of 逐行.
        side: usize,
        /// The column.
        column: Column,
    },
    /// Code or name of the row at hand: of the first side that has the row.
    RowText(TextOf),
    /// A fact of the report.
    Fact(TextOf),
    /// An aggregate function.
    Aggregate(&'static Builtin, Vec<Argument>),
    /// A function of values.
    Call(&'static Builtin, Vec<Node>),
    /// `if`
    If(Box<[Node; 3]>),
    /// `−x`
    Negate(Box<Node>),
    /// Arithmetic.
    Arithmetic(Operator, Box<[Node; 2]>),
    /// A comparison chain.
    Comparison(Box<Node>, Vec<Link>),
    /// 且, 或, 则
    Logic(Logic, Box<[Node; 2]>),
    /// 非
    Not(Box<Node>),
    /// Whether the report has it.
    Exists(Subject),
    /// Whether it is blank.
    Blank(Box<Node>),
    /// Whether it is blank or zero.
    Zero(Box<Node>),
    /// Both or neither are there (not blank, not zero).
    BothOrNeither(Box<[Node; 2]>),
    /// At most one is there.
    AtMostOne(Vec<Node>),
    /// The table is there and holds no figure.
    EmptyTable(usize),
    /// The tables that are there stand in this order.
    InOrder(Vec<usize>),
    /// The name of a code in a code list (index).
    CodeName(usize, Box<Node>),
    /// A text in a text.
    Contains(Box<[Node; 2]>),
    /// What this report cannot answer, and why, in Chinese.
    Unavailable(Arc<str>),
}

/// Which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The column of this index in the block.
    At(usize),
    /// The column at hand (本列), as the side of this index sees it.
    Current(usize),
}

/// Code or name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// 科目代码
    Code,
    /// 科目名称
    Name,
    /// 报告.年度
    Year,
    /// 报告.单位
    Unit,
}

/// An argument of an aggregate.
#[derive(Debug, Clone)]
pub enum Argument {
    /// One number.
    Single(Node),
    /// Many figures.
    List(List),
}

/// A list of figures.
#[derive(Debug, Clone)]
pub enum List {
    /// A column over a set of rows.
    Rows {
        /// The rows.
        rows: RowSetId,
        /// The column.
        column: Column,
        /// Where it is written.
        span: Span,
    },
    /// A column over the children of the row at hand (下级); of a total row, the top level.
    Children {
        /// The side of 逐行.
        side: usize,
        /// The column.
        column: Column,
        /// Where it is written.
        span: Span,
    },
    /// What this report cannot answer, and why.
    Unavailable(Arc<str>),
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

/// One link of a comparison chain.
#[derive(Debug, Clone)]
pub struct Link {
    /// The comparison.
    pub operator: ComparisonOperator,
    /// What stands right of it.
    pub right: Node,
    /// `± t`, and whether it is a share of the right side.
    pub tolerance: Option<(Node, bool)>,
    /// Where the operator stands.
    pub span: Span,
}

/// What `存在` asks about.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A table.
    Table(usize),
    /// A row.
    Rows(RowSetId),
    /// A figure.
    Figure(Box<Node>),
}

impl Node {
    /// A node.
    pub(crate) fn new(kind: NodeKind, measures: Kind, span: Span) -> Self {
        Self { kind, measures, span }
    }

    /// A node whose value is not to be had; it is of every kind.
    pub(crate) fn unavailable(reason: &str, span: Span) -> Self {
        Self::new(NodeKind::Unavailable(reason.into()), Kind::Money, span)
    }
}
