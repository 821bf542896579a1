//! What to say about a file that could not be read, or not wholly.

use super::super::limits;
use super::health::Damage;
use super::page::Refusal;
use crate::diagnostic::{Code, Diagnostic, codes::read as codes};
use crate::source::{Landmark, Landmarks, SourceId, Span};

/// Pages named one by one; of more only their number is said.
const NAMED: usize = 8;

/// Pages that have something, and how often in all.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pages: Vec<u32>,
    count: usize,
}

impl Tally {
    /// Adds what a page has of it, in the order of pages.
    pub fn add(&mut self, page: u32, count: usize) {
        if count > 0 {
            self.pages.push(page);
            self.count += count;
        }
    }
}

/// What was met while reading.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// What is wrong with the file.
    pub damage: Option<Damage>,
    /// Pages found.
    pub pages: usize,
    /// Pages that the file says it has.
    pub promised: Option<usize>,
    /// Pages that the library fell over.
    pub broken: Vec<u32>,
    /// Pages with too much on them.
    pub crowded: Vec<u32>,
    /// The first page that was not looked at for want of room.
    pub cut: Option<u32>,
    /// Pages that are pictures without text.
    pub scanned: Vec<u32>,
    /// Whether there was text on them that nobody sees.
    pub recognised: bool,
    /// Characters nobody sees.
    pub hidden: Tally,
    /// Characters whose meaning the file does not tell.
    pub unmapped: Tally,
    /// Tables whose columns were guessed.
    pub guessed: Tally,
    /// Lines that look like rows of a table without rules.
    pub unruled: Tally,
}

impl Problems {
    /// Why a file gave no text at all.
    pub fn nothing_read(&self) -> Diagnostic {
        if !self.scanned.is_empty() {
            let message = if self.recognised {
                "这份 PDF 是扫描件,只有识别软件加上的、看不见的文字,没有读取"
            } else {
                "这份 PDF 是扫描件,没有文字层,读不出文字和数字"
            };
            return Diagnostic::new(&codes::NO_TEXT_LAYER, message).help(
                "请找到当初生成它的表格或 Word 文件来检查;只有纸质件的,请先识别成文字并核对,再检查识别出的文本。",
            );
        }
        if !self.crowded.is_empty() || self.cut.is_some() {
            return Diagnostic::new(&codes::PARTLY_READ, "每一页上的线条和文字都过多,没有读取")
                .help("请确认选对了文件;是报告的,请用当初生成它的文件来检查。");
        }
        if self.broken.is_empty() && self.damage.is_none() && self.pages > 0 {
            return empty();
        }
        broken("PDF 的内容读不出来,文件可能没有传完或已损坏")
    }

