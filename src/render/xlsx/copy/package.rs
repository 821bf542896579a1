//! The package of a workbook: parts are read from it, changed and added; those left alone are copied as they lie.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};

use zip::read::ZipArchive;
use zip::write::ZipWriter;

use super::scan::{Edits, Tag, TagKind, Tags, append_to_root};
use crate::render::xlsx::book::options;
use crate::render::xlsx::text::attribute;
use crate::source::join_path;

/// Bytes of a part that is changed.
const MOST_BYTES: u64 = 256 << 20;

/// A workbook's package.
pub(in crate::render::xlsx) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<usize, String>,
    removed: BTreeSet<usize>,
    added: Vec<(String, String)>,
    /// What is to be said of parts in `[Content_Types].xml`.
    types: Vec<String>,
}

/// A relation of a part.
#[derive(Debug, Clone)]
pub(in crate::render::xlsx) struct Relation {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The part it leads to, from the root.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Over the bytes of a file; `None` where they are no package.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).ok()?;
            names.push(part.name().ok()?.replace('\\', "/"));
        }
        Some(Self {
            archive,
            names,
            changed: BTreeMap::new(),
            removed: BTreeSet::new(),
            added: Vec::new(),
            types: Vec::new(),
        })
    }

    fn find(&self, part: &str) -> Option<usize> {
        let wanted = part.trim_start_matches('/');
        self.names
            .iter()
            .position(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted))
    }

    /// Whether the name of a part begins so.
    pub fn has(&self, start: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(start))
    }

    /// The text of a part as it now is.
    pub fn text(&mut self, part: &str) -> Option<String> {
        let wanted = part.trim_start_matches('/');
        if let Some((_, text)) = self.added.iter().find(|(name, _)| name == wanted) {
            return Some(text.clone());
        }
        let index = self.find(part)?;
        if let Some(text) = self.changed.get(&index) {
            return Some(text.clone());
        }
        let mut text = String::new();
        let part = self.archive.by_index(index).ok()?;
        part.take(MOST_BYTES).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Changes a part, or adds it.
    pub fn put(&mut self, part: &str, text: String) {
        let part = part.trim_start_matches('/');
        if let Some(index) = self.find(part) {
            self.changed.insert(index, text);
        } else if let Some((_, old)) = self.added.iter_mut().find(|(name, _)| name == part) {
            *old = text;
        } else {
            self.added.push((part.to_owned(), text));
        }
    }

    /// Adds a part of a type under a free name made from `stem` and `ending`; its name.
    pub fn add(&mut self, stem: &str, ending: &str, kind: Option<&str>, text: String) -> String {
        let taken = |name: &str| self.find(name).is_some() || self.added.iter().any(|(added, _)| added == name);
        let name = (1..)
            .map(|number: u32| format!("{stem}{number}.{ending}"))
            .find(|name| !taken(name));
        let name = name.unwrap_or_default();
        if let Some(kind) = kind {
            self.types
                .push(format!("Override PartName=\"/{name}\" ContentType=\"{kind}\""));
        }
        self.added.push((name.clone(), text));
        name
    }

    /// Says of what type parts with an ending are, where nothing is said of them yet.
    pub fn declare_ending(&mut self, ending: &str, kind: &str) -> Option<()> {
        let text = self.text("[Content_Types].xml")?;
        let known = Tags::new(&text).any(|tag| {
            tag.local() == "Default" && tag.raw("Extension").is_some_and(|raw| raw.eq_ignore_ascii_case(ending))
        });
        let element = format!("Default Extension=\"{ending}\" ContentType=\"{kind}\"");
        if !known && !self.types.contains(&element) {
            self.types.push(element);
        }
        Some(())
    }

    /// The relations of a part; of the package itself where it is called nothing.
    pub fn relations(&mut self, part: &str) -> Vec<Relation> {
        let Some(text) = self.text(&relations_of(part)) else {
            return Vec::new();
        };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found = Vec::new();
        for tag in Tags::new(&text).filter(|tag| tag.local() == "Relationship" && tag.kind != TagKind::End) {
            if tag.raw("TargetMode") == Some("External") {
                continue;
            }
            let get = |name| tag.get(name).unwrap_or_default();
            let target = join_path(folder, &get("Target"));
            found.push(Relation {
                id: get("Id"),
                kind: get("Type"),
                target: target.trim_start_matches('/').to_owned(),
            });
        }
        found
    }

    /// Makes a part relate to another; the relation's id.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Option<String> {
        const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
            <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
        let name = relations_of(part);
        let text = self.text(&name).unwrap_or_else(|| EMPTY.to_owned());
        let taken = |id: &str| text.contains(&format!("\"{id}\"")) || text.contains(&format!("'{id}'"));
        let id = (1..)
            .map(|number: u32| format!("rIdGj{number}"))
            .find(|id| !taken(id))?;
        let target = attribute(target);
        let text = append_to_root(&text, |root| {
            let prefix = root.prefix();
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>")
        })?;
        self.put(&name, text);
        Some(id)
    }

    /// Ends a relation of a part.
    pub fn unrelate(&mut self, part: &str, id: &str) -> Option<()> {
        let name = relations_of(part);
        let text = self.text(&name)?;
        let mut edits = Edits::default();
        let is_it = |tag: &Tag<'_>| tag.local() == "Relationship" && tag.raw("Id") == Some(id);
        let tag = Tags::new(&text)
            .find(|tag| is_it(tag))
            .filter(|tag| tag.kind == TagKind::Empty)?;
        edits.replace(tag.range, "");
        let text = edits.apply(&text)?;
        self.put(&name, text);
        Some(())
    }

    /// Leaves out a part.
    pub fn remove(&mut self, part: &str) {
        self.removed.extend(self.find(part));
    }

    /// The package with what was changed and added.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        if !self.types.is_empty() {
            let text = self.text("[Content_Types].xml")?;
            let types = std::mem::take(&mut self.types);
            let text = append_to_root(&text, |root| {
                types
                    .iter()
                    .map(|element| format!("<{}{element}/>", root.prefix()))
                    .collect()
            })?;
            self.put("[Content_Types].xml", text);
        }
        self.write().ok()
    }

    fn write(mut self) -> io::Result<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            if self.removed.contains(&index) {
                continue;
            }
            let part = self.archive.by_index_raw(index)?;
            match self.changed.get(&index) {
                Some(text) => {
                    let name = part.name()?.into_owned();
                    drop(part);
                    out.start_file(name, options())?;
                    out.write_all(text.as_bytes())?;
                }
                None => out.raw_copy_file(part)?,
            }
        }
        for (name, text) in &self.added {
            out.start_file(name, options())?;
            out.write_all(text.as_bytes())?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// Where the relations of a part stand.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, file) = part
        .rsplit_once('/')
        .map_or(("", part), |(folder, file)| (folder, file));
    if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    }
}
