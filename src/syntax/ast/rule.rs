//! Rules and what belongs to them.

use super::{Expression, Spanned, TailCap, Word, YearRange};
use crate::source::Span;

/// A rule in any of its four spellings: `规则 X "…" { … }`, `规则 X "…": 式`, `X "…": 式`, a bare assertion.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The id; `None` for a bare assertion, whose id is made from file and line.
    pub id: Option<Word>,
    /// The title.
    pub title: Option<Word>,
    /// Its parts in the order written.
    pub parts: Vec<RulePart>,
    /// `前提 规则 …`: a guard.
    pub guard: bool,
    /// How it was written.
    pub form: RuleForm,
    /// All of it.
    pub span: Span,
}

/// How a rule was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleForm {
    /// `规则 X "…" { … }`
    Block,
    /// `规则 X "…": 式`
    Line,
    /// `X "…": 式`
    Short,
    /// an expression alone
    Bare,
}

/// A part of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum RulePart {
    /// `逐行 03, 05 按 科目代码`
    Each(Each),
    /// `逐列`: over the money columns that all the tables of 逐行 (or of the forms named) have in common
    EachColumn(Span),
    /// `当 条件`
    When(Expression),
    /// `检查 式` (or the expression of a one-line rule)
    Check(Expression),
    /// `汇总 03`: every parent ≈ Σ children, the total ≈ Σ top level, every column
    RollUp(RollUp),
    /// `令 名 = 式` inside a rule
    Let(super::Let),
    /// `级别 错误`
    Level(Spanned<Level>),
    /// `类别 强制`
    Category(Spanned<Category>),
    /// `依据 "…"`
    Basis(Word),
    /// `说明 "…"`: text with `{科目名称}`-style places
    Message(Word),
    /// `年度 2023..2024`
    Years(Spanned<YearRange>),
    /// `尾差上限 0.05 万元`
    TailCap(TailCap),
    /// `前提 X`: rests on the guard X
    Requires(Word),
    /// `履行 "…"`: the duty it discharges
    Discharges(Word),
    /// What could not be read; its diagnostics have been given.
    Malformed(Span),
}

/// `逐行 03, 05 按 科目代码`
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The row sets joined: each a reference to a table, a block, or rows of one (`03[类]`).
    pub tables: Vec<super::Reference>,
    /// The key they are joined by; rows of one table need none.
    pub key: Option<Word>,
    /// All of it.
    pub span: Span,
}

/// `汇总 03`
#[derive(Debug, Clone, PartialEq)]
pub struct RollUp {
    /// The form's id.
    pub form: Word,
    /// All of it.
    pub span: Span,
}

/// 级别
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Notice,
    /// 试行: run and counted, failures not reported
    Pilot,
}

/// 类别
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 强制: must hold
    Mandatory,
    /// 核实: may be explained by the unit
    Verify,
}

/// `覆盖 规则 X { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct RuleOverride {
    /// The rule's id.
    pub rule: Word,
    /// A new title.
    pub title: Option<Word>,
    /// The parts that replace those of their kind.
    pub parts: Vec<RulePart>,
    /// All of it.
    pub span: Span,
}
