//! 重复行: no two rows have one key.

use super::Subject;
use crate::evaluate::{Instance, Outcome, RowContext, RuleResult, Unmet};
use crate::report::RowRef;

pub(super) fn result(subject: Subject<'_, '_>) -> RuleResult {
    let mut found = Vec::new();
    for (part, _) in subject.table.numbered_parts() {
        let layout = subject.binding.part(subject.at, part);
        let duplicates = layout.map(|layout| layout.duplicates.as_slice()).unwrap_or_default();
        for (second, first) in duplicates {
            let [first, second] = [first, second].map(|row| RowRef {
                table: subject.at,
                part,
                row: *row,
            });
            let row = RowContext {
                rows: [Some(second)].into(),
            };
            let cells = [first, second].map(|row| row.first_cell());
            found.push(Instance {
                row: Some(row),
                ..Instance::caused(Outcome::Fails, Unmet::RowsAlike(cells))
            });
        }
    }
    let any_rows = subject.table.parts.iter().any(|part| !part.rows.is_empty());
    match (found.is_empty(), any_rows) {
        (false, _) => RuleResult::listed(found),
        (true, true) => RuleResult::one(Outcome::Holds),
        (true, false) => RuleResult::one(Outcome::Vacuous),
    }
}
