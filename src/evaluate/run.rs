//! Every rule over every row and column it speaks of.

use rust_decimal::Decimal;

use super::bind::{Binding, Slot};
use super::context::Context;
use super::failure::Failure;
use super::join::{self, Joined};
use super::{Cause, Evaluation, Instance, Outcome, RowContext, RuleResult, structure, verdict};
use crate::resolve::plan::{Body, Plan, PlannedRule, RowScope, Scope};
use crate::ruleset::RuleBody;

/// An instance with an outcome and nothing else.
pub(super) fn instance(outcome: Outcome) -> Instance {
    Instance {
        check: 0,
        table: None,
        row: None,
        column: None,
        outcome,
        measure: None,
        cause: None,
    }
}

/// Runs `plan` over the report it is bound to. Rules that are not in force in the report's year are not run and have no
/// instances.
pub(super) fn run(plan: &Plan, binding: &Binding<'_>) -> Evaluation {
    // Forms that may be repeated are bound to one table after the other.
    let mut binding = binding.clone();
    let mut rules = vec![RuleResult::default(); plan.rules.len()];
    let mut failed_guard = vec![false; plan.rules.len()];
    let year = binding.report.facts.year.as_ref().map(|year| year.value);
    for index in &plan.order {
        let (Some(planned), Some(rule)) = (plan.rules.get(*index), plan.ruleset.rules.get(*index)) else {
            continue;
        };
        if !plan.ruleset.in_force(rule, year) {
            continue;
        }
        let guard = planned
            .guards
            .iter()
            .find(|guard| failed_guard.get(**guard) == Some(&true));
        let instances = match guard {
            Some(guard) => vec![guarded(plan, *guard)],
            None => run_rule(plan, &mut binding, *index, planned),
        };
        if let Some(flag) = failed_guard.get_mut(*index) {
            *flag = instances.iter().any(|instance| instance.outcome == Outcome::Fails);
        }
        if let Some(result) = rules.get_mut(*index) {
            result.instances = instances;
        }
    }
    Evaluation { rules }
}

fn guarded(plan: &Plan, guard: usize) -> Instance {
    let name = plan
        .ruleset
        .rules
        .get(guard)
        .map(|rule| if rule.title.is_empty() { &rule.id } else { &rule.title });
    let message = format!("前提“{}”不成立", name.map_or("", |name| name));
    let cause = Cause {
        message,
        guard: Some(guard),
        figures: Vec::new(),
    };
    Instance {
        cause: Some(Box::new(cause)),
        ..instance(Outcome::Unbound)
    }
}

fn run_rule(plan: &Plan, binding: &mut Binding<'_>, rule: usize, planned: &PlannedRule) -> Vec<Instance> {
    let Some(body) = &planned.body else {
        let cause = Cause {
            message: "规则本身有错误,没有执行".to_owned(),
            guard: None,
            figures: Vec::new(),
        };
        return vec![Instance {
            cause: Some(Box::new(cause)),
            ..instance(Outcome::Unbound)
        }];
    };
    let repeated = planned.forms.iter().copied().find(|form| {
        plan.ruleset.forms.get(*form).is_some_and(|form| form.repeatable) && binding.report.tables_of(*form).count() > 1
    });
    let Some(repeated) = repeated else {
        return run_body(plan, binding, rule, body);
    };
    let tables: Vec<usize> = binding.report.tables_of(repeated).map(|(index, _)| index).collect();
    let mut all = Vec::new();
    for table in &tables {
        binding.use_table(*table);
        let found = run_body(plan, binding, rule, body);
        all.extend(found.into_iter().map(|instance| Instance {
            table: Some(*table),
            ..instance
        }));
    }
    if let Some(first) = tables.first() {
        binding.use_table(*first);
    }
    all
}

fn run_body(plan: &Plan, binding: &Binding<'_>, rule: usize, body: &Body) -> Vec<Instance> {
    match body {
        Body::Structure(structure) => structure::instances(plan, binding, structure),
        Body::Checks { scope, checks, .. } => {
            let mut instances = Vec::new();
            let joined = match &scope.rows {
                None => vec![Joined {
                    rows: Vec::new(),
                    duplicate: None,
                }],
                Some(rows) => match missing_side(plan, binding, rows) {
                    Some(failure) => {
                        let outcome = failure.outcome();
                        let cause = failure.cause(plan, binding);
                        return vec![Instance {
                            cause: Some(Box::new(cause)),
                            ..instance(outcome)
                        }];
                    }
                    None => join::rows(plan, binding, rows),
                },
            };
            let columns = scope.columns.as_ref().map_or(1, |columns| columns.columns.len());
            instances.reserve(joined.len().saturating_mul(columns).saturating_mul(checks.len()));
            let cap = tail_cap(plan, binding, rule);
            for row in &joined {
                run_row(plan, binding, (rule, cap), body, row, &mut instances);
            }
            if instances.is_empty() {
                instances.push(instance(Outcome::Vacuous));
            }
            instances
        }
    }
}

