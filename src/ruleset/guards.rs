//! 前提 and 履行: what rules rest on and what they discharge.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalogue::Catalogue;
use super::context::Context;
use super::cycle;
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Span;
use crate::syntax::ast::Word;

/// Keeps of every rule's 前提 those that are guards, are switched on and don't lead back to the rule.
pub(super) fn check(catalogue: &mut Catalogue, context: Context<'_>, sink: &mut Vec<Diagnostic>) {
    let mut kept: Vec<Vec<usize>> = Vec::new();
    let mut off: BTreeSet<usize> = BTreeSet::new();
    for (own, entry) in catalogue.entries.iter().enumerate() {
        let mut guards = Vec::new();
        for (id, span) in &entry.rule.requires {
            let word = Word {
                value: Arc::clone(id),
                span: *span,
            };
            let inherited = entry.member != context.lineage.own();
            let Some(at) = catalogue.target(&word, "所说的前提", inherited, sink) else {
                continue;
            };
            let Some(guard) = catalogue.entries.get(at) else {
                continue;
            };
            if at == own {
                sink.push(circular(&[&**id, &**id], &[*span]));
            } else if !guard.rule.guard {
                sink.push(no_guard(&word, guard.rule.span, guard.implied));
            } else if let Some((place, _)) = guard.disabled {
                // Said once, however many rules rest on it.
                if off.insert(at) {
                    sink.push(guard_off(id, place, *span));
                }
            } else {
                guards.push(at);
            }
        }
        kept.push(guards);
    }
    cut_cycles(catalogue, &mut kept, sink);
    let ids: Vec<Arc<str>> = catalogue.entries.iter().map(|entry| entry.rule.id.clone()).collect();
    for (entry, guards) in catalogue.entries.iter_mut().zip(kept) {
        let keep: BTreeSet<&Arc<str>> = guards.iter().filter_map(|at| ids.get(*at)).collect();
        entry.rule.requires.retain(|(id, _)| keep.contains(id));
    }
}

fn cut_cycles(catalogue: &Catalogue, edges: &mut [Vec<usize>], sink: &mut Vec<Diagnostic>) {
    loop {
        let cycles = cycle::cycles(edges);
        if cycles.is_empty() {
            return;
        }
        for cycle in cycles {
            let rules = cycle
                .iter()
                .chain(cycle.first())
                .filter_map(|at| catalogue.entries.get(*at));
            let names: Vec<&str> = rules.map(|entry| &*entry.rule.id).collect();
            let places = cycle.iter().filter_map(|at| catalogue.entries.get(*at));
            let places: Vec<Span> = places.map(|entry| entry.rule.span).collect();
            sink.push(circular(&names, &places));
            for at in cycle {
                if let Some(guards) = edges.get_mut(at) {
                    guards.clear();
                }
            }
        }
    }
}

fn circular(names: &[&str], places: &[Span]) -> Diagnostic {
    let message = format!("规则互为前提:{}", names.join(" → "));
    let diagnostic = Diagnostic::new(&codes::GUARD_CYCLE, message).help("去掉其中一处“前提”");
    places
        .iter()
        .fold(diagnostic, |diagnostic, place| diagnostic.at(*place, "在循环里"))
}

fn no_guard(id: &Word, rule: Span, implied: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(&codes::NOT_A_GUARD, format!("规则“{}”不是前提规则", id.value))
        .at(id.span, "这里把它当作前提")
        .at(rule, "它在这里");
    if implied {
        diagnostic.help("由表产生的规则不能作前提;另写一条“前提 规则”")
    } else {
        diagnostic.help("在那条规则的开头写“前提 规则”")
    }
}

fn guard_off(id: &str, off: Span, used: Span) -> Diagnostic {
    Diagnostic::new(
        &codes::RULE_DISABLED,
        format!("前提规则“{id}”已经停用,以它为前提的规则将照常检查"),
    )
    .at(off, "在这里停用")
    .at(used, "这里以它为前提")
    .help("确认这些规则不需要前提,或取消停用")
}

/// Warns of 履行 that no 应查 lists.
pub(super) fn check_duties(catalogue: &Catalogue, duties: &[(Arc<str>, Span)], sink: &mut Vec<Diagnostic>) {
    let listed: BTreeSet<&str> = duties.iter().map(|(duty, _)| &**duty).collect();
    let discharged = catalogue.entries.iter().flat_map(|entry| &entry.rule.discharges);
    for (duty, span) in discharged.filter(|(duty, _)| !listed.contains(&**duty)) {
        let near = did_you_mean(duty, duties.iter().map(|(known, _)| &**known));
        sink.push(
            Diagnostic::new(&codes::DUTY_UNKNOWN, format!("“应查”里没有“{duty}”"))
                .at(*span, "没有列入“应查”")
                .maybe_help(near.or_else(|| Some(format!("在“应查”里加上:\"{duty}\"")))),
        );
    }
}
