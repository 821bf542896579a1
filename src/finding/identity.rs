//! Ids of findings that outlive renamed files and shifted lines, and differ from unit to unit and year to year.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::case::Case;
use super::view::View;

/// Gives every case its id, in order: of unit, year, rule, check, form, keys of its rows and columns. Of several that share one,
/// the second gets `-2`, and so on.
pub(super) fn assign(view: View<'_>, cases: &mut [Case]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for case in cases {
        let digest = Sha256::digest(key(view, case));
        // A letter in front, so that no spreadsheet takes it for a number (`6169e34`).
        let mut id = "f".to_owned();
        for byte in digest.iter().take(6) {
            let _ = write!(id, "{byte:02x}");
        }
        let count = taken.entry(id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let _ = write!(id, "-{count}");
        }
        case.finding.id = id;
    }
}

fn key(view: View<'_>, case: &Case) -> String {
    let instance = &case.instance;
    let facts = &view.report.facts;
    let mut parts = vec![
        facts
            .unit
            .as_ref()
            .map(|fact| crate::value::normalise(&fact.value))
            .unwrap_or_default(),
        facts
            .year
            .as_ref()
            .map(|fact| fact.value.to_string())
            .unwrap_or_default(),
        case.finding.rule.id.to_string(),
        instance.check.to_string(),
    ];
    parts.extend(case.finding.form.iter().map(|form| form.id.to_string()));
    for (table, part, row) in instance.row.iter().flat_map(|row| row.rows.iter().flatten().copied()) {
        let form = view.form(table).map_or("", |form| &form.id);
        let code = view.row(table, part, row).and_then(|row| row.code.as_deref());
        let name = || crate::value::normalise(&view.row_label(table, part, row));
        parts.push(format!("{form}[{}]", code.map_or_else(name, str::to_owned)));
    }
    parts.extend(case.finding.column.clone());
    if instance.row.is_none() {
        // Rules without rows that point at cells (a negative figure) differ by the cell.
        let pointed = case.counts == (0, 0);
        parts.extend(
            case.cells
                .iter()
                .filter(|_| pointed)
                .take(4)
                .map(|figure| view.cell_name(*figure)),
        );
    }
    parts.join("\u{1f}")
}
