//! Where an instance stands, to make a context of.

use super::Context;
use crate::evaluate::Instance;
use crate::evaluate::bind::Binding;
use crate::form::ColumnIx;
use crate::plan::{Check, Checks, Plan};
use crate::report::RowIx;
use crate::ruleset::RuleId;

/// Where an instance of a rule with assertions stands.
pub(in crate::evaluate) struct Spot<'p> {
    plan: &'p Plan,
    pub(in crate::evaluate) checks: &'p Checks,
    rows: Vec<Option<RowIx>>,
    columns: &'p [ColumnIx],
    /// The assertion.
    pub(in crate::evaluate) check: &'p Check,
}

impl<'p> Spot<'p> {
    /// That of an instance; `None` for one of a statement.
    pub(in crate::evaluate) fn of(plan: &'p Plan, rule: RuleId, instance: &Instance) -> Option<Self> {
        let checks = plan.body(rule)?.checks()?;
        let rows = match &instance.row {
            Some(row) => row.rows.iter().map(|row| row.map(|row| row.row)).collect(),
            None => vec![None; checks.scope.sides().len()],
        };
        let mut entries = checks.scope.columns.iter().flat_map(|scope| &scope.columns);
        let columns = entries.find(|columns| columns.first().copied() == instance.column);
        Some(Self {
            plan,
            checks,
            rows,
            columns: columns.map(Vec::as_slice).unwrap_or_default(),
            check: checks.checks.get(usize::from(instance.check))?,
        })
    }

    pub(in crate::evaluate) fn context<'c, 'r>(&'c self, binding: &'c Binding<'r>) -> Context<'c, 'r> {
        Context {
            plan: self.plan,
            binding,
            scope: &self.checks.scope,
            rows: &self.rows,
            columns: self.columns,
        }
    }
}
