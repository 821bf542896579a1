//! The documents that the client has open.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::{Encoding, LineColumn, LineIndex};

use super::uri;

/// What a document is to gouji.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// Rule text.
    Rules,
    /// A report: text or csv.
    Report,
    /// Neither; nothing is said about it.
    Other,
}

/// An open document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its text as the client has it.
    pub text: Arc<str>,
    /// The client's version of it.
    pub version: i32,
    /// What it is.
    pub kind: DocumentKind,
    /// The file behind it; `None` for a document that was never saved.
    pub path: Option<PathBuf>,
}

/// A change of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, in the negotiated encoding; all of the text where `None`.
    pub range: Option<Range<LineColumn>>,
    /// By what.
    pub text: String,
}

/// The open documents, by URI exactly as the client wrote it.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    open: BTreeMap<String, Document>,
}

impl Documents {
    /// Opens a document, or replaces it. `language` is the client's language id.
    pub fn open(&mut self, uri: String, language: &str, version: i32, text: String) {
        let path = uri::to_path(&uri);
        let name = path.as_deref().unwrap_or(Path::new(&uri));
        let document = Document {
            text: text.into(),
            version,
            kind: kind_of(name, language),
            path,
        };
        self.open.insert(uri, document);
    }

    /// Applies changes in order, each to the text that the one before it left. Nothing happens for a document that
    /// isn't open.
    pub fn change(&mut self, uri: &str, version: i32, changes: Vec<Change>, encoding: Encoding) {
        let Some(document) = self.open.get_mut(uri) else { return };
        let mut text = String::from(&*document.text);
        for change in changes {
            match change.range {
                None => text = change.text,
                Some(range) => {
                    let lines = LineIndex::new(&text);
                    let start = lines.offset(&text, range.start, encoding);
                    let end = lines.offset(&text, range.end, encoding).max(start);
                    text.replace_range(start..end, &change.text);
                }
            }
        }
        document.text = text.into();
        document.version = version;
    }

    /// Closes a document and returns what it was.
    pub fn close(&mut self, uri: &str) -> Option<Document> {
        self.open.remove(uri)
    }

    /// The document opened as `uri`.
    #[must_use]
    pub fn get(&self, uri: &str) -> Option<&Document> {
        self.open.get(uri)
    }

    /// The open document of the file `path`, with its URI.
    #[must_use]
    pub fn at_path(&self, path: &Path) -> Option<(&str, &Document)> {
        self.iter()
            .find(|(_, document)| document.path.as_deref().is_some_and(|open| same_file(open, path)))
    }

    /// All open documents, by URI.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.open.iter().map(|(uri, document)| (uri.as_str(), document))
    }
}

/// Whether two paths are one file by spelling, or by what the disk says.
fn same_file(a: &Path, b: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    a == b || (a.file_name() == b.file_name() && canonical(a).is_some_and(|a| canonical(b) == Some(a)))
}

fn kind_of(name: &Path, language: &str) -> DocumentKind {
    let extension = name
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match (language, extension.as_str()) {
        ("gouji", _) | (_, "gj") => DocumentKind::Rules,
        (_, "csv" | "txt") => DocumentKind::Report,
        _ => DocumentKind::Other,
    }
}
