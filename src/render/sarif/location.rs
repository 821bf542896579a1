//! Places as SARIF names them: a file by a relative URI, in it a region of a text, or a cell in words and properties.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::set;
use crate::diagnostic;
use crate::finding::{Place, Position, ReportLabel};
use crate::source::{Encoding, Origin, SourceMap};

/// The files met, in the order met.
#[derive(Default)]
pub(super) struct Files {
    index: HashMap<String, usize>,
    files: Vec<(String, Option<String>)>,
}

impl Files {
    fn add(&mut self, name: &str) -> usize {
        let next = self.files.len();
        let index = *self.index.entry(name.to_owned()).or_insert(next);
        if index == next {
            self.files.push((name.to_owned(), None));
        }
        index
    }

    /// Notes a file and its hash.
    pub fn hashed(&mut self, name: &str, hash: &str) {
        self.add(name);
        self.hash_known(name, hash);
    }

    /// Notes the hash of a file if it was met.
    pub fn hash_known(&mut self, name: &str, hash: &str) {
        let index = self.index.get(name).copied();
        if let Some((_, known)) = index.and_then(|index| self.files.get_mut(index)) {
            *known = Some(hash.to_owned()).filter(|hash| !hash.is_empty());
        }
    }

    /// The `artifacts` array.
    pub fn artifacts(&self) -> Vec<Value> {
        let artifact = |(name, hash): &(String, Option<String>)| {
            let mut artifact = json!({ "location": { "uri": uri(name) } });
            if let Some(hash) = hash {
                set(&mut artifact, "hashes", json!({ "sha-256": hash }));
            }
            artifact
        };
        self.files.iter().map(artifact).collect()
    }

    fn artifact(&mut self, name: &str) -> Value {
        json!({ "uri": uri(name), "index": self.add(name) })
    }

    /// A report of which no closer place is known.
    pub fn file(&mut self, name: &str) -> Value {
        json!({ "physicalLocation": { "artifactLocation": self.artifact(name) } })
    }

    /// A place in a text or a document.
    pub fn place(&mut self, place: &Place, sources: &SourceMap) -> Value {
        let mut physical = json!({ "artifactLocation": self.artifact(&place.file) });
        let properties = match &place.position {
            Position::Line { line, column } => {
                let (end_line, end_column) = end(place, sources).unwrap_or((*line, column.saturating_add(1)));
                let region = json!({
                    "startLine": line,
                    "startColumn": column,
                    "endLine": end_line,
                    "endColumn": end_column,
                    "snippet": { "text": &*place.text },
                });
                set(&mut physical, "region", region);
                return json!({ "physicalLocation": physical });
            }
            Position::Cell { sheet, cell, .. } => json!({ "sheet": &**sheet, "cell": cell }),
            Position::Page { page, area } => {
                let area = [area.left, area.top, area.right, area.bottom].map(|edge| f64::from(edge) / 100.0);
                json!({ "page": page, "area": area })
            }
            Position::Table { table, row, column } => json!({ "table": table, "row": row, "column": column }),
            Position::Paragraph(paragraph) => json!({ "paragraph": paragraph }),
        };
        json!({ "physicalLocation": physical, "properties": properties })
    }

    /// A cell of a report.
    pub fn cell(&mut self, label: &ReportLabel, sources: &SourceMap) -> Value {
        let mut location = self.place(&label.place, sources);
        let form = if label.form.is_empty() {
            String::new()
        } else {
            format!("表{}", label.form)
        };
        let path: Vec<&str> = [&*form, &label.row, &label.column]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect();
        if !path.is_empty() {
            set(
                &mut location,
                "logicalLocations",
                json!([{ "fullyQualifiedName": path.join("/") }]),
            );
        }
        let mut said = vec![label.value.as_str()];
        said.extend(label.note.as_deref());
        said.retain(|text| !text.is_empty());
        if !said.is_empty() {
            set(&mut location, "message", json!({ "text": said.join(";") }));
        }
        location
    }

    /// A place of a diagnostic.
    pub fn label(&mut self, label: &diagnostic::Label, sources: &SourceMap) -> Value {
        let text = match label.at {
            Origin::Text(span) => sources.slice(span),
            Origin::Cell(_) => "",
        };
        let mut location = self.place(&Place::new(sources, label.at, text.into()), sources);
        if !label.text.is_empty() {
            set(&mut location, "message", json!({ "text": label.text }));
        }
        location
    }
}

/// Line and column after the last character, both 1-based.
fn end(place: &Place, sources: &SourceMap) -> Option<(u32, u32)> {
    let Origin::Text(span) = place.origin else { return None };
    let source = sources.get(span.source)?;
    let at = source
        .lines()
        .position(&source.text, span.end as usize, Encoding::Utf32);
    Some((at.line.saturating_add(1), at.column.saturating_add(1)))
}

/// A file's name as a URI reference: relative where the name is.
fn uri(name: &str) -> String {
    let name = name.replace('\\', "/");
    let drive = matches!(name.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let (start, path) = match (name.strip_prefix("//"), drive) {
        (Some(share), _) => ("file://", share),
        (None, true) => ("file:///", &*name),
        (None, false) if name.starts_with('/') => ("file://", &*name),
        _ => ("", &*name),
    };
    let mut out = start.to_owned();
    for (at, byte) in path.bytes().enumerate() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || drive && at == 1;
        // Writing to memory can't fail.
        let _ = if kept {
            write!(out, "{}", char::from(byte))
        } else {
            write!(out, "%{byte:02X}")
        };
    }
    out
}
