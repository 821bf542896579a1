//! What plainly becomes of a rule's comparisons of sums, of all rows at once: term by term, so that the figures of a column are
//! gone through one after the other.

use super::Outcome;
use super::context::Context;
use super::join::OfSide;
use super::linear::{Balance, Figures, Linear, Term};
use super::quantity::{Cells, Quantity};
use super::reach::Reach;
use super::result::{Grid, Outcomes};

/// What became of the instances of a rule: row by row, column by column, check by check.
pub(super) struct Swept {
    pub(super) outcomes: Outcomes,
    /// Those that are still to be decided (indices), ascending.
    pub(super) open: Vec<usize>,
}

/// Decides what can be seen in whole thousandths. `linears` are the checks of the rule, `columns` the columns at hand; the context of
/// `reach` stands nowhere yet. `balances` is room to work in.
pub(super) fn sweep(
    reach: Reach<'_, '_>,
    grid: &Grid,
    columns: &[Vec<usize>],
    linears: &[Option<Linear>],
    balances: &mut Vec<Balance>,
) -> Swept {
    let (rows, of_row) = (grid.joined.count, grid.of_row());
    let mut swept = Swept {
        outcomes: Outcomes::from_elem(Outcome::Holds, rows.saturating_mul(of_row)),
        open: Vec::new(),
    };
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
                swept.open.extend((0..rows).map(place));
                continue;
            };
            balances.clear();
            balances.resize(rows, Balance::default());
            for term in &linear.terms {
                add(reach, grid, term, balances);
            }
            for (row, balance) in balances.iter().enumerate() {
                match (linear.outcome(*balance), swept.outcomes.get_mut(place(row))) {
                    (Some(plain), Some(outcome)) => *outcome = plain,
                    _ => swept.open.push(place(row)),
                }
            }
        }
    }
    if of_row > 1 {
        swept.open.sort_unstable();
    }
    swept
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
    let field = reach.fields.get(side).copied().flatten();
    let cells = field.and_then(|field| field.column(reach.context.column(column)));
    let cells = cells.unwrap_or_default();
    let rows = grid.joined.of_side(side);
    if let Figures::OfRow { .. } = term.figures {
        add_rows(&rows, cells, negative, balances);
        return;
    }
    let layout = field.and_then(|field| reach.context.binding.part(field.table, field.part));
    rows.each(|at, row| {
        let Some(balance) = balances.get_mut(at) else { return };
        match layout.map(|layout| layout.below(row)) {
            Some(Ok(below)) => below.iter().for_each(|row| balance.add(cells.get(*row), negative)),
            Some(Err(_)) | None => balance.join(Balance::ODD),
        }
    });
}

/// Adds to the balance of each row what stands in it. A side that has no such row reads as blank.
fn add_rows(rows: &OfSide<'_>, cells: Cells<'_>, negative: bool, balances: &mut [Balance]) {
    if let OfSide::Each(rows) = rows
        && let Some(range) = rows.range()
        && let Some(cells) = cells.of_rows(range)
    {
        for (balance, (value, holds)) in balances.iter_mut().zip(cells.values.iter().zip(cells.holds)) {
            balance.add(
                Quantity {
                    value: *value,
                    holds: *holds,
                },
                negative,
            );
        }
        return;
    }
    rows.each(|at, row| {
        if let Some(balance) = balances.get_mut(at) {
            balance.add(cells.get(row), negative);
        }
    });
}
