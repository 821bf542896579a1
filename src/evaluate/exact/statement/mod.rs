//! Statements about single rows or cells of a table, a file each.

mod code_tree;
mod empty_statement;
mod non_negative;
mod required;
mod unique_rows;

pub(in crate::evaluate) use non_negative::{columns_of, sign};

use crate::evaluate::bind::Binding;
use crate::evaluate::{Failure, Instance, Measure, Outcome, RuleResult, Unmet};
use crate::form::{Form, FormId};
use crate::plan::Plan;
use crate::report::{FigureRef, Table, TableIx};
use crate::ruleset::Statement;

/// A table that something is said of.
#[derive(Clone, Copy)]
pub(in crate::evaluate) struct Subject<'b, 'r> {
    pub(in crate::evaluate) binding: &'b Binding<'r>,
    pub(in crate::evaluate) form: &'b Form,
    pub(in crate::evaluate) at: TableIx,
    pub(in crate::evaluate) table: &'r Table,
}

impl<'b, 'r> Subject<'b, 'r> {
    /// The table of a form; `None` where the report lacks it.
    pub(in crate::evaluate) fn of(plan: &'b Plan, binding: &'b Binding<'r>, form: FormId) -> Option<Self> {
        let at = binding.own_table(form)?;
        Some(Self {
            binding,
            form: plan.ruleset.form(form)?,
            at,
            table: binding.report.table(at)?,
        })
    }
}

/// What comes of what a form says of its table.
pub(in crate::evaluate) fn result(
    plan: &Plan,
    binding: &Binding<'_>,
    form: FormId,
    statement: &Statement,
) -> RuleResult {
    let Some(subject) = Subject::of(plan, binding, form) else {
        let absent = match statement {
            Statement::TablePresent => Instance::caused(Outcome::Fails, Unmet::TableAbsent(form)),
            _ => Instance::caused(Outcome::Unbound, Failure::Table(form)),
        };
        return RuleResult::listed(vec![absent]);
    };
    match statement {
        Statement::TablePresent => RuleResult::one(Outcome::Holds),
        Statement::UniqueRows => unique_rows::result(subject),
        Statement::CodeTree => code_tree::result(subject),
        Statement::NonNegative { columns, .. } => non_negative::result(subject, columns),
        Statement::Required { figures, .. } => required::result(subject, figures),
        Statement::EmptyStatement { words } => empty_statement::result(subject, words),
    }
}

/// What the statement compares at a cell, if it compares anything.
pub(in crate::evaluate) fn measure(binding: &Binding<'_>, statement: &Statement, cell: FigureRef) -> Option<Measure> {
    match statement {
        Statement::NonNegative { .. } => non_negative::measure(binding, cell),
        Statement::TablePresent
        | Statement::UniqueRows
        | Statement::CodeTree
        | Statement::Required { .. }
        | Statement::EmptyStatement { .. } => None,
    }
}
