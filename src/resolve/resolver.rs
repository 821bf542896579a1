//! What the passes of resolution share.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::names::{self, BlockNames};
use super::references::reference::Reference;
use super::references::target::Target;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::form::{BlockIx, Form, FormId};
use crate::plan::{Column, JoinKey, Role, RowSet, RowSetId, RowSetKind, SideIx, TableRef};
use crate::ruleset::{RuleId, Ruleset};
use crate::source::{Origin, Span};
use crate::syntax::ast::{Expression, Let, NarrativeDeclaration};

/// After so many diagnostics, unknown names get no suggestion.
const MOST_SUGGESTIONS: usize = 200;

/// Resolution in progress.
pub(super) struct Resolver<'a> {
    pub(super) ruleset: &'a Ruleset,
    diagnostics: Vec<Diagnostic>,
    /// Which diagnostics (indices) point at a place first.
    reported: HashMap<Option<Origin>, Vec<usize>>,
    forms: HashMap<Arc<str>, FormId>,
    /// The names of each form, gathered when first asked for.
    names: Vec<OnceCell<Vec<BlockNames<'a>>>>,
    rules: HashMap<&'a str, RuleId>,
    lets: HashMap<&'a str, &'a Let>,
    row_sets: Vec<RowSet>,
    row_set_ids: HashMap<RowSet, RowSetId>,
    /// The scope of the rule being resolved.
    pub(super) scope: RuleScope<'a>,
    rule_forms: Vec<FormId>,
    /// The report that references are about: another one behind 上年, 预算 and 所属.
    pub(super) role: Role,
    /// Whether the rule being resolved has an error in it.
    failed: bool,
    /// How many 令 have been expanded in the rule being resolved.
    pub(super) expansions: usize,
    /// 令 being expanded, to see a circle.
    pub(super) expanding: Vec<&'a str>,
    /// What names were taken for; `None` where nobody asks.
    pub(super) references: Option<Vec<Reference>>,
}

/// What names mean inside the rule at hand.
#[derive(Default, Clone)]
pub(super) struct RuleScope<'a> {
    /// The row sets of 逐行.
    pub(super) sides: Vec<ScopeSide<'a>>,
    /// What they are joined by.
    pub(super) key: Option<JoinKey>,
    /// Whether 逐列 is in force, so that 本列 means something.
    pub(super) columns: bool,
    /// 令 inside the rule.
    pub(super) lets: Vec<&'a Let>,
}

/// A row set of 逐行.
#[derive(Clone, Copy)]
pub(super) enum ScopeSide<'a> {
    /// Rows of a table.
    Rows {
        /// The form.
        form: FormId,
        /// The block.
        block: BlockIx,
    },
    /// The matches of a narrative pattern.
    Narrative(&'a NarrativeDeclaration),
}

impl<'a> Resolver<'a> {
    pub(super) fn new(ruleset: &'a Ruleset) -> Self {
        Self {
            ruleset,
            diagnostics: Vec::new(),
            reported: HashMap::new(),
            forms: ruleset
                .forms
                .iter()
                .enumerate()
                .map(|(index, form)| (Arc::clone(&form.id), FormId::new(index)))
                .collect(),
            names: ruleset.forms.iter().map(|_| OnceCell::new()).collect(),
            // Of two that share an id the first.
            rules: ruleset
                .rules
                .iter()
                .enumerate()
                .rev()
                .map(|(index, rule)| (&*rule.id, RuleId::new(index)))
                .collect(),
            lets: ruleset
                .lets
                .iter()
                .map(|binding| (&*binding.name.value, binding))
                .collect(),
            row_sets: Vec::new(),
            row_set_ids: HashMap::new(),
            scope: RuleScope::default(),
            rule_forms: Vec::new(),
            role: Role::Own,
            failed: false,
            expansions: 0,
            expanding: Vec::new(),
            references: None,
        }
    }

    pub(super) fn begin_rule(&mut self) {
        self.scope = RuleScope::default();
        self.rule_forms.clear();
        self.failed = false;
        self.expansions = 0;
    }

    /// The forms that the rule spoke of, and whether it had errors.
    pub(super) fn end_rule(&mut self) -> (Vec<FormId>, bool) {
        (std::mem::take(&mut self.rule_forms), self.failed)
    }

