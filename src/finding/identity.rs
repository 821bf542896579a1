//! Ids of findings that outlive renamed files and shifted lines, and differ from unit to unit and year to year.

use std::collections::HashMap;
use std::fmt::Write as _;

use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};

use super::view::View;
use crate::evaluate::Instance;
use crate::form::FormId;
use crate::report::FigureRef;

/// Stands between the parts of a key; no name holds it.
const BETWEEN: char = '\u{1f}';
/// No more cells than this tell one finding from another.
const MOST_POINTED: usize = 4;
/// The bytes of a digest that make an id.
const LENGTH: usize = 6;

/// What tells a finding of a report from its others.
pub(super) struct Keyed<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// The form it is about.
    pub form: Option<FormId>,
    pub instance: &'a Instance,
    pub column: Option<&'a str>,
    /// Cells that it points at without comparing them (a negative figure), in the order of the report.
    pub pointed: &'a [FigureRef],
}

/// Gives the findings of a report their ids, in order: of unit, year, rule, check, form, keys of rows and columns.
pub(super) struct Ids<'a> {
    view: View<'a>,
    /// The key of the last finding, of which the first bytes, unit and year, are those of every.
    key: String,
    of_report: usize,
    taken: HashMap<[u8; LENGTH], usize, RandomState>,
}

impl<'a> Ids<'a> {
    pub fn new(view: View<'a>) -> Self {
        let facts = &view.report.facts;
        let unit = facts.unit.as_ref().map(|fact| crate::value::normalise(&fact.value));
        let mut key = unit.unwrap_or_default();
        key.push(BETWEEN);
        if let Some(year) = &facts.year {
            let _ = write!(key, "{}", year.value);
        }
        Self {
            view,
            of_report: key.len(),
            key,
            taken: HashMap::default(),
        }
    }

    /// The id of the next finding. Of several that share one, the second gets `-2`, and so on.
    pub fn next(&mut self, finding: &Keyed<'_>) -> String {
        self.write(finding);
        let digest = Sha256::digest(&self.key);
        let mut bytes = [0; LENGTH];
        bytes.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
        // A letter in front, so that no spreadsheet takes it for a number (`6169e34`).
        let mut id = String::with_capacity(1 + 2 * LENGTH);
        id.push('f');
        for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            id.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
        }
        let count = self.taken.entry(bytes).or_default();
        *count += 1;
        if *count > 1 {
            let _ = write!(id, "-{count}");
        }
        id
    }

    fn write(&mut self, finding: &Keyed<'_>) {
        let (view, instance, key) = (self.view, finding.instance, &mut self.key);
        key.truncate(self.of_report);
        key.push(BETWEEN);
        key.push_str(finding.rule);
        let _ = write!(key, "{BETWEEN}{}", instance.check);
        if let Some(form) = finding.form.and_then(|form| view.plan.ruleset.form(form)) {
            key.push(BETWEEN);
            key.push_str(&form.id);
        }
        for row in instance.row.iter().flat_map(|row| row.rows.iter().flatten().copied()) {
            key.push(BETWEEN);
            key.push_str(view.form(row.table).map_or("", |form| &form.id));
            key.push('[');
            match view.row(row).and_then(|row| row.code.as_deref()) {
                Some(code) => key.push_str(code),
                None => key.push_str(&crate::value::normalise(&view.row_label(row))),
            }
            key.push(']');
        }
        if let Some(column) = finding.column {
            key.push(BETWEEN);
            key.push_str(column);
        }
        // Rules without rows that point at cells differ by the cell.
        if instance.row.is_none() {
            for cell in finding.pointed.iter().take(MOST_POINTED) {
                key.push(BETWEEN);
                key.push_str(&view.cell_name(*cell));
            }
        }
    }
}
