//! What plainly becomes of a rule's comparisons of sums, of all rows at once: term by term, so that the figures of a column are
//! gone through one after the other.

use super::Outcome;
use super::context::Context;
use super::hierarchy::PartLayout;
use super::linear::{Balance, Figures, Linear, Term};
use super::quantity::Quantity;
use super::reach::Reach;
use super::result::{Grid, Outcomes};

/// Room to work in, made once for all rules.
#[derive(Default)]
pub(super) struct Room {
    /// What the figures of each row come to.
    balances: Vec<Balance>,
    /// The instances that are still to be decided (indices), ascending.
    pub(super) open: Vec<usize>,
    /// The row of each side.
    pub(super) rows: Vec<Option<usize>>,
}

/// What becomes of the instances of a rule, row by row, column by column, check by check, as far as can be seen in whole thousandths;
/// the others are `open` in the room. `linears` are the checks of the rule, `columns` the columns at hand; the context of `reach` stands
/// nowhere yet.
pub(super) fn sweep(
    reach: Reach<'_, '_>,
    grid: &Grid,
    columns: &[Vec<usize>],
    linears: &[Option<Linear>],
    Room { balances, open, .. }: &mut Room,
) -> Outcomes {
    let (rows, of_row) = (grid.joined.count, grid.of_row());
    let mut outcomes = Outcomes::from_elem(Outcome::Holds, rows.saturating_mul(of_row));
    let all = outcomes.as_mut_slice();
    open.clear();
    for (entry, at_hand) in columns.iter().enumerate() {
        let context = Context {
            columns: at_hand,
            ..reach.context
        };
        let reach = Reach { context, ..reach };
        for check in 0..grid.checks {
            let first = entry * grid.checks + check;
            let place = |row: usize| row * of_row + first;
            let Some(linear) = linears.get(check).and_then(Option::as_ref) else {
                open.extend((0..rows).map(place));
                continue;
            };
            balances.clear();
            balances.resize(rows, Balance::default());
            for term in &linear.terms {
                add(reach, grid, term, balances);
            }
            for (row, balance) in balances.iter().enumerate() {
                match (linear.outcome(*balance), all.get_mut(place(row))) {
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
fn add(reach: Reach<'_, '_>, grid: &Grid, term: &Term, balances: &mut [Balance]) {
    let negative = term.negative ^ term.right;
    let (side, column) = match term.figures {
        Figures::OfRow { side, column } | Figures::OfChildren { side, column } => (side, column),
        // The same for all rows.
        Figures::Single { .. } | Figures::OfRows { .. } => {
            let mut sum = Balance::default();
            let reached = reach.each(term.figures, &mut |_, _, _, quantity| sum.add(quantity, negative));
            if reached.is_none() {
                sum = Balance::ODD;
            }
            balances.iter_mut().for_each(|balance| balance.join(sum));
            return;
        }
    };
    let column = reach.context.column(column);
    let field = reach.fields.get(side).copied().flatten();
    let layout = field.and_then(|field| reach.context.binding.part(field.table, field.part));
    // Nothing is added to any row, and no row below counts twice.
    if field.is_some_and(|field| field.is_blank_column(column)) && layout.is_some_and(PartLayout::is_plain) {
        return;
    }
    let cells = field.and_then(|field| field.column(column)).unwrap_or_default();
    let of_row = |row: usize| cells.get(row).copied().unwrap_or(Quantity::ODD);
    let rows = grid.joined.of_side(side);
    if let Figures::OfRow { .. } = term.figures {
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
        Some(Err(_)) | None => balance.join(Balance::ODD),
    });
}
