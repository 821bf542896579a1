//! Findings: what is wrong with a report, told so completely that a renderer looks at nothing else.

use std::sync::Arc;

use super::interned::Word;
use super::{Place, Scale, Shown, Standing, Tail};
use crate::diagnostic::Severity;
use crate::evaluate::{AllowedBy, Measure, Outcome};
use crate::ruleset::Date;
use crate::source::Span;
use crate::syntax::ast::Category;

/// One rule instance that did not simply hold.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Stays the same as long as unit, year, rule, form, row and column do, whatever files and lines are called: `f` and 12
    /// hexadecimal digits, with `-2` … where several findings of a report would share one.
    pub id: String,
    /// The rule.
    pub rule: Arc<RuleNote>,
    /// The rule's severity; [`Severity::Notice`] for tails, [`Severity::Warning`] for what cannot be computed.
    pub severity: Severity,
    /// [`Outcome::Fails`], [`Outcome::Explained`], [`Outcome::Tail`] or [`Outcome::Error`].
    pub outcome: Outcome,
    /// The form it is about.
    pub form: Option<FormNote>,
    /// `208 社会保障和就业支出`
    pub row: Option<String>,
    /// `项目支出`
    pub column: Option<String>,
    /// What is wrong, one sentence with the figures in it.
    pub sentence: String,
    /// The author's 说明, filled in.
    pub message: Option<String>,
    /// Both sides, for comparisons.
    pub comparison: Option<Comparison>,
    /// The values that a check other than one comparison is made of.
    pub terms: Vec<Term>,
    /// What may have happened, one sentence each.
    pub help: Vec<String>,
    /// The waiver that covers it, or did until it expired.
    pub waiver: Option<WaiverNote>,
    /// Places in the rule, disjoint.
    pub rule_labels: Vec<RuleLabel>,
    /// Places in the report, each once.
    pub report_labels: Vec<ReportLabel>,
    /// Whether it was there before, where an earlier run is compared with.
    pub standing: Option<Standing>,
}

/// What a finding says about its rule.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RuleNote {
    /// Its id.
    pub id: Arc<str>,
    /// Its title, as written or as made from the form; may be empty.
    pub title: String,
    /// Whether a unit may explain it.
    pub category: Category,
    /// Its legal ground.
    pub basis: Option<Arc<str>>,
    /// Where it is declared.
    pub place: Place,
}

/// A form, as findings name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct FormNote {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
}

/// A comparison that did not come out.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// The operator in its normal spelling.
    #[serde(deserialize_with = "super::interned::word")]
    pub operator: Word,
    /// Left.
    pub left: Side,
    /// Right.
    pub right: Side,
    /// Left minus right, signed: `+33.24`.
    pub difference: Shown,
    /// The difference with its unit: `+33.24 万元`.
    pub difference_text: String,
    /// What difference would have been allowed, and why.
    pub bound: Allowance,
    /// How all its figures are shown.
    pub scale: Scale,
}

/// One side of a comparison.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Side {
    /// What to call it: `左边`, `本级`, `各栏之和`.
    pub name: String,
    /// The expression as written.
    pub expression: String,
    /// Its value.
    pub value: Shown,
    /// What it is made of; a single figure is its own only term.
    pub terms: Vec<Term>,
    /// Blank addends that are not among the terms.
    pub blanks: usize,
    /// Further terms left out because there are too many.
    pub left_out: usize,
    /// Where it stands in the rule.
    pub span: Span,
}

/// A value that went into a side.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Term {
    /// `03[208].项目支出`
    pub label: String,
    /// `+`, `-`, or nothing where it is no addend.
    #[serde(deserialize_with = "super::interned::word")]
    pub sign: Word,
    /// Its value.
    pub value: Shown,
    /// Where it is printed, for a single figure.
    pub place: Option<Place>,
    /// What had to be done to read it.
    pub repair: Option<String>,
    /// 0 for what the side is made of, 1 for what those terms are made of, and so on.
    pub depth: usize,
    /// Where it stands in the rule.
    pub span: Span,
}

