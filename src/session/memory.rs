//! A workspace without a disk.

use std::collections::BTreeMap;
use std::io;

use crate::source::{Workspace, normalise_path};

/// Files held in memory by their normalised path.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(normalise_path(path), bytes.into());
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(&normalise_path(path));
    }

    /// Paths below `folder`, relative to it.
    fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let prefix = match normalise_path(folder).as_str() {
            "." => String::new(),
            "/" => "/".to_owned(),
            folder => format!("{folder}/"),
        };
        self.files
            .keys()
            .filter_map(move |path| path.strip_prefix(prefix.as_str()))
    }
}

impl Workspace for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, "没有这个文件或目录");
        self.files.get(&normalise_path(path)).cloned().ok_or_else(missing)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        if self.below(folder).next().is_none() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "没有这个文件或目录"));
        }
        let rules = self.below(folder).filter(|path| path.ends_with(".gj"));
        Ok(rules.map(str::to_owned).collect())
    }
}
