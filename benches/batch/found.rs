//! What a run found, in the terms of the answers.

use std::collections::BTreeSet;

use gouji::evaluate::{Instance, Outcome};
use gouji::form::ColumnIx;
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
        let matching = result.with_outcome(|came| came == outcome);
        matching.map(|(_, instance)| Answer {
            rule: rule.id.to_string(),
            check: instance.check,
            row: row(session, report, &instance),
            column: instance.column.map(ColumnIx::index),
        })
    });
    answers.collect()
}

/// Code, line number or name of the row an instance is about.
fn row(session: &Session, report: &Report, instance: &Instance) -> Option<String> {
    let at = instance.first_row()?;
    let row = report.row(at)?;
    let axis = &session
        .plan()
        .ruleset
        .form(report.table(at.table)?.form)?
        .block(at.part)?
        .axis;
    Some(match row.key {
        RowKey::Record => String::new(),
        RowKey::Item(item) => axis.item(item)?.line.map(|line| line.to_string()).unwrap_or_default(),
        _ => row.code.as_deref().unwrap_or(&row.name).to_owned(),
    })
}
