//! The program and the rules, as SARIF describes them.

use serde_json::{Value, json};

use super::level;
use crate::finding::{RunHead, form_of, wording};
use crate::ruleset::{Disabled, Rule, RuleId};

/// The `tool` object.
pub(super) fn tool(head: RunHead<'_>) -> Value {
    let ruleset = &head.plan().ruleset;
    let rules = ruleset.rules.iter().enumerate();
    let mut rules: Vec<Value> = rules.map(|(index, rule)| descriptor(head, index, rule)).collect();
    rules.extend(ruleset.disabled.iter().map(disabled));
    json!({
        "driver": {
            "name": "gouji",
            "version": head.engine_version,
            "semanticVersion": head.engine_version,
            "language": "zh-CN",
            "rules": rules,
        }
    })
}

/// A rule that is switched off: there, so that nobody takes it for one that holds.
fn disabled(disabled: &Disabled) -> Value {
    json!({
        "id": &*disabled.rule,
        "shortDescription": { "text": wording::disabled(&disabled.rule, &disabled.reason) },
        "defaultConfiguration": { "enabled": false },
    })
}

fn descriptor(head: RunHead<'_>, index: usize, rule: &Rule) -> Value {
    let title = if rule.title.is_empty() { &rule.id } else { &rule.title };
    let form = form_of(head.plan(), RuleId::new(index)).and_then(|form| head.plan().ruleset.form(form));
    let mut full = vec![title.to_string()];
    full.extend(form.map(|form| format!("表 {} {}", form.id, form.title()).trim_end().to_owned()));
    full.extend(rule.basis.as_deref().map(wording::basis));
    json!({
        "id": &*rule.id,
        "name": &**title,
        "shortDescription": { "text": &**title },
        "fullDescription": { "text": full.join("。") },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": true },
        "properties": {
            "category": wording::category(rule.category),
            "pilot": rule.pilot,
        },
    })
}
