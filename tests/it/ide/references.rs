//! That every name of the shipped rules is known to mean something.

use std::path::Path;
use std::time::Instant;

use gouji::ide::{self, Snapshot};
use gouji::session::Disk;
use gouji::source::Span;
use gouji::syntax::ast::{Expression, ExpressionKind, File, Item, Reference, RulePart, Segment};

use super::fixture::today;

const SHIPPED: [&str; 3] = ["全国", "山西", "上海"];

fn shipped(name: &str) -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets").join(name);
    Snapshot::of_folder(&Disk, folder.to_str().unwrap(), today())
}

/// The references in expressions, tables of 逐行 among them.
fn written(snapshot: &Snapshot) -> Vec<&Reference> {
    let mut found = Vec::new();
    for item in snapshot.files().iter().flat_map(|file| &file.items) {
        let parts = match item {
            Item::Rule(rule) => rule.parts.as_slice(),
            Item::RuleOverride(change) => &change.parts,
            Item::Let(binding) => {
                in_expression(&binding.value, &mut found);
                &[]
            }
            _ => &[],
        };
        for part in parts {
            match part {
                RulePart::Each(each) => found.extend(&each.tables),
                RulePart::When(expression) | RulePart::Check(expression) => in_expression(expression, &mut found),
                RulePart::Let(binding) => in_expression(&binding.value, &mut found),
                _ => {}
            }
        }
    }
    found
}

fn in_expression<'a>(expression: &'a Expression, found: &mut Vec<&'a Reference>) {
    match &expression.kind {
        ExpressionKind::Number(_) | ExpressionKind::Text(_) | ExpressionKind::Bool(_) => {}
        ExpressionKind::Reference(reference) => found.push(reference),
        ExpressionKind::Call(call) => {
            for argument in &call.arguments {
                in_expression(argument, found);
            }
        }
        ExpressionKind::Property(inner, _) | ExpressionKind::Unary(_, inner) | ExpressionKind::Test(inner, _) => {
            in_expression(inner, found);
        }
        ExpressionKind::Binary(left, _, right) => {
            in_expression(left, found);
            in_expression(right, found);
        }
        ExpressionKind::Comparison(first, links) => {
            in_expression(first, found);
            for link in links {
                in_expression(&link.right, found);
                if let Some(tolerance) = &link.tolerance {
                    in_expression(tolerance, found);
                }
            }
        }
    }
}

#[test]
fn every_step_of_every_shipped_reference_means_something() {
    for name in SHIPPED {
        let snapshot = shipped(name);
        let _: &[File] = snapshot.files();
        let started = Instant::now();
        let references = snapshot.references();
        println!(
            "{name}: {} references in {:?}",
            references.iter().count(),
            started.elapsed()
        );
        let written = written(&snapshot);
        assert!(written.len() > 100, "{name}");
        for reference in written {
            let steps = reference.segments.iter().map(|segment| match segment {
                Segment::Name(word) => word.span,
                Segment::Rows(selector) => selector.span,
            });
            for span in std::iter::once(reference.head.span).chain(steps) {
                let text = || snapshot.sources().slice(reference.span);
                assert!(
                    references.iter().any(|known| known.span == span),
                    "{name}: {} in {}",
                    snapshot.sources().slice(span),
                    text()
                );
            }
        }
    }
}

/// Whether an entry of the outline of its file holds `span`; a code list is a declaration as a whole.
fn is_in_a_declaration(snapshot: &Snapshot, span: Span) -> bool {
    let source = snapshot.sources().get(span.source).unwrap();
    let within = |range: &std::ops::Range<usize>| range.start <= span.range().start && span.range().end <= range.end;
    within(&(0..source.text.len()))
        && (source.name.ends_with(".csv")
            || ide::symbols(snapshot, span.source)
                .iter()
                .any(|symbol| within(&symbol.range)))
}

#[test]
fn what_shipped_references_mean_is_declared_and_described() {
    for name in SHIPPED {
        let snapshot = shipped(name);
        let mut seen = std::collections::HashSet::new();
        for reference in snapshot.references().iter() {
            let text = snapshot.sources().slice(reference.path);
            assert!(
                text.ends_with(snapshot.sources().slice(reference.span)),
                "{name}: {text}"
            );
            if !seen.insert(&reference.target) {
                continue;
            }
            if let Some(span) = reference.target.span(snapshot.ruleset()) {
                assert!(is_in_a_declaration(&snapshot, span), "{name}: {reference:?}");
                let offset = reference.span.range().end;
                let hover = ide::hover(&snapshot, reference.span.source, offset);
                assert!(hover.is_some(), "{name}: {text} {reference:?}");
            }
        }
    }
}

#[test]
fn uses_of_a_column() {
    let (snapshot, source, offset) = super::fixture::province("乙: 03.项目¦支出 > 0");
    let references = snapshot.references();
    let target = &references.at(source, offset).next().unwrap().target;
    let uses = references.of_target(target);
    let uses: Vec<String> = uses
        .map(|reference| super::fixture::shown(&snapshot, &reference.span.into()))
        .collect();
    let expected = [
        "山西/试.gj:1 项目支出",
        "全国/表.gj:25 2..3",
        "全国/表.gj:25 3",
        "全国/表.gj:27 项目支出",
        "全国/表间.gj:1 项目支出",
        "全国/表间.gj:7 项目支出",
    ];
    assert_eq!(uses, expected);
}
