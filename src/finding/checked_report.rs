//! A report after a run: what renderers are given.

use std::sync::Arc;

use super::view::View;
use super::{Changes, FindingGroup, Place, Summary};
use crate::diagnostic::{Diagnostic, Severity, any_error};
use crate::evaluate::Program;
use crate::form::ColumnIx;
use crate::plan::Plan;
use crate::read::Format;
use crate::report::{FigureRef, RepairKind, Report, ReportKind, RowIx};
use crate::source::{SourceId, SourceMap};

/// A report after a run.
#[derive(Debug, Clone)]
pub struct CheckedReport {
    /// What it is called: its file, or the folder or archive of its files.
    pub name: Arc<str>,
    /// SHA-256 of its file's bytes; of several files, over their hashes in order.
    pub hash: Arc<str>,
    /// Its files in order.
    pub files: Vec<CheckedFile>,
    /// The unit it is of, where it says so.
    pub unit: Option<String>,
    /// The year it is of, where it says so.
    pub year: Option<u16>,
    /// What it accounts for, where it says so.
    pub kind: Option<ReportKind>,
    /// What was found.
    pub groups: Vec<FindingGroup>,
    /// The run in numbers.
    pub summary: Summary,
    /// What there was to say about the files while they were read.
    pub diagnostics: Vec<Diagnostic>,
    /// Figures that had to be repaired to be read.
    pub repairs: Vec<RepairedCell>,
    /// The rule files and the report's own, for the text around places.
    pub sources: SourceMap,
    /// The report as recognised; `None` where no file of it could be read at all.
    pub report: Option<Arc<Report>>,
    /// What changed since an earlier run, where one is compared with and the report could be checked.
    pub changes: Option<Changes>,
}

/// A file of a report.
#[derive(Debug, Clone)]
pub struct CheckedFile {
    /// Its name.
    pub name: Arc<str>,
    /// SHA-256 of its bytes.
    pub hash: Arc<str>,
    /// Its format; `None` where it could not be read at all.
    pub format: Option<Format>,
    /// Its number in [`CheckedReport::sources`].
    pub source: SourceId,
    /// Its bytes, for outputs that are made from the file itself.
    pub bytes: Arc<[u8]>,
}

/// A figure that had to be repaired to be read.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RepairedCell {
    /// `06 公用经费合计`
    pub cell: String,
    /// Where it stands.
    pub place: Place,
    /// What was wrong.
    pub kind: RepairKind,
    /// What was done, one clause.
    pub note: String,
}

/// A run of one ruleset over reports, as far as it is known before the first report: what a renderer begins with.
#[derive(Debug, Clone, Copy)]
pub struct RunHead<'a> {
    /// The rules.
    pub program: &'a Program,
    /// The rule files and the configuration.
    pub sources: &'a SourceMap,
    /// The version of gouji.
    pub engine_version: &'a str,
    /// What there is to say about the rules and the configuration.
    pub diagnostics: &'a [Diagnostic],
    /// Whether one report is to be checked rather than a batch.
    pub single: bool,
}

impl<'a> RunHead<'a> {
    /// The rules, resolved.
    #[must_use]
    pub fn plan(&self) -> &'a Plan {
        self.program.plan()
    }
}

/// The ruleset of a run.
#[derive(Debug, Clone, Default)]
pub struct RulesetNote {
    /// Its name.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// SHA-256 over its files.
    pub hash: Arc<str>,
    /// Rules that are switched off: id and reason.
    pub disabled: Vec<(Arc<str>, Arc<str>)>,
}

impl RulesetNote {
    /// The ruleset of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let disabled = plan.ruleset.disabled.iter();
        Self {
            disabled: disabled
                .map(|disabled| (Arc::clone(&disabled.rule), Arc::clone(&disabled.reason)))
                .collect(),
            name: Arc::clone(&plan.ruleset.name),
            version: plan.ruleset.version.clone(),
            hash: Arc::clone(&plan.ruleset.hash),
        }
    }
}

impl CheckedReport {
    /// The gravest finding that counts: explained failures do not.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.groups
            .iter()
            .filter(|group| group.counts())
            .map(FindingGroup::severity)
            .max()
    }

    /// Whether some of it could not be read or checked, so that its findings are not the whole truth.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.report.is_none() || any_error(&self.diagnostics)
    }
}

/// Every repaired figure of a report, in reading order.
#[must_use]
pub fn repairs(plan: &Plan, report: &Report, sources: &SourceMap) -> Vec<RepairedCell> {
    let view = View { plan, report, sources };
    let mut out = Vec::new();
    for (table, found) in report.numbered_tables() {
        for (part, block) in found.numbered_parts() {
            let width = block.columns.len().max(1);
            for (index, cell) in block.cells.iter().enumerate() {
                let Some(repair) = &cell.repair else { continue };
                let figure = FigureRef {
                    table,
                    part,
                    row: RowIx::new(index / width),
                    column: ColumnIx::new(index % width),
                };
                out.push(RepairedCell {
                    cell: view.cell_name(figure),
                    place: view.place(cell.origin, cell.text.clone()),
                    kind: repair.kind,
                    note: repair.note.clone(),
                });
            }
        }
    }
    out
}
