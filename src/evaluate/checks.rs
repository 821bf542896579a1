//! The checks of a rule over every row and column they speak of.

use smallvec::SmallVec;

use super::bind::{Binding, Slot};
use super::called::Called;
use super::context::Context;
use super::failure::Failure;
use super::join::{self, Joined};
use super::reach::{Fields, Reach};
use super::result::{Grid, Outcomes, Places, Told};
use super::run::{Way, tail_cap};
use super::short::Short;
use super::sweep::{Room, sweep};
use super::{Cause, Outcome, RuleResult, verdict};
use crate::report::Row;
use crate::resolve::plan::{Check, Column, Node, Plan, Scope, Side};
use crate::ruleset::RuleBody;

/// The checks of a rule, ready to be applied.
struct Applied<'c, 'r> {
    plan: &'c Plan,
    binding: &'c Binding<'r>,
    rule: usize,
    /// The cells of each side.
    fields: Fields<'c>,
    scope: &'c Scope,
    when: Option<&'c Node>,
    checks: &'c [Check],
    /// What of them has a shorter way; nothing where all is to be decided exactly.
    short: &'c Short,
    is_roll_up: bool,
}

/// No more room than this is made before it is needed.
const MOST_EXPECTED: usize = 16;

/// What came of the instances so far.
#[derive(Default)]
struct Found {
    outcomes: Outcomes,
    told: Vec<(usize, Told)>,
}

impl Found {
    /// What becomes of an instance (index).
    fn set(&mut self, at: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get_mut(at) {
            *slot = outcome;
        }
    }

    /// The same where there is something to say of it.
    fn tell(&mut self, at: usize, outcome: Outcome, told: Told) {
        self.set(at, outcome);
        self.told.push((at, told));
    }
}

/// Applies the checks of a rule (index), if its condition is true, to every row and column. `room` is room to work in.
pub(super) fn result(
    plan: &Plan,
    binding: &Binding<'_>,
    way: Way,
    rule: usize,
    (scope, when, checks): (&Scope, Option<&Node>, &[Check]),
    room: &mut Room,
) -> RuleResult {
    let short = match way {
        Way::Short => binding.shortcuts.of_rule(rule),
        Way::Exact => Short::NONE,
    };
    let columns = scope.columns.as_ref();
    let grid = Grid {
        sides: Grid::sides(sides(scope), |form| binding.table(form)),
        columns: columns.map(|scope| scope.columns.iter().map(|columns| columns.first().copied()).collect()),
        checks: checks.len(),
        order: None,
        joined: match &scope.rows {
            None => Joined::nothing(),
            Some(rows) => join::rows(plan, binding, rows),
        },
    };
    let declared = plan.ruleset.rules.get(rule);
    let applied = Applied {
        plan,
        binding,
        rule,
        fields: grid.fields(binding),
        scope,
        when,
        checks,
        short,
        is_roll_up: declared.is_some_and(|rule| matches!(rule.body, RuleBody::RollUp { .. })),
    };
    applied.to_all(grid, room)
}

/// The sides of 逐行.
fn sides(scope: &Scope) -> &[Side] {
    scope
        .rows
        .as_ref()
        .map(|rows| rows.sides.as_slice())
        .unwrap_or_default()
}

impl<'c, 'r> Applied<'c, 'r> {
    fn to_all(&self, mut grid: Grid, room: &mut Room) -> RuleResult {
        let reach = self.reach(&[], &[]);
        let outcomes = sweep(reach, &grid, self.columns(), &self.short.linears, room);
        if outcomes.is_empty() {
            return RuleResult::one(Outcome::Vacuous);
        }
        let told = Vec::new();
        let mut found = Found { outcomes, told };
        if let Some(when) = self.when {
            self.set_apart(when, &grid, room, &mut found);
            // What the condition has decided is open no more.
            room.open.retain(|at| found.outcomes.get(*at) == Some(&Outcome::Holds));
        }
        self.decide(&grid, room, &mut found);
        if self.when.is_some() {
            found.told.sort_unstable_by_key(|(at, _)| *at);
        }
        if !grid.joined.duplicates.is_empty() {
            found = self.without_doubled(&mut grid, found);
        }
        RuleResult::new(found.outcomes, Places::Grid(grid), found.told)
    }

