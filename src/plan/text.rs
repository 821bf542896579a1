//! Resolved expressions that are texts.

use super::node::{Choice, Expression};
use super::{Figure, Unavailable};
use crate::builtin::{Builtin, TextFunction};
use crate::source::Span;
use crate::value::{Kind, Name, index_types};

index_types! {
    /// A code list of a ruleset.
    CodeListIx
}

/// A text.
#[derive(Debug, Clone)]
pub struct Text {
    /// How it comes about.
    pub node: TextNode,
    /// [`Kind::Text`] or [`Kind::Code`].
    pub kind: Kind,
    /// Where it is written.
    pub span: Span,
}

/// How a text comes about.
#[derive(Debug, Clone)]
pub enum TextNode {
    /// It is written in the rule.
    Literal(Name),
    /// What a cell of a column of texts says.
    Figure(Figure),
    /// Code or name of the row at hand: of the first side that has the row.
    Row(RowText),
    /// 报告.单位
    Unit,
    /// The name of a code in a code list.
    CodeName(CodeListIx, Box<Text>),
    /// A function of values.
    Call {
        /// Its declaration.
        builtin: &'static Builtin,
        /// How it is computed.
        compute: TextFunction,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
    /// `if`
    If(Box<Choice<Text>>),
    /// It is not to be had.
    Unavailable(Unavailable),
}

/// What of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowText {
    /// 科目代码
    Code,
    /// 科目名称
    Name,
}

impl Text {
    /// A text of this kind.
    #[must_use]
    pub fn new(node: TextNode, kind: Kind, span: Span) -> Self {
        Self { node, kind, span }
    }
}
