//! The sources of a run: rule files and reports.

use std::sync::{Arc, OnceLock};

use super::{Landmarks, LineIndex, SourceId, Span};

/// One file as it was read. A workbook has no text, only sheet names.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its number in the map.
    pub id: SourceId,
    /// The name shown to people: a path relative to where the run started, with `/`.
    pub name: Arc<str>,
    /// The decoded text (UTF-8, without byte order mark), or the text drawn from a document, in which case
    /// [`Source::landmarks`] say where it stands there; empty for a workbook.
    pub text: Arc<str>,
    /// Names of a workbook's sheets in order; empty for a text.
    pub sheets: Vec<Arc<str>>,
    /// Where a drawn-out text stands in its document; empty for all else.
    pub landmarks: Landmarks,
    /// SHA-256 of the bytes as they were on disk, lower-case hexadecimal.
    pub hash: Arc<str>,
    /// Made when someone asks: most sources are never pointed into.
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// The line index of [`Source::text`].
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The text of `span`, empty where the span lies outside it.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// SHA-256 of `bytes`, lower-case hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> Arc<str> {
    use sha2::{Digest, Sha256};
    let half = |bits: u8| char::from_digit(bits.into(), 16);
    let digits = |byte: u8| [half(byte >> 4), half(byte & 15)];
    let text: String = Sha256::digest(bytes).into_iter().flat_map(digits).flatten().collect();
    text.into()
}

/// All sources of a run, numbered in the order they were added. Cheap to clone: sources are shared.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Arc<Source>>,
}

impl SourceMap {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source and returns its number. `bytes` are hashed; `text` is their decoded form (see [`Source::text`]).
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, bytes: &[u8]) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        let text = text.into();
        let hash = hash(bytes);
        self.sources.push(Arc::new(Source {
            id,
            name: name.into(),
            text,
            sheets: Vec::new(),
            landmarks: Landmarks::default(),
            hash,
            lines: OnceLock::new(),
        }));
        id
    }

    /// Adds a UTF-8 text, hashing its own bytes.
    pub fn add_text(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let text = text.into();
        self.add(name, Arc::clone(&text), text.as_bytes())
    }

    /// Takes over a source that was read before; it gets the next number, which is returned.
    pub fn restore(
        &mut self,
        name: Arc<str>,
        text: Arc<str>,
        sheets: Vec<Arc<str>>,
        landmarks: Landmarks,
        hash: Arc<str>,
    ) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Arc::new(Source {
            id,
            name,
            text,
            sheets,
            landmarks,
            hash,
            lines: OnceLock::new(),
        }));
        id
    }

    /// Sets what a reader found out about `id`: the decoded text, or the sheet names of a workbook.
    pub fn set_content(&mut self, id: SourceId, text: impl Into<Arc<str>>, sheets: Vec<Arc<str>>) {
        if let Some(source) = self.sources.get_mut(id.0 as usize).map(Arc::make_mut) {
            source.text = text.into();
            source.lines = OnceLock::new();
            source.sheets = sheets;
        }
    }

    /// Sets the text that a reader drew from the document `id`, and where it stands there.
    pub fn set_drawn_text(&mut self, id: SourceId, text: impl Into<Arc<str>>, landmarks: Landmarks) {
        self.set_content(id, text, Vec::new());
        if let Some(source) = self.sources.get_mut(id.0 as usize).map(Arc::make_mut) {
            source.landmarks = landmarks;
        }
    }

    /// The source numbered `id`.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The text of `span`, empty where it lies outside its source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .map(|source| source.slice(span))
            .unwrap_or_default()
    }

    /// All sources in order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().map(Arc::as_ref)
    }
}
