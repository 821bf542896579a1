//! One rule over the report, or over each of the tables of a form that may be repeated.

use std::borrow::Cow;

use super::grid_run;
use crate::evaluate::bind::Binding;
use crate::evaluate::exact::statement::{self, Subject};
use crate::evaluate::fast::{self, Scratch};
use crate::evaluate::{Bound, Cause, Failure, Instance, Outcome, RuleResult};
use crate::form::FormId;
use crate::plan::{Body, PlannedRule, RowScope};
use crate::report::TableIx;
use crate::ruleset::{RuleId, Statement};

/// What comes of a rule.
pub(super) fn run<'r>(
    bound: &Bound<'r>,
    binding: &mut Cow<'_, Binding<'r>>,
    rule: RuleId,
    planned: &PlannedRule,
    scratch: &mut Scratch,
) -> RuleResult {
    let Some(body) = &planned.body else {
        return RuleResult::listed(vec![Instance::caused(Outcome::Unbound, Cause::BrokenRule)]);
    };
    let forms = &bound.plan().ruleset;
    let repeated = planned.forms.iter().copied().find(|form| {
        forms.form(*form).is_some_and(|form| form.repeatable) && binding.report.tables_of(*form).count() > 1
    });
    let Some(repeated) = repeated else {
        return run_body(bound, binding, rule, body, scratch);
    };
    let tables: Vec<TableIx> = binding.report.tables_of(repeated).map(|(table, _)| table).collect();
    let mut all = Vec::new();
    for table in &tables {
        binding.to_mut().use_table(*table);
        let found = run_body(bound, binding, rule, body, scratch);
        all.extend(found.instances().map(|instance| Instance {
            table: Some(*table),
            ..instance
        }));
    }
    if let Some(first) = tables.first() {
        binding.to_mut().use_table(*first);
    }
    RuleResult::listed(all)
}

fn run_body(bound: &Bound<'_>, binding: &Binding<'_>, rule: RuleId, body: &Body, scratch: &mut Scratch) -> RuleResult {
    match body {
        Body::Statement { form, statement } => run_statement(bound, binding, *form, statement),
        Body::Checks(checks) => {
            let missing = checks
                .scope
                .rows
                .as_ref()
                .and_then(|rows| missing_side(bound, binding, rows));
            if let Some(failure) = missing {
                let instance = Instance::caused(failure.outcome(), failure);
                return RuleResult::listed(vec![instance]);
            }
            grid_run::run(bound, binding, rule, checks, scratch)
        }
    }
}

fn run_statement(bound: &Bound<'_>, binding: &Binding<'_>, form: FormId, statement: &Statement) -> RuleResult {
    let plan = bound.plan();
    if let Statement::NonNegative { columns, .. } = statement
        && let Some(cells) = &bound.cells
        && let Some(subject) = Subject::of(plan, binding, form)
    {
        return fast::non_negative(cells, subject, columns);
    }
    statement::result(plan, binding, form, statement)
}

/// A side whose table the report lacks although its form may not be absent.
fn missing_side(bound: &Bound<'_>, binding: &Binding<'_>, rows: &RowScope) -> Option<Failure> {
    let all_absent = rows.sides.iter().all(|side| binding.table(side.table).is_err());
    let is_needed = |form: FormId| {
        let form = bound.plan().ruleset.form(form);
        !form.is_some_and(|form| form.optional)
    };
    rows.sides.iter().find_map(|side| {
        let failure = binding.table(side.table).err()?;
        (is_needed(side.table.form) || all_absent).then_some(failure)
    })
}
