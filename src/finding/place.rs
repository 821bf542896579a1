//! Places as people name them.

use std::sync::Arc;

use crate::source::{Area, Encoding, Landmark, Origin, SourceMap};
use crate::value::CellText;

/// A place in a rule file or a report, named so that a reader of the finding needs nothing else.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// For renderers that show the text around it.
    pub origin: Origin,
    /// The file's name.
    pub file: Arc<str>,
    /// Where in the file.
    pub position: Position,
    /// What stands there, as printed; may be empty.
    pub text: CellText,
}

/// A position in a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Position {
    /// In a text; both 1-based, the column in characters.
    Line {
        /// Line.
        line: u32,
        /// Column.
        column: u32,
    },
    /// In a workbook.
    Cell {
        /// The sheet's name.
        sheet: Arc<str>,
        /// `C7`
        cell: String,
        /// The row as a spreadsheet counts it, 1-based.
        row: u32,
    },
    /// On a page.
    Page {
        /// The page, 1-based.
        page: u32,
        /// What it takes up there.
        area: Area,
    },
    /// In a table of a document; all 1-based.
    Table {
        /// The table.
        table: u32,
        /// Its row.
        row: u32,
        /// Its column, merged cells unfolded.
        column: u32,
    },
    /// In a paragraph of a document, 1-based.
    Paragraph(u32),
}

impl From<Landmark> for Position {
    fn from(landmark: Landmark) -> Self {
        match landmark {
            Landmark::Page { page, area } => Self::Page { page, area },
            Landmark::Table { table, row, column } => Self::Table { table, row, column },
            Landmark::Paragraph { paragraph } => Self::Paragraph(paragraph),
        }
    }
}

impl Place {
    /// The place of `origin`, where `text` is printed.
    #[must_use]
    pub fn new(sources: &SourceMap, origin: Origin, text: CellText) -> Self {
        let source = sources.get(origin.source());
        let file = source.map_or_else(|| "".into(), |source| Arc::clone(&source.name));
        let position = match origin {
            Origin::Text(span) => match source.and_then(|source| source.landmarks.at(span.start)) {
                Some(landmark) => landmark.into(),
                None => {
                    let at = source.map(|source| {
                        source
                            .lines()
                            .position(&source.text, span.start as usize, Encoding::Utf32)
                    });
                    Position::Line {
                        line: at.map_or(1, |at| at.line.saturating_add(1)),
                        column: at.map_or(1, |at| at.column.saturating_add(1)),
                    }
                }
            },
            Origin::Cell(cell) => Position::Cell {
                sheet: source
                    .and_then(|source| source.sheets.get(usize::from(cell.sheet)))
                    .cloned()
                    .unwrap_or_else(|| format!("第{}张", u32::from(cell.sheet) + 1).into()),
                cell: cell.a1(),
                row: cell.row.saturating_add(1),
            },
        };
        Self {
            origin,
            file,
            position,
            text,
        }
    }

    /// `第456行`, `决算表.xlsx!03!C7`, `第5页`, `第3个表格第7行第2列`, `第12段`.
    #[must_use]
    pub fn short(&self) -> String {
        match &self.position {
            Position::Line { line, .. } => format!("第{line}行"),
            Position::Cell { sheet, cell, .. } => format!("{}!{sheet}!{cell}", self.file),
            Position::Page { page, .. } => format!("第{page}页"),
            Position::Table { table, row, column } => format!("第{table}个表格第{row}行第{column}列"),
            Position::Paragraph(paragraph) => format!("第{paragraph}段"),
        }
    }

    /// `第456行`, `03!C7`: where the file is known.
    #[must_use]
    pub fn in_file(&self) -> String {
        match &self.position {
            Position::Cell { sheet, cell, .. } => format!("{sheet}!{cell}"),
            _ => self.short(),
        }
    }

    /// `规则.gj:12:8`, `决算表.xlsx!03!C7`, `决算.pdf 第5页`: unambiguous among all files.
    #[must_use]
    pub fn full(&self) -> String {
        match &self.position {
            Position::Line { line, column } => format!("{}:{line}:{column}", self.file),
            Position::Cell { .. } => self.short(),
            Position::Page { .. } | Position::Table { .. } | Position::Paragraph(_) => {
                format!("{} {}", self.file, self.short())
            }
        }
    }
}
