//! Forms and their parts.

use super::{Lowering, Pair, half_width, inner};
use crate::syntax::ast::{
    Block, Category, FormDeclaration, FormOverride, FormPart, Implied, ImpliedKind, Level, Rows, Spanned, TotalRow,
    Word,
};
use crate::syntax::meaning::Named;
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// `表 03 "…" { … }`
    pub(super) fn form(&mut self, pair: Pair<'a>) -> Option<FormDeclaration> {
        let span = self.span(&pair);
        let head = inner(&pair, Rule::form_head);
        let id = match &head {
            Some(head) => inner(head, Rule::form_id).map(|id| self.id(&id)),
            None => self.malformed_head(&pair, Rule::only_form_head),
        };
        let parts = self.form_parts(inner(&pair, Rule::form_block)?);
        let is = |keyword| head.as_ref().is_some_and(|head| inner(head, keyword).is_some());
        let (optional, repeatable) = (is(Rule::kw_optional), is(Rule::kw_repeatable));
        Some(FormDeclaration {
            id: id?,
            titles: head.map_or_else(Vec::new, |head| self.words(head.into_inner(), Rule::text)),
            optional,
            repeatable,
            parts,
            span,
        })
    }

    /// `覆盖 表 03 { … }`
    pub(super) fn form_override(&mut self, pair: Pair<'a>) -> Option<FormOverride> {
        let span = self.span(&pair);
        let head = inner(&pair, Rule::form_override_head);
        if head.is_none() {
            self.malformed_head(&pair, Rule::only_form_override_head);
        }
        let parts = self.form_parts(inner(&pair, Rule::form_block)?);
        let head = head?;
        Some(FormOverride {
            id: self.id(&inner(&head, Rule::form_id)?),
            titles: self.words(head.into_inner(), Rule::text),
            parts,
            span,
        })
    }

    fn form_parts(&mut self, block: Pair<'a>) -> Vec<FormPart> {
        block.into_inner().filter_map(|part| self.form_part(part)).collect()
    }

    fn form_part(&mut self, pair: Pair<'a>) -> Option<FormPart> {
        match pair.as_rule() {
            Rule::form_numbers => Some(FormPart::Numbers(self.words(pair.into_inner(), Rule::text))),
            Rule::form_titles => Some(FormPart::Titles(self.words(pair.into_inner(), Rule::text))),
            Rule::form_unit => {
                let word = inner(&pair, Rule::choice)?;
                let span = self.span(&word);
                self.unit(&word).map(|value| FormPart::Unit(Spanned { value, span }))
            }
            Rule::block => self.block(pair).map(FormPart::Block),
            Rule::columns => self.columns(pair).map(FormPart::Columns),
            Rule::item_rows => self.item_rows(pair).map(FormPart::Rows),
            Rule::coded_rows => self.coded_rows(&pair).map(FormPart::Rows),
            Rule::single_row => Some(FormPart::Rows(Rows::Single(self.span(&pair)))),
            Rule::total_row => Some(FormPart::Total(self.total_row(&pair))),
            Rule::implied => self.implied(&pair).map(FormPart::Implied),
            Rule::tail_cap => self.tail_cap(&pair).map(FormPart::TailCap),
            Rule::basis => self.inner_word(&pair, Rule::text).map(FormPart::Basis),
            Rule::malformed_part => {
                self.malformed(&pair, Rule::only_form_part);
                None
            }
            _ => None,
        }
    }

    fn block(&mut self, pair: Pair<'a>) -> Option<Block> {
        let span = self.span(&pair);
        let name = self.inner_word(&pair, Rule::name);
        if name.is_none() {
            self.malformed_head(&pair, Rule::only_name);
        }
        let parts = self.form_parts(inner(&pair, Rule::form_block)?);
        Some(Block {
            name: name?,
            parts,
            span,
        })
    }

    fn total_row(&mut self, pair: &Pair<'a>) -> TotalRow {
        TotalRow {
            names: self.words(pair.clone().into_inner(), Rule::name),
            formula: inner(pair, Rule::identity).and_then(|identity| self.identity(&identity)),
            span: self.span(pair),
        }
    }

    fn implied(&mut self, pair: &Pair<'a>) -> Option<Implied> {
        let mut parts = pair.clone().into_inner();
        let kind = match parts.next()?.as_rule() {
            Rule::kw_roll_up => ImpliedKind::RollUp,
            Rule::kw_non_negative => ImpliedKind::NonNegative,
            Rule::kw_required => ImpliedKind::Required,
            _ => ImpliedKind::EmptyStatement,
        };
        let mut implied = Implied {
            kind,
            level: None,
            category: None,
            words: Vec::new(),
            grounds: self.grounds(pair),
            span: self.span(pair),
        };
        for part in parts.filter(|part| part.as_rule() == Rule::name_path) {
            let span = self.span(&part);
            if let Some(value) = Level::named(part.as_str()) {
                self.once(
                    &mut implied.level,
                    Some(Spanned { value, span }),
                    "级别",
                    span,
                    |level| level.span,
                );
            } else if let Some(value) = Category::named(part.as_str()) {
                self.once(
                    &mut implied.category,
                    Some(Spanned { value, span }),
                    "类别",
                    span,
                    |category| category.span,
                );
            } else {
                implied.words.push(self.path(&part));
            }
        }
        Some(implied)
    }

    /// A name that may be a path; its dots are made half-width.
    fn path(&self, pair: &Pair<'a>) -> Word {
        let mut word = self.word(pair);
        let quoted = pair.as_str().starts_with(['"', '“', '＂']);
        if !quoted && pair.as_str().contains(['．', '。']) {
            word.value = half_width(&word.value);
        }
        word
    }
}
