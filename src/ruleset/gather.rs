//! The items of all folders, sorted by what they do.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::definitions::{Defined, Definition, Definitions};
use super::form::Draft;
use super::lineage::Lineage;
use super::rule::{Override, unknown_form};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Disable, FormOverride, Item, Let, NarrativeDeclaration, Rule, Test, Waiver};

/// A form or a rule in its place.
pub(super) enum Slot<'a> {
    /// The form (index); its implied rules follow it.
    Form(usize),
    /// A rule with the folder that writes it.
    Rule(&'a Rule, usize),
}

/// All items, parents' first, each folder's files by name. Folders are told by their number in the lineage.
pub(super) struct Gathered<'a> {
    pub forms: Definitions<Draft>,
    /// Ids of forms that a child declared anew: what parents say about the rules they implied may be void.
    pub replaced: BTreeSet<Arc<str>>,
    pub slots: Vec<Slot<'a>>,
    pub overrides: Vec<Override<'a>>,
    pub disables: Vec<(&'a Disable, usize)>,
    pub waivers: Vec<(&'a Waiver, usize)>,
    pub lets: Definitions<&'a Let>,
    pub narratives: Definitions<&'a NarrativeDeclaration>,
    /// Those of the ruleset's own folder.
    pub tests: Vec<&'a Test>,
    pub duties: Vec<(Arc<str>, Span)>,
    listed: BTreeSet<Arc<str>>,
    /// Items that could not be read, as has been reported.
    pub malformed: Vec<Span>,
}

impl<'a> Gathered<'a> {
    /// Sorts the items of the lineage.
    pub fn from(lineage: &Lineage<'a>, sink: &mut Vec<Diagnostic>) -> Self {
        let mut gathered = Self {
            forms: Definitions::new("表"),
            replaced: BTreeSet::new(),
            slots: Vec::new(),
            overrides: Vec::new(),
            disables: Vec::new(),
            waivers: Vec::new(),
            lets: Definitions::new("令"),
            narratives: Definitions::new("文"),
            tests: Vec::new(),
            duties: Vec::new(),
            listed: BTreeSet::new(),
            malformed: Vec::new(),
        };
        for (member, folder) in lineage.members() {
            let mut changes = Vec::new();
            for item in folder.items() {
                gathered.item(item, member, lineage, &mut changes, sink);
            }
            // A folder's overrides see all of its forms, whichever file comes first.
            for change in changes {
                gathered.change_form(change, sink);
            }
        }
        gathered
    }

    fn item(
        &mut self,
        item: &'a Item,
        member: usize,
        lineage: &Lineage<'a>,
        changes: &mut Vec<&'a FormOverride>,
        sink: &mut Vec<Diagnostic>,
    ) {
        match item {
            // Headers and code lists are read on their own.
            Item::Header(_) | Item::CodeList(_) => {}
            Item::Malformed(span) => self.malformed.push(*span),
            Item::Form(form) => {
                let definition = Definition::new(&form.id, member, Draft::declare(form, sink));
                match self.forms.define(&form.id.value, definition, lineage, sink) {
                    Defined::New(at) => self.slots.push(Slot::Form(at)),
                    Defined::Replaced => {
                        self.replaced.insert(form.id.value.clone());
                    }
                    Defined::Refused => {}
                }
            }
            Item::FormOverride(change) => changes.push(change),
            Item::Rule(rule) => self.slots.push(Slot::Rule(rule, member)),
            Item::RuleOverride(written) => self.overrides.push(Override { written, member }),
            Item::Disable(disable) => self.disables.push((disable, member)),
            Item::Waiver(waiver) => self.waivers.push((waiver, member)),
            Item::Let(binding) => {
                let definition = Definition::new(&binding.name, member, binding);
                let _: Defined = self.lets.define(&binding.name.value, definition, lineage, sink);
            }
            Item::Narrative(narrative) => {
                let definition = Definition::new(&narrative.name, member, narrative);
                let _: Defined = self.narratives.define(&narrative.name.value, definition, lineage, sink);
            }
            Item::Test(test) => {
                if member == lineage.own() {
                    self.tests.push(test);
                }
            }
            Item::Duties(duties) => {
                for duty in &duties.names {
                    if self.listed.insert(duty.value.clone()) {
                        self.duties.push((duty.value.clone(), duty.span));
                    }
                }
            }
        }
    }

    fn change_form(&mut self, change: &FormOverride, sink: &mut Vec<Diagnostic>) {
        let known = self.forms.find(&change.id.value);
        match known.and_then(|at| self.forms.get_mut(at)) {
            Some(form) => form.value.apply(change, sink),
            None => sink.push(unknown_form(&change.id, self.forms.names())),
        }
    }
}
