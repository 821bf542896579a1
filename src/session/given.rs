//! The report that a rule's test gives.

use super::Session;
use super::check::given;
use crate::diagnostic::codes::run::{TEST_FORM, TEST_RULE};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::read::{self, Format, Piece};
use crate::recognise;
use crate::report::{Facts, Report, Table};
use crate::source::{SourceId, SourceMap};
use crate::syntax::ast::{Given, Test, Word};

impl Session {
    /// The report made of the tables and facts that `test` gives; its tables become sources of their own.
    pub(super) fn given_report(
        &self,
        test: &Test,
        sources: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Report {
        let mut facts = Facts::default();
        let mut tables = Vec::new();
        for item in &test.given {
            match item {
                Given::Table { form, text } => {
                    tables.extend(self.given_table(test, form, text, sources, diagnostics));
                }
                Given::Facts { unit, year } => {
                    facts.unit = unit.as_ref().map(|unit| given(unit.value.to_string())).or(facts.unit);
                    facts.year = year.as_ref().map(|year| given(year.value)).or(facts.year);
                }
            }
        }
        Report {
            source: tables.first().map_or(test.span.source, |table: &Table| table.origin.source()),
            format: Format::Csv,
            facts,
            tables,
            leftovers: Vec::new(),
        }
    }

    fn given_table(
        &self,
        test: &Test,
        form: &Word,
        text: &Word,
        sources: &mut SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Table> {
        let forms = &self.plan.ruleset.forms;
        let index = forms.iter().position(|known| known.id == form.value)?;
        // Tests are written indented like the rest of the file.
        let lines = text.value.lines().map(str::trim).filter(|line| !line.is_empty());
        let csv = lines.collect::<Vec<_>>().join("\n");
        let name = format!("测试“{}”的表{}.csv", test.title.value, form.value);
        let document = read::read(sources, &name, csv.as_bytes()).take(diagnostics)?;
        let grid = document.pieces.iter().find_map(|piece| match piece {
            Piece::Grid(grid) => Some(grid),
            Piece::Paragraph(_) => None,
        })?;
        Some(recognise::given_table(index, forms.get(index)?, grid).take(diagnostics))
    }

    /// Tests that speak of rules and forms that don't exist.
    pub(super) fn unknown_in_tests(&self) -> Vec<Diagnostic> {
        let ruleset = &self.plan.ruleset;
        let forms = || ruleset.forms.iter().map(|form| &*form.id);
        let rules = || ruleset.rules.iter().map(|rule| &*rule.id);
        let mut diagnostics = Vec::new();
        for test in &ruleset.tests {
            for item in &test.given {
                if let Given::Table { form, .. } = item
                    && !forms().any(|known| *known == *form.value)
                {
                    let message = format!("测试给定了表“{}”,但没有声明这张表", form.value);
                    let known = forms().collect::<Vec<_>>().join("、");
                    let help = did_you_mean(&form.value, forms()).unwrap_or_else(|| format!("声明了的表:{known}"));
                    diagnostics.push(Diagnostic::new(&TEST_FORM, message).at(form.span, "没有这张表").help(help));
                }
            }
            for expect in &test.expect {
                if rules().any(|known| *known == *expect.rule.value) {
                    continue;
                }
                let id = &expect.rule.value;
                let diagnostic = Diagnostic::new(&TEST_RULE, format!("测试期望规则“{id}”,但没有这条规则"));
                let disabled = ruleset.disabled.iter().find(|disabled| disabled.rule == *id);
                diagnostics.push(match disabled {
                    Some(disabled) => diagnostic
                        .at(expect.rule.span, "已停用,不会运行")
                        .at(disabled.span, "在这里停用")
                        .help("去掉这条期望,或不再停用这条规则"),
                    None => diagnostic
                        .at(expect.rule.span, "没有这条规则")
                        .maybe_help(did_you_mean(id, rules())),
                });
            }
        }
        diagnostics
    }

    /// Whether `source` is a file of the ruleset's own folder, not of one it inherits from.
    pub(super) fn is_own(&self, source: SourceId) -> bool {
        let prefix = if self.folder == "." {
            String::new()
        } else {
            format!("{}/", self.folder.trim_end_matches('/'))
        };
        let name = self.sources.get(source).map(|source| &source.name);
        name.is_some_and(|name| name.starts_with(&prefix) && !(prefix.is_empty() && name.starts_with("..")))
    }
}
