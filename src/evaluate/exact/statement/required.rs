//! 必填: figures are not blank.

use super::Subject;
use crate::evaluate::bind::Slot;
use crate::evaluate::result::{Detail, Point, Points};
use crate::evaluate::{Outcome, RuleResult, Unmet};
use crate::report::{FigureRef, RowKey};
use crate::ruleset::{NamedFigures, NamedRows};

pub(super) fn result(subject: Subject<'_, '_>, figures: &[NamedFigures]) -> RuleResult {
    let mut found = Points::new(subject.at);
    for NamedFigures { block, rows, columns } in figures {
        let Some(part) = subject.table.part(*block) else {
            continue;
        };
        for (row, _) in part.numbered_rows().filter(|(_, row)| is_meant(*rows, row.key)) {
            for column in columns {
                let cell = FigureRef {
                    table: subject.at,
                    part: *block,
                    row,
                    column: *column,
                };
                match subject.binding.slot(cell) {
                    Slot::Number(_) | Slot::Unreadable => found.hold(Point::of(cell)),
                    Slot::Blank => found.tell(Point::of(cell), Outcome::Fails, Detail::caused(Unmet::Blank(cell))),
                    Slot::Missing => {}
                }
            }
        }
    }
    found.result()
}

fn is_meant(rows: NamedRows, key: RowKey) -> bool {
    match rows {
        NamedRows::All => true,
        NamedRows::Record => key == RowKey::Record,
        NamedRows::Item(item) => key == RowKey::Item(item),
        NamedRows::Total(total) => key == RowKey::Total(total),
    }
}
