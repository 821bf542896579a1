//! A ruleset's folder as it was loaded: what assembly works on.

use std::sync::Arc;

use crate::source::SourceId;
use crate::syntax::ast::{CodeListDeclaration, File, Header, Item};

/// A folder of rule files, parsed, with everything it inherits from.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Its path, normalised.
    pub path: String,
    /// Its files, sorted by name.
    pub files: Vec<File>,
    /// The code list files that its files declare and that could be read.
    pub code_lists: Vec<LoadedCodeList>,
    /// The folders it inherits from, in the order of 继承. A folder reached on two ways is shared.
    pub extends: Vec<Arc<Folder>>,
}

/// A code list file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedCodeList {
    /// The path as declared.
    pub declared: Arc<str>,
    /// Its text.
    pub source: SourceId,
}

impl Folder {
    /// The items of all its files, in order.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.files.iter().flat_map(|file| &file.items)
    }

    /// Its headers; there should be one.
    pub(super) fn headers(&self) -> impl Iterator<Item = &Header> {
        self.items().filter_map(|item| match item {
            Item::Header(header) => Some(header),
            _ => None,
        })
    }

    /// The code lists it declares, in its header or outside.
    pub(super) fn declared_code_lists(&self) -> impl Iterator<Item = &CodeListDeclaration> {
        self.items().flat_map(|item| match item {
            Item::Header(header) => header.code_lists.as_slice(),
            Item::CodeList(declaration) => std::slice::from_ref(declaration),
            _ => &[],
        })
    }

    /// The last part of its path: its name where no header gives one.
    pub(super) fn short_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}
