//! Rules.

use super::{Lowering, Pair, inner};
use crate::syntax::ast::{Each, Expression, RollUp, Rule as RuleItem, RuleForm, RuleOverride, RulePart, Word};
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// A rule with an id: block, line or short.
    pub(super) fn rule(&mut self, pair: Pair<'a>) -> Option<RuleItem> {
        let span = self.span(&pair);
        let short = pair.as_rule() == Rule::short_rule;
        let head = inner(&pair, Rule::rule_head);
        let id = match &head {
            Some(head) => inner(head, Rule::rule_id).map(|id| self.id(&id)),
            None => self.malformed_head(&pair, Rule::only_rule_head),
        };
        let title = head.as_ref().and_then(|head| self.inner_word(head, Rule::text));
        let (parts, form) = match inner(&pair, Rule::rule_block) {
            Some(block) => {
                let mut parts = self.rule_parts(block);
                if head.is_none() {
                    parts.push(RulePart::Malformed(span));
                }
                (parts, RuleForm::Block)
            }
            None => {
                let line = inner(&pair, Rule::rule_line)?;
                let place = self.span(&line);
                let part = line.into_inner().find_map(|part| match part.as_rule() {
                    Rule::expression => self.expression(part).map(RulePart::Check),
                    Rule::roll_up => self.roll_up(&part).map(RulePart::RollUp),
                    _ => None,
                });
                let part = part.unwrap_or(RulePart::Malformed(place));
                (vec![part], if short { RuleForm::Short } else { RuleForm::Line })
            }
        };
        let guard = inner(&pair, Rule::kw_premise).is_some();
        Some(RuleItem {
            id: Some(id?),
            title,
            parts,
            guard,
            form,
            span,
        })
    }

    /// `覆盖 规则 X { … }`
    pub(super) fn rule_override(&mut self, pair: Pair<'a>) -> Option<RuleOverride> {
        let span = self.span(&pair);
        let head = inner(&pair, Rule::rule_override_head);
        if head.is_none() {
            self.malformed_head(&pair, Rule::only_rule_override_head);
        }
        let parts = self.rule_parts(inner(&pair, Rule::rule_block)?);
        let head = head?;
        Some(RuleOverride {
            rule: self.id(&inner(&head, Rule::rule_ref)?),
            title: self.inner_word(&head, Rule::text),
            parts,
            span,
        })
    }

    fn rule_parts(&mut self, block: Pair<'a>) -> Vec<RulePart> {
        block.into_inner().filter_map(|part| self.rule_part(part)).collect()
    }

    fn rule_part(&mut self, pair: Pair<'a>) -> Option<RulePart> {
        let span = self.span(&pair);
        let part = match pair.as_rule() {
            Rule::each => self.each(pair).map(RulePart::Each),
            Rule::each_column => Some(RulePart::EachColumn(span)),
            Rule::when => self.inner_expression(&pair).map(RulePart::When),
            Rule::check => self.inner_expression(&pair).map(RulePart::Check),
            Rule::roll_up => self.roll_up(&pair).map(RulePart::RollUp),
            Rule::binding => self.binding(pair).map(RulePart::Let),
            Rule::level => inner(&pair, Rule::choice).and_then(|word| self.level(&word).map(RulePart::Level)),
            Rule::category => inner(&pair, Rule::choice).and_then(|word| self.category(&word).map(RulePart::Category)),
            Rule::basis => self.inner_word(&pair, Rule::text).map(RulePart::Basis),
            Rule::message => self.inner_word(&pair, Rule::text).map(RulePart::Message),
            Rule::years => self.years(&pair).map(RulePart::Years),
            Rule::tail_cap => self.tail_cap(&pair).map(RulePart::TailCap),
            Rule::premise => self.rule_ref(&pair).map(RulePart::Requires),
            Rule::discharges => self.inner_word(&pair, Rule::text).map(RulePart::Discharges),
            Rule::malformed_part => {
                self.malformed(&pair, Rule::only_rule_part);
                None
            }
            // Braces and ends of lines.
            _ => return None,
        };
        Some(part.unwrap_or(RulePart::Malformed(span)))
    }

    fn inner_expression(&mut self, pair: &Pair<'a>) -> Option<Expression> {
        self.expression(inner(pair, Rule::expression)?)
    }

    /// The rule that is meant in `pair`.
    pub(super) fn rule_ref(&self, pair: &Pair<'a>) -> Option<Word> {
        inner(pair, Rule::rule_ref).map(|id| self.id(&id))
    }

    fn each(&mut self, pair: Pair<'a>) -> Option<Each> {
        let span = self.span(&pair);
        let key = self.inner_word(&pair, Rule::name);
        let mut tables = Vec::new();
        for table in pair.into_inner().filter(|part| part.as_rule() == Rule::table) {
            tables.push(self.reference(table)?);
        }
        Some(Each { tables, key, span })
    }

    fn roll_up(&mut self, pair: &Pair<'a>) -> Option<RollUp> {
        Some(RollUp {
            form: self.id(&inner(pair, Rule::form_id)?),
            span: self.span(pair),
        })
    }
}
