//! The checks of a rule over every row and column they speak of.

use super::bind::{Binding, Field, Slot};
use super::context::Context;
use super::failure::Failure;
use super::join::{self, Joined};
use super::linear::Linear;
use super::reach::Reach;
use super::result::{Grid, Places, Told};
use super::run::{Way, instance, tail_cap};
use super::sweep::sweep;
use super::verdict::{self, Verdict};
use super::{Cause, Outcome, RuleResult};
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
    /// An instance of which there is nothing to say.
    fn push(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// An instance of which there is something to say.
    fn tell(&mut self, outcome: Outcome, told: Told) {
        self.told.push((self.outcomes.len(), told));
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
        let no_columns: &[Vec<usize>] = &[Vec::new()];
        let columns = scope.columns.as_ref().map_or(no_columns, |scope| &scope.columns);
        let nowhere = Context {
            plan: self.plan,
            binding: self.binding,
            sides,
            rows: &[],
            columns: &[],
        };
        let plain = sweep(nowhere, &grid, columns, self.linears);
        for at in 0..grid.joined.count {
            let duplicate = grid.joined.duplicates.get(&at);
            if let Some(second) = duplicate {
                let failure = Failure::Duplicate(vec![*second]);
                found.tell(failure.outcome(), self.because(failure));
                order.push((at, None, 0));
                continue;
            }
            let before = found.outcomes.len();
            let mut childless_failed = false;
            for (entry, columns) in columns.iter().enumerate() {
                let context = Context {
                    rows: grid.joined.row(at),
                    columns,
                    ..nowhere
                };
                let first = at * of_row + entry * self.checks.len();
                let plain = plain.get(first..first + self.checks.len()).unwrap_or_default();
                self.to_one(context, plain, &mut childless_failed, &mut found);
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

    /// Applies every check where the context stands. `plain` is what plainly becomes of each, where that is known.
    fn to_one(
        &self,
        context: Context<'_, '_>,
        plain: &[Option<Outcome>],
        childless_failed: &mut bool,
        found: &mut Found,
    ) {
        match self.when.map_or(Ok(true), |when| context.truth(when)) {
            Ok(true) => {}
            Ok(false) => {
                self.checks.iter().for_each(|_| found.push(Outcome::Skipped));
                return;
            }
            Err(failure) => {
                for _ in self.checks {
                    found.tell(failure.outcome(), self.because(failure.clone()));
                }
                return;
            }
        }
        for (index, check) in self.checks.iter().enumerate() {
            if let Some(Some(outcome)) = plain.get(index) {
                found.push(*outcome);
                continue;
            }
            let reach = Reach {
                context,
                fields: &self.fields,
            };
            let sum = self.linears.get(index).and_then(Option::as_ref);
            let sides = sum.and_then(|sum| sum.amounts(reach.sides(sum)?));
            let cap = tail_cap(self.plan, self.binding, self.rule);
            match verdict::decide(&context, check, sides, cap) {
                Ok(verdict) => self.tell(context, verdict, childless_failed, found),
                Err(failure) => found.tell(failure.outcome(), self.because(failure)),
            }
        }
    }

    fn tell(&self, context: Context<'_, '_>, verdict: Verdict, childless_failed: &mut bool, found: &mut Found) {
        if !matches!(verdict.outcome, Outcome::Tail | Outcome::Fails) {
            return found.push(verdict.outcome);
        }
        let mut told = Told {
            measure: verdict.measure,
            cause: None,
        };
        // A parent without any row below it has lost rows in every column: one finding says so.
        if self.is_roll_up && verdict.outcome == Outcome::Fails && has_no_children(&context) {
            if std::mem::replace(childless_failed, true) {
                return found.push(Outcome::Skipped);
            }
            told.cause = Some(Box::new(Cause {
                message: "下面没有下级科目的行".to_owned(),
                guard: None,
                figures: Vec::new(),
            }));
        }
        found.tell(verdict.outcome, told);
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
    context
        .children(0, column)
        .is_ok_and(|children| children.is_none_or(|(_, rows)| rows.is_empty()))
        && context
            .row_cell(0, column)
            .is_ok_and(|cell| cell.is_some_and(|cell| matches!(context.binding.slot(cell), Slot::Number(_))))
}
