//! Loaded folders to a ruleset.

use std::sync::Arc;

use super::catalogue::{Catalogue, Entry};
use super::context::Context;
use super::gather::{Gathered, Slot};
use super::lineage::Lineage;
use super::{Folder, Ruleset, amend, code_list, form, guards, hash, header, rule};
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::form::{Form, FormId};
use crate::source::SourceMap;
use crate::syntax::ast::RuleForm;

/// Puts `root` and what it inherits together. `sources` holds the texts its spans point into. Reads nothing else; what
/// is wrong is reported and left out.
#[must_use]
pub fn assemble(root: &Folder, sources: &SourceMap) -> Checked<Ruleset> {
    let mut sink = Vec::new();
    let lineage = Lineage::of(root);
    let header = header::settle(root, &lineage, &mut sink);
    let code_lists = code_list::collect(&lineage, sources, &mut sink);
    let gathered = Gathered::from(&lineage, &mut sink);
    let mut catalogue = Catalogue::default();
    catalogue.replaced_forms.clone_from(&gathered.replaced);
    let mut forms: Vec<Form> = Vec::new();
    for definition in gathered.forms.iter() {
        let mut own = Vec::new();
        let built = form::build(&definition.value, &code_lists, &mut own);
        if own.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            catalogue.broken_forms.insert(Arc::clone(&built.id));
        }
        sink.append(&mut own);
        forms.push(built);
    }
    let context = Context {
        lineage: &lineage,
        forms: &forms,
        years: header.years,
    };
    add_rules(&mut catalogue, &gathered, context, sources, &mut sink);
    for span in &gathered.malformed {
        catalogue.lose_named_in(sources.slice(*span));
    }
    amend::overrides(&mut catalogue, &gathered.overrides, context, &mut sink);
    let disabled = amend::disables(&mut catalogue, &gathered, context, &mut sink);
    let waivers = amend::waivers(&catalogue, &gathered.waivers, context, &mut sink);
    amend::tests(&catalogue, &gathered.tests, context, &mut sink);
    guards::check(&mut catalogue, context, &mut sink);
    guards::check_duties(&catalogue, &gathered.duties, &mut sink);
    let hash = hash::hash(&lineage, sources);
    let live = catalogue.entries.into_iter().filter(|entry| entry.disabled.is_none());
    let value = Ruleset {
        name: header.name,
        version: header.version,
        years: header.years,
        extends: lineage.extends(),
        rules: live.map(|entry| entry.rule).collect(),
        lets: gathered.lets.into_values().cloned().collect(),
        narratives: gathered.narratives.into_values().cloned().collect(),
        code_lists,
        waivers,
        disabled,
        tests: gathered.tests.into_iter().cloned().collect(),
        duties: gathered.duties,
        tail_cap: header.tail_cap,
        hash,
        forms,
    };
    Checked::new(value, sink)
}

/// Fills the catalogue: implied rules behind the place of their form, written ones where they stand.
fn add_rules(
    catalogue: &mut Catalogue,
    gathered: &Gathered<'_>,
    context: Context<'_>,
    sources: &SourceMap,
    sink: &mut Vec<Diagnostic>,
) {
    let members: Vec<usize> = gathered.forms.iter().map(|definition| definition.member).collect();
    for slot in &gathered.slots {
        match slot {
            Slot::Form(at) => {
                let member = members.get(*at).copied().unwrap_or_default();
                let implied = context
                    .forms
                    .get(*at)
                    .map_or_else(Vec::new, |form| rule::of_form(FormId::new(*at), form));
                for rule in implied {
                    let entry = Entry {
                        rule,
                        member,
                        implied: true,
                        disabled: None,
                    };
                    catalogue.add(entry, RuleForm::Block, context.lineage, sink);
                }
            }
            Slot::Rule(written, member) => {
                let id = match &written.id {
                    Some(id) => Arc::clone(&id.value),
                    None => catalogue.free_id(rule::bare_id(written.span, sources)),
                };
                match rule::build(written, Arc::clone(&id), *member, context, sink) {
                    Some(rule) => {
                        let entry = Entry {
                            rule,
                            member: *member,
                            implied: false,
                            disabled: None,
                        };
                        catalogue.add(entry, written.form, context.lineage, sink);
                    }
                    None => catalogue.lose(id),
                }
            }
        }
    }
}
