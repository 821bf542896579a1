//! Reading PDF files.

pub mod file;
mod hostile;
mod real;
mod tables;
mod text;

use std::fmt::Write as _;

use gouji::diagnostic::Checked;
use gouji::read::{Document, Format, GridCell, Piece, read};
use gouji::source::{Area, Landmark, Origin, Source, SourceMap};

/// A file as read, with its sources.
struct Read {
    sources: SourceMap,
    checked: Checked<Option<Document>>,
}

impl Read {
    fn new(bytes: &[u8]) -> Self {
        let mut sources = SourceMap::new();
        let checked = read(&mut sources, "a.pdf", bytes);
        let read = Self { sources, checked };
        read.check_invariants();
        read
    }

    fn source(&self) -> &Source {
        self.sources.iter().next().unwrap()
    }

    fn document(&self) -> &Document {
        self.checked.value.as_ref().expect("a document")
    }

    /// Codes with their messages, one a line.
    fn diagnostics(&self) -> String {
        let lines = self.checked.diagnostics.iter();
        lines
            .map(|diagnostic| format!("{} {}\n", diagnostic.code.id, diagnostic.message))
            .collect()
    }

    /// Where a piece of the document stands.
    fn place(&self, origin: Origin) -> (u32, Area) {
        let Origin::Text(span) = origin else {
            panic!("a place outside the text")
        };
        match self.source().landmarks.at(span.start) {
            Some(Landmark::Page { page, area }) => (page, area),
            other => panic!("{other:?} is no page"),
        }
    }

    /// The document in short: `# heading`, `= paragraph`, `a|b|c` for a row after its page; `^` marks a covered cell.
    fn dump(&self) -> String {
        let mut out = String::new();
        for piece in &self.document().pieces {
            match piece {
                Piece::Paragraph(paragraph) => {
                    let mark = if paragraph.heading { '#' } else { '=' };
                    writeln!(out, "{mark} {}", paragraph.text).unwrap();
                }
                Piece::Grid(grid) => {
                    for row in &grid.rows {
                        let shown = |cell: &GridCell| {
                            if cell.covered {
                                "^".to_owned()
                            } else {
                                cell.text.to_string()
                            }
                        };
                        let cells: Vec<String> = row.cells.iter().map(shown).collect();
                        writeln!(out, "{}: {}", self.place(row.origin).0, cells.join("|")).unwrap();
                    }
                    out.push_str("--\n");
                }
            }
        }
        out
    }

    /// Every document tells its places truly.
    fn check_invariants(&self) {
        for diagnostic in &self.checked.diagnostics {
            assert!(!diagnostic.message.contains('\n'), "{}", diagnostic.message);
            assert!(!diagnostic.labels.is_empty(), "{}", diagnostic.message);
        }
        let Some(document) = &self.checked.value else {
            assert!(self.checked.has_errors(), "nothing was read and nothing said");
            return;
        };
        assert_eq!(document.format, Format::Pdf);
        let check = |text: &str, origin: Origin| {
            let Origin::Text(span) = origin else {
                panic!("a place outside the text")
            };
            assert_eq!(self.sources.slice(span), text);
            self.place(origin);
        };
        for piece in &document.pieces {
            match piece {
                Piece::Paragraph(paragraph) => check(&paragraph.text, paragraph.origin),
                Piece::Grid(grid) => {
                    let width = grid.rows[0].cells.len();
                    for row in &grid.rows {
                        assert_eq!(row.cells.len(), width);
                        row.cells.iter().for_each(|cell| check(&cell.text, cell.origin));
                    }
                }
            }
        }
    }
}

/// Checks what is read of a file, and that nothing is said about it.
#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let read = Read::new(bytes);
    assert_eq!(read.diagnostics(), "");
    assert_eq!(read.dump(), expected);
}

/// Checks what is read of a file, and that these codes are said, each with these words.
#[track_caller]
fn check_with(bytes: &[u8], expected: &str, said: &[(&str, &str)]) {
    let read = Read::new(bytes);
    let diagnostics = read.diagnostics();
    let lines: Vec<&str> = diagnostics.lines().collect();
    assert_eq!(lines.len(), said.len(), "{diagnostics}");
    for (line, (code, words)) in lines.iter().zip(said) {
        assert!(line.starts_with(code) && line.contains(words), "{line}");
    }
    assert_eq!(read.dump(), expected);
}

/// Checks that nothing is read of a file, and why.
#[track_caller]
fn check_refused(bytes: &[u8], code: &str, words: &str) {
    let read = Read::new(bytes);
    let diagnostics = read.diagnostics();
    assert!(read.checked.value.is_none(), "{}", read.dump());
    assert!(
        diagnostics.starts_with(code) && diagnostics.contains(words),
        "{diagnostics}"
    );
}
