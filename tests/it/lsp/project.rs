//! A project on disk.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder with files, gone when dropped.
pub struct Project {
    root: TempDir,
}

/// How to write a URI.
#[derive(Debug, Clone, Copy)]
pub enum Style {
    /// `file:///…/表.gj`
    Raw,
    /// `file:///…/%E8%A1%A8.gj`
    Encoded,
    /// As VS Code does, with `%3A` for a colon and lower-case digits.
    Lower,
}

impl Project {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let root = tempfile::Builder::new().prefix("勾稽 ").tempdir().unwrap();
        let project = Self { root };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub fn uri(&self, path: &str) -> String {
        self.uri_as(path, Style::Raw)
    }

    pub fn uri_as(&self, path: &str, style: Style) -> String {
        let path = self.path(path);
        match style {
            Style::Raw => format!("file://{}", path.to_str().unwrap()),
            Style::Encoded => gouji::lsp::from_path(&path),
            Style::Lower => lower(&gouji::lsp::from_path(Path::new(&path))),
        }
    }
}

/// The escapes of `uri` in lower case.
fn lower(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out.push('%');
        out.push_str(&part[..2].to_lowercase());
        out.push_str(&part[2..]);
    }
    out
}
