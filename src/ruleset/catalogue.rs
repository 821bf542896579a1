//! The rules by id while they are put together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Rule;
use super::definitions::twice;
use super::lineage::Lineage;
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Span;
use crate::syntax::ast::{RuleForm, Word};

/// After so many diagnostics, unknown ids get no suggestion.
const MAX_SUGGESTIONS: usize = 200;

/// The rules in order, found by id.
#[derive(Default)]
pub(super) struct Catalogue {
    pub entries: Vec<Entry>,
    by_id: BTreeMap<Arc<str>, usize>,
    /// Ids of rules that could not be built; naming one is no second mistake.
    lost: BTreeSet<Arc<str>>,
    /// How many rules without an id stand on each line.
    unnamed: BTreeMap<String, usize>,
    /// Forms with errors, of which implied rules may be lost.
    pub broken_forms: BTreeSet<Arc<str>>,
    /// Forms that a child declared anew.
    pub replaced_forms: BTreeSet<Arc<str>>,
}

/// A rule with where it comes from.
pub(super) struct Entry {
    pub rule: Rule,
    /// The folder (of the lineage) that writes it, or the form that implies it.
    pub member: usize,
    /// Whether a form implies it.
    pub implied: bool,
    /// Where it was switched off, and by which folder.
    pub disabled: Option<(Span, usize)>,
}

impl Catalogue {
    /// Adds a rule; one whose id is taken is reported and left out.
    pub fn add(&mut self, entry: Entry, form: RuleForm, lineage: &Lineage<'_>, sink: &mut Vec<Diagnostic>) {
        let id = Arc::clone(&entry.rule.id);
        if let Some(earlier) = self.find(&id).and_then(|at| self.entries.get(at)) {
            let both_implied = earlier.implied && entry.implied;
            if !(both_implied && self.names_one_of(&id, &self.broken_forms)) {
                sink.push(clash(earlier, &entry, form, lineage));
            }
            return;
        }
        self.by_id.insert(id, self.entries.len());
        self.entries.push(entry);
    }

    /// Remembers the id of a rule that could not be built.
    pub fn lose(&mut self, id: Arc<str>) {
        self.lost.insert(id);
    }

    /// Remembers the words with which an item begins that could not be read: one of them may be a rule's id.
    pub fn lose_named_in(&mut self, item: &str) {
        const WORDS: usize = 3;
        let is_id = |c: char| c.is_alphanumeric() || matches!(c, '_' | '·' | '-' | '.');
        let words = item.split(|c| !is_id(c)).filter(|word| !word.is_empty());
        self.lost.extend(words.take(WORDS).map(Arc::from));
    }

    /// An id for a rule written without one: `id`, with a number behind it where several would have it.
    pub fn free_id(&mut self, id: String) -> Arc<str> {
        let count = self.unnamed.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return id.into();
        }
        format!("{id}·{count}").into()
    }

    /// The index of the rule `id`.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The index of the rule that `id` names; reported with `role` (`要停用的规则`) where there is none. `inherited`:
    /// the folder that names it is not the ruleset's own.
    pub fn target(&self, id: &Word, role: &str, inherited: bool, sink: &mut Vec<Diagnostic>) -> Option<usize> {
        let found = self.find(&id.value);
        let excused = self.lost.contains(&id.value)
            || self.names_one_of(&id.value, &self.broken_forms)
            || inherited && self.names_one_of(&id.value, &self.replaced_forms);
        if found.is_none() && !excused {
            // Comparing every wrong id with every rule takes long where there are thousands of both.
            let few = sink.len() < MAX_SUGGESTIONS;
            let known = self.by_id.keys().map(|known| &**known);
            let help = few.then(|| did_you_mean(&id.value, known)).flatten();
            sink.push(
                Diagnostic::new(&codes::RULE_UNKNOWN, format!("没有编号为“{}”的规则", id.value))
                    .at(id.span, format!("{role}不存在"))
                    .maybe_help(help),
            );
        }
        found
    }

    fn names_one_of(&self, id: &str, forms: &BTreeSet<Arc<str>>) -> bool {
        id.match_indices('.')
            .any(|(dot, _)| id.get(..dot).is_some_and(|form| forms.contains(form)))
    }
}

fn clash(earlier: &Entry, later: &Entry, form: RuleForm, lineage: &Lineage<'_>) -> Diagnostic {
    let id = &later.rule.id;
    if later.implied || !lineage.inherits(later.member, earlier.member) {
        return twice("规则", id, later.rule.span, earlier.rule.span);
    }
    let diagnostic = Diagnostic::new(&codes::REDEFINED, format!("规则“{id}”已从上级规则集继承,不能重新定义"))
        .at(later.rule.span, "这里重新定义")
        .at(earlier.rule.span, "继承自这里")
        .help(format!("要修改它,写:覆盖 规则 {id} {{ … }};要另立一条,换一个编号"));
    let start = later.rule.full_span;
    if form == RuleForm::Block && !later.rule.guard {
        let at = Span {
            end: start.start,
            ..start
        };
        return diagnostic.fix("改成“覆盖 规则”", at, "覆盖 ");
    }
    diagnostic
}
