//! Every place of a rule file that names something declared elsewhere. Definition and hover look a cursor up in it.

use std::sync::Arc;

use super::mentions_form::{self, Member};
use crate::source::Span;
use crate::syntax::ast::{
    CodeListDeclaration, Each, Expression, ExpressionKind, File, Given, Header, Item, Let, Reference, Rule, RulePart,
    Word,
};

/// A place that names something.
#[derive(Debug, Clone)]
pub struct Mention<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub what: What<'a>,
}

/// What a mention names.
#[derive(Debug, Clone)]
pub enum What<'a> {
    /// A rule, by id.
    Rule(&'a Arc<str>),
    /// A form, by id.
    Form(&'a Arc<str>),
    /// A ruleset that 继承 names, by its folder.
    Parent(&'a Arc<str>),
    /// A code list, by name.
    CodeList(&'a Arc<str>),
    /// The file of a code list, by its path.
    CodeFile(&'a Arc<str>),
    /// A member of a formula in a form.
    Member(Member<'a>),
    /// A function, by name.
    Function(&'a Arc<str>),
    /// A duty of 应查, by its words.
    Duty(&'a Arc<str>),
    /// A figure, a binding, a fact: a reference, with what surrounds it.
    Path(&'a Reference, Scope<'a>),
}

/// What a bare name may mean where it stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// 逐行 of the rule around it.
    pub tables: &'a [Reference],
    /// The parts of the rule around it: its 令 are among them.
    pub parts: &'a [RulePart],
}

impl<'a> Scope<'a> {
    fn of(parts: &'a [RulePart]) -> Self {
        let tables = parts.iter().find_map(|part| match part {
            RulePart::Each(each) => Some(each.tables.as_slice()),
            _ => None,
        });
        Self {
            tables: tables.unwrap_or_default(),
            parts,
        }
    }

    /// The 令 of the rule.
    pub fn lets(self) -> impl Iterator<Item = &'a Let> {
        self.parts.iter().filter_map(|part| match part {
            RulePart::Let(binding) => Some(binding),
            _ => None,
        })
    }
}

/// The smallest mention of `file` that the byte `offset` touches.
#[must_use]
pub fn mention_at(file: &File, offset: usize) -> Option<Mention<'_>> {
    mentions(file)
        .into_iter()
        .filter(|mention| mention.span.touches(offset))
        .min_by_key(|mention| mention.span.range().len())
}

/// Every mention of `file`, declarations of rules and forms included.
#[must_use]
pub fn mentions(file: &File) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    for item in &file.items {
        in_item(item, &mut found);
    }
    found
}

fn in_item<'a>(item: &'a Item, found: &mut Vec<Mention<'a>>) {
    match item {
        Item::Header(Header {
            code_lists, extends, ..
        }) => {
            for parent in extends {
                name(What::Parent, parent, found);
            }
            for list in code_lists {
                in_code_list(list, found);
            }
        }
        Item::CodeList(list) => in_code_list(list, found),
        Item::Form(form) => {
            name(What::Form, &form.id, found);
            mentions_form::in_form(&form.id.value, &form.parts, false, found);
        }
        Item::FormOverride(form) => {
            name(What::Form, &form.id, found);
            mentions_form::in_form(&form.id.value, &form.parts, true, found);
        }
        Item::Rule(rule) => in_rule(rule, found),
        Item::RuleOverride(change) => {
            name(What::Rule, &change.rule, found);
            in_rule_parts(&change.parts, found);
        }
        Item::Disable(change) => name(What::Rule, &change.rule, found),
        Item::Waiver(change) => name(What::Rule, &change.rule, found),
        Item::Let(binding) => in_expression(&binding.value, Scope::default(), found),
        Item::Test(test) => {
            for given in &test.given {
                if let Given::Table { form, .. } = given {
                    name(What::Form, form, found);
                }
            }
            for expect in &test.expect {
                name(What::Rule, &expect.rule, found);
            }
        }
        Item::Duties(duties) => {
            for duty in &duties.names {
                name(What::Duty, duty, found);
            }
        }
        Item::Narrative(_) | Item::Malformed(_) => {}
    }
}

pub(super) fn name<'a>(what: fn(&'a Arc<str>) -> What<'a>, word: &'a Word, found: &mut Vec<Mention<'a>>) {
    found.push(Mention {
        span: word.span,
        what: what(&word.value),
    });
}

fn in_code_list<'a>(list: &'a CodeListDeclaration, found: &mut Vec<Mention<'a>>) {
    name(What::CodeList, &list.name, found);
    name(What::CodeFile, &list.path, found);
}

fn in_rule<'a>(rule: &'a Rule, found: &mut Vec<Mention<'a>>) {
    if let Some(id) = &rule.id {
        name(What::Rule, id, found);
    }
    in_rule_parts(&rule.parts, found);
}

fn in_rule_parts<'a>(parts: &'a [RulePart], found: &mut Vec<Mention<'a>>) {
    let scope = Scope::of(parts);
    for part in parts {
        match part {
            RulePart::Each(Each { tables, .. }) => {
                for table in tables {
                    path(table, Scope::default(), found);
                }
            }
            RulePart::When(expression) | RulePart::Check(expression) => in_expression(expression, scope, found),
            RulePart::RollUp(rollup) => name(What::Form, &rollup.form, found),
            RulePart::Let(binding) => in_expression(&binding.value, scope, found),
            RulePart::Requires(guard) => name(What::Rule, guard, found),
            RulePart::Discharges(duty) => name(What::Duty, duty, found),
            RulePart::Malformed(_)
            | RulePart::EachColumn(_)
            | RulePart::Level(_)
            | RulePart::Category(_)
            | RulePart::Basis(_)
            | RulePart::Message(_)
            | RulePart::Years(_)
            | RulePart::TailCap(_) => {}
        }
    }
}

fn path<'a>(reference: &'a Reference, scope: Scope<'a>, found: &mut Vec<Mention<'a>>) {
    found.push(Mention {
        span: reference.span,
        what: What::Path(reference, scope),
    });
}

/// Walks without recursion, so that no depth of nesting matters.
fn in_expression<'a>(expression: &'a Expression, scope: Scope<'a>, found: &mut Vec<Mention<'a>>) {
    let mut waiting = vec![expression];
    while let Some(expression) = waiting.pop() {
        match &expression.kind {
            ExpressionKind::Number(_) | ExpressionKind::Text(_) | ExpressionKind::Bool(_) => {}
            ExpressionKind::Reference(reference) => path(reference, scope, found),
            ExpressionKind::Call(call) => {
                name(What::Function, &call.name, found);
                waiting.extend(&call.arguments);
            }
            ExpressionKind::Property(inner, _) | ExpressionKind::Unary(_, inner) | ExpressionKind::Test(inner, _) => {
                waiting.push(inner);
            }
            ExpressionKind::Binary(left, _, right) => waiting.extend([&**left, &**right]),
            ExpressionKind::Comparison(first, links) => {
                waiting.push(first);
                for link in links {
                    waiting.push(&link.right);
                    waiting.extend(&link.tolerance);
                }
            }
        }
    }
}
