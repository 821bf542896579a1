//! The rules a form implies.

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::source::Span;
use crate::syntax::ast::Category;

/// A rule implied by a form, with how grave its failure is. Identities of columns and rows imply rules too; those
/// stand at the column or row.
#[derive(Debug, Clone)]
pub struct Implied {
    /// Which.
    pub rule: ImpliedRule,
    /// 级别, if written.
    pub severity: Option<Severity>,
    /// 试行: failures are counted, not reported.
    pub pilot: bool,
    /// 类别, if written.
    pub category: Option<Category>,
    /// Why it must hold, and what it discharges.
    pub grounds: Grounds,
    /// Where it is written.
    pub span: Span,
}

/// What is written behind an identity or an implied rule about its reason.
#[derive(Debug, Clone, Default)]
pub struct Grounds {
    /// 依据: why it must hold.
    pub basis: Option<Arc<str>>,
    /// 履行: the duties it discharges.
    pub discharges: Vec<(Arc<str>, Span)>,
}

/// Which rule.
#[derive(Debug, Clone)]
pub enum ImpliedRule {
    /// 纵向: every parent ≈ Σ children, every total ≈ Σ top level, every column.
    RollUp,
    /// 非负: no figure below zero (of the columns named; of all where none is).
    NonNegative(Vec<crate::value::Name>),
    /// 必填: the columns or items named are not blank.
    Required(Vec<crate::value::Name>),
    /// 空表说明: an empty table carries a sentence with one of these words, a filled one does not.
    EmptyStatement(Vec<String>),
}
