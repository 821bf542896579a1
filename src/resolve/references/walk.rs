//! The items of files, and the names in them.

use std::collections::HashMap;

use super::{Reference, Target};
use crate::builtin::{self, Body, Special};
use crate::form::FormId;
use crate::resolve::referred::Want;
use crate::resolve::resolver::{Resolver, RuleScope};
use crate::ruleset::{Rule, RuleBody, Ruleset};
use crate::source::Span;
use crate::syntax::ast::{
    Call, CodeListDeclaration, Each, Expression, ExpressionKind, File, Given, Item, Let, NarrativeDeclaration,
    RulePart, Word,
};

/// Every reference in `files`, in no order.
pub(super) fn references(ruleset: &Ruleset, files: &[File]) -> Vec<Reference> {
    let mut resolver = Resolver::new(ruleset);
    resolver.references = Some(Vec::new());
    let rules = rules(ruleset, files);
    let mut walk = Walk { resolver, rules };
    for item in files.iter().flat_map(|file| &file.items) {
        walk.item(item);
    }
    walk.resolver.references.unwrap_or_default()
}

/// What every id of a rule means: the rule in force, else the one switched off, else those that are wrong.
fn rules<'a>(ruleset: &'a Ruleset, files: &'a [File]) -> HashMap<&'a str, Vec<Target>> {
    let mut rules: HashMap<&str, Vec<Target>> = HashMap::new();
    for (at, rule) in ruleset.numbered_rules() {
        rules.insert(&rule.id, vec![Target::Rule(at)]);
    }
    for (at, disabled) in ruleset.disabled.iter().enumerate() {
        rules.insert(&disabled.rule, vec![Target::Disabled(at)]);
    }
    for item in files.iter().flat_map(|file| &file.items) {
        if let Item::Rule(rule) = item
            && let Some(id) = &rule.id
        {
            let known = rules.entry(&id.value).or_default();
            if known.iter().all(|target| matches!(target, Target::BrokenRule(_))) {
                known.push(Target::BrokenRule(id.span));
            }
        }
    }
    rules
}

pub(super) struct Walk<'a> {
    pub(super) resolver: Resolver<'a>,
    rules: HashMap<&'a str, Vec<Target>>,
}

impl<'a> Walk<'a> {
    fn item(&mut self, item: &'a Item) {
        match item {
            Item::Header(header) => {
                self.refer(header.name.span, Target::Ruleset(header.name.span));
                for path in &header.extends {
                    let known = self.ruleset().extends.iter().find(|(written, _)| *written == path.span);
                    if let Some((_, name)) = known {
                        self.refer(path.span, Target::Ruleset(*name));
                    }
                }
                for list in &header.code_lists {
                    self.code_list(list);
                }
            }
            Item::CodeList(list) => self.code_list(list),
            Item::Form(form) => self.form(&form.id, &form.parts),
            Item::FormOverride(form) => self.form(&form.id, &form.parts),
            Item::Rule(rule) => {
                if let Some(id) = &rule.id {
                    self.rule(id);
                }
                self.rule_parts(&rule.parts, None);
            }
            Item::RuleOverride(change) => {
                self.rule(&change.rule);
                let changed = match self.rules.get(&*change.rule.value).map(Vec::as_slice) {
                    Some([Target::Rule(changed)]) => self.ruleset().rule(*changed),
                    _ => None,
                };
                self.rule_parts(&change.parts, changed);
            }
            Item::Disable(change) => self.rule(&change.rule),
            Item::Waiver(change) => self.rule(&change.rule),
            Item::Let(binding) => {
                self.resolver.begin_rule();
                self.binding(binding);
            }
            Item::Narrative(narrative) => self.narrative(narrative),
            Item::Test(test) => {
                for given in &test.given {
                    if let Given::Table { form, .. } = given {
                        self.form_id(form);
                    }
                }
                for expect in &test.expect {
                    self.rule(&expect.rule);
                }
            }
            Item::Duties(duties) => {
                for duty in &duties.names {
                    self.duty(&duty.value, duty.span);
                }
            }
            Item::Malformed(_) => {}
        }
    }

