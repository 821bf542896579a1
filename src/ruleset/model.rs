//! What a ruleset is after it has been put together; names inside its expressions are not resolved yet.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Codes, Statement};
use crate::diagnostic::Severity;
use crate::form::{BlockIx, ColumnIx, Form, FormId, ItemIx, TotalIx};
use crate::source::Span;
use crate::syntax::ast::{Category, Each, Expression, Let, NarrativeDeclaration, Test, YearRange};
use crate::value::index_types;

index_types! {
    /// A rule of a ruleset.
    RuleId
}

/// A ruleset.
#[derive(Debug, Clone, Default)]
pub struct Ruleset {
    /// Its name.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// The years it is for.
    pub years: Option<YearRange>,
    /// 继承, of its parents too: where it is written, and the name of the ruleset that it means.
    pub extends: Vec<(Span, Span)>,
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
    /// 汇总 of a form, or its 纵向.
    RollUp {
        /// The form.
        form: FormId,
    },
    /// An identity that a form declares.
    Identity {
        /// The form.
        form: FormId,
        /// The block.
        block: BlockIx,
        /// What it defines.
        defines: Defines,
    },
    /// A statement that a form makes about its table.
    Statement {
        /// The form.
        form: FormId,
        /// What it says.
        statement: Statement,
    },
}

/// What an identity defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defines {
    /// A column (`本年支出合计 = 2..6`), on every row of its block.
    Column(ColumnIx),
    /// An item (`总计 = 27 + 28 + 29`), in every column of its block.
    Item(ItemIx),
    /// A total row in codes (`人员经费合计 = 301 + 303`), in every column of its block.
    Total(TotalIx),
}

impl RuleBody {
    /// The form that implies the rule, or that 汇总 names; `None` for a rule with 检查.
    #[must_use]
    pub fn form(&self) -> Option<FormId> {
        match self {
            Self::Checks { .. } => None,
            Self::RollUp { form } | Self::Identity { form, .. } | Self::Statement { form, .. } => Some(*form),
        }
    }
}

impl Ruleset {
    /// A form.
    #[must_use]
    pub fn form(&self, form: FormId) -> Option<&Form> {
        self.forms.get(form.index())
    }

    /// A rule.
    #[must_use]
    pub fn rule(&self, rule: RuleId) -> Option<&Rule> {
        self.rules.get(rule.index())
    }

    /// The rule called `id`.
    #[must_use]
    pub fn rule_called(&self, id: &str) -> Option<RuleId> {
        self.rules.iter().position(|rule| *rule.id == *id).map(RuleId::new)
    }

    /// The rules with their ids, in order.
    pub fn numbered_rules(&self) -> impl DoubleEndedIterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(at, rule)| (RuleId::new(at), rule))
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
    /// The rule's title.
    pub title: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// Where the rule is declared, as [`Rule::span`].
    pub declared: Span,
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
    /// The first line of the file that they are from, where it could be read.
    pub file: Option<Span>,
    /// Where it is declared.
    pub span: Span,
}
