//! The checks of a rule over every row and column they speak of.

use super::bind::{Binding, Field, Slot};
use super::context::Context;
use super::failure::Failure;
use super::join::{self, Joined};
use super::linear::Linear;
use super::reach::Reach;
use super::result::{Grid, Places, Told};
use super::run::{Way, instance, tail_cap};
use super::{Cause, Outcome, RuleResult, verdict};
use crate::resolve::plan::{Check, Column, Node, Plan, Scope};
use crate::ruleset::RuleBody;

/// The checks of a rule, ready to be applied.
struct Applied<'c, 'r> {
    plan: &'c Plan,
    binding: &'c Binding<'r>,
    rule: usize,
    /// The cells of each side.
    fields: Vec<Option<Field<'c>>>,
    when: Option<&'c Node>,
    checks: &'c [Check],
    /// Those of the checks that are comparisons of sums; empty where all is to be decided exactly.
    linears: &'c [Option<Linear>],
    is_roll_up: bool,
}

/// What came of the instances so far.
#[derive(Default)]
struct Found {
    outcomes: Vec<Outcome>,
    told: Vec<(usize, Told)>,
}

impl Found {
    fn push(&mut self, outcome: Outcome, told: Option<Told>) {
        self.told.extend(told.map(|told| (self.outcomes.len(), told)));
        self.outcomes.push(outcome);
    }
}

/// Applies the checks of a rule (index), if its condition is true, to every row and column.
pub(super) fn result(
    plan: &Plan,
    binding: &Binding<'_>,
    way: Way,
    rule: usize,
    (scope, when, checks): (&Scope, Option<&Node>, &[Check]),
) -> RuleResult {
    let sides = scope
        .rows
        .as_ref()
        .map(|rows| rows.sides.as_slice())
        .unwrap_or_default();
    let joined = match &scope.rows {
        None => Joined::nothing(),
        Some(rows) => join::rows(plan, binding, rows),
    };
    let grid = Grid {
        sides: Grid::sides(sides, |form| binding.table(form)),
        columns: match &scope.columns {
            None => vec![None],
            Some(scope) => scope.columns.iter().map(|columns| columns.first().copied()).collect(),
        },
        checks: checks.len(),
        order: None,
        joined,
    };
    let declared = plan.ruleset.rules.get(rule);
    let applied = Applied {
        plan,
        binding,
        rule,
        fields: grid.fields(binding).collect(),
        when,
        checks,
        linears: match way {
            Way::Short => binding.linears.of_rule(rule),
            Way::Exact => &[],
        },
        is_roll_up: declared.is_some_and(|rule| matches!(rule.body, RuleBody::RollUp { .. })),
    };
    applied.to_all(scope, grid)
}

impl Applied<'_, '_> {
    fn to_all(&self, scope: &Scope, mut grid: Grid) -> RuleResult {
        let sides = scope
            .rows
            .as_ref()
            .map(|rows| rows.sides.as_slice())
            .unwrap_or_default();
        let mut found = Found::default();
        let of_row = grid.columns.len().saturating_mul(self.checks.len());
        found.outcomes.reserve(grid.joined.count.saturating_mul(of_row));
        let mut order = Vec::new();
        let has_duplicates = !grid.joined.duplicates.is_empty();
        for at in 0..grid.joined.count {
            let duplicate = grid.joined.duplicates.get(&at);
            if let Some(second) = duplicate {
                let failure = Failure::Duplicate(vec![*second]);
                found.push(failure.outcome(), Some(self.because(failure)));
                order.push((at, None, 0));
                continue;
            }
            let before = found.outcomes.len();
            let mut childless_failed = false;
            let no_columns: &[Vec<usize>] = &[Vec::new()];
            let columns = scope.columns.as_ref().map_or(no_columns, |scope| &scope.columns);
            for columns in columns {
                let context = Context {
                    plan: self.plan,
                    binding: self.binding,
                    sides,
                    rows: grid.joined.row(at),
                    columns,
                };
                self.to_one(context, &mut childless_failed, &mut found);
            }
            if has_duplicates {
                order.extend((0..found.outcomes.len() - before).filter_map(|place| grid.within_row(at, place)));
            }
        }
        if found.outcomes.is_empty() {
            return RuleResult::listed(vec![instance(Outcome::Vacuous)]);
        }
        grid.order = has_duplicates.then_some(order);
        RuleResult::new(found.outcomes, Places::Grid(grid), found.told)
    }

    /// Applies every check where the context stands.
    fn to_one(&self, context: Context<'_, '_>, childless_failed: &mut bool, found: &mut Found) {
        let applies = self.when.map_or(Ok(true), |when| context.truth(when));
        for (index, check) in self.checks.iter().enumerate() {
            let (mut outcome, mut told) = match &applies {
                Ok(true) => self.decide(context, index, check),
                Ok(false) => (Outcome::Skipped, None),
                Err(failure) => (failure.outcome(), Some(self.because(failure.clone()))),
            };
            // A parent without any row below it has lost rows in every column: one finding says so.
            if self.is_roll_up && outcome == Outcome::Fails && has_no_children(&context) {
                if *childless_failed {
                    outcome = Outcome::Skipped;
                } else {
                    let cause = Cause {
                        message: "下面没有下级科目的行".to_owned(),
                        guard: None,
                        figures: Vec::new(),
                    };
                    told.get_or_insert_default().cause = Some(Box::new(cause));
                }
                *childless_failed = true;
            }
            found.push(outcome, told);
        }
    }

    fn decide(&self, context: Context<'_, '_>, index: usize, check: &Check) -> (Outcome, Option<Told>) {
        if let Some(Some(linear)) = self.linears.get(index) {
            let reach = Reach {
                context,
                fields: &self.fields,
            };
            if let Some(outcome) = reach.balance(linear).and_then(|balance| linear.outcome(balance)) {
                return (outcome, None);
            }
        }
        let cap = tail_cap(self.plan, self.binding, self.rule);
        match verdict::decide(&context, check, cap) {
            Ok(verdict) => {
                let missed = matches!(verdict.outcome, Outcome::Tail | Outcome::Fails);
                let told = missed.then_some(Told {
                    measure: verdict.measure,
                    cause: None,
                });
                (verdict.outcome, told)
            }
            Err(failure) => (failure.outcome(), Some(self.because(failure))),
        }
    }

    fn because(&self, failure: Failure) -> Told {
        Told {
            measure: None,
            cause: Some(Box::new(failure.cause(self.plan, self.binding))),
        }
    }
}

fn has_no_children(context: &Context<'_, '_>) -> bool {
    let column = Column::Current(0);
    context.child_cells(0, column).is_ok_and(|cells| cells.is_empty())
        && context
            .row_cell(0, column)
            .is_ok_and(|cell| cell.is_some_and(|cell| matches!(context.binding.slot(cell), Slot::Number(_))))
}
