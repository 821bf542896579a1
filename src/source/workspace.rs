//! Where files come from: the one door to disks and editors. Everything below the session sees only this trait.

use std::io;

/// Access to files by path. Paths use `/`, are relative to where the run started or absolute, and come normalised
/// (see [`normalise_path`]).
pub trait Workspace {
    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// Where it doesn't exist or can't be read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The rule files (`.gj`) under `folder`, those of its sub-folders included: paths relative to `folder`, sorted.
    ///
    /// # Errors
    /// Where the folder doesn't exist or can't be read.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
}

/// `path` with `/` between its parts and without `.`, empty parts and `..` that a part before them takes up. Links are
/// not followed. A relative path that ends where it began is `.`.
#[must_use]
pub fn normalise_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // The root has no parent.
            ".." if absolute => {}
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// `path` as seen from `folder`, normalised; `path` itself where it is absolute.
#[must_use]
pub fn join_path(folder: &str, path: &str) -> String {
    let drive = path.chars().nth(1) == Some(':');
    if path.starts_with(['/', '\\']) || drive {
        return normalise_path(path);
    }
    normalise_path(&format!("{folder}/{path}"))
}
