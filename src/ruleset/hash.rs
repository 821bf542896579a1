//! The fingerprint of a ruleset: the same wherever its folder lies.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::lineage::Lineage;
use crate::source::{SourceMap, join_path};

/// SHA-256 over the names (relative to their folder) and contents of all rule files and code lists, parents first.
pub(super) fn hash(lineage: &Lineage<'_>, sources: &SourceMap) -> Arc<str> {
    let mut digest = Sha256::new();
    for (_, folder) in lineage.members() {
        let prefix = format!("{}/", folder.path);
        let mut parts: Vec<(String, &str)> = Vec::new();
        for source in folder.files.iter().filter_map(|file| sources.get(file.source)) {
            let name = join_path(".", &source.name);
            let relative = name.strip_prefix(&prefix).unwrap_or(&name);
            parts.push((relative.to_owned(), &source.hash));
        }
        for list in &folder.code_lists {
            let content = sources.get(list.source).map_or("", |source| &source.hash);
            parts.push((list.declared.to_string(), content));
        }
        parts.sort_unstable();
        digest.update(parts.len().to_string());
        for (name, content) in parts {
            digest.update(format!("\n{name}\0{content}"));
        }
    }
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>()
        .into()
}
