//! Tests of rules.

use super::number::year;
use super::{Lowering, Pair, inner};
use crate::source::Span;
use crate::syntax::ast::{Expect, Given, Spanned, Test, Word};
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// `测试 "…" { … }`
    pub(super) fn test(&mut self, pair: Pair<'a>) -> Option<Test> {
        let span = self.span(&pair);
        let title = self.inner_word(&pair, Rule::text);
        if title.is_none() {
            self.malformed_head(&pair, Rule::only_test_head);
        }
        let (mut given, mut expect) = (Vec::new(), Vec::new());
        for part in inner(&pair, Rule::test_block)?.into_inner() {
            match part.as_rule() {
                Rule::given_table => given.extend(self.given_table(&part)),
                Rule::given_facts => given.push(self.given_facts(&part)),
                Rule::expect => expect.extend(self.expect(&part)),
                Rule::malformed_part => self.malformed(&part, Rule::only_test_part),
                _ => {}
            }
        }
        Some(Test {
            title: title?,
            given,
            expect,
            span,
        })
    }

    fn given_table(&mut self, pair: &Pair<'a>) -> Option<Given> {
        const QUOTES: u32 = 3;
        let form = self.rule_ref(pair)?;
        let Word { value, span } = self.inner_word(pair, Rule::raw_text)?;
        let span = Span {
            start: span.start + QUOTES,
            end: span.end - QUOTES,
            ..span
        };
        Some(Given::Table {
            form,
            text: Word { value, span },
        })
    }

    fn given_facts(&mut self, pair: &Pair<'a>) -> Given {
        let (mut unit, mut facts_year) = (None, None);
        for part in pair.clone().into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::waived_unit => {
                    let word = self.inner_word(&part, Rule::text);
                    self.once(&mut unit, word, "单位", span, |word| word.span);
                }
                Rule::fact_year => {
                    let found = inner(&part, Rule::year);
                    let value = found.and_then(|found| {
                        Some(Spanned {
                            value: year(&found)?,
                            span: self.span(&found),
                        })
                    });
                    self.once(&mut facts_year, value, "年度", span, |year| year.span);
                }
                _ => {}
            }
        }
        Given::Facts { unit, year: facts_year }
    }

    fn expect(&mut self, pair: &Pair<'a>) -> Option<Expect> {
        let rule = self.rule_ref(pair)?;
        let outcome = self.outcome(&inner(pair, Rule::choice)?)?;
        let row = inner(pair, Rule::expected_row).map(|row| self.id(&row));
        let difference = match inner(pair, Rule::signed_number) {
            Some(number) => Some(Spanned {
                value: self.decimal(&number)?,
                span: self.span(&number),
            }),
            None => None,
        };
        Some(Expect {
            rule,
            outcome,
            row,
            difference,
            span: self.span(pair),
        })
    }
}
