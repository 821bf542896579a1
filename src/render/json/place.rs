//! Places in texts and workbooks.

use serde::Serialize;
use serde::ser::Serializer;

use crate::finding::{self, Position};
use crate::source::{Origin, SourceMap};

#[derive(Serialize)]
pub(in crate::render) struct Label<'a> {
    place: PlaceOwned,
    text: &'a str,
}

#[derive(Serialize)]
pub(in crate::render) struct ReportLabel<'a> {
    place: Place<'a>,
    row: &'a str,
    column: &'a str,
    value: &'a str,
    note: Option<&'a str>,
    suspect: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::render) enum Place<'a> {
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
    Page {
        file: &'a str,
        page: u32,
        area: [f64; 4],
        text: &'a str,
    },
    Table {
        file: &'a str,
        table: u32,
        row: u32,
        column: u32,
        text: &'a str,
    },
    Paragraph {
        file: &'a str,
        paragraph: u32,
        text: &'a str,
    },
}

/// A place made while writing.
pub(in crate::render) struct PlaceOwned(pub(super) finding::Place);

impl Serialize for PlaceOwned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Place::new(&self.0).serialize(serializer)
    }
}

impl<'a> Label<'a> {
    pub(in crate::render) fn new(at: Origin, text: &'a str, sources: &SourceMap) -> Self {
        Self {
            place: place(at, sources),
            text,
        }
    }
}

impl<'a> ReportLabel<'a> {
    pub(in crate::render) fn new(label: &'a finding::ReportLabel) -> Self {
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
    pub(in crate::render) fn new(place: &'a finding::Place) -> Self {
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
            Position::Page { page, area } => Self::Page {
                file: &place.file,
                page: *page,
                area: [area.left, area.top, area.right, area.bottom].map(|edge| f64::from(edge) / 100.0),
                text: &place.text,
            },
            Position::Table { table, row, column } => Self::Table {
                file: &place.file,
                table: *table,
                row: *row,
                column: *column,
                text: &place.text,
            },
            Position::Paragraph(paragraph) => Self::Paragraph {
                file: &place.file,
                paragraph: *paragraph,
                text: &place.text,
            },
        }
    }
}

/// A place in a text, with what stands there.
pub(in crate::render) fn place(at: Origin, sources: &SourceMap) -> PlaceOwned {
    let text = match at {
        Origin::Text(span) => sources.slice(span),
        Origin::Cell(_) => "",
    };
    PlaceOwned(finding::Place::new(sources, at, text.into()))
}
