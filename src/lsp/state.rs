//! What the server knows: the open documents, and the rulesets made from them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gen_lsp_types as lsp;

use super::documents::{Change, DocumentKind, Documents};
use super::home::home;
use super::overlay::Overlay;
use super::project::project_of;
use super::to_proto::{self, Text};
use super::uri;
use crate::finding::Words;
use crate::ide::{self, Location, Problem, Snapshot};
use crate::ruleset::Date;
use crate::session::CheckOptions;
use crate::source::{Encoding, LineColumn, Source, SourceId, SourceMap, normalise_path};

/// The state of a server.
#[derive(Debug)]
pub struct State {
    encoding: Encoding,
    documents: Documents,
    /// Tells the day.
    today: fn() -> Date,
    /// Rulesets by folder, as of the last change.
    snapshots: BTreeMap<String, Arc<Snapshot>>,
}

/// A rule file within its ruleset.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// The ruleset.
    pub snapshot: Arc<Snapshot>,
    /// The file.
    pub source: SourceId,
    encoding: Encoding,
}

impl RuleFile {
    /// Its text.
    pub fn text(&self) -> Option<Text<'_>> {
        let source = self.snapshot.sources().get(self.source)?;
        Some(text_of(source, self.encoding))
    }

    /// The byte at a position of the client.
    pub fn offset(&self, position: LineColumn) -> usize {
        self.text()
            .map_or(0, |text| text.lines.offset(text.text, position, text.encoding))
    }
}

impl State {
    /// No documents yet; positions in `encoding`.
    pub fn new(encoding: Encoding, today: fn() -> Date) -> Self {
        Self {
            encoding,
            today,
            documents: Documents::default(),
            snapshots: BTreeMap::new(),
        }
    }

    /// A document was opened.
    pub fn open(&mut self, uri: String, language: &str, version: i32, text: String) {
        self.documents.open(uri, language, version, text);
        self.forget();
    }

    /// A document was changed.
    pub fn change(&mut self, uri: &str, version: i32, changes: Vec<Change>) {
        self.documents.change(uri, version, changes, self.encoding);
        self.forget();
    }

    /// A document was closed; what is on disk counts again.
    pub fn close(&mut self, uri: &str) {
        self.documents.close(uri);
        self.forget();
    }

    /// Something may have changed, on disk or in a document.
    pub fn forget(&mut self) {
        self.snapshots.clear();
    }

    /// The open rule file `uri`.
    pub fn rule_file(&mut self, uri: &str) -> Option<RuleFile> {
        let document = self.documents.get(uri)?;
        if document.kind != DocumentKind::Rules {
            return None;
        }
        let within = document.path.clone().and_then(|path| self.within_ruleset(&path));
        let (snapshot, source) = match within {
            Some(found) => found,
            None => self.alone(uri)?,
        };
        Some(RuleFile {
            snapshot,
            source,
            encoding: self.encoding,
        })
    }

    fn within_ruleset(&mut self, path: &Path) -> Option<(Arc<Snapshot>, SourceId)> {
        let folder = home(&Overlay::new(&self.documents), path);
        let snapshot = self.snapshot(folder);
        let source = snapshot.source_named(&normalise_path(&path.to_string_lossy()))?;
        Some((snapshot, source))
    }

    /// The ruleset in `folder`.
    fn snapshot(&mut self, folder: String) -> Arc<Snapshot> {
        let overlay = Overlay::new(&self.documents);
        let today = (self.today)();
        let snapshot = self
            .snapshots
            .entry(folder)
            .or_insert_with_key(|folder| Arc::new(Snapshot::of_folder(&overlay, folder, today)));
        Arc::clone(snapshot)
    }

    /// A rule file that no folder holds: one never saved, or one that can't be read from where it says it is.
    fn alone(&mut self, uri: &str) -> Option<(Arc<Snapshot>, SourceId)> {
        let document = self.documents.get(uri)?;
        let snapshot = self
            .snapshots
            .entry(uri.to_owned())
            .or_insert_with(|| Arc::new(Snapshot::of_text(uri, &document.text)));
        Some((Arc::clone(snapshot), snapshot.source_named(uri)?))
    }

