//! The project that an open report belongs to.

use std::path::Path;

use crate::session::config;
use crate::source::{SourceMap, Workspace, join_path, normalise_path};

/// What the nearest `gouji.toml` says about a report.
pub struct Project {
    /// The folder of the ruleset to check it with.
    pub rules: String,
    /// Whether the file says that this is a report. Otherwise it may be any text.
    pub declared: bool,
}

/// The project of the report `path` (absolute): that of the nearest `gouji.toml` above it. `None` where there is none,
/// where it names no rules, and where it names reports and this isn't one. What is wrong with the file is for the
/// command line to say.
pub fn project_of(workspace: &dyn Workspace, path: &Path) -> Option<Project> {
    let root = path
        .ancestors()
        .skip(1)
        .find(|folder| folder.join(config::FILE_NAME).is_file())?;
    let folder = normalise_path(&root.to_string_lossy());
    let file = join_path(&folder, config::FILE_NAME);
    let bytes = workspace.read(&file).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?.trim_start_matches('\u{feff}');
    let source = SourceMap::new().add_text(file, text);
    let config = config::parse(source, text).value;
    let below = path.strip_prefix(root).ok()?;
    let declared = config.reports.iter().any(|pattern| pattern.matches(below));
    if !declared && !config.reports.is_empty() {
        return None;
    }
    Some(Project {
        rules: join_path(&folder, &config.rules?),
        declared,
    })
}
