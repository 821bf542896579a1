//! What a run found, in the terms of the answers.

use std::collections::BTreeSet;

use gouji::evaluate::{Instance, Outcome};
use gouji::report::{Report, RowKey};
use gouji::session::{Examined, Session};

use super::generator::Answer;

/// The instances with this outcome.
pub fn found(session: &Session, examined: &Examined, outcome: Outcome) -> BTreeSet<Answer> {
    let Some(report) = &examined.checked.report else {
        return BTreeSet::new();
    };
    let rules = session.plan().ruleset.rules.iter().zip(&examined.evaluation.rules);
    let answers = rules.flat_map(|(rule, result)| {
        let matching = result.that(|came| came == outcome);
        matching.map(|(_, instance)| Answer {
            rule: rule.id.to_string(),
            check: instance.check,
            row: row(session, report, &instance),
            column: instance.column,
        })
    });
    answers.collect()
}

/// Code, line number or name of the row an instance is about.
fn row(session: &Session, report: &Report, instance: &Instance) -> Option<String> {
    let (table, part, row) = instance.row.as_ref()?.rows.iter().flatten().next().copied()?;
    let table = &report.tables[table];
    let row = &table.parts[part].rows[row];
    let axis = &session.plan().ruleset.forms[table.form].blocks[part].axis;
    Some(match (row.key, axis.items()) {
        (RowKey::Record, _) => String::new(),
        (RowKey::Item(item), items) => items[item].line.map(|line| line.to_string()).unwrap_or_default(),
        _ => row.code.as_deref().unwrap_or(&row.name).to_owned(),
    })
}
