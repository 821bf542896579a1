//! Every rule over every row and column it speaks of.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::bind::Binding;
use super::failure::Failure;
use super::sweep::Room;
use super::{Cause, Evaluation, Instance, Outcome, RuleResult, checks, structure};
use crate::resolve::plan::{Body, Plan, PlannedRule, RowScope, Scope};

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

/// How comparisons are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// In whole thousandths where that comes out the same.
    Short,
    /// Always by exact arithmetic.
    Exact,
}

/// Runs `plan` over the report it is bound to. Rules that are not in force in the report's year are not run and have no
/// instances.
pub(super) fn run(plan: &Plan, binding: &Binding<'_>, way: Way) -> Evaluation {
    // Forms that may be repeated are bound to one table after the other.
    let mut binding = Cow::Borrowed(binding);
    let mut room = Room::default();
    let mut rules = Vec::new();
    rules.resize_with(plan.rules.len(), RuleResult::default);
    let mut failed_guard = vec![false; plan.rules.len()];
    let mut is_guard = vec![false; plan.rules.len()];
    for guard in plan.rules.iter().flat_map(|rule| &rule.guards) {
        if let Some(flag) = is_guard.get_mut(*guard) {
            *flag = true;
        }
    }
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
        let found = match guard {
            Some(guard) => RuleResult::listed(vec![guarded(plan, *guard)]),
            None => run_rule(plan, &mut binding, way, *index, planned, &mut room),
        };
        if let Some(flag) = failed_guard.get_mut(*index)
            && is_guard.get(*index) == Some(&true)
        {
            *flag = found.outcomes().contains(&Outcome::Fails);
        }
        if let Some(result) = rules.get_mut(*index) {
            *result = found;
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

fn run_rule(
    plan: &Plan,
    binding: &mut Cow<'_, Binding<'_>>,
    way: Way,
    rule: usize,
    planned: &PlannedRule,
    room: &mut Room,
) -> RuleResult {
    let Some(body) = &planned.body else {
        let cause = Cause {
            message: "规则本身有错误,没有执行".to_owned(),
            guard: None,
            figures: Vec::new(),
        };
        return RuleResult::listed(vec![Instance {
            cause: Some(Box::new(cause)),
            ..instance(Outcome::Unbound)
        }]);
    };
    let repeated = planned.forms.iter().copied().find(|form| {
        plan.ruleset.forms.get(*form).is_some_and(|form| form.repeatable) && binding.report.tables_of(*form).count() > 1
    });
    let Some(repeated) = repeated else {
        return run_body(plan, binding, way, rule, body, room);
    };
    let tables: Vec<usize> = binding.report.tables_of(repeated).map(|(index, _)| index).collect();
    let mut all = Vec::new();
    for table in &tables {
        binding.to_mut().use_table(*table);
        let found = run_body(plan, binding, way, rule, body, room);
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

fn run_body(plan: &Plan, binding: &Binding<'_>, way: Way, rule: usize, body: &Body, room: &mut Room) -> RuleResult {
    match body {
        Body::Structure(structure) => structure::result(plan, binding, way, structure),
        Body::Checks { scope, when, checks } => {
            if let Some(failure) = scope.rows.as_ref().and_then(|rows| missing_side(plan, binding, rows)) {
                let outcome = failure.outcome();
                let cause = failure.cause(plan, binding);
                return RuleResult::listed(vec![Instance {
                    cause: Some(Box::new(cause)),
                    ..instance(outcome)
                }]);
            }
            checks::result(plan, binding, way, rule, (scope, when.as_ref(), checks), room)
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
        .or_else(|| first.and_then(|form| binding.tail_cap(plan, *form)))
        .unwrap_or(Decimal::from(500))
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
