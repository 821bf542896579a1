//! Patterns of paths.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobMatcher};

use crate::source::normalise_path;

/// A pattern of paths, relative to a folder: `*` stays within a folder, `**` doesn't.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written, normalised.
    pub text: String,
    glob: Glob,
    /// Made when the first path is compared: most runs compare none.
    matcher: OnceLock<GlobMatcher>,
}

impl Pattern {
    /// A pattern, where `text` is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = normalise_path(text);
        let glob = GlobBuilder::new(&text).literal_separator(true).build().ok()?;
        Some(Self {
            glob,
            text,
            matcher: OnceLock::new(),
        })
    }

    /// A pattern, where `text` has wildcards.
    #[must_use]
    pub fn wild(text: &str) -> Option<Self> {
        Self::new(text).filter(|_| is_wild(text))
    }

    /// Whether the path, relative to the same folder, is one of these.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        self.matcher.get_or_init(|| self.glob.compile_matcher()).is_match(path)
    }

    /// The folder to look in: the parts before the first with a wildcard.
    #[must_use]
    pub fn base(&self) -> PathBuf {
        let parts: Vec<&str> = self.text.split('/').collect();
        let fixed = parts.iter().take_while(|part| !is_wild(part)).count();
        let fixed = fixed.min(parts.len().saturating_sub(1));
        let base = parts.get(..fixed).unwrap_or_default().join("/");
        // `/*.xlsx` begins with an empty part: the root.
        if base.is_empty() && fixed > 0 {
            "/".into()
        } else {
            base.into()
        }
    }
}

fn is_wild(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}
