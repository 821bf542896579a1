//! A finding as a SARIF result.

use serde_json::{Value, json};

use super::super::plain::granted;
use super::location::Files;
use super::{level, set};
use crate::evaluate::Outcome;
use crate::finding::{CheckedReport, EarlierFinding, Finding, FindingGroup, GroupKind, Standing};

/// The `result` object of a finding. Its first cell is where it is, all others and the rule are related.
pub(super) fn result(finding: &Finding, group: &FindingGroup, report: &CheckedReport, files: &mut Files) -> Value {
    let sources = &report.sources;
    let mut lines = vec![finding.sentence.as_str()];
    lines.extend(finding.message.as_deref());
    if let GroupKind::Cause(cause) = &group.kind {
        lines.push(&cause.sentence);
    }
    lines.extend(finding.help.iter().map(String::as_str));
    let mut cells = finding.report_labels.iter();
    let location = match cells.next() {
        Some(first) => files.cell(first, sources),
        None => files.file(&report.name),
    };
    let mut related: Vec<Value> = cells.map(|label| files.cell(label, sources)).collect();
    let mut rule = files.place(&finding.rule.place, sources);
    set(
        &mut rule,
        "message",
        json!({ "text": format!("规则 {}", finding.rule.id) }),
    );
    related.push(rule);
    for (index, location) in related.iter_mut().enumerate() {
        set(location, "id", json!(index + 1));
    }
    let mut result = json!({
        "ruleId": &*finding.rule.id,
        "level": level(finding.severity),
        "message": { "text": lines.join("\n") },
        "locations": [location],
        "relatedLocations": related,
        "partialFingerprints": { "gouji/1": finding.id },
        "suppressions": suppressions(finding),
        "properties": properties(finding, report),
    });
    if let Some(standing) = finding.standing {
        let state = match standing {
            Standing::New => "new",
            Standing::Unchanged => "unchanged",
        };
        set(&mut result, "baselineState", json!(state));
    }
    result
}

/// The `result` object of what was found before and is gone.
pub(super) fn absent(finding: &EarlierFinding, report: &CheckedReport, files: &mut Files) -> Value {
    json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": finding.sentence },
        "locations": [files.file(&report.name)],
        "partialFingerprints": { "gouji/1": finding.id },
        "suppressions": [],
        "baselineState": "absent",
    })
}

/// None where nothing suppresses it: an empty list says so, a missing one says that it is not known.
fn suppressions(finding: &Finding) -> Value {
    match &finding.waiver {
        Some(waiver) if finding.outcome == Outcome::Explained => json!([{
            "kind": "external",
            "status": "accepted",
            "justification": granted(waiver),
        }]),
        _ => json!([]),
    }
}

fn properties(finding: &Finding, report: &CheckedReport) -> Value {
    let mut properties = json!({
        "report": &*report.name,
        "outcome": finding.outcome,
    });
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            set(&mut properties, name, json!(value));
        }
    };
    add("unit", report.unit.as_deref());
    add("year", report.year.map(|year| year.to_string()).as_deref());
    add("form", finding.form.as_ref().map(|form| &*form.id));
    add("row", finding.row.as_deref());
    add("column", finding.column.as_deref());
    if let Some(comparison) = &finding.comparison {
        add("left", comparison.left.value.plain.as_deref());
        add("right", comparison.right.value.plain.as_deref());
        add("difference", comparison.difference.plain.as_deref());
        add("bound", comparison.bound.value.plain.as_deref());
        add("amountUnit", Some(comparison.scale.unit_label()));
    }
    properties
}
