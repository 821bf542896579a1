//! A form while its declaration and the overrides of it are put together.

use super::columns::{self, Columns};
use super::rows::{self, Rows};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::Span;
use crate::syntax::ast::{
    self, FormDeclaration, FormOverride, FormPart, ImpliedKind, Spanned, TailCap, TotalRow, Word,
};
use crate::value::{Unit, normalise};

/// A form as declared and overridden so far.
#[derive(Debug, Clone)]
pub(in crate::ruleset) struct Draft {
    pub id: Word,
    pub titles: Vec<Word>,
    pub numbers: Vec<Word>,
    pub unit: Option<Spanned<Unit>>,
    pub optional: bool,
    pub repeatable: bool,
    pub blocks: Vec<DraftBlock>,
    pub implied: Vec<ast::Implied>,
    pub tail_cap: Option<TailCap>,
    pub basis: Option<Word>,
}

/// A block as declared and overridden so far; without a name the form's own columns and rows.
#[derive(Debug, Clone)]
pub(in crate::ruleset) struct DraftBlock {
    pub name: Option<Word>,
    pub columns: Columns,
    pub rows: Option<Rows>,
    pub totals: Vec<TotalRow>,
    pub span: Span,
}

/// Whether parts are a form's own or change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Declare,
    Override,
}

impl Draft {
    /// A declared form.
    pub fn declare(declaration: &FormDeclaration, sink: &mut Vec<Diagnostic>) -> Self {
        let mut draft = Self {
            id: declaration.id.clone(),
            titles: declaration.titles.clone(),
            numbers: Vec::new(),
            unit: None,
            optional: declaration.optional,
            repeatable: declaration.repeatable,
            blocks: Vec::new(),
            implied: Vec::new(),
            tail_cap: None,
            basis: None,
        };
        draft.add(&declaration.parts, declaration.id.span, Mode::Declare, sink);
        draft
    }

    /// Changes the form as `change` says: spellings are added, columns and rows named again take what is written, the
    /// rest of what is written replaces what was.
    pub fn apply(&mut self, change: &FormOverride, sink: &mut Vec<Diagnostic>) {
        let old = std::mem::replace(&mut self.titles, change.titles.clone());
        add_words(&mut self.titles, &old);
        self.add(&change.parts, change.id.span, Mode::Override, sink);
    }

    fn add(&mut self, parts: &[FormPart], at: Span, mode: Mode, sink: &mut Vec<Diagnostic>) {
        check_repeats(parts, sink);
        for part in parts {
            match part {
                FormPart::Numbers(words) => add_words(&mut self.numbers, words),
                FormPart::Titles(words) => add_words(&mut self.titles, words),
                FormPart::Unit(unit) => self.unit = Some(unit.clone()),
                FormPart::TailCap(cap) => self.tail_cap = Some(*cap),
                FormPart::Basis(basis) => self.basis = Some(basis.clone()),
                FormPart::Implied(implied) => {
                    self.implied.retain(|earlier| earlier.kind != implied.kind);
                    self.implied.push(implied.clone());
                }
                FormPart::Block(block) => {
                    check_repeats(&block.parts, sink);
                    let target = self.block(Some(&block.name), block.name.span);
                    for part in &block.parts {
                        target.add(part, mode, sink);
                    }
                }
                FormPart::Columns(_) | FormPart::Rows(_) | FormPart::Total(_) => {
                    self.block(None, at).add(part, mode, sink);
                }
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the index was found or pushed just before")]
    fn block(&mut self, name: Option<&Word>, at: Span) -> &mut DraftBlock {
        let key = |word: &Word| normalise(&word.value);
        let wanted = name.map(key);
        let known = self
            .blocks
            .iter()
            .position(|block| block.name.as_ref().map(key) == wanted);
        let index = known.unwrap_or(self.blocks.len());
        if known.is_none() {
            self.blocks.push(DraftBlock {
                name: name.cloned(),
                columns: Columns::default(),
                rows: None,
                totals: Vec::new(),
                span: at,
            });
        }
        &mut self.blocks[index]
    }
}

impl DraftBlock {
    fn add(&mut self, part: &FormPart, mode: Mode, sink: &mut Vec<Diagnostic>) {
        match part {
            FormPart::Columns(written) => columns::add(&mut self.columns, written, mode),
            FormPart::Rows(written) => rows::add(&mut self.rows, written, mode),
            FormPart::Total(total) => self.add_total(total, mode),
            FormPart::Block(ast::Block { name, .. }) => sink.push(misplaced("块", name.span)),
            FormPart::Numbers(words) | FormPart::Titles(words) => {
                sink.extend(words.first().map(|word| misplaced("表号和标题", word.span)));
            }
            FormPart::Unit(unit) => sink.push(misplaced("单位", unit.span)),
            FormPart::TailCap(cap) => sink.push(misplaced("尾差上限", cap.span)),
            FormPart::Basis(basis) => sink.push(misplaced("依据", basis.span)),
            FormPart::Implied(implied) => sink.push(misplaced(implied_word(implied.kind), implied.span)),
        }
    }

    fn add_total(&mut self, total: &TotalRow, mode: Mode) {
        let key = |total: &TotalRow| total.names.first().map(|name| normalise(&name.value));
        let known = self
            .totals
            .iter_mut()
            .find(|known| mode == Mode::Override && key(known) == key(total));
        let Some(known) = known else {
            self.totals.push(total.clone());
            return;
        };
        add_words(&mut known.names, &total.names);
        if total.formula.is_some() {
            known.formula.clone_from(&total.formula);
        }
    }
}

/// Adds those of `words` that are not there yet.
pub(super) fn add_words(to: &mut Vec<Word>, words: &[Word]) {
    for word in words {
        if !to.iter().any(|known| known.value == word.value) {
            to.push(word.clone());
        }
    }
}

/// The keyword of an implied rule; it ends the rule's id too.
pub(super) fn implied_word(kind: ImpliedKind) -> &'static str {
    match kind {
        ImpliedKind::RollUp => "纵向",
        ImpliedKind::NonNegative => "非负",
        ImpliedKind::Required => "必填",
        ImpliedKind::EmptyStatement => "空表说明",
    }
}

fn misplaced(what: &str, at: Span) -> Diagnostic {
    Diagnostic::new(&codes::FORM_PART_MISPLACED, format!("{what}要写在表里,不能写在块里"))
        .at(at, "移到块的外面")
        .help("块里只写列、行和合计行")
}

/// Reports parts of which there may be only one.
fn check_repeats(parts: &[FormPart], sink: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(String, Span)> = Vec::new();
    for part in parts {
        let (what, at) = match part {
            FormPart::Unit(unit) => ("单位".to_owned(), unit.span),
            FormPart::TailCap(cap) => ("尾差上限".to_owned(), cap.span),
            FormPart::Basis(basis) => ("依据".to_owned(), basis.span),
            FormPart::Rows(rows) => ("行".to_owned(), rows::span(rows)),
            FormPart::Implied(implied) => (implied_word(implied.kind).to_owned(), implied.span),
            FormPart::Block(block) => (format!("块 {}", block.name.value), block.name.span),
            FormPart::Numbers(_) | FormPart::Titles(_) | FormPart::Columns(_) | FormPart::Total(_) => continue,
        };
        match seen.iter().find(|(known, _)| *known == what) {
            Some((_, first)) => sink.push(
                Diagnostic::new(&codes::FORM_PART_TWICE, format!("“{what}”写了两次"))
                    .at(at, "这里又写了一次")
                    .at(*first, "第一次在这里")
                    .help("合并成一处"),
            ),
            None => seen.push((what, at)),
        }
    }
}
