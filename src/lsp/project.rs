//! Which ruleset an open report is checked with.

use std::path::Path;

use crate::session::config;
use crate::source::{SourceId, Workspace, join_path, normalise_path};

/// The folder of the ruleset that the nearest `gouji.toml` above the report `path` (absolute) names; `None` where there
/// is none, or where it names none. What is wrong with the file is for the command line to say.
pub fn rules_of(workspace: &dyn Workspace, path: &Path) -> Option<String> {
    let folder = path
        .ancestors()
        .skip(1)
        .find(|folder| folder.join(config::FILE_NAME).is_file())?;
    let folder = normalise_path(&folder.to_string_lossy());
    let bytes = workspace.read(&join_path(&folder, config::FILE_NAME)).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let config = config::parse(SourceId(0), text.trim_start_matches('\u{feff}')).value;
    Some(join_path(&folder, &config.rules?))
}
