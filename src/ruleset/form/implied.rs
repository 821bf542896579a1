//! The implied rules that a form writes out: 纵向, 非负, 必填, 空表说明.

use std::sync::Arc;

use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::form::{Block, Implied, ImpliedRule};
use crate::syntax::ast::{self, ImpliedKind, Level, Word};
use crate::value::Name;

/// What 空表说明 looks for where no words are written.
const EMPTY_WORDS: [&str; 2] = ["无", "没有"];

/// Ties the written words to the form's blocks.
pub(super) fn build(written: &[ast::Implied], blocks: &[Block], sink: &mut Vec<Diagnostic>) -> Vec<Implied> {
    written
        .iter()
        .filter_map(|implied| one(implied, blocks, sink))
        .collect()
}

fn one(written: &ast::Implied, blocks: &[Block], sink: &mut Vec<Diagnostic>) -> Option<Implied> {
    let rule = match written.kind {
        ImpliedKind::RollUp => {
            if !blocks.iter().any(|block| block.axis.coded().is_some()) {
                sink.push(
                    Diagnostic::new(&codes::NOT_CODED, "只有按代码分行的表才能写“纵向”")
                        .at(written.span, "这张表不按代码分行")
                        .help("去掉“纵向”,或写明:行 科目代码 { 类 3, 款 5, 项 7 }"),
                );
                return None;
            }
            ImpliedRule::RollUp
        }
        ImpliedKind::NonNegative => ImpliedRule::NonNegative(members(&written.words, blocks, sink)),
        ImpliedKind::Required => ImpliedRule::Required(members(&written.words, blocks, sink)),
        ImpliedKind::EmptyStatement => {
            let words = written.words.iter().map(|word| word.value.to_string());
            let words: Vec<String> = words.collect();
            let default = || EMPTY_WORDS.map(str::to_owned).to_vec();
            ImpliedRule::EmptyStatement(if words.is_empty() { default() } else { words })
        }
    };
    let level = written.level.as_ref().map(|level| level.value);
    Some(Implied {
        rule,
        severity: level.map(severity),
        pilot: level == Some(Level::Pilot),
        category: written.category.as_ref().map(|category| category.value),
        span: written.span,
    })
}

/// How grave a failure is at `level`; 试行 only keeps it from being reported.
pub(in crate::ruleset) fn severity(level: Level) -> Severity {
    match level {
        Level::Error | Level::Pilot => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Notice => Severity::Notice,
    }
}

/// The names that are columns or items of the form; the others are reported.
fn members(words: &[Word], blocks: &[Block], sink: &mut Vec<Diagnostic>) -> Vec<Name> {
    let mut found = Vec::new();
    for word in words {
        let name = Name::new(&word.value);
        let known = blocks.iter().any(|block| {
            let items = block.axis.items();
            block.columns.iter().any(|column| column.answers_to(&name.key))
                || items
                    .iter()
                    .any(|item| item.name == name || item.aliases.contains(&name))
        });
        if known {
            found.push(name);
            continue;
        }
        let names: Vec<Arc<str>> = blocks
            .iter()
            .flat_map(|block| {
                let columns = block.columns.iter().map(|column| column.name.text.clone());
                columns.chain(block.axis.items().iter().map(|item| item.name.text.clone()))
            })
            .collect();
        sink.push(
            Diagnostic::new(&codes::FORM_NAME_UNKNOWN, format!("这张表没有叫“{name}”的列或行"))
                .at(word.span, "这里")
                .maybe_help(did_you_mean(&word.value, names.iter().map(|name| &**name))),
        );
    }
    found
}
