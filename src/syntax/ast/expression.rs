//! Expressions.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Spanned, Word};
use crate::source::Span;
use crate::value::Unit;

/// An expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// All of it, parentheses around it not included.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// `100`, `100万元`, `80%`
    Number(Number),
    /// `"主要原因"`
    Text(Arc<str>),
    /// `真`, `假`
    Bool(bool),
    /// `03[229].项目支出`, a bare name, `文.收入总体.收入总计`, `报告.年度`
    Reference(Reference),
    /// `sum(03.项目支出)`
    Call(Call),
    /// `节("九").文本`: a property of a call's result
    Property(Box<Expression>, Word),
    /// `-a`, `非 a`
    Unary(UnaryOperator, Box<Expression>),
    /// `a + b`, `a 且 b`, `a 包含 b`
    Binary(Box<Expression>, Spanned<BinaryOperator>, Box<Expression>),
    /// `0 <= x <= 100%`, `a == b ± t`: a first operand and at least one link
    Comparison(Box<Expression>, Vec<ComparisonLink>),
    /// `完成率 存在`, `x 缺失`, `x 为空`
    Test(Box<Expression>, Spanned<PostfixTest>),
}

/// A number as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its value; `80%` is 0.80, `100万元` is 100.
    pub value: Decimal,
    /// A money unit, if written.
    pub unit: Option<Unit>,
    /// Whether `%` followed.
    pub percent: bool,
}

/// `03[229].项目支出`: a head and what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The first word: a form's id, a name, `文`, `上年`, `报告` …
    pub head: Word,
    /// Selectors and names in order.
    pub segments: Vec<Segment>,
    /// All of it.
    pub span: Span,
}

/// A step of a reference.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// `.项目支出`
    Name(Word),
    /// `[229]`
    Rows(Selector),
}

/// `[229]`, `[208*]`, `[30101..30199]`, `[行29]`, `[其他支出]`
#[derive(Debug, Clone, PartialEq)]
pub struct Selector {
    /// Which rows.
    pub kind: SelectorKind,
    /// With its brackets.
    pub span: Span,
}

/// Which rows a selector means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectorKind {
    /// A code.
    Code(Arc<str>),
    /// All codes that begin so.
    Prefix(Arc<str>),
    /// Codes from..to, both included, of the length of the first.
    Range(Arc<str>, Arc<str>),
    /// 行次
    Line(u32),
    /// A name; also a level (`类`), `明细`, `合计`: which of them, the form decides.
    Name(Arc<str>),
}

/// `sum(…)`
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The function's name as written.
    pub name: Word,
    /// Arguments in order.
    pub arguments: Vec<Expression>,
}

/// Prefix operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `非`
    Not,
}

/// Infix operators other than comparisons, loosest first: 则, 或, 且, (comparison,) + −, × ÷.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `则`
    Implies,
    /// `或`
    Or,
    /// `且`
    And,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `×` or `*`
    Multiply,
    /// `÷` or `/`
    Divide,
    /// `包含`
    Contains,
    /// `匹配`
    Matches,
}

/// One link of a comparison chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonLink {
    /// The operator.
    pub operator: Spanned<ComparisonOperator>,
    /// What stands right of it.
    pub right: Expression,
    /// `± t`
    pub tolerance: Option<Expression>,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ComparisonOperator {
    /// `==`
    Equal,
    /// `≈`, `~=`
    Approximately,
    /// `≠`, `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`, `≤`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`, `≥`
    GreaterOrEqual,
}

impl ComparisonOperator {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Equal,
        Self::Approximately,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
    ];

    /// The operator in its normal spelling.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Approximately => "≈",
            Self::NotEqual => "≠",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// Postfix tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostfixTest {
    /// `存在`
    Exists,
    /// `缺失`
    Missing,
    /// `为空`
    Blank,
    /// `为零`: blank, or zero
    Zero,
}
