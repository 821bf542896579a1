//! What a ruleset is after it has been put together; names inside its expressions are not resolved yet.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Codes;
use crate::diagnostic::Severity;
use crate::form::Form;
use crate::source::Span;
use crate::syntax::ast::{Category, Each, Expression, Let, NarrativeDeclaration, Test, YearRange};

/// A ruleset.
#[derive(Debug, Clone, Default)]
pub struct Ruleset {
    /// Its name.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// The years it is for.
    pub years: Option<YearRange>,
    /// Its forms, in order of declaration, inherited ones first.
    pub forms: Vec<Form>,
    /// Its rules, in order, implied ones behind the form that implies them. Disabled ones are not among them.
    pub rules: Vec<Rule>,
    /// File-level 令, inherited ones first. A later one of the same name in a child ruleset replaces the earlier.
    pub lets: Vec<Let>,
    /// 文 declarations.
    pub narratives: Vec<NarrativeDeclaration>,
    /// Code lists, loaded.
    pub code_lists: Vec<CodeList>,
    /// 豁免
    pub waivers: Vec<Waiver>,
    /// 停用
    pub disabled: Vec<Disabled>,
    /// 测试 of the ruleset itself; inherited rules are tested where they are written.
    pub tests: Vec<Test>,
    /// 应查
    pub duties: Vec<(Arc<str>, Span)>,
    /// 尾差上限 of the ruleset in 元; `None`: five units of the last place of the table concerned.
    pub tail_cap: Option<Decimal>,
    /// SHA-256 over all files that went into it, lower-case hexadecimal.
    pub hash: Arc<str>,
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, unique in the ruleset.
    pub id: Arc<str>,
    /// Its title, in words; may be empty.
    pub title: Arc<str>,
    /// What must hold.
    pub body: RuleBody,
    /// `当`
    pub when: Option<Expression>,
    /// Whether failures are reported (`级别 试行` runs without reporting).
    pub pilot: bool,
    /// How grave a failure is.
    pub severity: Severity,
    /// Whether a unit may explain it.
    pub category: Category,
    /// The legal ground, or why it must hold.
    pub basis: Option<Arc<str>>,
    /// The author's message with `{…}` places.
    pub message: Option<(Arc<str>, Span)>,
    /// The years it is in force; `None`: those of the ruleset.
    pub years: Option<YearRange>,
    /// 尾差上限 in 元 of the rule itself, or of the form that implies it.
    pub tail_cap: Option<Decimal>,
    /// 前提 规则: others may rest on it.
    pub guard: bool,
    /// The guards it rests on, by id.
    pub requires: Vec<(Arc<str>, Span)>,
    /// The duties it discharges.
    pub discharges: Vec<(Arc<str>, Span)>,
    /// Its id where it is declared (for an implied rule: the identity or the word that implies it).
    pub span: Span,
    /// All of its declaration.
    pub full_span: Span,
    /// The overrides that changed it.
    pub overridden_at: Vec<Span>,
}

/// What a rule says must hold.
#[derive(Debug, Clone)]
pub enum RuleBody {
    /// 检查, over the rows of 逐行 if there is one.
    Checks {
        /// 逐行
        each: Option<Each>,
        /// 逐列, with its place
        each_column: Option<Span>,
        /// 令 inside the rule
        lets: Vec<Let>,
        /// 检查
        checks: Vec<Expression>,
    },
    /// 汇总 of a form (index), or its 纵向.
    RollUp {
        /// The form.
        form: usize,
    },
    /// The identity of a column (`本年支出合计 = 2..6`), on every row of its block.
    ColumnIdentity {
        /// The form.
        form: usize,
        /// The block.
        block: usize,
        /// The column.
        column: usize,
    },
    /// The identity of an item (`总计 = 27 + 28 + 29`), in every column of its block.
    ItemIdentity {
        /// The form.
        form: usize,
        /// The block.
        block: usize,
        /// The item.
        item: usize,
    },
    /// The identity of a total row in codes (`人员经费合计 = 301 + 303`), in every column of its block.
    TotalIdentity {
        /// The form.
        form: usize,
        /// The block.
        block: usize,
        /// The total row.
        total: usize,
    },
    /// 非负 (index into the form's implied rules).
    NonNegative {
        /// The form.
        form: usize,
        /// Which of its implied rules.
        implied: usize,
    },
    /// 必填 (index into the form's implied rules).
    Required {
        /// The form.
        form: usize,
        /// Which of its implied rules.
        implied: usize,
    },
    /// 空表说明 (index into the form's implied rules).
    EmptyStatement {
        /// The form.
        form: usize,
        /// Which of its implied rules.
        implied: usize,
    },
    /// No two rows with one key; implied by every form (`03.重复行`).
    UniqueRows {
        /// The form.
        form: usize,
    },
    /// Every code has its parent's row; implied by every coded form of more than one level (`03.上级科目`).
    CodeTree {
        /// The form.
        form: usize,
    },
    /// The report has the table; implied by every form without 可空 (`03.必有`).
    TablePresent {
        /// The form.
        form: usize,
    },
}

impl RuleBody {
    /// The form that implies the rule, or that 汇总 names; `None` for a rule with 检查.
    #[must_use]
    pub fn form(&self) -> Option<usize> {
        match self {
            Self::Checks { .. } => None,
            Self::RollUp { form }
            | Self::ColumnIdentity { form, .. }
            | Self::ItemIdentity { form, .. }
            | Self::TotalIdentity { form, .. }
            | Self::NonNegative { form, .. }
            | Self::Required { form, .. }
            | Self::EmptyStatement { form, .. }
            | Self::UniqueRows { form }
            | Self::CodeTree { form }
            | Self::TablePresent { form } => Some(*form),
        }
    }
}

/// `豁免`
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's id.
    pub rule: Arc<str>,
    /// The unit it is granted to; all units where absent.
    pub unit: Option<Arc<str>>,
    /// The years it covers.
    pub years: Option<YearRange>,
    /// Why.
    pub reason: Arc<str>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Where it is written.
    pub span: Span,
}

/// A day of the Gregorian calendar; orders by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

/// A rule switched off.
#[derive(Debug, Clone)]
pub struct Disabled {
    /// The rule's id.
    pub rule: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// Where it is written.
    pub span: Span,
}

/// A code list (`功能分类`): codes with names and levels.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// Its name.
    pub name: Arc<str>,
    /// The years it is in force.
    pub years: Option<YearRange>,
    /// Its codes in order.
    pub codes: Codes,
    /// Where it is declared.
    pub span: Span,
}
