//! Which ruleset a rule file belongs to.

use std::path::Path;

use crate::source::{Workspace, normalise_path};

/// How many folders up a header is looked for.
const HIGHEST: usize = 6;

/// The folder of the ruleset that the rule file `path` (absolute) belongs to: the nearest folder above it in which a
/// rule file begins a ruleset, or the file's own folder where none does.
pub fn home(workspace: &dyn Workspace, path: &Path) -> String {
    let own = path.parent().unwrap_or(path);
    let with_header = own
        .ancestors()
        .take(HIGHEST)
        .find(|folder| has_header(workspace, folder));
    normalise_path(&with_header.unwrap_or(own).to_string_lossy())
}

fn has_header(workspace: &dyn Workspace, folder: &Path) -> bool {
    rule_files(folder).any(|file| {
        workspace
            .read(&normalise_path(&file.to_string_lossy()))
            .is_ok_and(|bytes| begins_ruleset(&String::from_utf8_lossy(&bytes)))
    })
}

/// The rule files right in `folder`, on disk.
fn rule_files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "gj"))
}

/// Whether a line begins with the keyword of a header.
fn begins_ruleset(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        ["规则集", "ruleset"].iter().any(|keyword| {
            line.strip_prefix(keyword)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '{')))
        })
    })
}
