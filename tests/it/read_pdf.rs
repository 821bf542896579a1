//! Reading PDF files.

use std::path::{Path, PathBuf};

use gouji::diagnostic::Checked;
use gouji::read::{Document, Piece, read};
use gouji::source::{Landmark, Origin, SourceMap};

fn dump(sources: &SourceMap, checked: &Checked<Option<Document>>) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for diagnostic in &checked.diagnostics {
        writeln!(out, "! {} {}", diagnostic.code.id, diagnostic.message).unwrap();
    }
    let Some(document) = &checked.value else { return out };
    let source = sources.get(document.source).unwrap();
    let page = |origin: Origin| match origin {
        Origin::Text(span) => match source.landmarks.at(span.start) {
            Some(Landmark::Page { page, .. }) => page,
            _ => 0,
        },
        Origin::Cell(_) => 0,
    };
    for piece in &document.pieces {
        match piece {
            Piece::Paragraph(p) => {
                writeln!(out, "{} p{} {}", if p.heading { '#' } else { '=' }, page(p.origin), p.text).unwrap();
            }
            Piece::Grid(grid) => {
                writeln!(out, "[]").unwrap();
                for row in &grid.rows {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|cell| if cell.covered { "^".to_owned() } else { cell.text.to_string() })
                        .collect();
                    writeln!(out, "p{}|{}", page(row.origin), cells.join("|")).unwrap();
                }
            }
        }
    }
    out
}

/// Prints what is read of the files named in GOUJI_PDF.
#[test]
#[ignore = "for looking at files"]
fn show() {
    for name in std::env::var("GOUJI_PDF").unwrap().split(':') {
        let mut sources = SourceMap::new();
        let bytes = std::fs::read(name).unwrap();
        let checked = read(&mut sources, name, &bytes);
        println!("{}", dump(&sources, &checked));
    }
}
