//! Which ruleset an open report is checked with.

use std::path::Path;

use crate::source::{Workspace, join_path, normalise_path};

/// The configuration of a project.
const FILE: &str = "gouji.toml";

/// The folder of the ruleset that the nearest `gouji.toml` above the report `path` (absolute) names; `None` where there
/// is none, or where it names none. What is wrong with the file is for the command line to say.
pub fn rules_of(workspace: &dyn Workspace, path: &Path) -> Option<String> {
    let folder = path.ancestors().skip(1).find(|folder| folder.join(FILE).is_file())?;
    let folder = normalise_path(&folder.to_string_lossy());
    let bytes = workspace.read(&join_path(&folder, FILE)).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let table: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Some(join_path(&folder, table.get("rules")?.as_str()?))
}