    pub(super) fn finish(self) -> (Vec<RowSet>, Vec<Diagnostic>) {
        (self.row_sets, self.diagnostics)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.failed |= diagnostic.severity == Severity::Error;
        // Who asks what names mean has been told what is wrong.
        if self.references.is_some() {
            return;
        }
        let place = diagnostic.labels.first().map(|label| label.at);
        let there = self.reported.entry(place).or_default();
        // One mistake in a 令 shows at every use; once is enough.
        if !there
            .iter()
            .any(|known| self.diagnostics.get(*known) == Some(&diagnostic))
        {
            there.push(self.diagnostics.len());
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether names are still suggested: comparing every wrong one with every name takes long where there are thousands of
    /// both. None are where no diagnostics are kept.
    pub(super) fn suggests(&self) -> bool {
        self.references.is_none() && self.diagnostics.len() < MOST_SUGGESTIONS
    }

    pub(super) fn form(&self, form: FormId) -> Option<&'a Form> {
        self.ruleset.form(form)
    }

    /// The names of each block of a form.
    pub(super) fn names(&self, form: FormId) -> &[BlockNames<'a>] {
        let known = self.names.get(form.index()).zip(self.form(form));
        known.map_or(&[], |(known, form)| known.get_or_init(|| names::of(form)))
    }

    pub(super) fn rule_id(&self, id: &str) -> Option<RuleId> {
        self.rules.get(id).copied()
    }

    pub(super) fn form_index(&self, id: &str) -> Option<FormId> {
        self.forms.get(id).copied()
    }

    pub(super) fn form_ids(&self) -> impl Iterator<Item = &'a str> {
        self.ruleset.forms.iter().map(|form| &*form.id)
    }

    /// The form called `id`, or a diagnostic at `span`.
    pub(super) fn require_form(&mut self, id: &str, span: Span) -> Option<FormId> {
        let found = self.form_index(id);
        if let Some(form) = found {
            self.mention(form);
            self.refer(span, Target::Form(form));
        } else {
            let help = crate::diagnostic::did_you_mean(id, self.form_ids());
            let all = self.form_ids().collect::<Vec<_>>().join("、");
            let help = help.or_else(|| (!all.is_empty()).then(|| format!("已声明的表:{all}")));
            self.report(
                Diagnostic::new(&codes::resolve::UNKNOWN_FORM, format!("没有声明表 {id}"))
                    .at(span, "没有这张表")
                    .maybe_help(help),
            );
        }
        found
    }

    /// Notes that the rule at hand speaks of `form`.
    pub(super) fn mention(&mut self, form: FormId) {
        if !self.rule_forms.contains(&form) {
            self.rule_forms.push(form);
        }
    }

    /// The number of a row set, the same for equal ones.
    pub(super) fn row_set(&mut self, form: FormId, block: BlockIx, kind: RowSetKind) -> RowSetId {
        let table = TableRef { role: self.role, form };
        let set = RowSet { table, block, kind };
        if let Some(id) = self.row_set_ids.get(&set) {
            return *id;
        }
        let id = RowSetId::new(self.row_sets.len());
        self.row_sets.push(set.clone());
        self.row_set_ids.insert(set, id);
        id
    }

    /// The 令 called `name`: of the rule first, then of the ruleset; and whether it is one of the rule.
    pub(super) fn binding(&self, name: &str) -> Option<(&'a Let, bool)> {
        let local = self
            .scope
            .lets
            .iter()
            .rev()
            .find(|binding| &*binding.name.value == name)
            .map(|local| (*local, true));
        local.or_else(|| self.lets.get(name).map(|global| (*global, false)))
    }

    pub(super) fn binding_names(&self) -> impl Iterator<Item = &'a str> {
        let local = self
            .scope
            .lets
            .iter()
            .map(|binding| &*binding.name.value)
            .collect::<Vec<_>>();
        local
            .into_iter()
            .chain(self.ruleset.lets.iter().map(|binding| &*binding.name.value))
    }

    /// The column at hand, as `side` sees it.
    pub(super) fn current_column(&mut self, side: SideIx, span: Span) -> Option<Column> {
        if !self.scope.columns {
            self.report(
                Diagnostic::new(&codes::resolve::OUTSIDE_EACH, "“本列”只能用在有“逐列”的规则里")
                    .at(span, "没有逐列")
                    .help("在规则里加一行“逐列”,或写出栏名"),
            );
            return None;
        }
        Some(Column::Current(side))
    }

    pub(super) fn lets_of(ruleset: &'a Ruleset) -> impl Iterator<Item = (&'a Let, &'a Expression)> {
        ruleset.lets.iter().map(|binding| (binding, &binding.value))
    }
}
