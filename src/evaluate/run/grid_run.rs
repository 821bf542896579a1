//! The assertions of a rule over every row and column they speak of: what is plain is seen for all rows at once, the rest decided one by
//! one.

use smallvec::SmallVec;

use crate::evaluate::bind::{Binding, Joined, Slot, join};
use crate::evaluate::exact::{Context, Verdict, decide, tail_cap};
use crate::evaluate::fast::{CompiledRule, Lookup, PartCells, RowFilter, Scratch, TableCells, sweep};
use crate::evaluate::result::{Detail, Grid, Outcomes, Places};
use crate::evaluate::{Bound, Failure, Outcome, RuleResult, Unmet};
use crate::form::ColumnIx;
use crate::plan::{Checks, Column, Plan, SaidBy, SideIx, Truth};
use crate::report::{Row, RowIx};
use crate::ruleset::RuleId;

/// The assertions of a rule, ready to be applied.
struct GridRun<'c, 'r> {
    plan: &'c Plan,
    binding: &'c Binding<'r>,
    rule: RuleId,
    checks: &'c Checks,
    /// What of them has a shorter way; `None` where all is to be decided exactly.
    shorter: Option<Shorter<'c>>,
}

/// The shorter ways of a rule, with the cells that they look at: all, and those of each side.
struct Shorter<'c> {
    rule: &'c CompiledRule,
    cells: &'c TableCells,
    sides: SmallVec<[Option<PartCells<'c>>; 2]>,
}

/// No more room than this is made before it is needed.
const MOST_EXPECTED: usize = 16;

/// What came of the instances so far.
#[derive(Default)]
struct Decided {
    outcomes: Outcomes,
    told: Vec<(usize, Detail)>,
}

impl Decided {
    /// What becomes of an instance (index).
    fn set(&mut self, at: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get_mut(at) {
            *slot = outcome;
        }
    }

    /// The same where there is something to say of it.
    fn tell(&mut self, at: usize, outcome: Outcome, detail: Detail) {
        self.set(at, outcome);
        self.told.push((at, detail));
    }
}

/// Applies the assertions of a rule, if its condition is true, to every row and column.
pub(super) fn run(
    bound: &Bound<'_>,
    binding: &Binding<'_>,
    rule: RuleId,
    checks: &Checks,
    scratch: &mut Scratch,
) -> RuleResult {
    let (plan, scope) = (bound.plan(), &checks.scope);
    let sides = scope.sides().iter();
    let first = |columns: &Vec<ColumnIx>| columns.first().copied();
    let grid = Grid {
        sides: sides
            .map(|side| Some((binding.table(side.table).ok()?, side.block)))
            .collect(),
        columns: scope
            .columns
            .as_ref()
            .map(|scope| scope.columns.iter().map(first).collect()),
        checks: checks.checks.len(),
        order: None,
        joined: match &scope.rows {
            None => Joined::nothing(),
            Some(rows) => join(plan, binding, rows),
        },
    };
    let shorter = bound.shorter(rule).map(|(rule, cells)| Shorter {
        rule,
        cells,
        sides: cells.sides(&grid),
    });
    let run = GridRun {
        plan,
        binding,
        rule,
        checks,
        shorter,
    };
    run.over(grid, scratch)
}

impl<'c, 'r> GridRun<'c, 'r> {
    fn over(&self, mut grid: Grid, scratch: &mut Scratch) -> RuleResult {
        let outcomes = self.sweep(&grid, scratch);
        if outcomes.is_empty() {
            return RuleResult::one(Outcome::Vacuous);
        }
        let told = Vec::new();
        let mut found = Decided { outcomes, told };
        if let Some(when) = &self.checks.when {
            self.set_apart(when, &grid, scratch, &mut found);
            // What the condition has decided is open no more.
            scratch
                .open
                .retain(|at| found.outcomes.get(*at) == Some(&Outcome::Holds));
        }
        self.decide(&grid, scratch, &mut found);
        if self.checks.when.is_some() {
            found.told.sort_unstable_by_key(|(at, _)| *at);
        }
        if !grid.joined.duplicates.is_empty() {
            found = without_doubled(&mut grid, found);
        }
        RuleResult::new(found.outcomes, Places::Grid(grid), found.told)
    }

    /// What plainly becomes of the instances; the others are left open.
    fn sweep(&self, grid: &Grid, scratch: &mut Scratch) -> Outcomes {
        let columns = self.checks.scope.columns();
        if let Some(shorter) = &self.shorter {
            let lookup = shorter.lookup(self.context(&[], &[]));
            return sweep(lookup, grid, columns, shorter.rule, scratch);
        }
        let all = grid.joined.count.saturating_mul(grid.of_row());
        scratch.open.clear();
        scratch.open.extend(0..all);
        Outcomes::from_elem(Outcome::Holds, all)
    }

