//! Expressions as trees with every value and where it comes from.

use crate::builtin::Builtin;
use crate::evaluate::Failure;
use crate::form::{BlockIx, ColumnIx};
use crate::plan::{Logic, RowSetId, RowText, TableRef};
use crate::report::FigureRef;
use crate::source::Span;
use crate::value::{Amount, CellText, Kind};

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Where the expression stands in the rule (the identity in the form, for implied rules).
    pub span: Span,
    /// What it is, to be put into words.
    pub label: TraceLabel,
    /// Its value.
    pub value: TraceValue,
    /// Its sign in the sum it stands in.
    pub negative: bool,
    /// The cell it is, for a single figure.
    pub figure: Option<FigureRef>,
    /// What it is made of. Blank addends of long sums are left out; [`Trace::blanks`] counts them.
    pub children: Vec<Trace>,
    /// How many blank addends were left out of `children`.
    pub blanks: usize,
}

/// What a node of the tree is.
#[derive(Debug, Clone)]
pub enum TraceLabel {
    /// A figure of a row of its own.
    Figure(RowSetId, ColumnIx),
    /// A figure of the row at hand.
    RowFigure {
        /// Its table.
        table: TableRef,
        /// The block there.
        block: BlockIx,
        /// The column there.
        column: ColumnIx,
        /// Whether it is that of the row's parent.
        of_parent: bool,
        /// Whether the rule is about rows of several tables.
        joined: bool,
    },
    /// A cell of a list.
    Cell(FigureRef),
    /// Code or name of the row at hand.
    RowText(RowText),
    /// 报告.年度
    Year,
    /// 报告.单位
    Unit,
    /// A function, or what one says in other words.
    Function(&'static Builtin),
    /// `if`
    If,
    /// `−x`
    Negative,
    /// A sum or difference.
    Sum,
    /// A product.
    Product,
    /// A quotient.
    Quotient,
    /// 且, 或, 则
    Logic(Logic),
    /// 非
    Not,
    /// A comparison.
    Comparison,
    /// 存在
    Exists,
    /// 为空
    Blank,
    /// 为零
    Zero,
    /// 同有同无
    BothOrNeither,
    /// 至多一项
    AtMostOne,
    /// 空表
    EmptyTable,
    /// 顺序
    InOrder,
    /// 科目名
    CodeName,
    /// 包含
    Contains,
    /// A number written in the rule.
    Number,
    /// A text written in the rule.
    Text(CellText),
    /// True or false, written in the rule.
    Truth(bool),
    /// What is not to be had.
    Unavailable,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum TraceValue {
    /// A number of a kind.
    Amount(Amount, Kind),
    /// A text.
    Text(CellText),
    /// True or false.
    Bool(bool),
    /// The report has no such thing.
    Missing,
    /// It cannot be computed, and why.
    Error(Failure),
}
