//! The outline of a rule file.

use std::ops::Range;

use super::snapshot::Snapshot;
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{Block, ColumnEntry, FormPart, Item, ItemEntry, Rows, Rule, RulePart, Word};

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called; never empty.
    pub name: String,
    /// A few words more: a title, a 栏次.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub range: Range<usize>,
    /// Its name, in bytes; within `range`.
    pub selection: Range<usize>,
    /// What it holds.
    pub children: Vec<Symbol>,
}

/// What an entry of the outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// 规则集
    Ruleset,
    /// 科目
    CodeList,
    /// 表, or what overrides one
    Form,
    /// 块
    Block,
    /// A group of columns, or a 节
    Group,
    /// A column
    Column,
    /// A row item or a total row
    Row,
    /// A rule
    Rule,
    /// What changes rules: 覆盖, 停用, 豁免
    Change,
    /// 令
    Let,
    /// 文
    Narrative,
    /// A capture of a 文
    Capture,
    /// 测试
    Test,
    /// 应查
    Duties,
}

/// The outline of the rule file `source`.
#[must_use]
pub fn symbols(snapshot: &Snapshot, source: SourceId) -> Vec<Symbol> {
    let (Some(file), Some(source)) = (snapshot.file(source), snapshot.sources().get(source)) else {
        return Vec::new();
    };
    file.items.iter().filter_map(|item| symbol(source, item)).collect()
}

fn symbol(source: &Source, item: &Item) -> Option<Symbol> {
    Some(match item {
        Item::Header(header) => Symbol {
            children: header
                .code_lists
                .iter()
                .map(|list| leaf(&list.name, &list.path.value, SymbolKind::CodeList, list.span))
                .collect(),
            ..leaf(
                &header.name,
                header.version.as_ref().map_or("", |version| &version.value),
                SymbolKind::Ruleset,
                header.span,
            )
        },
        Item::CodeList(list) => leaf(&list.name, &list.path.value, SymbolKind::CodeList, list.span),
        Item::Form(form) => Symbol {
            name: format!("表 {}", form.id.value),
            children: parts(&form.parts),
            ..leaf(&form.id, first(&form.titles), SymbolKind::Form, form.span)
        },
        Item::FormOverride(form) => Symbol {
            name: format!("覆盖 表 {}", form.id.value),
            children: parts(&form.parts),
            ..leaf(&form.id, first(&form.titles), SymbolKind::Form, form.span)
        },
        Item::Rule(rule) => rule_symbol(source, rule),
        Item::RuleOverride(change) => Symbol {
            name: format!("覆盖 规则 {}", change.rule.value),
            ..leaf(
                &change.rule,
                text_of(change.title.as_ref()),
                SymbolKind::Change,
                change.span,
            )
        },
        Item::Disable(change) => Symbol {
            name: format!("停用 {}", change.rule.value),
            ..leaf(
                &change.rule,
                text_of(change.reason.as_ref()),
                SymbolKind::Change,
                change.span,
            )
        },
        Item::Waiver(change) => Symbol {
            name: format!("豁免 {}", change.rule.value),
            ..leaf(
                &change.rule,
                text_of(change.unit.as_ref()),
                SymbolKind::Change,
                change.span,
            )
        },
        Item::Let(binding) => leaf(
            &binding.name,
            &one_line(source.slice(binding.value.span)),
            SymbolKind::Let,
            binding.span,
        ),
        Item::Narrative(narrative) => Symbol {
            children: narrative
                .patterns
                .iter()
                .flat_map(|pattern| &pattern.captures)
                .map(|capture| {
                    leaf(
                        &capture.name,
                        text_of(capture.format.as_ref()),
                        SymbolKind::Capture,
                        capture.name.span,
                    )
                })
                .collect(),
            ..leaf(
                &narrative.name,
                &narrative.section.value,
                SymbolKind::Narrative,
                narrative.span,
            )
        },
        Item::Test(test) => leaf(&test.title, "测试", SymbolKind::Test, test.span),
        Item::Duties(duties) => Symbol {
            name: "应查".into(),
            detail: String::new(),
            kind: SymbolKind::Duties,
            range: duties.span.range(),
            selection: duties.span.range(),
            children: Vec::new(),
        },
        Item::Malformed(_) => return None,
    })
}

