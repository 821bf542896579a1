//! A checked report as bytes, so that what did not change need not be checked again.
//!
//! A saved report is found by everything that its findings depend on ([`Session::fingerprint`]): files, their names, what
//! is known from outside, rules, engine, and the day, on which waivers expire. Read back it is what the check had
//! given, or nothing: whatever is wrong with saved bytes, the report is checked again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CheckOptions, File, Session};
use crate::diagnostic::Diagnostic;
use crate::finding::{CheckedFile, CheckedReport, FindingGroup, RepairedCell, Summary};
use crate::read::Format;
use crate::report::{Report, ReportKind};
use crate::source::{Landmarks, SourceId, hash};

/// Changes with the shape of what is saved.
const VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
struct Saved {
    unit: Option<String>,
    year: Option<u16>,
    kind: Option<ReportKind>,
    groups: Vec<FindingGroup>,
    summary: Summary,
    diagnostics: Vec<Diagnostic>,
    repairs: Vec<RepairedCell>,
    report: Option<Arc<Report>>,
    /// The report's own sources, in order.
    sources: Vec<SavedSource>,
    /// For each file its format and source.
    files: Vec<(Option<Format>, SourceId)>,
}

#[derive(Serialize, Deserialize)]
struct SavedSource {
    name: Arc<str>,
    text: Arc<str>,
    sheets: Vec<Arc<str>>,
    landmarks: Landmarks,
    hash: Arc<str>,
}

impl Session {
    /// What the findings of a report depend on, as one hash: 64 hexadecimal digits. `engine` tells one build of the program
    /// from another.
    #[must_use]
    pub fn fingerprint(&self, engine: &str, name: &str, files: &[File], options: &CheckOptions) -> Arc<str> {
        let mut parts = vec![
            VERSION.to_string(),
            engine.to_owned(),
            self.plan().ruleset.hash.to_string(),
            self.folder.clone(),
            format!("{:?}", self.today),
            format!("{options:?}"),
            name.to_owned(),
        ];
        for file in files {
            parts.push(file.name.clone());
            parts.push(hash(&file.bytes).to_string());
        }
        // Lengths keep parts apart whatever they hold.
        let joined: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
        hash(joined.as_bytes())
    }
}

/// The bytes of a checked report; `None` where it can't be saved.
#[must_use]
pub fn save(session: &Session, report: &CheckedReport) -> Option<Vec<u8>> {
    let own = report.sources.iter().skip(session.sources.iter().count());
    let saved = Saved {
        unit: report.unit.clone(),
        year: report.year,
        kind: report.kind,
        groups: report.groups.clone(),
        summary: report.summary.clone(),
        diagnostics: report.diagnostics.clone(),
        repairs: report.repairs.clone(),
        report: report.report.clone(),
        sources: own
            .map(|source| SavedSource {
                name: Arc::clone(&source.name),
                text: Arc::clone(&source.text),
                sheets: source.sheets.clone(),
                landmarks: source.landmarks.clone(),
                hash: Arc::clone(&source.hash),
            })
            .collect(),
        files: report.files.iter().map(|file| (file.format, file.source)).collect(),
    };
    let mut bytes = postcard::to_stdvec(&saved).ok()?;
    // A file that was cut off or changed is no saved report.
    bytes.extend_from_slice(hash(&bytes).as_bytes());
    Some(bytes)
}

/// The report that was saved, made up of `files`; `None` where the bytes are not whole or of another shape.
#[must_use]
pub fn restore(session: &Session, name: &str, files: Vec<File>, bytes: &[u8]) -> Option<CheckedReport> {
    let (body, check) = bytes.split_at_checked(bytes.len().checked_sub(64)?)?;
    if hash(body).as_bytes() != check {
        return None;
    }
    let saved: Saved = postcard::from_bytes(body).ok()?;
    let mut sources = session.sources.clone();
    for source in saved.sources {
        sources.restore(source.name, source.text, source.sheets, source.landmarks, source.hash);
    }
    if saved.files.len() != files.len() {
        return None;
    }
    let files: Vec<CheckedFile> = files
        .into_iter()
        .zip(saved.files)
        .map(|(file, (format, source))| CheckedFile {
            hash: sources
                .get(source)
                .map(|source| Arc::clone(&source.hash))
                .unwrap_or_default(),
            name: file.name.into(),
            format,
            source,
            bytes: file.bytes,
        })
        .collect();
    Some(CheckedReport {
        name: name.into(),
        hash: super::check::hash_of(&files),
        files,
        unit: saved.unit,
        year: saved.year,
        kind: saved.kind,
        groups: saved.groups,
        summary: saved.summary,
        diagnostics: saved.diagnostics,
        repairs: saved.repairs,
        sources,
        report: saved.report,
        changes: None,
    })
}
