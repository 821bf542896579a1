//! Places in texts and workbooks.

use serde::Serialize;
use serde::ser::Serializer;

use crate::finding::{self, Position};
use crate::source::{Origin, SourceMap};

#[derive(Serialize)]
pub(super) struct Label<'a> {
    place: PlaceOwned,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct ReportLabel<'a> {
    place: Place<'a>,
    row: &'a str,
    column: &'a str,
    value: &'a str,
    note: Option<&'a str>,
    suspect: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Place<'a> {
    Text {
        file: &'a str,
        line: u32,
        column: u32,
        text: &'a str,
    },
    Workbook {
        file: &'a str,
        sheet: &'a str,
        cell: &'a str,
        text: &'a str,
    },
}

/// A place made while writing.
pub(super) struct PlaceOwned(finding::Place);

impl Serialize for PlaceOwned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Place::new(&self.0).serialize(serializer)
    }
}

impl<'a> Label<'a> {
    pub(super) fn new(at: Origin, text: &'a str, sources: &SourceMap) -> Self {
        Self {
            place: place(at, sources),
            text,
        }
    }
}

impl<'a> ReportLabel<'a> {
    pub(super) fn new(label: &'a finding::ReportLabel) -> Self {
        Self {
            place: Place::new(&label.place),
            row: &label.row,
            column: &label.column,
            value: &label.value,
            note: label.note.as_deref(),
            suspect: label.suspect,
        }
    }
}

impl<'a> Place<'a> {
    pub(super) fn new(place: &'a finding::Place) -> Self {
        match &place.position {
            Position::Line { line, column } => Self::Text {
                file: &place.file,
                line: *line,
                column: *column,
                text: &place.text,
            },
            Position::Cell { sheet, cell, .. } => Self::Workbook {
                file: &place.file,
                sheet,
                cell,
                text: &place.text,
            },
        }
    }
}

/// A place in a text, with what stands there.
pub(super) fn place(at: Origin, sources: &SourceMap) -> PlaceOwned {
    let text = match at {
        Origin::Text(span) => sources.slice(span),
        Origin::Cell(_) => "",
    };
    PlaceOwned(finding::Place::new(sources, at, text.into()))
}
