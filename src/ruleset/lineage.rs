//! The folders of a ruleset in the order in which they take effect: parents before children.

use std::collections::BTreeSet;

use super::Folder;
use crate::source::{Span, join_path};
use crate::syntax::ast::Header;

/// The folders that make up a ruleset.
pub(super) struct Lineage<'a> {
    members: Vec<(&'a Folder, BTreeSet<usize>)>,
}

impl<'a> Lineage<'a> {
    /// The folders of `root`, itself last; one reached on two ways appears once.
    pub fn of(root: &'a Folder) -> Self {
        let mut lineage = Self { members: Vec::new() };
        lineage.add(root);
        lineage
    }

    fn add(&mut self, folder: &'a Folder) -> usize {
        if let Some(known) = self.members.iter().position(|(member, _)| member.path == folder.path) {
            return known;
        }
        let mut ancestors = BTreeSet::new();
        for parent in &folder.extends {
            let parent = self.add(parent);
            ancestors.insert(parent);
            if let Some((_, further)) = self.members.get(parent) {
                ancestors.extend(further);
            }
        }
        self.members.push((folder, ancestors));
        self.members.len() - 1
    }

    /// The folders, numbered.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Folder)> {
        self.members.iter().enumerate().map(|(at, (folder, _))| (at, *folder))
    }

    /// Every 继承 of the folders, with the name of the ruleset that it means.
    pub fn extends(&self) -> Vec<(Span, Span)> {
        let mut headers: Vec<(&str, &Header)> = Vec::new();
        for (folder, _) in &self.members {
            headers.extend(folder.headers().map(|header| (&*folder.path, header)));
        }
        let mut found = Vec::new();
        for (folder, header) in &headers {
            for path in &header.extends {
                let wanted = join_path(folder, &path.value);
                let meant = headers.iter().find(|(folder, _)| *folder == wanted);
                found.extend(meant.map(|(_, header)| (path.span, header.name.span)));
            }
        }
        found
    }

    /// The number of the ruleset's own folder.
    pub fn own(&self) -> usize {
        self.members.len().saturating_sub(1)
    }

    /// Whether `child` inherits from `parent`, directly or not.
    pub fn inherits(&self, child: usize, parent: usize) -> bool {
        self.members
            .get(child)
            .is_some_and(|(_, ancestors)| ancestors.contains(&parent))
    }
}
