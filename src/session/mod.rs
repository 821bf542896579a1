//! The façade that the command line, the editor and users of the library share: rules loaded once, reports checked
//! against them, tests of rules run.
//!
//! A session sees files through a [`Workspace`](crate::source::Workspace) and is told what day it is, so that a run is
//! the same wherever and whenever it takes place.

mod check;
pub mod config;
mod coverage;
mod disk;
mod earlier;
mod expectation;
mod given;
mod inline;
mod memory;
mod ordered;
mod pattern;
pub mod saved;
mod testing;

pub use check::{CheckOptions, Examined, File};
pub use coverage::{Coverage, Gap};
pub use disk::{Disk, in_chinese};
pub use earlier::baseline;
pub use expectation::Expectation;
pub use memory::Memory;
pub use ordered::in_order;
pub use pattern::Pattern;
pub use testing::TestResult;

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, any_error};
use crate::evaluate::{Bound, Program};
use crate::plan::Plan;
use crate::read::Document;
use crate::recognise::{self, Hints, Lexicon};
use crate::report::Report;
use crate::resolve;
use crate::ruleset::{self, Date};
use crate::source::{SourceId, SourceMap, Workspace, normalise_path};
use crate::syntax;

/// A ruleset ready to check reports with.
#[derive(Debug, Clone)]
pub struct Session {
    folder: String,
    sources: SourceMap,
    program: Arc<Program>,
    diagnostics: Vec<Diagnostic>,
    today: Date,
    /// What is known of the forms, and the headers met, over all reports.
    lexicon: Arc<Lexicon>,
}

impl Session {
    /// Loads the ruleset in `folder` with all it inherits from. Rules with errors are left out of the plan and told of in
    /// [`Session::diagnostics`]; the others run. `today` decides which waivers have expired.
    #[must_use]
    pub fn load(workspace: &dyn Workspace, folder: &str, today: Date) -> Self {
        Self::load_with(workspace, folder, today, syntax::parse)
    }

    /// Like [`Session::load`], but without the tests of the ruleset: checking reports needs none, and reading them takes
    /// longer than reading the rules. What is wrong in them is not told.
    #[must_use]
    pub fn load_rules(workspace: &dyn Workspace, folder: &str, today: Date) -> Self {
        Self::load_with(workspace, folder, today, syntax::parse_rules)
    }

    fn load_with(
        workspace: &dyn Workspace,
        folder: &str,
        today: Date,
        parse: fn(SourceId, &str) -> Checked<syntax::ast::File>,
    ) -> Self {
        let mut sources = SourceMap::new();
        let mut diagnostics = Vec::new();
        let loaded = ruleset::load(workspace, &mut sources, folder, parse).take(&mut diagnostics);
        let assembled = ruleset::assemble(&loaded, &sources).take(&mut diagnostics);
        let plan = resolve::resolve(assembled).take(&mut diagnostics);
        Self {
            folder: normalise_path(folder),
            sources,
            program: Arc::new(Program::compile(plan)),
            diagnostics,
            today,
            lexicon: Arc::default(),
        }
    }

    /// The folder it was loaded from, normalised.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The rule files.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The rules, ready to run.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.program.plan()
    }

    /// What is wrong with the rule files, in the order found.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether any diagnostic is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        any_error(&self.diagnostics)
    }

    /// The tables of a document. Headers met in earlier reports are known.
    #[must_use]
    pub fn recognise(&self, document: &Document, hints: &Hints) -> Checked<Report> {
        recognise::recognise(document, &self.plan().ruleset.forms, &self.lexicon, hints)
    }

    /// The program that the rules were compiled to.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The same rules run without shorter ways: exact arithmetic decides everything. Slower; to hold the other against.
    #[must_use]
    pub fn exactly(&self) -> Self {
        Self {
            program: Arc::new(Program::exact(self.plan().clone())),
            ..self.clone()
        }
    }

    /// The rules bound to a report, ready to run. Table shapes met in earlier reports are known.
    #[must_use]
    pub fn bind<'r>(&'r self, report: &'r Report) -> Bound<'r> {
        self.program.bind(report)
    }

    /// The day it runs.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }
}
