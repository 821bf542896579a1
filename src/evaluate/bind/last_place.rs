//! The last place that a table's money is printed with: 尾差上限 counts in it.

use rust_decimal::Decimal;

use crate::form::ColumnIx;
use crate::plan::Plan;
use crate::report::{Figure, Part, Table};
use crate::value::Kind;

/// One unit of the last place of the coarsest amount of money in a table, in 元. `half_of` tells half a unit of the last place of a column
/// whose figures are all printed alike, and zero of one without figures, where that is known already.
pub(in crate::evaluate) fn coarsest(
    plan: &Plan,
    table: &Table,
    half_of: impl Fn(usize, ColumnIx) -> Option<Decimal>,
) -> Decimal {
    let form = plan.ruleset.form(table.form);
    let mut coarsest = Decimal::ZERO;
    for (index, part) in table.numbered_parts() {
        let Some(block) = form.and_then(|form| form.block(index)) else {
            continue;
        };
        let money = block
            .numbered_columns()
            .filter(|(_, column)| column.kind == Kind::Money);
        for (column, _) in money {
            let half = half_of(index.index(), column).unwrap_or_else(|| coarsest_of(part, column));
            coarsest = coarsest.max(half);
        }
    }
    let printed = coarsest.checked_mul(Decimal::TWO).filter(|place| !place.is_zero());
    let usual = || table.unit.to_yuan(Decimal::new(1, 2)).unwrap_or(Decimal::ONE);
    printed.unwrap_or_else(usual)
}

/// Half a unit of the last place of the coarsest figure of a column.
fn coarsest_of(part: &Part, column: ColumnIx) -> Decimal {
    let cells = part.row_indices().filter_map(|row| part.cell(row, column));
    let halves = cells.filter_map(|cell| match &cell.figure {
        Figure::Number { half, .. } => Some(*half),
        _ => None,
    });
    halves.fold(Decimal::ZERO, Decimal::max)
}