    fn columns(&self) -> &'c [Vec<usize>] {
        let no_columns: &[Vec<usize>] = const { &[Vec::new()] };
        let columns = self.scope.columns.as_ref();
        columns.map_or(no_columns, |scope| &scope.columns)
    }

    /// What is reached from where the rows and columns at hand are these.
    fn reach<'s>(&'s self, rows: &'s [Option<usize>], columns: &'s [usize]) -> Reach<'s, 'r> {
        let context = Context {
            plan: self.plan,
            binding: self.binding,
            sides: sides(self.scope),
            rows,
            columns,
        };
        let fields = &self.fields;
        Reach { context, fields }
    }

    /// Sets apart the instances whose condition is not true.
    fn set_apart(&self, when: &Node, grid: &Grid, Room { rows, .. }: &mut Room, found: &mut Found) {
        if let Some(called) = &self.short.called {
            return self.set_apart_called(called, grid, found);
        }
        let checks = self.checks.len();
        for row in (0..grid.joined.count).filter(|row| !grid.is_doubled(*row)) {
            rows.clear();
            rows.extend(grid.joined.rows(row));
            for (entry, columns) in self.columns().iter().enumerate() {
                let first = row * grid.of_row() + entry * checks;
                match self.reach(rows, columns).context.truth(when) {
                    Ok(true) => {}
                    Ok(false) => (first..first + checks).for_each(|at| found.set(at, Outcome::Skipped)),
                    Err(failure) => {
                        for at in first..first + checks {
                            found.tell(at, failure.outcome(), self.because(failure.clone()));
                        }
                    }
                }
            }
        }
    }

    /// The same where it only asks what rows are called.
    fn set_apart_called(&self, called: &Called, grid: &Grid, found: &mut Found) {
        let report = self.binding.report;
        let rows_of = |side: &Option<(usize, usize)>| {
            let part = side.and_then(|(table, part)| report.tables.get(table)?.parts.get(part));
            part.map(|part| part.rows.as_slice()).unwrap_or_default()
        };
        let sides: SmallVec<[&[Row]; 2]> = grid.sides.iter().map(rows_of).collect();
        let of_rows = found.outcomes.chunks_mut(grid.of_row().max(1)).enumerate();
        for (at, outcomes) in of_rows {
            // That of the first side that has one.
            let row = sides
                .iter()
                .zip(0..)
                .find_map(|(rows, side)| rows.get(grid.joined.row(at, side)?));
            if !called.is_met(row) && !grid.is_doubled(at) {
                outcomes.fill(Outcome::Skipped);
            }
        }
    }

    /// Decides the instances that are still open.
    fn decide(&self, grid: &Grid, Room { open, rows, .. }: &mut Room, found: &mut Found) {
        if open.is_empty() {
            return;
        }
        let (of_row, checks) = (grid.of_row().max(1), self.checks.len().max(1));
        let cap = tail_cap(self.plan, self.binding, self.rule);
        let mut childless = None;
        found.told.reserve(open.len().min(MOST_EXPECTED));
        for at in open.iter().copied() {
            let (row, within) = (at / of_row, at % of_row);
            let columns = self.columns().get(within / checks).map(Vec::as_slice);
            let check = self.checks.get(within % checks);
            let (Some(columns), Some(check), false) = (columns, check, grid.is_doubled(row)) else {
                continue;
            };
            rows.clear();
            rows.extend(grid.joined.rows(row));
            let reach = self.reach(rows, columns);
            let sum = self.short.linears.get(within % checks).and_then(Option::as_ref);
            let plain = sum.and_then(|sum| sum.decide(reach.sides(sum)?, cap));
            match plain.map_or_else(|| verdict::decide(&reach.context, check, cap), Ok) {
                Ok(verdict) if matches!(verdict.outcome, Outcome::Tail | Outcome::Fails) => {
                    let mut told = Told {
                        measure: verdict.measure,
                        cause: None,
                    };
                    // A parent without any row below it has lost rows in every column: one finding says so.
                    if self.is_roll_up && verdict.outcome == Outcome::Fails && has_no_children(&reach.context) {
                        if childless.replace(row) == Some(row) {
                            found.set(at, Outcome::Skipped);
                            continue;
                        }
                        told.cause = Some(Box::new(Cause {
                            message: "下面没有下级科目的行".to_owned(),
                            guard: None,
                            figures: Vec::new(),
                        }));
                    }
                    found.tell(at, verdict.outcome, told);
                }
                Ok(verdict) => found.set(at, verdict.outcome),
                Err(failure) => found.tell(at, failure.outcome(), self.because(failure)),
            }
        }
    }

    /// The same with one instance, which says so, for each row whose key another has.
    fn without_doubled(&self, grid: &mut Grid, found: Found) -> Found {
        let mut left = Found::default();
        let mut order = Vec::new();
        let mut told = found.told.into_iter().peekable();
        let mut outcomes = found.outcomes.chunks(grid.of_row().max(1));
        for row in 0..grid.joined.count {
            let outcomes = outcomes.next().unwrap_or_default();
            if let Some(second) = grid.joined.duplicates.get(&row) {
                let failure = Failure::Duplicate(vec![*second]);
                left.told.push((left.outcomes.len(), self.because(failure.clone())));
                left.outcomes.push(failure.outcome());
                order.push((row, None, 0));
                continue;
            }
            for (place, outcome) in outcomes.iter().enumerate() {
                let at = row * outcomes.len() + place;
                if let Some((_, told)) = told.next_if(|(told_at, _)| *told_at == at) {
                    left.told.push((left.outcomes.len(), told));
                }
                left.outcomes.push(*outcome);
                order.extend(grid.within_row(row, place));
            }
        }
        grid.order = Some(order);
        left
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
