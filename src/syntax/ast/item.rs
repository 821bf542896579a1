//! The items of a file.

use rust_decimal::Decimal;

use super::{Expression, FormDeclaration, FormOverride, NarrativeDeclaration, Rule, RuleOverride, Spanned, Word};
use crate::source::{SourceId, Span};
use crate::value::{Outcome, Unit};

/// A rule file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The file.
    pub source: SourceId,
    /// Its items in order. A file that is broken in places still has everything around them.
    pub items: Vec<Item>,
}

/// An item of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `规则集 名 { … }`
    Header(Header),
    /// `科目 名 "文件"` outside a header, or with a year: `科目 功能分类 2024 "…"`
    CodeList(CodeListDeclaration),
    /// `表 03 "…" { … }`
    Form(FormDeclaration),
    /// `覆盖 表 03 { … }`
    FormOverride(FormOverride),
    /// `规则 …`, a one-line rule, or a bare assertion
    Rule(Rule),
    /// `覆盖 规则 X { … }`
    RuleOverride(RuleOverride),
    /// `停用 X 因为 "…"`
    Disable(Disable),
    /// `豁免 …`
    Waiver(Waiver),
    /// `令 名 = 式`
    Let(Let),
    /// `文 名 "章节" { … }`
    Narrative(NarrativeDeclaration),
    /// `测试 "…" { … }`
    Test(Test),
    /// `应查 { … }`
    Duties(Duties),
    /// What could not be parsed; its diagnostics have been given.
    Malformed(Span),
}

/// `规则集 名 { … }`: one per ruleset.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The ruleset's name.
    pub name: Word,
    /// 版本
    pub version: Option<Word>,
    /// 年度
    pub years: Option<Spanned<YearRange>>,
    /// 继承: folders, relative to this one.
    pub extends: Vec<Word>,
    /// 科目
    pub code_lists: Vec<CodeListDeclaration>,
    /// 尾差上限
    pub tail_cap: Option<TailCap>,
    /// All of it.
    pub span: Span,
}

/// Years from..to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange {
    /// First year.
    pub from: u16,
    /// Last year.
    pub to: u16,
}

/// `尾差上限 0.05 万元`; without a unit it counts in the unit of the table concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TailCap {
    /// The number.
    pub value: Decimal,
    /// Its unit, if written.
    pub unit: Option<Unit>,
    /// Where it stands.
    pub span: Span,
}

/// `科目 功能分类 [2024] "科目/功能分类.csv"`
#[derive(Debug, Clone, PartialEq)]
pub struct CodeListDeclaration {
    /// The list's name.
    pub name: Word,
    /// The years it is in force, if written.
    pub years: Option<Spanned<YearRange>>,
    /// The file, relative to the ruleset's folder.
    pub path: Word,
    /// All of it.
    pub span: Span,
}

/// `停用 X 因为 "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Disable {
    /// The rule's id.
    pub rule: Word,
    /// Why.
    pub reason: Option<Word>,
    /// All of it.
    pub span: Span,
}

/// `豁免 X [单位 "…"] [年度 2024] 理由 "…" [至 2025-12-31]`
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The rule's id.
    pub rule: Word,
    /// The unit it is granted to; all units where absent.
    pub unit: Option<Word>,
    /// The years it covers.
    pub years: Option<Spanned<YearRange>>,
    /// Why.
    pub reason: Option<Word>,
    /// The last day it holds, `YYYY-MM-DD`.
    pub until: Option<Word>,
    /// All of it.
    pub span: Span,
}

/// `令 名 = 式`
#[derive(Debug, Clone, PartialEq)]
pub struct Let {
    /// The name.
    pub name: Word,
    /// What it stands for.
    pub value: Expression,
    /// All of it.
    pub span: Span,
}

/// `测试 "…" { 给定 … 期望 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What is tested, in words.
    pub title: Word,
    /// 给定
    pub given: Vec<Given>,
    /// 期望
    pub expect: Vec<Expect>,
    /// All of it.
    pub span: Span,
}

/// `给定 03 """…"""`: a table as csv, or (`给定 报告 单位 "…" 年度 2024`) facts of the report.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A table of the form named, as csv; the span is that of the text between the quotes.
    Table {
        /// The form's id.
        form: Word,
        /// The csv text.
        text: Word,
    },
    /// Facts of the report.
    Facts {
        /// 单位
        unit: Option<Word>,
        /// 年度
        year: Option<Spanned<u16>>,
    },
}

/// `期望 S03-01 不符`, `期望 S03-01 不符 208 差 -0.50`
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// The rule's id.
    pub rule: Word,
    /// The outcome expected of at least one instance (成立: of all that have data).
    pub outcome: Spanned<Outcome>,
    /// Only the instance of this row (a code or a name).
    pub row: Option<Word>,
    /// The difference expected, in the unit of the rule's table.
    pub difference: Option<Spanned<Decimal>>,
    /// All of it.
    pub span: Span,
}

/// `应查 { "预决算相符" … }`: what a kind of report must be checked for, whether or not a rule does.
#[derive(Debug, Clone, PartialEq)]
pub struct Duties {
    /// The duties, named; rules say `履行 "…"`.
    pub names: Vec<Word>,
    /// All of it.
    pub span: Span,
}
