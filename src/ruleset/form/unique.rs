//! Numbers and names that stand for one column or item only.

use std::collections::BTreeMap;

use super::formula::{Member, Wording};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::Span;

/// Reports numbers and names (under the same groups) that `members` share.
pub(super) fn check(members: &[Member], wording: Wording, sink: &mut Vec<Diagnostic>) {
    let Wording { thing, number } = wording;
    let mut numbers: BTreeMap<u32, Span> = BTreeMap::new();
    let mut names: BTreeMap<Vec<&str>, Span> = BTreeMap::new();
    for member in members {
        if let Some(own) = member.number {
            match numbers.get(&own) {
                Some(first) => sink.push(twice(format!("{number} {own} 用了两次"), member.span, *first)),
                None => {
                    numbers.insert(own, member.span);
                }
            }
        }
        let path = member.groups.iter().chain([&member.name]);
        let path: Vec<&str> = path.map(|name| &*name.key).collect();
        match names.get(&path) {
            Some(first) => sink.push(twice(format!("有两个{thing}叫“{}”", member.name), member.span, *first)),
            None => {
                names.insert(path, member.span);
            }
        }
    }
}

fn twice(message: String, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::FORM_ENTRY_TWICE, message)
        .at(second, "第二次在这里")
        .at(first, "第一次在这里")
        .help("改正其中一个;名称确实相同的,分别放进不同的组或节")
}
