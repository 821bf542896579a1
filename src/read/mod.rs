//! Files to documents: what stands where, before anyone asks what it means.
//!
//! [`read`] finds out by content what a file is and hands it to the reader of its format. [`number`] is the one parser of
//! figures; recognition asks it once it knows that a column holds figures.

pub mod archive;
mod assemble;
mod csv;
mod document;
mod encoding;
mod html;
mod limits;
mod markup;
mod member_name;
pub mod number;
mod package;
mod pdf;
mod sniff;
mod text;
mod transcript;
mod word;
mod workbook;
mod xml;

pub use document::{Content, Document, Format, Grid, GridCell, GridRow, Paragraph, Piece};
pub use encoding::decode_name;

use crate::diagnostic::{Checked, Diagnostic, codes::read as codes};
use crate::source::{SourceId, SourceMap, Span};
use package::{Contents, Package};
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

/// Whether `bytes` are a workbook of the ordinary kind, which is read in one pass and without a library. What is read is
/// the same for any other, only slower.
#[must_use]
pub fn is_ordinary_workbook(bytes: &[u8]) -> bool {
    sniff::kind(bytes) == Kind::Package && workbook::ordinary(bytes).is_some()
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
            let message = if bytes.len() <= MARK_BYTES {
                "文件是空的"
            } else {
                "文件里只有空白,没有内容"
            };
            refuse(Diagnostic::new(&codes::EMPTY_FILE, message).help("请确认选对了文件,并且文件已经传完。"));
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
        Kind::Packed(what) => {
            refuse(packed(what));
            None
        }
        Kind::Compound => {
            let read = workbook::read_compound(name, source, bytes, diagnostics)?;
            Some(workbook_document(sources, source, read))
        }
        Kind::Package => {
            if let Some(sheets) = workbook::ordinary(bytes) {
                let read = workbook::read_ordinary(sheets, source, diagnostics)?;
                return Some(workbook_document(sources, source, read));
            }
            let mut package = Package::open(bytes).map_err(|diagnostic| refuse(*diagnostic)).ok()?;
            if package.contents() == Contents::Word {
                let pieces = word::read(&mut package, sources, source, diagnostics)?;
                return Some(Document {
                    source,
                    format: Format::Word,
                    pieces,
                });
            }
            let read = workbook::read_package(&mut package, source, bytes, diagnostics)?;
            Some(workbook_document(sources, source, read))
        }
        Kind::Html => {
            let decoded = encoding::decode_page(bytes);
            diagnostics.extend(bad_bytes(source, &decoded).map(|diagnostic| diagnostic.at(whole, "")));
            let pieces = html::pieces(sources, source, &decoded.text, diagnostics);
            if pieces.is_empty() {
                let help = "Excel 另存的网页,表格在旁边同名的“.files”文件夹里:请另存为 xlsx 后再检查。";
                let message = "网页里没有表格,也没有文字";
                diagnostics.push(Diagnostic::new(&codes::EMPTY_FILE, message).at(whole, "").help(help));
                return None;
            }
            Some(Document {
                source,
                format: Format::Html,
                pieces,
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
            if decoded.bad > limits::LABELS && decoded.bad > decoded.text.chars().count() / 10 {
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

fn workbook_document(sources: &mut SourceMap, source: SourceId, read: workbook::Workbook) -> Document {
    sources.set_content(source, "", read.sheets);
    Document {
        source,
        format: Format::Workbook,
        pieces: read.pieces,
    }
}
/// A file of no more bytes that are all blank is an empty one: there is only its mark.
const MARK_BYTES: usize = 3;

fn unknown() -> Diagnostic {
    Diagnostic::new(
        &codes::UNKNOWN_FORMAT,
        "认不出这是什么文件,内容不是文字,也不是工作簿或 Word 文件",
    )
    .help("请确认选对了文件,或另存为 docx、xlsx 或 csv 后再检查。")
}

/// `这是网页`, `这是 PDF 文件`: a blank parts Chinese from Latin letters.
fn this_is(what: &str) -> String {
    let blank = if what.starts_with(|c: char| c.is_ascii()) {
        " "
    } else {
        ""
    };
    format!("这是{blank}{what}")
}

fn packed(what: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNSUPPORTED_FORMAT, format!("{},不能直接检查", this_is(what)))
        .help("请解压后再检查里面的文件。")
}

fn unsupported(what: &str) -> Diagnostic {
    let help = match what {
        sniff::PAGE_ARCHIVE => {
            "请用 Excel 或 WPS 打开,另存为 xlsx;或用浏览器打开,另存为网页(.html,类型选“仅 HTML”),再检查存出来的文件。"
        }
        sniff::PICTURE => "图片里没有能读的文字:请找到当初生成它的 xlsx、docx 或 PDF 文件来检查。",
        _ => "请另存为 docx、xlsx 或 csv 后再检查。",
    };
    Diagnostic::new(&codes::UNSUPPORTED_FORMAT, format!("{},暂不支持", this_is(what))).help(help)
}

fn bad_bytes(source: SourceId, decoded: &encoding::Decoded) -> Option<Diagnostic> {
    if decoded.bad == 0 {
        return None;
    }
    let message = format!("按 {} 读取时,有 {} 处字节认不出", decoded.encoding, decoded.bad);
    let mut diagnostic = Diagnostic::new(&codes::BAD_BYTES, message)
        .help("请在原来的软件里重新导出,编码选 UTF-8;认不出的字节附近的文字和数字不可靠。");
    for at in &decoded.first_bad {
        diagnostic = diagnostic.at(
            Span::new(source, *at, at + char::REPLACEMENT_CHARACTER.len_utf8()),
            "认不出",
        );
    }
    Some(diagnostic)
}
