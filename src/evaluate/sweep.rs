//! What plainly becomes of a rule's comparisons of sums, of all rows at once: term by term, so that the figures of a column are
//! gone through one after the other.

use super::Outcome;
use super::bind::Field;
use super::context::Context;
use super::linear::{Balance, Figures, Linear, Term};
use super::quantity::Quantity;
use super::reach::Reach;
use super::result::Grid;

/// For every instance of a rule, row by row, column by column, check by check, what plainly becomes of it; `None` where that is not
/// to be seen in whole thousandths. `linears` are the checks, `columns` the columns at hand; `context` stands nowhere yet.
pub(super) fn sweep(
    context: Context<'_, '_>,
    grid: &Grid,
    columns: &[Vec<usize>],
    linears: &[Option<Linear>],
) -> Vec<Option<Outcome>> {
    let of_row = columns.len().saturating_mul(linears.len());
    if linears.iter().all(Option::is_none) {
        return Vec::new();
    }
    let fields: Vec<Option<Field<'_>>> = grid.fields(context.binding).collect();
    let mut outcomes = vec![None; grid.joined.count.saturating_mul(of_row)];
    let mut balances = Vec::new();
    for (entry, at_hand) in columns.iter().enumerate() {
        let context = Context {
            columns: at_hand,
            ..context
        };
        let fields = &fields;
        let reach = Reach { context, fields };
        for (check, linear) in linears.iter().enumerate() {
            let Some(linear) = linear else { continue };
            balances.clear();
            balances.resize(grid.joined.count, Balance::default());
            for term in &linear.terms {
                add(reach, grid, term, &mut balances);
            }
            let first = entry * linears.len() + check;
            let own = outcomes.iter_mut().skip(first).step_by(of_row.max(1));
            for (outcome, balance) in own.zip(&balances) {
                *outcome = linear.outcome(*balance);
            }
        }
    }
    outcomes
}

/// Adds the figures of a term to the balance of each row.
fn add(reach: Reach<'_, '_>, grid: &Grid, term: &Term, balances: &mut [Balance]) {
    let negative = term.negative ^ term.right;
    match term.figures {
        Figures::OfRow { side, column } => {
            let column = reach.context.column(column);
            let field = reach.fields.get(side).copied().flatten();
            let cells = field.and_then(|field| field.column(column)).unwrap_or_default();
            for (balance, row) in balances.iter_mut().zip(grid.joined.of_side(side)) {
                // A side that has no such row reads as blank.
                if let Some(row) = row {
                    balance.add(cells.get(row).copied().unwrap_or(Quantity::Odd), negative);
                }
            }
        }
        Figures::OfChildren { side, column } => {
            let column = reach.context.column(column);
            let field = reach.fields.get(side).copied().flatten();
            let cells = field.and_then(|field| field.column(column)).unwrap_or_default();
            for (balance, row) in balances.iter_mut().zip(grid.joined.of_side(side)) {
                let Some(row) = row else { continue };
                match field.and_then(|field| reach.children(field, row)) {
                    None => balance.odd = true,
                    Some(children) => {
                        for child in children {
                            balance.add(cells.get(*child).copied().unwrap_or(Quantity::Odd), negative);
                        }
                    }
                }
            }
        }
        // The same for all rows.
        Figures::Single { .. } | Figures::OfRows { .. } => {
            let mut sum = Balance::default();
            let reached = reach.each(term.figures, &mut |_, _, _, quantity: Quantity| {
                sum.add(quantity, negative)
            });
            sum.odd |= reached.is_none();
            balances.iter_mut().for_each(|balance| balance.join(sum));
        }
    }
}