    pub(super) fn ruleset(&self) -> &'a Ruleset {
        self.resolver.ruleset
    }

    pub(super) fn refer(&mut self, span: Span, target: Target) {
        self.resolver.refer(span, target);
    }

    pub(super) fn form_id(&mut self, id: &Word) -> Option<FormId> {
        let form = self.resolver.form_index(&id.value)?;
        self.refer(id.span, Target::Form(form));
        Some(form)
    }

    fn rule(&mut self, id: &Word) {
        for target in self.rules.get(&*id.value).cloned().unwrap_or_default() {
            self.refer(id.span, target);
        }
    }

    pub(super) fn duty(&mut self, words: &str, span: Span) {
        if let Some(duty) = self.ruleset().duties.iter().position(|(duty, _)| **duty == *words) {
            self.refer(span, Target::Duty(duty));
        }
    }

    /// The code lists of a name: one for every range of years.
    pub(super) fn code_list_name(&mut self, name: &str, span: Span) {
        for (at, list) in self.ruleset().code_lists.iter().enumerate() {
            if *list.name == *name {
                self.refer(span, Target::CodeList(at));
            }
        }
    }

    fn code_list(&mut self, list: &CodeListDeclaration) {
        self.code_list_name(&list.name.value, list.name.span);
        let mut lists = self.ruleset().code_lists.iter();
        let declared = lists.position(|known| known.span == list.name.span && known.file.is_some());
        if let Some(declared) = declared {
            self.refer(list.path.span, Target::CodeFile(declared));
        }
    }

    fn narrative(&mut self, declared: &'a NarrativeDeclaration) {
        let Some(narrative) = self.resolver.narrative_index(declared) else {
            return;
        };
        self.refer(declared.name.span, Target::Narrative(narrative));
        let captures = declared.patterns.iter().flat_map(|pattern| &pattern.captures);
        for (capture, written) in captures.enumerate() {
            self.refer(written.name.span, Target::Capture { narrative, capture });
        }
    }

    fn binding(&mut self, binding: &'a Let) {
        self.refer(binding.name.span, binding.into());
        self.expression(&binding.value);
    }

    /// The parts of a rule; those of an override stand in the rule that it changes.
    fn rule_parts(&mut self, parts: &'a [RulePart], changed: Option<&'a Rule>) {
        self.enter(parts, changed);
        for part in parts {
            match part {
                RulePart::When(expression) | RulePart::Check(expression) => self.expression(expression),
                RulePart::RollUp(roll_up) => {
                    self.form_id(&roll_up.form);
                }
                RulePart::Let(binding) => self.binding(binding),
                RulePart::Requires(guard) => self.rule(guard),
                RulePart::Discharges(duty) => self.duty(&duty.value, duty.span),
                // The tables of 逐行 are noted as the scope is set.
                _ => {}
            }
        }
    }

    /// Sets the scope that the rule gives its expressions. One table of 逐行 that is wrong does not hide the others.
    fn enter(&mut self, parts: &'a [RulePart], changed: Option<&'a Rule>) {
        let mut scope = RuleScope::default();
        let mut each: Option<&'a Each> = None;
        if let Some(RuleBody::Checks {
            each: rows,
            each_column,
            lets,
            ..
        }) = changed.map(|rule| &rule.body)
        {
            each = rows.as_ref();
            scope.columns = each_column.is_some();
            scope.lets.extend(lets);
        }
        for part in parts {
            match part {
                RulePart::Each(own) => each = Some(own),
                RulePart::EachColumn(_) => scope.columns = true,
                RulePart::Let(binding) => scope.lets.push(binding),
                _ => {}
            }
        }
        self.resolver.begin_rule();
        self.resolver.scope = scope;
        for table in each.into_iter().flat_map(|each| &each.tables) {
            self.resolver.side(table);
        }
    }

    /// Walks without recursion, so that no depth of nesting matters.
    fn expression(&mut self, expression: &'a Expression) {
        let mut waiting = vec![(expression, Want::One)];
        while let Some((expression, want)) = waiting.pop() {
            match &expression.kind {
                ExpressionKind::Number(_) | ExpressionKind::Text(_) | ExpressionKind::Bool(_) => {}
                ExpressionKind::Reference(reference) => {
                    self.resolver.reference(reference, want);
                }
                ExpressionKind::Call(call) => {
                    let want = self.call(call);
                    waiting.extend(call.arguments.iter().map(|argument| (argument, want)));
                }
                ExpressionKind::Property(inner, _)
                | ExpressionKind::Unary(_, inner)
                | ExpressionKind::Test(inner, _) => waiting.push((inner, Want::One)),
                ExpressionKind::Binary(left, _, right) => waiting.extend([(&**left, Want::One), (right, Want::One)]),
                ExpressionKind::Comparison(first, links) => {
                    let others = links
                        .iter()
                        .flat_map(|link| std::iter::once(&link.right).chain(&link.tolerance));
                    waiting.extend(std::iter::once(&**first).chain(others).map(|side| (side, Want::One)));
                }
            }
        }
    }

    /// Notes the function, and says what it wants of the references among its arguments.
    fn call(&mut self, call: &Call) -> Want {
        let Some(builtin) = builtin::find(&call.name.value) else {
            return Want::One;
        };
        self.refer(call.name.span, Target::Function(builtin.name));
        if let (Body::Special(Special::CodeName), Some(list)) = (builtin.body, call.arguments.first()) {
            match &list.kind {
                ExpressionKind::Text(name) => self.code_list_name(name, list.span),
                ExpressionKind::Reference(name) => self.code_list_name(&name.head.value, list.span),
                _ => {}
            }
        }
        let wants_many = matches!(builtin.body, Body::Aggregate(_));
        if wants_many { Want::Many } else { Want::One }
    }
}
