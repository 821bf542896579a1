//! Items of a file.

use super::{Lowering, Pair, inner};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{
    CodeListDeclaration, Disable, Duties, Expression, ExpressionKind, Header, Item, Let, Rule as RuleItem, RuleForm,
    RulePart, Waiver, Word,
};
use crate::syntax::keyword::{Keyword, KeywordRole};
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// An item; `None` for what is none (ends of lines).
    pub(super) fn item(&mut self, pair: Pair<'a>) -> Option<Item> {
        let span = self.span(&pair);
        let item = match pair.as_rule() {
            Rule::header => self.header(pair).map(Item::Header),
            Rule::code_list => self.code_list(&pair).map(Item::CodeList),
            Rule::form => self.form(pair).map(Item::Form),
            Rule::form_override => self.form_override(pair).map(Item::FormOverride),
            Rule::rule_item | Rule::short_rule => self.rule(pair).map(Item::Rule),
            Rule::assertion => self.assertion(pair).map(Item::Rule),
            Rule::rule_override => self.rule_override(pair).map(Item::RuleOverride),
            Rule::disable => self.disable(&pair).map(Item::Disable),
            Rule::waiver => self.waiver(&pair).map(Item::Waiver),
            Rule::binding => self.binding(pair).map(Item::Let),
            Rule::narrative => self.narrative(pair).map(Item::Narrative),
            Rule::test => self.test(pair).map(Item::Test),
            Rule::duties => self.duties(pair).map(Item::Duties),
            Rule::malformed_item => {
                self.malformed(&pair, Rule::only_item);
                None
            }
            _ => return None,
        };
        Some(item.unwrap_or(Item::Malformed(span)))
    }

    fn header(&mut self, pair: Pair<'a>) -> Option<Header> {
        let span = self.span(&pair);
        let name = self.inner_word(&pair, Rule::name);
        if name.is_none() {
            self.malformed_head(&pair, Rule::only_name);
        }
        let mut header = Header {
            name: name.clone().unwrap_or_else(|| Word { value: "".into(), span }),
            version: None,
            years: None,
            extends: Vec::new(),
            code_lists: Vec::new(),
            tail_cap: None,
            span,
        };
        for part in inner(&pair, Rule::header_block)?.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::version => {
                    let word = self
                        .inner_word(&part, Rule::text)
                        .or_else(|| self.inner_word(&part, Rule::version_number));
                    self.once(&mut header.version, word, "版本", span, |word| word.span);
                }
                Rule::years => {
                    let years = self.years(&part);
                    self.once(&mut header.years, years, "年度", span, |years| years.span);
                }
                Rule::extends => header.extends.extend(self.words(part.into_inner(), Rule::text)),
                Rule::code_list => header.code_lists.extend(self.code_list(&part)),
                Rule::tail_cap => {
                    let cap = self.tail_cap(&part);
                    self.once(&mut header.tail_cap, cap, "尾差上限", span, |cap| cap.span);
                }
                Rule::malformed_part => self.malformed(&part, Rule::only_header_part),
                _ => {}
            }
        }
        name.map(|_| header)
    }

    /// Sets what may be said only once; the first time counts.
    pub(super) fn once<T>(
        &mut self,
        slot: &mut Option<T>,
        value: Option<T>,
        what: &str,
        at: Span,
        place: impl Fn(&T) -> Span,
    ) {
        let Some(value) = value else { return };
        match slot {
            None => *slot = Some(value),
            Some(first) => self.report(
                Diagnostic::new(&codes::syntax::TWICE, format!("“{what}”写了两次,只能写一次"))
                    .at(at, "第二次")
                    .at(place(first), "第一次")
                    .help("删去其中一处"),
            ),
        }
    }

    fn code_list(&mut self, pair: &Pair<'a>) -> Option<CodeListDeclaration> {
        let years = match inner(pair, Rule::year_range) {
            Some(range) => Some(self.year_range(&range)?),
            None => None,
        };
        Some(CodeListDeclaration {
            name: self.inner_word(pair, Rule::name)?,
            years,
            path: self.inner_word(pair, Rule::text)?,
            span: self.span(pair),
        })
    }

    fn disable(&mut self, pair: &Pair<'a>) -> Option<Disable> {
        Some(Disable {
            rule: self.id(&inner(pair, Rule::rule_ref)?),
            reason: self.inner_word(pair, Rule::text),
            span: self.span(pair),
        })
    }

    fn waiver(&mut self, pair: &Pair<'a>) -> Option<Waiver> {
        let mut waiver = Waiver {
            rule: self.id(&inner(pair, Rule::rule_ref)?),
            unit: None,
            years: None,
            reason: None,
            until: None,
            span: self.span(pair),
        };
        for part in pair.clone().into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::waived_unit => {
                    let word = self.inner_word(&part, Rule::text);
                    self.once(&mut waiver.unit, word, "单位", span, |word| word.span);
                }
                Rule::years => {
                    let years = self.years(&part);
                    self.once(&mut waiver.years, years, "年度", span, |years| years.span);
                }
                Rule::waiver_reason => {
                    let word = self.inner_word(&part, Rule::text);
                    self.once(&mut waiver.reason, word, "理由", span, |word| word.span);
                }
                Rule::waiver_until => {
                    let date = inner(&part, Rule::date).and_then(|date| self.date(&date));
                    self.once(&mut waiver.until, date, "至", span, |date| date.span);
                }
                _ => {}
            }
        }
        Some(waiver)
    }

    /// `2025-12-31`, with all its zeros; no day of the calendar stays as it was written, so that nobody takes the waiver
    /// for one without end.
    fn date(&mut self, pair: &Pair<'a>) -> Option<Word> {
        let word = self.id(pair);
        let mut parts = word.value.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if day == 0 || day > days {
            self.report(
                Diagnostic::new(&codes::syntax::BAD_DATE, format!("没有“{}”这一天", word.value))
                    .at(word.span, "日期不对")
                    .help("日期写作 年-月-日,例如 2025-12-31"),
            );
            return Some(word);
        }
        Some(Word {
            value: format!("{year:04}-{month:02}-{day:02}").into(),
            span: word.span,
        })
    }

    /// `令 名 = 式`
    pub(super) fn binding(&mut self, pair: Pair<'a>) -> Option<Let> {
        let span = self.span(&pair);
        let name = self.inner_word(&pair, Rule::name)?;
        let value = self.expression(inner(&pair, Rule::expression)?)?;
        Some(Let { name, value, span })
    }

    fn duties(&mut self, pair: Pair<'a>) -> Option<Duties> {
        let span = self.span(&pair);
        let mut names = Vec::new();
        for part in inner(&pair, Rule::duty_block)?.into_inner() {
            match part.as_rule() {
                Rule::duty => names.extend(self.inner_word(&part, Rule::text)),
                Rule::malformed_entry => self.malformed(&part, Rule::only_duty),
                _ => {}
            }
        }
        Some(Duties { names, span })
    }

    /// An expression alone on its line: a rule, where it asserts something.
    fn assertion(&mut self, pair: Pair<'a>) -> Option<RuleItem> {
        let span = self.span(&pair);
        let check = self.expression(inner(&pair, Rule::expression)?)?;
        if !asserts(&check) {
            self.report_no_assertion(&check, span);
            return None;
        }
        Some(RuleItem {
            id: None,
            title: None,
            parts: vec![RulePart::Check(check)],
            guard: false,
            form: RuleForm::Bare,
            span,
        })
    }

    fn report_no_assertion(&mut self, expression: &Expression, span: Span) {
        let word = match &expression.kind {
            ExpressionKind::Reference(reference) if reference.segments.is_empty() => &*reference.head.value,
            _ => "",
        };
        if Keyword::spelled(word).any(|keyword| keyword.role == KeywordRole::Item) {
            self.report(
                Diagnostic::new(&codes::syntax::UNEXPECTED, format!("“{word}”后面没有写内容"))
                    .at(span, "到这里就没有了"),
            );
            return;
        }
        let suggestion = super::meant::similar_keyword(word, Rule::only_item).filter(|_| !word.is_empty());
        self.report(
            Diagnostic::new(&codes::syntax::NO_ASSERTION, "这一行只有一个式子,没有说明应当成立什么")
                .at(span, "这里没有比较")
                .help("写成比较,例如:甲 == 乙;要给式子起名,用:令 名称 = 式子")
                .maybe_help(suggestion.map(|(help, _)| help)),
        );
    }
}

/// Whether an expression can be true or false.
pub(super) fn asserts(expression: &Expression) -> bool {
    use crate::syntax::ast::{BinaryOperator as B, UnaryOperator};
    match &expression.kind {
        ExpressionKind::Comparison(..)
        | ExpressionKind::Test(..)
        | ExpressionKind::Bool(_)
        | ExpressionKind::Call(_) => true,
        ExpressionKind::Binary(_, operator, _) => {
            !matches!(operator.value, B::Add | B::Subtract | B::Multiply | B::Divide)
        }
        ExpressionKind::Unary(operator, _) => *operator == UnaryOperator::Not,
        ExpressionKind::Number(_)
        | ExpressionKind::Text(_)
        | ExpressionKind::Reference(_)
        | ExpressionKind::Property(..) => false,
    }
}
