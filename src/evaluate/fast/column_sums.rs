//! What plainly becomes of a rule's comparisons of sums, of all rows at once: term by term, so that the figures of a column are
//! gone through one after the other.

use super::cell_lookup::Lookup;
use super::compiled::CompiledRule;
use super::quantity::Quantity;
use super::sum::{SignedTerm, Tally};
use crate::evaluate::Outcome;
use crate::evaluate::bind::PartLayout;
use crate::evaluate::exact::Context;
use crate::evaluate::result::{Grid, Outcomes};
use crate::form::ColumnIx;
use crate::plan::{Figure, Figures, ListRows};
use crate::report::RowIx;

/// Room to work in, made once for all rules.
#[derive(Default)]
pub(in crate::evaluate) struct Scratch {
    /// What the figures of each row come to.
    balances: Vec<Tally>,
    /// The instances that are still to be decided (indices), ascending.
    pub(in crate::evaluate) open: Vec<usize>,
    /// The row of each side.
    pub(in crate::evaluate) rows: Vec<Option<RowIx>>,
}

/// What becomes of the instances of a rule, row by row, column by column, check by check, as far as can be seen in whole thousandths;
/// the others are left open. `columns` are the columns at hand; the context of `lookup` stands nowhere yet.
pub(in crate::evaluate) fn sweep(
    lookup: Lookup<'_, '_>,
    grid: &Grid,
    columns: &[Vec<ColumnIx>],
    rule: &CompiledRule,
    Scratch { balances, open, .. }: &mut Scratch,
) -> Outcomes {
    let (rows, of_row) = (grid.joined.count, grid.of_row());
    let mut outcomes = Outcomes::from_elem(Outcome::Holds, rows.saturating_mul(of_row));
    let all = outcomes.as_mut_slice();
    open.clear();
    for (entry, at_hand) in columns.iter().enumerate() {
        let context = Context {
            columns: at_hand,
            ..lookup.context
        };
        let lookup = Lookup { context, ..lookup };
        for check in 0..grid.checks {
            let first = entry * grid.checks + check;
            let place = |row: usize| row * of_row + first;
            let Some(sum) = rule.sum(check) else {
                open.extend((0..rows).map(place));
                continue;
            };
            balances.clear();
            balances.resize(rows, Tally::default());
            for term in &sum.terms {
                add(lookup, grid, term, balances);
            }
            for (row, balance) in balances.iter().enumerate() {
                match (sum.outcome(*balance), all.get_mut(place(row))) {
                    (Some(plain), Some(outcome)) => *outcome = plain,
                    _ => open.push(place(row)),
                }
            }
        }
    }
    if of_row > 1 {
        open.sort_unstable();
    }
    outcomes
}

/// Adds the figures of a term to the balance of each row.
fn add(lookup: Lookup<'_, '_>, grid: &Grid, term: &SignedTerm, balances: &mut [Tally]) {
    let negative = term.negative ^ term.right;
    let of_rows = match &term.figures {
        Figures::One(Figure::OfRow { side, column }) => Some((*side, *column, false)),
        Figures::One(Figure::Single { .. } | Figure::OfParent { .. }) => None,
        Figures::Many(list) => match list.rows {
            ListRows::Children(side) => Some((side, list.column, true)),
            ListRows::Set(_) => None,
        },
    };
    // Other figures are the same for all rows.
    let Some((side, column, of_children)) = of_rows else {
        let mut sum = Tally::default();
        let reached = lookup.each(&term.figures, &mut |_, _, _, quantity| sum.add(quantity, negative));
        if reached.is_none() {
            sum = Tally::ODD;
        }
        balances.iter_mut().for_each(|balance| balance.join(sum));
        return;
    };
    let column = lookup.context.column(column);
    let cells = lookup.sides.get(side.index()).copied().flatten();
    let layout = cells.and_then(|cells| lookup.context.binding.part(cells.table, cells.part));
    // Nothing is added to any row, and no row below counts twice.
    if cells.is_some_and(|cells| cells.is_blank_column(column)) && layout.is_some_and(PartLayout::is_plain) {
        return;
    }
    let cells = cells.and_then(|cells| cells.column(column)).unwrap_or_default();
    let of_row = |row: RowIx| cells.get(row.index()).copied().unwrap_or(Quantity::ODD);
    let rows = grid.joined.of_side(side);
    if !of_children {
        match rows.range().and_then(|range| cells.get(range)) {
            Some(cells) => {
                let balances = balances.iter_mut().zip(cells);
                balances.for_each(|(balance, cell)| balance.add(*cell, negative));
            }
            // A side that has no such row reads as blank.
            None => rows.each(balances, |balance, row| balance.add(of_row(row), negative)),
        }
        return;
    }
    rows.each(balances, |balance, row| match layout.map(|layout| layout.below(row)) {
        Some(Ok(below)) => below.iter().for_each(|row| balance.add(of_row(*row), negative)),
        Some(Err(_)) | None => balance.join(Tally::ODD),
    });
}
