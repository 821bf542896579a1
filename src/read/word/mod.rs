//! Word files (docx and its kin): paragraphs and tables of the main part, in reading order.
//!
//! What a person reads is read: tracked changes as accepted, results of fields, links and controls, text boxes after the
//! paragraph they are anchored in. Left out, and said: hidden text, embedded objects. Left out because they are not part of
//! the report: headers, footers, footnotes, comments. Numbers that Word counts itself (`一、` of a numbered list, `第 3 页`)
//! are not in the file's text, so a table is found by the words of its title there, and a row by its name.

mod body;
mod flow;
mod paragraph;
mod parts;
mod styles;
mod symbol;
mod table;

use quick_xml::events::Event;

use super::document::Piece;
use super::package::{self, Package, Refusable};
use super::transcript::Transcript;
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::source::{Origin, SourceId, SourceMap, Span};
use body::Body;

/// Reads a package into the source `source`; `None`, with an error, where it has no text that can be read.
pub(super) fn read(
    package: &mut Package<'_>,
    sources: &mut SourceMap,
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Piece>> {
    let whole = Span::new(source, 0, 0);
    let body = match read_body(package, source) {
        Ok(body) => body,
        Err(diagnostic) => {
            diagnostics.push(diagnostic.at(whole, ""));
            return None;
        }
    };
    let (transcript, notes) = body.finish();
    let pieces = transcript.finish(sources, diagnostics);
    let has_tables = pieces.iter().any(|piece| matches!(piece, Piece::Grid(_)));
    notes.tell(whole, has_tables, diagnostics);
    if pieces.is_empty() && !notes.broken {
        let message = if notes.pictures > 0 {
            "Word 文件里只有图片,没有文字"
        } else {
            "Word 文件里没有文字"
        };
        diagnostics.push(
            Diagnostic::new(&codes::EMPTY_FILE, message)
                .at(whole, "")
                .help("请确认选对了文件;扫描件请找到当初生成它的表格文件。"),
        );
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn read_body(package: &mut Package<'_>, source: SourceId) -> Refusable<Body> {
    let broken = || package::broken("Word 文件");
    let main = parts::main(package).ok_or_else(broken)?;
    let styles = parts::styles(package, &main);
    let mut xml = package.xml(&main).ok_or_else(broken)?;
    let mut body = Body::new(Transcript::new(source), styles);
    let mut buffer = Vec::new();
    loop {
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => body.start(&element),
            Ok(Event::End(element)) => body.end(element.local_name().as_ref()),
            Ok(Event::Text(text)) => body.text(&text),
            Ok(Event::CData(text)) => body.text(&text),
            Ok(Event::GeneralRef(entity)) => body.text(&super::xml::unescape(&format!("&{};", &*entity))),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                body.notes.broken = true;
                break;
            }
        }
        buffer.clear();
    }
    body.notes.broken |= !body.ended;
    Ok(body)
}

/// What is to be said of a document beside its text.
#[derive(Debug, Default)]
struct Notes {
    /// The part ended before its end.
    broken: bool,
    /// Pieces of hidden text.
    hidden: Note,
    /// Insertions and deletions that nobody has accepted.
    changes: Note,
    /// Embedded workbooks and other content that is not read.
    embedded: Note,
    pictures: usize,
}

/// How often something was met, and where first.
#[derive(Debug, Default)]
struct Note {
    count: usize,
    first: Option<Origin>,
}

impl Note {
    fn add(&mut self, at: Origin) {
        self.count += 1;
        self.first.get_or_insert(at);
    }
}

impl Notes {
    fn tell(&self, whole: Span, has_tables: bool, diagnostics: &mut Vec<Diagnostic>) {
        let whole = Origin::Text(whole);
        if self.broken {
            diagnostics.push(
                Diagnostic::new(&codes::BROKEN_DOCUMENT, "Word 文件的正文不完整,后面的内容没有读到")
                    .at_origin(whole, "")
                    .help("请重新下载或拷贝;仍读不全的,请用 Word 或 WPS 打开,核对后另存为 docx。"),
            );
        }
        if let Some(at) = self.changes.first {
            let message = format!("有 {} 处修订还没有接受,已按全部接受后的内容读取", self.changes.count);
            diagnostics.push(
                Diagnostic::new(&codes::TRACKED_CHANGES, message)
                    .at_origin(at, "第一处在这里")
                    .help("请在 Word 或 WPS 的“审阅”里接受或拒绝全部修订,定稿后再检查。"),
            );
        }
        if let Some(at) = self.embedded.first {
            let message = format!("有 {} 处嵌入的表格或文件,里面的内容没有读取", self.embedded.count);
            diagnostics.push(
                Diagnostic::new(&codes::UNREAD_CONTENT, message)
                    .at_origin(at, "第一处在这里")
                    .help("请双击打开嵌入的表格,另存为 xlsx 单独检查,或者粘贴成 Word 表格。"),
            );
        } else if self.pictures > 0 && !has_tables {
            let message = format!("没有表格,只有 {} 张图片,图片里的内容没有读取", self.pictures);
            diagnostics.push(
                Diagnostic::new(&codes::UNREAD_CONTENT, message)
                    .at_origin(whole, "")
                    .help("表格如果是截图或扫描件,请找到当初生成它的表格文件来检查。"),
            );
        }
        if let Some(at) = self.hidden.first {
            let message = format!("有 {} 处隐藏的文字,没有读取", self.hidden.count);
            diagnostics.push(
                Diagnostic::new(&codes::HIDDEN_TEXT, message)
                    .at_origin(at, "第一处在这里")
                    .help("隐藏的文字里如果有要检查的内容,请取消隐藏后再检查。"),
            );
        }
    }
}