    /// The diagnostics of every open document.
    pub fn diagnostics(&mut self) -> Vec<lsp::PublishDiagnosticsParams> {
        let open: Vec<(String, DocumentKind, i32)> = self
            .documents
            .iter()
            .map(|(uri, document)| (uri.to_owned(), document.kind, document.version))
            .collect();
        open.into_iter()
            .map(|(uri, kind, version)| lsp::PublishDiagnosticsParams {
                diagnostics: match kind {
                    DocumentKind::Rules => self.rule_diagnostics(&uri),
                    DocumentKind::Report => self.report_diagnostics(&uri),
                    DocumentKind::Other => Vec::new(),
                },
                uri: lsp::Uri(uri),
                version: Some(version),
            })
            .collect()
    }

    fn rule_diagnostics(&mut self, uri: &str) -> Vec<lsp::Diagnostic> {
        let Some(file) = self.rule_file(uri) else {
            return Vec::new();
        };
        let problems = ide::rule_problems(&file.snapshot, file.source);
        self.located(file.snapshot.sources(), file.source, problems)
    }

    /// An open report, checked with the rules of its project. A code list of the rules is no report, and a text in
    /// which no table is found is none either unless the project says so.
    fn report_diagnostics(&mut self, uri: &str) -> Vec<lsp::Diagnostic> {
        self.checked_report(uri).unwrap_or_default()
    }

    fn checked_report(&mut self, uri: &str) -> Option<Vec<lsp::Diagnostic>> {
        let document = self.documents.get(uri)?;
        let path = document.path.clone()?;
        let text = Arc::clone(&document.text);
        let project = project_of(&Overlay::new(&self.documents), &path)?;
        let snapshot = self.snapshot(project.rules);
        let name = normalise_path(&path.to_string_lossy());
        if let Some(source) = snapshot.source_named(&name) {
            let problems = ide::rule_problems(&snapshot, source);
            return Some(self.located(snapshot.sources(), source, problems));
        }
        let session = snapshot.session()?;
        let checked = session
            .check_bytes(&name, text.as_bytes(), &CheckOptions::default())
            .checked;
        if !project.declared && checked.report.as_ref().is_some_and(|report| report.tables.is_empty()) {
            return None;
        }
        let source = checked.files.first()?.source;
        let told = Words::new(session.program()).of(&checked);
        let problems = ide::report_problems(source, &told.diagnostics, &told.groups);
        Some(self.located(&checked.sources, source, problems))
    }

    fn located(&self, sources: &SourceMap, source: SourceId, problems: Vec<Problem>) -> Vec<lsp::Diagnostic> {
        let Some(text) = sources.get(source).map(|source| text_of(source, self.encoding)) else {
            return Vec::new();
        };
        problems
            .into_iter()
            .map(|mut problem| {
                let related = std::mem::take(&mut problem.related)
                    .into_iter()
                    .filter_map(|(place, message)| {
                        Some(lsp::DiagnosticRelatedInformation {
                            location: self.location(sources, &place)?,
                            message,
                        })
                    })
                    .collect();
                to_proto::diagnostic(text, problem, related)
            })
            .collect()
    }

    /// A place, by the URI that the client knows its file by.
    pub fn location(&self, sources: &SourceMap, place: &Location) -> Option<lsp::Location> {
        let source = sources.get(place.source)?;
        let path = Path::new(&*source.name);
        let uri = match self.documents.at_path(path) {
            Some((uri, _)) => uri.to_owned(),
            None if path.is_absolute() => uri::from_path(path),
            // A document that was never saved is its own source.
            None => source.name.to_string(),
        };
        Some(lsp::Location {
            uri: lsp::Uri(uri),
            range: text_of(source, self.encoding).range(place.range.clone()),
        })
    }
}

fn text_of(source: &Source, encoding: Encoding) -> Text<'_> {
    Text {
        text: &source.text,
        lines: source.lines(),
        encoding,
    }
}