    /// The surroundings where the rows and columns at hand are these.
    fn context<'s>(&'s self, rows: &'s [Option<RowIx>], columns: &'s [ColumnIx]) -> Context<'s, 'r> {
        Context {
            plan: self.plan,
            binding: self.binding,
            scope: &self.checks.scope,
            rows,
            columns,
        }
    }

    /// Sets apart the instances whose condition is not true.
    fn set_apart(&self, when: &Truth, grid: &Grid, Scratch { rows, .. }: &mut Scratch, found: &mut Decided) {
        let filter = self.shorter.as_ref().and_then(|shorter| shorter.rule.filter.as_ref());
        if let Some(filter) = filter {
            return self.set_apart_by_name(filter, grid, found);
        }
        let checks = self.checks.checks.len();
        for row in (0..grid.joined.count).filter(|row| !grid.is_doubled(*row)) {
            rows.clear();
            rows.extend(grid.joined.rows(row));
            for (entry, columns) in self.checks.scope.columns().iter().enumerate() {
                let first = row * grid.of_row() + entry * checks;
                match self.context(rows, columns).truth(when) {
                    Ok(true) => {}
                    Ok(false) => (first..first + checks).for_each(|at| found.set(at, Outcome::Skipped)),
                    Err(failure) => {
                        for at in first..first + checks {
                            found.tell(at, failure.outcome(), Detail::caused(failure.clone()));
                        }
                    }
                }
            }
        }
    }

    /// The same where it only asks what rows are called.
    fn set_apart_by_name(&self, filter: &RowFilter, grid: &Grid, found: &mut Decided) {
        let rows_of = |side: &Option<_>| {
            let part = side.and_then(|(table, part)| self.binding.report.part(table, part));
            part.map(|part| part.rows.as_slice()).unwrap_or_default()
        };
        let sides: SmallVec<[&[Row]; 2]> = grid.sides.iter().map(rows_of).collect();
        let of_rows = found.outcomes.chunks_mut(grid.of_row().max(1)).enumerate();
        for (at, outcomes) in of_rows {
            // That of the first side that has one.
            let row = sides.iter().zip(0..).find_map(|(rows, side)| {
                let row = grid.joined.row(at, SideIx::new(side))?;
                rows.get(row.index())
            });
            if !filter.is_met(row) && !grid.is_doubled(at) {
                outcomes.fill(Outcome::Skipped);
            }
        }
    }

    /// Decides the instances that are still open.
    fn decide(&self, grid: &Grid, Scratch { open, rows, .. }: &mut Scratch, found: &mut Decided) {
        if open.is_empty() {
            return;
        }
        let (of_row, checks) = (grid.of_row().max(1), self.checks.checks.len().max(1));
        let cap = tail_cap(self.plan, self.binding, self.rule);
        let is_roll_up = matches!(self.checks.said_by, SaidBy::RollUp(_));
        let mut childless = None;
        found.told.reserve(open.len().min(MOST_EXPECTED));
        for at in open.iter().copied() {
            let (row, within) = (at / of_row, at % of_row);
            let columns = self.checks.scope.columns().get(within / checks);
            let check = self.checks.checks.get(within % checks);
            let (Some(columns), Some(check), false) = (columns, check, grid.is_doubled(row)) else {
                continue;
            };
            rows.clear();
            rows.extend(grid.joined.rows(row));
            let context = self.context(rows, columns);
            let plain = self
                .shorter
                .as_ref()
                .and_then(|shorter| shorter.decide(context, within % checks, cap));
            match plain.map_or_else(|| decide(&context, check, cap), Ok) {
                Ok(verdict) if matches!(verdict.outcome, Outcome::Tail | Outcome::Fails) => {
                    let mut detail = Detail::measured(verdict.measure);
                    // A parent without any row below it has lost rows in every column: one finding says so.
                    if is_roll_up && verdict.outcome == Outcome::Fails && has_no_children(&context) {
                        if childless.replace(row) == Some(row) {
                            found.set(at, Outcome::Skipped);
                            continue;
                        }
                        detail.cause = Some(Box::new(Unmet::Childless.into()));
                    }
                    found.tell(at, verdict.outcome, detail);
                }
                Ok(verdict) => found.set(at, verdict.outcome),
                Err(failure) => found.tell(at, failure.outcome(), Detail::caused(failure)),
            }
        }
    }
}

impl<'c> Shorter<'c> {
    fn lookup<'s, 'r>(&'s self, context: Context<'s, 'r>) -> Lookup<'s, 'r> {
        Lookup {
            context,
            cells: self.cells,
            sides: &self.sides,
        }
    }

    /// What becomes of a check (index), where that is plain.
    fn decide(&self, context: Context<'_, '_>, check: usize, cap: rust_decimal::Decimal) -> Option<Verdict> {
        let sum = self.rule.sum(check)?;
        let sides = self.lookup(context).both_sides(sum)?;
        sum.decide(sides, context.kind(sum.measures), cap)
    }
}

/// The same with one instance, which says so, for each row whose key another has.
fn without_doubled(grid: &mut Grid, found: Decided) -> Decided {
    let mut left = Decided::default();
    let mut order = Vec::new();
    let mut told = found.told.into_iter().peekable();
    let mut outcomes = found.outcomes.chunks(grid.of_row().max(1));
    for row in 0..grid.joined.count {
        let outcomes = outcomes.next().unwrap_or_default();
        if let Some(second) = grid.joined.duplicates.get(&row) {
            let failure = Failure::Duplicate(vec![*second]);
            left.outcomes.push(failure.outcome());
            left.told.push((left.outcomes.len() - 1, Detail::caused(failure)));
            order.push((row, None, 0));
            continue;
        }
        for (place, outcome) in outcomes.iter().enumerate() {
            let at = row * outcomes.len() + place;
            if let Some((_, detail)) = told.next_if(|(told_at, _)| *told_at == at) {
                left.told.push((left.outcomes.len(), detail));
            }
            left.outcomes.push(*outcome);
            order.extend(grid.within_row(row, place));
        }
    }
    grid.order = Some(order);
    left
}

fn has_no_children(context: &Context<'_, '_>) -> bool {
    let (side, column) = (SideIx::default(), Column::Current(SideIx::default()));
    context
        .children(side, column)
        .is_ok_and(|children| children.is_none_or(|children| children.is_empty()))
        && context
            .row_cell(side, column)
            .is_ok_and(|cell| cell.is_some_and(|cell| matches!(context.binding.slot(cell), Slot::Number(_))))
}