/// A rule. A bare assertion is called by its text.
fn rule_symbol(source: &Source, rule: &Rule) -> Symbol {
    let title = text_of(rule.title.as_ref());
    let lets = rule.parts.iter().filter_map(|part| match part {
        RulePart::Let(binding) => Some(leaf(&binding.name, "", SymbolKind::Let, binding.span)),
        _ => None,
    });
    match &rule.id {
        Some(id) => Symbol {
            children: lets.collect(),
            ..leaf(id, title, SymbolKind::Rule, rule.span)
        },
        None => Symbol {
            name: named(one_line(source.slice(rule.span))),
            detail: String::new(),
            kind: SymbolKind::Rule,
            range: rule.span.range(),
            selection: rule.span.range(),
            children: Vec::new(),
        },
    }
}

fn parts(parts: &[FormPart]) -> Vec<Symbol> {
    let mut symbols = Vec::new();
    for part in parts {
        match part {
            FormPart::Block(block) => symbols.push(block_symbol(block)),
            FormPart::Columns(columns) => {
                let children = columns_of(&columns.entries);
                match &columns.group {
                    Some(group) => symbols.push(Symbol {
                        children,
                        ..leaf(group, "列", SymbolKind::Group, columns.span)
                    }),
                    None => symbols.extend(children),
                }
            }
            FormPart::Rows(Rows::Items { entries, .. }) => symbols.extend(items_of(entries)),
            FormPart::Rows(Rows::Coded { key, span, .. }) => symbols.push(leaf(key, "行", SymbolKind::Row, *span)),
            FormPart::Total(total) => {
                let name = total.names.first();
                symbols.extend(name.map(|name| leaf(name, "合计行", SymbolKind::Row, total.span)));
            }
            FormPart::Rows(Rows::Single(_))
            | FormPart::Numbers(_)
            | FormPart::Titles(_)
            | FormPart::Unit(_)
            | FormPart::Implied(_)
            | FormPart::TailCap(_)
            | FormPart::Basis(_) => {}
        }
    }
    symbols
}

fn block_symbol(block: &Block) -> Symbol {
    Symbol {
        children: parts(&block.parts),
        ..leaf(&block.name, "块", SymbolKind::Block, block.span)
    }
}

fn columns_of(entries: &[ColumnEntry]) -> Vec<Symbol> {
    entries
        .iter()
        .map(|entry| match entry {
            ColumnEntry::Column(column) => {
                let number = column.number.as_ref();
                let detail = number.map_or(String::new(), |number| format!("栏{}", number.value));
                leaf(&column.name, &detail, SymbolKind::Column, column.span)
            }
            ColumnEntry::Group { name, entries, span } => Symbol {
                children: columns_of(entries),
                ..leaf(name, "列", SymbolKind::Group, *span)
            },
        })
        .collect()
}

fn items_of(entries: &[ItemEntry]) -> Vec<Symbol> {
    entries
        .iter()
        .map(|entry| match entry {
            ItemEntry::Item(item) => {
                let number = item.number.as_ref();
                let detail = number.map_or(String::new(), |number| format!("行{}", number.value));
                leaf(&item.name, &detail, SymbolKind::Row, item.span)
            }
            ItemEntry::Section { name, entries, span } => Symbol {
                children: items_of(entries),
                ..leaf(name, "节", SymbolKind::Group, *span)
            },
        })
        .collect()
}

/// An entry without children, called by its name.
fn leaf(name: &Word, detail: &str, kind: SymbolKind, span: Span) -> Symbol {
    let whole = span.to(name.span);
    Symbol {
        name: named(one_line(&name.value)),
        detail: detail.to_owned(),
        kind,
        range: whole.range(),
        selection: name.span.range(),
        children: Vec::new(),
    }
}

/// Editors refuse an entry without a name.
fn named(name: String) -> String {
    if name.trim().is_empty() {
        "(未命名)".into()
    } else {
        name
    }
}

/// The first line of `text`, cut to a length an outline can show.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

fn first(words: &[Word]) -> &str {
    text_of(words.first())
}

fn text_of(word: Option<&Word>) -> &str {
    word.map_or("", |word| &word.value)
}
