//! Tests of rules (测试): a few given tables, and what rules must make of them.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::expectation::Judge;
use super::{Expectation, Session};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::any_error;
use crate::diagnostic::codes::run::INTERNAL;
use crate::evaluate::{Bound, Evaluation, Outcome};
use crate::finding;
use crate::report::Report;
use crate::ruleset::RuleId;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::Test;

/// What came of one test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// Its title.
    pub title: Arc<str>,
    /// Where it is written: its title.
    pub span: Span,
    /// One for each 期望.
    pub expectations: Vec<Expectation>,
    /// What is wrong with its tables.
    pub diagnostics: Vec<Diagnostic>,
    /// The rule files, and behind them its tables.
    pub sources: SourceMap,
    /// The outcome of every rule of the plan over its tables.
    pub evaluation: Evaluation,
}

impl TestResult {
    /// Whether everything expected came, from tables that could be read.
    #[must_use]
    pub fn passed(&self) -> bool {
        !any_error(&self.diagnostics) && self.expectations.iter().all(|expectation| expectation.passed)
    }
}

impl Session {
    /// Runs the tests of the ruleset, in order. (Inherited rules are tested where they are written.)
    #[must_use]
    pub fn run_tests(&self) -> Vec<TestResult> {
        self.plan()
            .ruleset
            .tests
            .iter()
            .map(|test| self.run_test(test))
            .collect()
    }

    fn run_test(&self, test: &Test) -> TestResult {
        let mut result = TestResult {
            title: Arc::clone(&test.title.value),
            span: test.title.span,
            expectations: Vec::new(),
            diagnostics: Vec::new(),
            sources: self.sources.clone(),
            evaluation: Evaluation::default(),
        };
        if catch_unwind(AssertUnwindSafe(|| self.fill(test, &mut result))).is_err() {
            let message = format!("运行测试“{}”时程序内部出错", test.title.value);
            let diagnostic = Diagnostic::new(&INTERNAL, message).at(test.title.span, "这个测试");
            result.diagnostics.push(diagnostic.help("请把这个测试反馈给我们"));
        }
        result
    }

    fn fill(&self, test: &Test, result: &mut TestResult) {
        let report = self.given_report(test, &mut result.sources, &mut result.diagnostics);
        let bound = self.bind(&report);
        result.evaluation = bound.run();
        self.explain_waived(&bound, &report, &result.sources, &mut result.evaluation);
        let judge = Judge::new(self.plan(), &bound, &report);
        let rules = self.plan().ruleset.numbered_rules().rev();
        let rules: HashMap<&str, RuleId> = rules.map(|(id, rule)| (&*rule.id, id)).collect();
        for expect in &test.expect {
            // A rule that doesn't exist has its diagnostic already.
            let rule = rules.get(&*expect.rule.value);
            result
                .expectations
                .extend(rule.map(|rule| judge.judge(expect, *rule, &result.evaluation)));
        }
    }

    /// Failures that a waiver covers count as explained, as they do in a check.
    fn explain_waived(&self, bound: &Bound<'_>, report: &Report, sources: &SourceMap, evaluation: &mut Evaluation) {
        if self.plan().ruleset.waivers.is_empty() {
            return;
        }
        let (groups, _) = finding::derive(self.plan(), report, sources, evaluation, bound, Some(self.today));
        let explained: BTreeSet<Arc<str>> = groups
            .iter()
            .flat_map(|group| &group.findings)
            .filter(|finding| finding.outcome == Outcome::Explained)
            .map(|finding| Arc::clone(&finding.rule.id))
            .collect();
        let rules = self.plan().ruleset.rules.iter().zip(&mut evaluation.rules);
        for (_, result) in rules.filter(|(rule, _)| explained.contains(&rule.id)) {
            result.relabel(Outcome::Fails, Outcome::Explained);
        }
    }
}