    /// What to say about a file that was read; `landmarks` tell where its pages begin.
    pub fn diagnostics(&self, source: SourceId, landmarks: &Landmarks) -> Vec<Diagnostic> {
        let place = PageStarts { source, landmarks };
        let mut out = Vec::new();
        out.extend(self.incomplete(&place));
        if !self.crowded.is_empty() || self.cut.is_some() {
            out.push(self.partly(&place));
        }
        if let Some(first) = self.scanned.first() {
            let message = format!("{}是图片,没有文字,没有读取", pages(&self.scanned));
            out.push(
                place
                    .at(Diagnostic::new(&codes::SCANNED_PAGES, message), *first)
                    .help("这些页上如果有表格,请用当初生成它的文件来检查。"),
            );
        }
        let notes: [(&'static Code, &Tally, &str, &str); 4] = [
            (
                &codes::UNMAPPED_CHARACTERS,
                &self.unmapped,
                "个字只有字形,文件里没有写明是什么字",
                "读出的文字里这些字是“\u{fffd}”,所在的数字和名称不可靠;请用当初生成它的文件来检查,或重新导出 PDF。",
            ),
            (
                &codes::UNRULED_ROWS,
                &self.unruled,
                "行像是表格里的数字,但四周没有线,没有当作表格读取",
                "请给表格加上边框后重新导出 PDF,或者直接检查表格文件。",
            ),
            (
                &codes::HIDDEN_TEXT,
                &self.hidden,
                "个字在页面上看不见,没有读取",
                "它们透明、与底色相同、被单元格裁去或者在页面之外;如果应当看得见,请调整后重新导出 PDF。",
            ),
            (
                &codes::GUESSED_COLUMNS,
                &self.guessed,
                "个表没有竖线,各栏按文字之间的空隙划分",
                "请核对这些表的栏目和数字;有表格文件的,用表格文件检查更可靠。",
            ),
        ];
        for (code, tally, what, help) in notes {
            if let Some(first) = tally.pages.first() {
                let message = format!("{}有 {} {what}", pages(&tally.pages), tally.count);
                out.push(place.at(Diagnostic::new(code, message), *first).help(help));
            }
        }
        out
    }

    fn incomplete(&self, place: &PageStarts<'_>) -> Option<Diagnostic> {
        let lost = self.promised.filter(|promised| *promised > self.pages);
        let (message, page) = if let Some(promised) = lost {
            (
                format!("文件已损坏:应有 {promised} 页,只找到 {} 页,内容不全", self.pages),
                1,
            )
        } else if let Some(first) = self.broken.first() {
            (format!("{}已损坏,没有读取", pages(&self.broken)), *first)
        } else if self.damage == Some(Damage::NoEnd) {
            ("文件末尾不完整,可能没有传完,读出的内容可能不全".to_owned(), 1)
        } else if self.damage == Some(Damage::NoIndex) {
            ("文件的目录已损坏,是修复后读取的,内容可能不全".to_owned(), 1)
        } else if self.damage == Some(Damage::Packed) {
            ("文件里有的内容已损坏,读出的文字和数字可能缺失或有错".to_owned(), 1)
        } else {
            return None;
        };
        let diagnostic = Diagnostic::new(&codes::INCOMPLETE_PDF, message);
        Some(
            place
                .at(diagnostic, page)
                .help("请重新取得这份文件,或用当初生成它的文件重新导出 PDF。"),
        )
    }

    fn partly(&self, place: &PageStarts<'_>) -> Diagnostic {
        let (message, page) = match (self.crowded.first(), self.cut) {
            (Some(first), _) => (format!("{}上的线条和文字过多,没有读取", pages(&self.crowded)), *first),
            (None, cut) => {
                let first = cut.unwrap_or(1);
                (format!("文件过大,从第 {first} 页起没有读取"), first)
            }
        };
        place
            .at(Diagnostic::new(&codes::PARTLY_READ, message), page)
            .help("请检查文件是否正常;确实这么大的,请拆成几个文件分别检查。")
    }
}

/// Where pages begin in the text.
struct PageStarts<'l> {
    source: SourceId,
    landmarks: &'l Landmarks,
}

impl PageStarts<'_> {
    /// Points at the beginning of a page, or of the next that has text.
    fn at(&self, diagnostic: Diagnostic, wanted: u32) -> Diagnostic {
        let reached = |landmark| matches!(landmark, Landmark::Page { page, .. } if page >= wanted);
        let found = self.landmarks.iter().find(|(_, landmark)| reached(*landmark));
        let start = found.map_or(0, |(range, _)| range.start as usize);
        diagnostic.at(Span::new(self.source, start, start), "")
    }
}

/// `第3页`, `第3、5、8页`, `第3、5页等 40 页`.
fn pages(pages: &[u32]) -> String {
    let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
    let more = if pages.len() > NAMED {
        format!("等 {} 页", pages.len())
    } else {
        String::new()
    };
    format!("第{}页{more}", named.join("、"))
}

/// The refusal of a file without anything to read.
pub(super) fn empty() -> Diagnostic {
    Diagnostic::new(&codes::EMPTY_FILE, "PDF 里没有文字").help("请确认选对了文件。")
}

/// Why a file could not be opened.
pub(super) fn refused(refusal: Refusal) -> Diagnostic {
    match refusal {
        Refusal::Password => {
            Diagnostic::new(&codes::PASSWORD, "PDF 加了打开密码,无法读取").help("请取消打开密码,另存后再检查。")
        }
        Refusal::Cipher => {
            Diagnostic::new(&codes::PASSWORD, "PDF 的加密方式无法识别,无法读取").help("请取消加密,另存后再检查。")
        }
        Refusal::Broken => broken("PDF 打不开,文件可能没有传完或已损坏"),
    }
}

/// The refusal of a file whose packed parts are, or may become, larger than any real one's.
pub(super) fn too_large() -> Diagnostic {
    let most = limits::PDF_PART_BYTES >> 20;
    let message = format!("PDF 里有压缩的内容展开后会超过 {most} MB,或者损坏得无法知道有多大");
    Diagnostic::new(&codes::FILE_TOO_LARGE, message)
        .help("请确认选对了文件;是报告的,请重新导出 PDF,或用当初生成它的文件来检查。")
}

fn broken(message: &str) -> Diagnostic {
    Diagnostic::new(&codes::BROKEN_FILE, message).help("请重新取得这份文件,能用 PDF 阅读器打开后再检查。")
}
