//! The report that a rule's test gives.

use super::Session;
use super::check::given;
use super::inline::Inline;
use crate::diagnostic::Diagnostic;
use crate::read::{self, Format, Piece};
use crate::recognise;
use crate::report::{Facts, Report, ReportFile, Table};
use crate::source::{SourceId, SourceMap};
use crate::syntax::ast::{Given, Test, Word};

impl Session {
    /// The report made of the tables and facts that `test` gives; their places are in the rule file.
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
            files: vec![ReportFile {
                source: tables
                    .first()
                    .map_or(test.span.source, |table: &Table| table.origin.source()),
                format: Format::Csv,
            }],
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
        let forms = &self.plan().ruleset.forms;
        let index = forms.iter().position(|known| known.id == form.value)?;
        let inline = Inline::new(text);
        let name = format!("测试“{}”的表{}.csv", test.title.value, form.value);
        let mut said = Vec::new();
        let document = read::read(sources, &name, inline.csv.as_bytes()).take(&mut said);
        inline.place_diagnostics(&mut said);
        diagnostics.append(&mut said);
        let mut document = document?;
        inline.place_document(&mut document);
        let grid = document.pieces.iter().find_map(|piece| match piece {
            Piece::Grid(grid) => Some(grid),
            Piece::Paragraph(_) => None,
        })?;
        Some(recognise::given_table(index, forms.get(index)?, grid).take(diagnostics))
    }

    /// Whether `source` is a file of the ruleset's own folder, not of one it inherits from.
    #[must_use]
    pub fn is_own(&self, source: SourceId) -> bool {
        let prefix = if self.folder == "." {
            String::new()
        } else {
            format!("{}/", self.folder.trim_end_matches('/'))
        };
        let name = self.sources.get(source).map(|source| &source.name);
        name.is_some_and(|name| name.starts_with(&prefix) && !(prefix.is_empty() && name.starts_with("..")))
    }
}
