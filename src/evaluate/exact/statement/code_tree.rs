//! 上级科目: every code has its parent's row.

use super::Subject;
use crate::evaluate::result::{Detail, Point, Points};
use crate::evaluate::{Outcome, RuleResult, Unmet};
use crate::form::LevelIx;
use crate::report::{RowKey, RowRef};

pub(super) fn result(subject: Subject<'_, '_>) -> RuleResult {
    let mut found = Points::new(subject.at);
    for (part, rows) in subject.table.numbered_parts() {
        if subject
            .form
            .block(part)
            .is_none_or(|block| block.axis.coded().is_none())
        {
            continue;
        }
        found.expect(rows.rows.len());
        for (at, row) in rows.numbered_rows() {
            let RowKey::Code { level } = row.key else { continue };
            let Some(above) = level.index().checked_sub(1).map(LevelIx::new) else {
                continue;
            };
            let parent = row.parent.and_then(|parent| rows.row(parent));
            let point = Point::row(part, at);
            if parent.map(|parent| parent.key) == Some(RowKey::Code { level: above }) {
                found.hold(point);
                continue;
            }
            let row = RowRef {
                table: subject.at,
                part,
                row: at,
            };
            let unmet = Unmet::ParentAbsent(row.first_cell(), above);
            found.tell(point, Outcome::Fails, Detail::caused(unmet));
        }
    }
    found.result()
}
