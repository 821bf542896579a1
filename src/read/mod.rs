//! Files to documents: what stands where, before anyone asks what it means.
//!
//! [`read`] finds out by content what a file is and hands it to the reader of its format. [`number`] is the one parser of
//! figures; recognition asks it once it knows that a column holds figures.

mod assemble;
mod csv;
mod document;
mod encoding;
mod limits;
mod markup;
pub mod number;
mod pdf;
mod sniff;
mod text;
mod transcript;
mod workbook;

pub use document::{Content, Document, Format, Grid, GridCell, GridRow, Paragraph, Piece};

use crate::diagnostic::{Checked, Diagnostic, codes::read as codes};
use crate::source::{SourceId, SourceMap, Span};
use sniff::Kind;

/// Reads a report and adds it to `sources` as `name`.
///
/// The format is found by content; the name only decides between delimited values and running text. `None` where
/// nothing at all could be read, with at least one error that says why. The source is added even then, so that the
/// diagnostics have a file to point at.
pub fn read(sources: &mut SourceMap, name: &str, bytes: &[u8]) -> Checked<Option<Document>> {
    let source = sources.add(name, "", bytes);
    let mut diagnostics = Vec::new();
    let value = read_as(sniff::kind(bytes), sources, source, name, bytes, &mut diagnostics);
    Checked { value, diagnostics }
}

fn read_as(
    kind: Kind,
    sources: &mut SourceMap,
    source: SourceId,
    name: &str,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let whole = Span::new(source, 0, 0);
    let mut refuse = |diagnostic: Diagnostic| diagnostics.push(diagnostic.at(whole, ""));
    if bytes.len() > limits::FILE_BYTES {
        refuse(
            Diagnostic::new(
                &codes::FILE_TOO_LARGE,
                format!("文件有 {} MB,超过 {} MB", bytes.len() >> 20, limits::FILE_BYTES >> 20),
            )
            .help("请确认选对了文件;确实这么大的,请拆成几个文件分别检查。"),
        );
        return None;
    }
    match kind {
        Kind::Empty => {
            refuse(Diagnostic::new(&codes::EMPTY_FILE, "文件是空的").help("请确认选对了文件,并且文件已经传完。"));
            None
        }
        Kind::Unsupported(what) => {
            refuse(unsupported(what));
            None
        }
        Kind::Binary => {
            refuse(unknown());
            None
        }
        Kind::Package | Kind::Compound => {
            let read = workbook::read(kind, source, bytes, diagnostics)?;
            sources.set_content(source, "", read.sheets);
            Some(Document {
                source,
                format: Format::Workbook,
                pieces: read.pieces,
            })
        }
        Kind::Pdf => Some(Document {
            source,
            format: Format::Pdf,
            pieces: pdf::read(sources, source, bytes, diagnostics)?,
        }),
        Kind::Text => {
            let decoded = encoding::decode(bytes);
            // A tenth of the characters unreadable: this is no text in any encoding.
            if decoded.bad.len() > decoded.text.chars().count() / 10 && decoded.bad.len() > limits::LABELS {
                refuse(unknown());
                return None;
            }
            diagnostics.extend(bad_bytes(source, &decoded));
            let delimited = sniff::is_delimited(name, &decoded.text);
            let pieces = if delimited {
                csv::pieces(source, &decoded.text, diagnostics)
            } else {
                text::pieces(source, &decoded.text, diagnostics)
            };
            sources.set_content(source, decoded.text, Vec::new());
            if pieces.is_empty() {
                diagnostics.push(
                    Diagnostic::new(&codes::EMPTY_FILE, "文件里只有空白,没有内容")
                        .at(whole, "")
                        .help("请确认选对了文件。"),
                );
                return None;
            }
            let format = if delimited { Format::Csv } else { Format::Text };
            Some(Document { source, format, pieces })
        }
    }
}

fn unknown() -> Diagnostic {
    Diagnostic::new(&codes::UNKNOWN_FORMAT, "认不出这是什么文件,内容不是文字也不是工作簿")
        .help("请确认选对了文件,或另存为 xlsx 或 csv 后再检查。")
}

fn unsupported(what: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNSUPPORTED_FORMAT, format!("这是{what},暂不支持")).help("请另存为 xlsx 或 csv 后再检查。")
}

fn bad_bytes(source: SourceId, decoded: &encoding::Decoded) -> Option<Diagnostic> {
    if decoded.bad.is_empty() {
        return None;
    }
    let message = format!("按 {} 读取时,有 {} 处字节认不出", decoded.encoding, decoded.bad.len());
    let mut diagnostic = Diagnostic::new(&codes::BAD_BYTES, message)
        .help("请在原来的软件里重新导出,编码选 UTF-8;认不出的字节附近的文字和数字不可靠。");
    for at in decoded.bad.iter().take(limits::LABELS) {
        diagnostic = diagnostic.at(
            Span::new(source, *at, at + char::REPLACEMENT_CHARACTER.len_utf8()),
            "认不出",
        );
    }
    Some(diagnostic)
}
