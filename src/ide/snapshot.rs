//! A ruleset as an editor sees it at one moment.

use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::resolve::References;
use crate::ruleset::{Date, Ruleset};
use crate::session::Session;
use crate::source::{Source, SourceId, SourceMap, Workspace};
use crate::syntax;
use crate::syntax::ast::File;

/// A ruleset with everything it inherits, loaded as far as its files allow; or one file that no folder holds.
#[derive(Debug)]
pub struct Snapshot {
    content: Content,
    /// The trees of its rule files; made when first asked for.
    files: OnceLock<Vec<File>>,
    /// What the names in them mean; made when first asked for.
    references: OnceLock<References>,
}

#[derive(Debug)]
enum Content {
    Folder(Box<Session>),
    Text {
        sources: SourceMap,
        diagnostics: Vec<Diagnostic>,
        /// Empty: without a folder nothing is known to which its names could refer.
        ruleset: Box<Ruleset>,
    },
}

impl Snapshot {
    /// The ruleset in `folder`. Its sources are named by the paths that `workspace` is asked for. `today` decides which
    /// waivers have expired.
    #[must_use]
    pub fn of_folder(workspace: &dyn Workspace, folder: &str, today: Date) -> Self {
        Self {
            content: Content::Folder(Box::new(Session::load(workspace, folder, today))),
            files: OnceLock::new(),
            references: OnceLock::new(),
        }
    }

    /// One rule file that no folder holds, called `name`: what can be said of its text alone.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Self {
        let mut sources = SourceMap::new();
        let source = sources.add_text(name, text);
        let parsed = syntax::parse(source, text);
        Self {
            content: Content::Text {
                sources,
                diagnostics: parsed.diagnostics,
                ruleset: Box::default(),
            },
            files: OnceLock::from(vec![parsed.value]),
            references: OnceLock::new(),
        }
    }

    /// Every source: rule files and code lists.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        match &self.content {
            Content::Folder(session) => session.sources(),
            Content::Text { sources, .. } => sources,
        }
    }

    /// What the files declare, put together.
    #[must_use]
    pub fn ruleset(&self) -> &Ruleset {
        match &self.content {
            Content::Folder(session) => &session.plan().ruleset,
            Content::Text { ruleset, .. } => ruleset,
        }
    }

    /// What is wrong with the files, in the order found.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.content {
            Content::Folder(session) => session.diagnostics(),
            Content::Text { diagnostics, .. } => diagnostics,
        }
    }

    /// The session to check reports with; `None` for a file without a folder.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.content {
            Content::Folder(session) => Some(session),
            Content::Text { .. } => None,
        }
    }

    /// The source called `name`.
    #[must_use]
    pub fn source_named(&self, name: &str) -> Option<SourceId> {
        self.sources()
            .iter()
            .find(|source| &*source.name == name)
            .map(|source| source.id)
    }

    /// The trees of all rule files.
    #[must_use]
    pub fn files(&self) -> &[File] {
        self.files.get_or_init(|| {
            let is_rules = |source: &&Source| source.name.ends_with(".gj");
            let rules = self.sources().iter().filter(is_rules);
            rules
                .map(|source| syntax::parse(source.id, &source.text).value)
                .collect()
        })
    }

    /// What the names in all rule files mean.
    #[must_use]
    pub fn references(&self) -> &References {
        self.references
            .get_or_init(|| References::of(self.ruleset(), self.files()))
    }

    /// The tree of one rule file.
    #[must_use]
    pub fn file(&self, source: SourceId) -> Option<&File> {
        self.files().iter().find(|file| file.source == source)
    }
}