/// A side whose table the report lacks although its form may not be absent.
fn missing_side(plan: &Plan, binding: &Binding<'_>, rows: &RowScope) -> Option<Failure> {
    let absent = |form: usize| binding.table(form).is_none();
    let all_absent = rows.sides.iter().all(|side| absent(side.form));
    let needed = |form: usize| !plan.ruleset.forms.get(form).is_some_and(|form| form.optional);
    let missing = rows
        .sides
        .iter()
        .find(|side| absent(side.form) && (needed(side.form) || all_absent));
    missing.map(|side| Failure::Table(side.form))
}

/// 尾差上限 in 元: the rule's, the ruleset's, or five units of the last place of the rule's first table.
pub(super) fn tail_cap(plan: &Plan, binding: &Binding<'_>, rule: usize) -> Decimal {
    let declared = plan
        .ruleset
        .rules
        .get(rule)
        .and_then(|rule| rule.tail_cap)
        .or(plan.ruleset.tail_cap);
    let first = plan.rules.get(rule).and_then(|rule| rule.forms.first());
    declared
        .or_else(|| {
            first
                .and_then(|form| binding.last_place(*form))
                .and_then(|place| place.checked_mul(Decimal::from(5)))
        })
        .unwrap_or(Decimal::from(500))
}

fn run_row(
    plan: &Plan,
    binding: &Binding<'_>,
    (rule, cap): (usize, Decimal),
    body: &Body,
    joined: &Joined,
    out: &mut Vec<Instance>,
) {
    let Body::Checks { scope, when, checks } = body else {
        return;
    };
    let sides = scope
        .rows
        .as_ref()
        .map(|rows| rows.sides.as_slice())
        .unwrap_or_default();
    let row = scope.rows.as_ref().map(|rows| row_context(binding, rows, &joined.rows));
    if let Some(second) = joined.duplicate {
        let failure = Failure::Duplicate(vec![second]);
        let cause = Some(Box::new(failure.clone().cause(plan, binding)));
        out.push(Instance {
            row,
            cause,
            ..instance(failure.outcome())
        });
        return;
    }
    let is_roll_up = plan
        .ruleset
        .rules
        .get(rule)
        .is_some_and(|rule| matches!(rule.body, RuleBody::RollUp { .. }));
    let mut childless_failed = false;
    let no_columns = vec![Vec::new()];
    let columns = scope.columns.as_ref().map_or(&no_columns, |scope| &scope.columns);
    for column in columns {
        let context = Context {
            plan,
            binding,
            sides,
            rows: &joined.rows,
            columns: column,
        };
        let applies = when.as_ref().map_or(Ok(true), |when| context.truth(when));
        for (index, check) in checks.iter().enumerate() {
            let check_number = u16::try_from(index).unwrap_or(u16::MAX);
            let decided = match &applies {
                Ok(false) => Ok(verdict::Verdict {
                    outcome: Outcome::Skipped,
                    measure: None,
                }),
                Ok(true) => verdict::decide(&context, check, cap),
                Err(failure) => Err(failure.clone()),
            };
            let mut found = Instance {
                check: check_number,
                row: row.clone(),
                column: column.first().copied(),
                ..instance(Outcome::Skipped)
            };
            match decided {
                Ok(verdict) => {
                    found.outcome = verdict.outcome;
                    found.measure = verdict.measure;
                }
                Err(failure) => {
                    found.outcome = failure.outcome();
                    found.cause = Some(Box::new(failure.cause(plan, binding)));
                }
            }
            // A parent without any row below it has lost rows in every column: one finding says so.
            if is_roll_up && found.outcome == Outcome::Fails && has_no_children(&context) {
                if childless_failed {
                    found.outcome = Outcome::Skipped;
                } else {
                    let cause = Cause {
                        message: "下面没有下级科目的行".to_owned(),
                        guard: None,
                        figures: Vec::new(),
                    };
                    found.cause = Some(Box::new(cause));
                }
                childless_failed = true;
            }
            out.push(found);
        }
    }
}

fn has_no_children(context: &Context<'_, '_>) -> bool {
    let column = crate::resolve::plan::Column::Current(0);
    context.child_cells(0, column).is_ok_and(|cells| cells.is_empty())
        && context
            .row_cell(0, column)
            .is_ok_and(|cell| cell.is_some_and(|cell| matches!(context.binding.slot(cell), Slot::Number(_))))
}

fn row_context(binding: &Binding<'_>, scope: &RowScope, rows: &[Option<usize>]) -> RowContext {
    let place = |(side, row): (&crate::resolve::plan::Side, &Option<usize>)| {
        Some((binding.table(side.form)?, side.block, (*row)?))
    };
    RowContext {
        rows: scope.sides.iter().zip(rows).map(place).collect(),
    }
}

/// The columns at hand of an instance, from the first of them.
pub(super) fn columns_of(scope: &Scope, column: Option<usize>) -> &[usize] {
    let columns = scope
        .columns
        .as_ref()
        .map(|scope| scope.columns.as_slice())
        .unwrap_or_default();
    columns
        .iter()
        .find(|columns| columns.first().copied() == column)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
