//! What is said about rules from outside: 覆盖, 停用, 豁免, 前提, 履行, and what tests expect.

use std::collections::HashMap;
use std::sync::Arc;

use super::catalogue::Catalogue;
use super::context::Context;
use super::gather::Gathered;
use super::rule::{self, Override, unknown_form};
use super::{Disabled, Waiver, date, years};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::Span;
use crate::syntax::ast::{self, Disable, Given, Test, Word};

/// Applies 覆盖 to the rules they name.
pub(super) fn overrides(
    catalogue: &mut Catalogue,
    overrides: &[Override<'_>],
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) {
    let own = context.lineage.own();
    let mut by_rule: Vec<(usize, Vec<Override<'_>>)> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for change in overrides {
        let id = &change.written.rule;
        let Some(at) = catalogue.target(id, "要覆盖的规则", change.member != own, sink) else {
            continue;
        };
        let place = *places.entry(at).or_insert(by_rule.len());
        match by_rule.get_mut(place) {
            Some((_, changes)) => changes.push(*change),
            None => by_rule.push((at, vec![*change])),
        }
    }
    for (at, changes) in by_rule {
        if let Some(entry) = catalogue.entries.get_mut(at) {
            rule::apply(&mut entry.rule, entry.implied, &changes, context, sink);
        }
    }
}

/// Marks the rules that 停用 switches off and returns what was switched off.
pub(super) fn disables(
    catalogue: &mut Catalogue,
    gathered: &Gathered<'_>,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Disabled> {
    let own = context.lineage.own();
    let mut disabled = Vec::new();
    for (disable, member) in &gathered.disables {
        let Disable { rule: id, reason, span } = disable;
        if reason.is_none() {
            sink.push(without_reason("停用", id, "因为"));
        }
        let found = catalogue.target(id, "要停用的规则", *member != own, sink);
        let Some(entry) = found.and_then(|at| catalogue.entries.get_mut(at)) else {
            continue;
        };
        if let Some((first, _)) = entry.disabled {
            sink.push(already_off(id, first));
            continue;
        }
        entry.disabled = Some((id.span, *member));
        disabled.push(Disabled {
            rule: id.value.clone(),
            title: Arc::clone(&entry.rule.title),
            declared: entry.rule.span,
            reason: reason.as_ref().map_or_else(|| "".into(), |reason| reason.value.clone()),
            span: *span,
        });
    }
    for change in &gathered.overrides {
        let entry = catalogue
            .find(&change.written.rule.value)
            .and_then(|at| catalogue.entries.get(at));
        // A child may well switch off what its parent changed.
        if let Some((off, by)) = entry.and_then(|entry| entry.disabled)
            && !context.lineage.inherits(by, change.member)
        {
            sink.push(already_off(&change.written.rule, off));
        }
    }
    disabled
}

/// The waivers that name a rule and a reason.
pub(super) fn waivers(
    catalogue: &Catalogue,
    written: &[(&ast::Waiver, usize)],
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for (waiver, member) in written {
        let inherited = *member != context.lineage.own();
        live_target(catalogue, &waiver.rule, "要豁免的规则", inherited, sink);
        if let Some(years) = &waiver.years {
            years::check_within(years, context.years_of(*member), sink);
        }
        let until = waiver.until.as_ref().map(|word| date::parse(&word.value));
        if until == Some(None) {
            // No day of the calendar, as the parser has said; without its last day the waiver would hold for ever.
            continue;
        }
        let Some(reason) = &waiver.reason else {
            sink.push(without_reason("豁免", &waiver.rule, "理由"));
            continue;
        };
        waivers.push(Waiver {
            rule: waiver.rule.value.clone(),
            unit: waiver.unit.as_ref().map(|unit| unit.value.clone()),
            years: waiver.years.as_ref().map(|years| years.value),
            reason: reason.value.clone(),
            until: until.flatten(),
            span: waiver.span,
        });
    }
    waivers
}

/// Checks the rules and forms that tests name.
pub(super) fn tests(catalogue: &Catalogue, tests: &[&Test], context: Context<'_>, sink: &mut Vec<Diagnostic>) {
    for test in tests {
        for expect in &test.expect {
            live_target(catalogue, &expect.rule, "测试所说的规则", false, sink);
        }
        for given in &test.given {
            if let Given::Table { form, .. } = given
                && !context.forms.iter().any(|known| known.id == form.value)
            {
                sink.push(unknown_form(form, context.forms.iter().map(|form| &*form.id)));
            }
        }
    }
}

/// Reports a target that isn't there or is switched off.
fn live_target(catalogue: &Catalogue, id: &Word, role: &str, inherited: bool, sink: &mut Vec<Diagnostic>) {
    let found = catalogue.target(id, role, inherited, sink);
    let entry = found.and_then(|at| catalogue.entries.get(at));
    if let Some((off, _)) = entry.and_then(|entry| entry.disabled)
        && !inherited
    {
        sink.push(already_off(id, off));
    }
}

fn already_off(id: &Word, off: Span) -> Diagnostic {
    Diagnostic::new(
        &codes::RULE_DISABLED,
        format!("规则“{}”已经停用,这里不起作用", id.value),
    )
    .at(id.span, "这里不起作用")
    .at(off, "在这里停用")
    .help("删去这里,或取消停用")
}

fn without_reason(what: &str, id: &Word, word: &str) -> Diagnostic {
    Diagnostic::new(&codes::REASON_MISSING, format!("{what}规则“{}”没有写原因", id.value))
        .at(id.span, format!("缺“{word}”"))
        .help(format!("在后面写:{word} \"…\""))
}
