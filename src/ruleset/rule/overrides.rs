//! 覆盖 规则: named parts of a rule changed from outside.

use super::parts::{self, Parts};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::ruleset::Rule;
use crate::ruleset::context::Context;
use crate::source::Span;
use crate::syntax::ast::RuleOverride;

/// An override with the folder that writes it.
#[derive(Debug, Clone, Copy)]
pub(in crate::ruleset) struct Override<'a> {
    pub written: &'a RuleOverride,
    pub member: usize,
}

/// Changes `rule` (`implied`: by a form) by `overrides`, parents' first. Of two that don't stand one above the other, which one wins would be
/// chance: the later is reported and left out.
pub(in crate::ruleset) fn apply(
    rule: &mut Rule,
    implied: bool,
    overrides: &[Override<'_>],
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) {
    let mut applied: Vec<Override<'_>> = Vec::new();
    for change in overrides {
        let clash = applied
            .iter()
            .find(|earlier| !context.lineage.inherits(change.member, earlier.member));
        if let Some(earlier) = clash {
            sink.push(
                Diagnostic::new(&codes::OVERRIDDEN_TWICE, format!("规则“{}”被两处同时覆盖", rule.id))
                    .at(change.written.rule.span, "这里又覆盖了一次")
                    .at(earlier.written.rule.span, "这里已经覆盖")
                    .help("合并成一处;两个上级规则集都作了覆盖的,在本规则集里另写一处并停止继承其中一个"),
            );
            continue;
        }
        one(rule, implied, change, context, sink);
        applied.push(*change);
    }
}

fn one(rule: &mut Rule, implied: bool, change: &Override<'_>, context: Context<'_>, sink: &mut Vec<Diagnostic>) {
    let RuleOverride {
        rule: id, title, parts, ..
    } = change.written;
    let mut parts = Parts::sort(parts, sink);
    if let (true, Some(at)) = (implied, parts.body_part().or(parts.when.map(|when| when.span))) {
        sink.push(implied_body(&rule.id, at));
        parts = Parts {
            each: None,
            when: None,
            each_column: None,
            roll_up: None,
            checks: Vec::new(),
            lets: Vec::new(),
            ..parts
        };
    }
    if let Some(title) = title {
        rule.title = title.value.clone();
    }
    let before = rule.body.clone();
    parts::set(rule, &parts, context.forms, context.years_of(change.member), sink);
    if !parts::check_body(rule, &parts, id.span, sink) {
        rule.body = before;
    }
    rule.overridden_at.push(id.span);
}

fn implied_body(id: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        &codes::OVERRIDE_OF_IMPLIED,
        format!("规则“{id}”由表的声明产生,不能改它检查的内容"),
    )
    .at(at, "这里改了检查的内容")
    .help("要改内容,用“覆盖 表”改表的声明;这里只能改级别、类别、说明、依据、年度等")
}
