//! The disk with the open documents laid over it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::documents::{DocumentKind, Documents};
use crate::session::{Disk, in_chinese};
use crate::source::{Workspace, normalise_path};

/// How deep and how far a folder is searched for rule files: an editor may be pointed at a whole disk.
const DEEPEST: usize = 12;
const MOST_ENTRIES: usize = 20_000;

/// Files as the editor sees them: open documents as they are there, the rest as it is on disk.
#[derive(Debug, Clone, Copy)]
pub struct Overlay<'a> {
    documents: &'a Documents,
}

impl<'a> Overlay<'a> {
    /// The disk under `documents`.
    #[must_use]
    pub fn new(documents: &'a Documents) -> Self {
        Self { documents }
    }
}

impl Workspace for Overlay<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.documents.at_path(Path::new(path)) {
            Some((_, document)) => Ok(document.text.as_bytes().to_vec()),
            None => Disk.read(path),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let root = Path::new(folder);
        let mut found: BTreeSet<String> = self
            .documents
            .iter()
            .filter(|(_, document)| document.kind == DocumentKind::Rules)
            .filter_map(|(_, document)| relative(document.path.as_deref()?, root))
            .filter(|name| name.ends_with(".gj"))
            .collect();
        if let Err(error) = std::fs::read_dir(root)
            && found.is_empty()
        {
            return Err(in_chinese(error));
        }
        let entries = WalkDir::new(root)
            .max_depth(DEEPEST)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'))
            .take(MOST_ENTRIES);
        for entry in entries.flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "gj") && !entry.file_type().is_dir() {
                found.extend(relative(entry.path(), root));
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// `path` as seen from `folder`, with `/`; `None` where it isn't below it.
fn relative(path: &Path, folder: &Path) -> Option<String> {
    let below = path.strip_prefix(folder).ok()?;
    Some(normalise_path(&below.to_string_lossy()))
}
