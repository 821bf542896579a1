//! Numbers, years, dates, units.

use rust_decimal::Decimal;

use super::{Lowering, Pair, half_width, inner};
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::syntax::ast::{Number, Spanned, TailCap, YearRange};
use crate::syntax::parser::Rule;
use crate::value::{Unit, mul_exact};

impl Lowering<'_> {
    /// A number, perhaps signed.
    pub(super) fn decimal(&mut self, pair: &Pair<'_>) -> Option<Decimal> {
        let text: String = half_width(pair.as_str())
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '_')
            .map(|c| if matches!(c, '−' | '–') { '-' } else { c })
            .collect();
        let value = Decimal::from_str_exact(text.trim_start_matches('+')).ok();
        if value.is_none() {
            self.too_large(pair, "最多 28 位数字");
        }
        value
    }

    /// A whole number.
    pub(super) fn whole(&mut self, pair: &Pair<'_>) -> Option<Spanned<u32>> {
        let value = half_width(pair.as_str()).parse().ok();
        if value.is_none() {
            self.too_large(pair, "这里最大为 4294967295");
        }
        Some(Spanned {
            value: value?,
            span: self.span(pair),
        })
    }

    fn too_large(&mut self, pair: &Pair<'_>, limit: &'static str) {
        let span = self.span(pair);
        self.report(
            Diagnostic::new(
                &codes::syntax::NUMBER_TOO_LARGE,
                format!("数“{}”太长", short(pair.as_str())),
            )
            .at(span, limit),
        );
    }

    /// `100`, `100万元`, `80%`
    pub(super) fn literal(&mut self, pair: Pair<'_>) -> Option<Number> {
        let mut number = Number {
            value: Decimal::ZERO,
            unit: None,
            percent: false,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => number.value = self.decimal(&part)?,
                Rule::percent => {
                    number.percent = true;
                    let Some(value) = mul_exact(number.value, Decimal::new(1, 2)) else {
                        self.too_large(&part, "最多 28 位数字");
                        return None;
                    };
                    number.value = value.normalize();
                }
                Rule::unit | Rule::glued_unit => number.unit = self.unit(&part),
                _ => {}
            }
        }
        Some(number)
    }

    /// A unit of money; anything else is reported.
    pub(super) fn unit(&mut self, pair: &Pair<'_>) -> Option<Unit> {
        let word = pair.as_str();
        let unit = Unit::from_label(word);
        if unit.is_none() {
            let labels = Unit::ALL.map(Unit::label);
            self.report(
                Diagnostic::new(&codes::syntax::UNKNOWN_WORD, format!("没有“{word}”这个金额单位"))
                    .at(self.span(pair), "应为金额单位")
                    .help(did_you_mean(word, labels).unwrap_or_else(|| format!("可用的单位:{}", labels.join("、")))),
            );
        }
        unit
    }

    /// `尾差上限 0.05 万元`
    pub(super) fn tail_cap(&mut self, pair: &Pair<'_>) -> Option<TailCap> {
        let value = self.decimal(&inner(pair, Rule::number)?)?;
        let unit = match inner(pair, Rule::choice) {
            Some(word) => Some(self.unit(&word)?),
            None => None,
        };
        Some(TailCap {
            value,
            unit,
            span: self.span(pair),
        })
    }

    /// `年度 2022..2024`: the range in it.
    pub(super) fn years(&mut self, pair: &Pair<'_>) -> Option<Spanned<YearRange>> {
        let range = inner(pair, Rule::year_range)?;
        self.year_range(&range)
    }

    /// `2022..2024`, `2024`
    pub(super) fn year_range(&mut self, pair: &Pair<'_>) -> Option<Spanned<YearRange>> {
        let mut years = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::year);
        let from = year(&years.next()?)?;
        let to = years.next().and_then(|last| year(&last)).unwrap_or(from);
        let span = self.span(pair);
        if from > to {
            self.report(
                Diagnostic::new(&codes::syntax::BAD_DATE, format!("年度从 {from} 到 {to},先后颠倒了"))
                    .at(span, "前一年应不晚于后一年")
                    .fix("对调两个年度", span, format!("{to}..{from}")),
            );
        }
        Some(Spanned {
            value: YearRange {
                from: from.min(to),
                to: to.max(from),
            },
            span,
        })
    }
}

/// A year of four digits.
pub(super) fn year(pair: &Pair<'_>) -> Option<u16> {
    half_width(pair.as_str()).parse().ok()
}

/// The beginning of a text that may be long.
pub(super) fn short(text: &str) -> String {
    const LIMIT: usize = 24;
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    text.chars().take(LIMIT).chain(['…']).collect()
}
