//! One 期望 of a test against what came.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::evaluate::{Bound, Evaluation, Explanation, Instance, Outcome};
use crate::finding::wording;
use crate::plan::Plan;
use crate::report::{Report, Row};
use crate::ruleset::RuleId;
use crate::source::Span;
use crate::syntax::ast::Expect;
use crate::value::{Kind, normalise};

/// At most so many instances are told of when a test fails.
const SHOWN: usize = 5;

/// One 期望 and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The rule's id.
    pub rule: Arc<str>,
    /// Where the 期望 is written.
    pub span: Span,
    /// What was expected.
    pub expected: Outcome,
    /// Whether it came.
    pub passed: bool,
    /// What came instead, in Chinese, one thought a line; empty where it passed.
    pub instead: Vec<String>,
}

/// Holds expectations against the outcomes over one report.
pub(super) struct Judge<'a> {
    plan: &'a Plan,
    report: &'a Report,
    bound: &'a Bound<'a>,
}

impl<'a> Judge<'a> {
    /// A judge of what `plan`, bound to `report`, says of it.
    pub(super) fn new(plan: &'a Plan, bound: &'a Bound<'a>, report: &'a Report) -> Self {
        Self { plan, report, bound }
    }

    /// What came of `expect`, whose rule is the one of this index.
    pub(super) fn judge(&self, expect: &Expect, rule: RuleId, evaluation: &Evaluation) -> Expectation {
        let all: Vec<Instance> = evaluation
            .of(rule)
            .map_or_else(Vec::new, |result| result.instances().collect());
        let instances: Vec<&Instance> = all
            .iter()
            .filter(|instance| {
                expect
                    .row
                    .as_ref()
                    .is_none_or(|row| self.is_about(instance, &row.value))
            })
            .collect();
        let expected = expect.outcome.value;
        let matches = |instance: &&Instance| {
            let difference = expect.difference.as_ref().map(|difference| difference.value);
            instance.outcome == expected
                && difference.is_none_or(|difference| self.difference(rule, instance) == Some(difference.normalize()))
        };
        let passed = if expected == Outcome::Holds {
            // Rows without data and rows that the rule is not for say nothing against it.
            let mut telling = instances
                .iter()
                .filter(|instance| !matches!(instance.outcome, Outcome::Vacuous | Outcome::Skipped))
                .peekable();
            telling.peek().is_some() && telling.all(matches)
        } else {
            instances.iter().any(matches)
        };
        Expectation {
            rule: Arc::clone(&expect.rule.value),
            span: expect.span,
            expected,
            passed,
            instead: if passed {
                Vec::new()
            } else {
                self.instead(rule, &instances, expected, expect)
            },
        }
    }

    fn rows<'b>(&'b self, instance: &'b Instance) -> impl Iterator<Item = &'b Row> {
        let rows = instance.row.iter().flat_map(|context| context.rows.iter().flatten());
        rows.filter_map(|row| self.report.row(*row))
    }

    /// Whether the instance is about the row of this code or name.
    fn is_about(&self, instance: &Instance, row: &str) -> bool {
        let key = normalise(row);
        self.rows(instance)
            .any(|known| known.code.as_deref() == Some(row) || normalise(&known.name) == key)
    }

    /// Left minus right in the unit of the rule's table.
    fn difference(&self, rule: RuleId, instance: &Instance) -> Option<Decimal> {
        let explanation = self.bound.explain(rule, instance);
        show(&explanation, explanation.measure?.difference)
    }

    fn instead(&self, rule: RuleId, instances: &[&Instance], expected: Outcome, expect: &Expect) -> Vec<String> {
        if instances.is_empty() {
            let row = expect.row.as_ref().map_or("", |row| &row.value);
            return vec![format!("没有哪一次核对是关于“{row}”这一行的")];
        }
        let counts = Outcome::ALL.iter().filter_map(|outcome| {
            let count = instances.iter().filter(|instance| instance.outcome == *outcome).count();
            (count > 0).then(|| format!("{} {count} 次", outcome.label()))
        });
        let mut lines = vec![format!("实际:{}", counts.collect::<Vec<_>>().join(","))];
        // Rows without data are never what an expectation is about, unless it says so.
        let told: Vec<&&Instance> = instances
            .iter()
            .filter(|instance| match instance.outcome {
                Outcome::Holds | Outcome::Vacuous | Outcome::Skipped => false,
                outcome => outcome != expected || expect.difference.is_some(),
            })
            .collect();
        lines.extend(told.iter().take(SHOWN).map(|instance| self.line(rule, instance)));
        let rest = told.len().saturating_sub(SHOWN);
        if rest > 0 {
            lines.push(format!("另有 {rest} 次"));
        }
        lines
    }

    /// `不符:208 社会保障和就业支出,左 3.00,右 3.50,差 -0.50 万元`
    fn line(&self, rule: RuleId, instance: &Instance) -> String {
        let mut pieces = Vec::new();
        if let Some(row) = self.rows(instance).next() {
            let code = row.code.as_deref().unwrap_or_default();
            pieces.push(format!("{code} {}", row.name).trim().to_owned());
        }
        if let Some(measure) = instance.measure {
            let explanation = self.bound.explain(rule, instance);
            let number = |value| show(&explanation, value).map_or_else(String::new, |value| value.to_string());
            let unit = if explanation.kind == Kind::Money {
                explanation.unit.label()
            } else {
                ""
            };
            let difference = format!("差 {} {unit}", number(measure.difference));
            pieces.push(format!("左 {}", number(measure.left.value)));
            pieces.push(format!("右 {}", number(measure.right.value)));
            pieces.push(difference.trim().to_owned());
        }
        if let Some(cause) = &instance.cause {
            pieces.push(wording::cause_of(self.plan, self.report, rule, cause));
        }
        format!("{}:{}", instance.outcome.label(), pieces.join(","))
    }
}

/// A value in the unit its table shows it in.
fn show(explanation: &Explanation, value: Decimal) -> Option<Decimal> {
    let shown = match explanation.kind {
        Kind::Money => explanation.unit.from_yuan(value)?,
        _ => value,
    };
    Some(shown.normalize())
}
