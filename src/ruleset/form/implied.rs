//! The implied rules that a form writes out: 纵向, 非负, 必填, 空表说明.

use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::form::{Block, Grounds, Implied, ImpliedRule};
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
            if let Some(word) = written.words.first() {
                let known = ["错误", "警告", "提示", "试行", "强制", "核实"];
                let help = did_you_mean(&word.value, known);
                sink.push(
                    Diagnostic::new(&codes::FORM_NAME_UNKNOWN, "“纵向”说的是全表,后面只写级别、类别、依据")
                        .at(word.span, "这里")
                        .maybe_help(help),
                );
            }
            ImpliedRule::RollUp
        }
        ImpliedKind::NonNegative => ImpliedRule::NonNegative(members(&written.words, blocks, false, sink)),
        ImpliedKind::Required => ImpliedRule::Required(members(&written.words, blocks, true, sink)),
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
        grounds: grounds(&written.grounds),
        span: written.span,
    })
}

/// What is written behind an identity or an implied rule.
pub(super) fn grounds(written: &ast::Grounds) -> Grounds {
    let words = written.discharges.iter();
    Grounds {
        basis: written.basis.as_ref().map(|basis| basis.value.clone()),
        discharges: words.map(|duty| (duty.value.clone(), duty.span)).collect(),
    }
}

/// How grave a failure is at `level`; 试行 only keeps it from being reported.
pub(in crate::ruleset) fn severity(level: Level) -> Severity {
    match level {
        Level::Error | Level::Pilot => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Notice => Severity::Notice,
    }
}

/// The names that the form has; the others are reported. 非负 is said of columns, 必填 of rows too.
fn members(words: &[Word], blocks: &[Block], rows_too: bool, sink: &mut Vec<Diagnostic>) -> Vec<Name> {
    let columns = blocks.iter().flat_map(|block| &block.columns);
    let mut known: Vec<(&Name, &[Name])> = columns
        .map(|column| (&column.name, column.aliases.as_slice()))
        .collect();
    if rows_too {
        for axis in blocks.iter().map(|block| &block.axis) {
            known.extend(axis.items().iter().map(|item| (&item.name, item.aliases.as_slice())));
            let totals = axis.coded().map_or(&[][..], |coded| &coded.totals);
            known.extend(totals.iter().map(|total| (&total.name, total.aliases.as_slice())));
        }
    }
    let mut found = Vec::new();
    for word in words {
        let wanted = Name::new(&word.value);
        if known
            .iter()
            .any(|(name, aliases)| **name == wanted || aliases.contains(&wanted))
        {
            found.push(wanted);
            continue;
        }
        let what = if rows_too { "列或行" } else { "列" };
        sink.push(
            Diagnostic::new(&codes::FORM_NAME_UNKNOWN, format!("这张表没有叫“{wanted}”的{what}"))
                .at(word.span, "这里")
                .maybe_help(did_you_mean(&word.value, known.iter().map(|(name, _)| &*name.text))),
        );
    }
    found
}