/// The difference that would have been allowed.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Allowance {
    /// How much, in the unit of the comparison.
    pub value: Shown,
    /// Why it is so.
    pub kind: AllowanceKind,
    /// One clause: `各数四舍五入的尾差上限 0.015 万元`.
    pub text: String,
}

/// Where a bound comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowanceKind {
    /// None: the comparison is exact.
    Exact,
    /// The printed precision of the figures.
    Rounding,
    /// The printed precision, cut by the 尾差上限.
    Capped,
    /// `± t` in the rule.
    Stated,
}

impl AllowanceKind {
    /// Where the bound of a comparison comes from.
    #[must_use]
    pub fn of(measure: &Measure) -> Self {
        match measure.allowed_by {
            AllowedBy::Tolerance | AllowedBy::Share => Self::Stated,
            AllowedBy::Rounding | AllowedBy::Cap if measure.bound.is_zero() => Self::Exact,
            AllowedBy::Rounding => Self::Rounding,
            AllowedBy::Cap => Self::Capped,
        }
    }
}

/// A waiver that meets a finding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WaiverNote {
    /// Why it was granted.
    pub reason: Arc<str>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Whether that day has passed, so that the failure counts again.
    pub expired: bool,
}

/// A place in the rule and what to say there.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RuleLabel {
    /// Where.
    pub span: Span,
    /// The value there.
    pub text: String,
}

/// A place in the report and what it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReportLabel {
    /// Where.
    pub place: Place,
    /// The id of the form that its table is of.
    pub form: Arc<str>,
    /// `208 社会保障和就业支出`; empty for a single record.
    pub row: String,
    /// `项目支出`
    pub column: String,
    /// Its figure as read: `314.63`, `空白`.
    pub value: String,
    /// What had to be done to read it, or why it cannot be read.
    pub note: Option<String>,
    /// Blank, repaired, unreadable or the likely cause: show it before others.
    pub suspect: bool,
}

/// Findings that belong together.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct FindingGroup {
    /// What holds them together.
    pub kind: GroupKind,
    /// Told in full.
    pub findings: Vec<Finding>,
    /// Tails that are not put into words; only those of a group of tails, which then has no findings.
    pub tails: Vec<Tail>,
}

/// What holds a group together.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub enum GroupKind {
    /// Nothing: a finding on its own.
    Single,
    /// One cell.
    Cause(Box<SharedCause>),
    /// 尾差 of one table.
    Tails(FormNote),
    /// Failures that waivers cover.
    Explained,
}

/// The cell that several failures come from.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SharedCause {
    /// `06 公用经费合计 空白;若为 33.24 万元,原来不符的 3 条都成立`
    pub sentence: String,
    /// The cell.
    pub label: ReportLabel,
    /// The value that settles them, where one does.
    pub value: Option<Shown>,
    /// Its unit.
    #[serde(deserialize_with = "super::interned::word")]
    pub unit: Word,
    /// What may have happened, and other cells that would explain as much.
    pub help: Vec<String>,
}

impl Finding {
    /// The places of figures that are a whole side of the comparison by themselves.
    #[must_use]
    pub fn whole_sides(&self) -> Vec<&Place> {
        let sides = self
            .comparison
            .iter()
            .flat_map(|comparison| [&comparison.left, &comparison.right]);
        sides
            .filter(|side| side.terms.len() == 1)
            .flat_map(|side| &side.terms)
            .filter_map(|term| term.place.as_ref())
            .collect()
    }
}

impl FindingGroup {
    /// A group of findings told in full.
    pub(super) fn of(kind: GroupKind, findings: Vec<Finding>) -> Self {
        Self {
            kind,
            findings,
            tails: Vec::new(),
        }
    }

    /// How many findings it has, in words or without; never none.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.len() + self.tails.len()
    }

    /// The gravest of its findings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.findings
            .iter()
            .map(|finding| finding.severity)
            .max()
            .unwrap_or(Severity::Notice)
    }

    /// Whether it counts against a threshold: explained failures do not.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self.kind, GroupKind::Explained)
    }
}
