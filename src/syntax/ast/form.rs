//! Forms and narrative declarations.

use super::{Capture, Category, Level, Spanned, TailCap, Word};
use crate::source::Span;
use crate::value::{Kind, Unit};

/// `表 03 "支出决算表" [可空] [可重复] { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct FormDeclaration {
    /// The id that references use (`03`, or a name).
    pub id: Word,
    /// The title, then other spellings of it.
    pub titles: Vec<Word>,
    /// 可空: the report may lack it.
    pub optional: bool,
    /// 可重复: a report may have many, keyed by an item.
    pub repeatable: bool,
    /// Its parts in the order written.
    pub parts: Vec<FormPart>,
    /// All of it.
    pub span: Span,
}

/// `覆盖 表 03 { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct FormOverride {
    /// The form's id.
    pub id: Word,
    /// A new title, then other spellings.
    pub titles: Vec<Word>,
    /// The parts that replace or extend those of the form.
    pub parts: Vec<FormPart>,
    /// All of it.
    pub span: Span,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum FormPart {
    /// `表号 "公开03表" "表三"`: spellings of the printed number
    Numbers(Vec<Word>),
    /// `标题 "…" "…"`: further spellings of the title
    Titles(Vec<Word>),
    /// `单位 万元`
    Unit(Spanned<Unit>),
    /// `块 收入 { 列 {…} 行 {…} }`
    Block(Block),
    /// `列 { … }`, or `列 预算数 { … }` (a group at the top)
    Columns(Columns),
    /// `行 …`
    Rows(Rows),
    /// `合计行 "合计"` or `合计行 人员经费合计 = 301 + 303`
    Total(TotalRow),
    /// `纵向`, `非负 核实`, `必填`, `空表说明 "无"`
    Implied(Implied),
    /// `尾差上限 0.05 万元`
    TailCap(TailCap),
    /// `依据 "…"`: why what the form prints must hold
    Basis(Word),
}

/// `块 收入 { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its name.
    pub name: Word,
    /// 列, 行, 合计行
    pub parts: Vec<FormPart>,
    /// All of it.
    pub span: Span,
}

/// `列 [名] { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// The group's name, where the whole set is one group.
    pub group: Option<Word>,
    /// Columns and groups in order.
    pub entries: Vec<ColumnEntry>,
    /// All of it.
    pub span: Span,
}

/// A column or a group of columns.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnEntry {
    /// One column.
    Column(Column),
    /// `公务用车购置及运行维护费 { … }`
    Group {
        /// The group's name.
        name: Word,
        /// What it holds.
        entries: Vec<ColumnEntry>,
        /// All of it.
        span: Span,
    },
}

/// `3 小计 [别名 "…" "…"] [: 数量] [= 4 + 5]`
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// 栏次
    pub number: Option<Spanned<u32>>,
    /// The name.
    pub name: Word,
    /// Other spellings.
    pub aliases: Vec<Word>,
    /// The kind; money where absent.
    pub kind: Option<Spanned<Kind>>,
    /// The identity.
    pub formula: Option<Formula>,
    /// All of it.
    pub span: Span,
}

/// `行 …`
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// `行 科目代码 { 类 3, 款 5, 项 7 } [科目 功能分类] [折叠]`
    Coded {
        /// What the code is called (`科目代码`).
        key: Word,
        /// Level name and code length, shortest first.
        levels: Vec<(Word, Spanned<u32>)>,
        /// The code list the codes are from.
        code_list: Option<Word>,
        /// Several blocks side by side are one long table.
        folded: bool,
        /// All of it.
        span: Span,
    },
    /// `行 { 1 一般公共预算财政拨款收入 … }`
    Items {
        /// Items and sections in order.
        entries: Vec<ItemEntry>,
        /// All of it.
        span: Span,
    },
    /// `行 单行`: one record
    Single(Span),
}

/// An item, or a section of items.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemEntry {
    /// One item.
    Item(RowItem),
    /// `节 "政府采购情况" { … }`
    Section {
        /// Its name.
        name: Word,
        /// Its items.
        entries: Vec<ItemEntry>,
        /// All of it.
        span: Span,
    },
}

/// `58 本年支出合计 [别名 "…"] [代码 201] [: 数量] [= 32..57]`
#[derive(Debug, Clone, PartialEq)]
pub struct RowItem {
    /// 行次
    pub number: Option<Spanned<u32>>,
    /// The name.
    pub name: Word,
    /// Other spellings.
    pub aliases: Vec<Word>,
    /// 代码
    pub code: Option<Word>,
    /// The kind of its figures, where it isn't the column's.
    pub kind: Option<Spanned<Kind>>,
    /// The identity.
    pub formula: Option<Formula>,
    /// All of it.
    pub span: Span,
}

/// `合计行 "合计"` or `合计行 人员经费合计 = 301 + 303`
#[derive(Debug, Clone, PartialEq)]
pub struct TotalRow {
    /// The name, then other spellings.
    pub names: Vec<Word>,
    /// The identity in codes; without one it is the sum of the top level.
    pub formula: Option<Formula>,
    /// All of it.
    pub span: Span,
}

/// An identity inside a form: a signed sum of numbers (栏次, 行次, codes), ranges of them, and names.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// The terms, the first with its sign.
    pub terms: Vec<FormulaTerm>,
    /// What is written behind it.
    pub grounds: Grounds,
    /// All of it, without the `=` and the grounds.
    pub span: Span,
}

/// `依据 "…" 履行 "…"` behind an identity or an implied rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grounds {
    /// 依据: why it must hold
    pub basis: Option<Word>,
    /// 履行: the duties it discharges
    pub discharges: Vec<Word>,
}

/// A term of a [`Formula`].
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaTerm {
    /// Whether it is subtracted.
    pub negative: bool,
    /// What is added.
    pub operand: FormulaOperand,
    /// The term without its sign.
    pub span: Span,
}

/// What a formula adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaOperand {
    /// `27`, `301`
    Number(u32),
    /// `32..57`, both ends included
    Range(u32, u32),
    /// a name
    Name(std::sync::Arc<str>),
}

/// A rule that a form implies, with how grave its failure is.
#[derive(Debug, Clone, PartialEq)]
pub struct Implied {
    /// Which.
    pub kind: ImpliedKind,
    /// 级别, if written (`非负 警告`)
    pub level: Option<Spanned<Level>>,
    /// 类别, if written (`非负 核实`)
    pub category: Option<Spanned<Category>>,
    /// The words of 空表说明; names of columns for 必填 (all where empty) and 非负.
    pub words: Vec<Word>,
    /// Why it must hold, and what it discharges.
    pub grounds: Grounds,
    /// All of it.
    pub span: Span,
}

/// Which rule a form implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImpliedKind {
    /// 纵向
    RollUp,
    /// 非负
    NonNegative,
    /// 必填
    Required,
    /// 空表说明
    EmptyStatement,
}

/// `文 收入总体 "章节" { "模式" … }`
#[derive(Debug, Clone, PartialEq)]
pub struct NarrativeDeclaration {
    /// Its name.
    pub name: Word,
    /// The heading of the section it lives in.
    pub section: Word,
    /// Patterns in order.
    pub patterns: Vec<Pattern>,
    /// All of it.
    pub span: Span,
}

/// `"收入总计{收入总计:万元}" [*]`
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The pattern text.
    pub text: Word,
    /// Its captures, taken apart.
    pub captures: Vec<Capture>,
    /// `*`: a list of matches.
    pub repeated: bool,
    /// All of it.
    pub span: Span,
}
