//! 非负: columns hold no figure below zero.

use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::Subject;
use crate::evaluate::bind::{Binding, Slot};
use crate::evaluate::result::{Detail, Point, Points};
use crate::evaluate::{AllowedBy, Measure, Outcome, RuleResult, Unmet};
use crate::form::{BlockIx, ColumnIx};
use crate::report::FigureRef;
use crate::syntax::ast::ComparisonOperator;
use crate::value::Amount;

pub(super) fn result(subject: Subject<'_, '_>, columns: &[(BlockIx, Vec<ColumnIx>)]) -> RuleResult {
    let mut found = Points::new(subject.at);
    let columns = columns_of(subject, columns);
    for of_part in columns.chunk_by(|(part, _), (next, _)| part == next) {
        let Some((part, rows)) = of_part
            .first()
            .and_then(|(part, _)| Some((*part, subject.table.part(*part)?)))
        else {
            continue;
        };
        for row in rows.row_indices() {
            for (_, column) in of_part {
                let cell = FigureRef {
                    table: subject.at,
                    part,
                    row,
                    column: *column,
                };
                sign(subject.binding, cell, &mut found);
            }
        }
    }
    found.result()
}

/// The columns that the table has, with their parts, in order.
pub(in crate::evaluate) fn columns_of(
    subject: Subject<'_, '_>,
    columns: &[(BlockIx, Vec<ColumnIx>)],
) -> SmallVec<[(BlockIx, ColumnIx); 8]> {
    let of_parts = columns.iter().filter(|(block, _)| subject.table.part(*block).is_some());
    let columns = of_parts.flat_map(|(block, columns)| columns.iter().map(move |column| (*block, *column)));
    let mut columns: SmallVec<[_; 8]> = columns.collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Adds what becomes of a cell that is not to be negative; nothing where nothing stands.
pub(in crate::evaluate) fn sign(binding: &Binding<'_>, cell: FigureRef, found: &mut Points) {
    let at = Point::of(cell);
    match binding.slot(cell) {
        Slot::Number(amount) if amount.value < Decimal::ZERO => {
            found.tell(at, Outcome::Fails, Detail::measured(measure(binding, cell)));
        }
        Slot::Number(_) => found.hold(at),
        Slot::Unreadable => found.tell(at, Outcome::Error, Detail::caused(Unmet::SignUnreadable(cell))),
        Slot::Blank | Slot::Missing => {}
    }
}

/// The comparison of a cell with zero.
pub(super) fn measure(binding: &Binding<'_>, cell: FigureRef) -> Option<Measure> {
    let Slot::Number(amount) = binding.slot(cell) else {
        return None;
    };
    Some(Measure {
        operator: ComparisonOperator::GreaterOrEqual,
        left: amount,
        right: Amount::literal(Decimal::ZERO),
        difference: amount.value,
        bound: Decimal::ZERO,
        allowed_by: AllowedBy::Rounding,
    })
}
