//! Reading files: what becomes a paragraph, a grid, a cell, and where it stands.

mod archive;
mod broken;
mod hostile;
mod html;
mod ordinary;
pub mod package;
mod word;
mod workbook;
mod xls;

use std::fmt::Write as _;
use std::path::PathBuf;

use gouji::diagnostic::{Checked, Severity};
use gouji::read::{Content, Document, Format, Grid, GridCell, Piece, read};
use gouji::source::{Origin, SourceMap};

/// A file as read, with its sources.
struct Read {
    sources: SourceMap,
    checked: Checked<Option<Document>>,
}

impl Read {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let mut sources = SourceMap::new();
        let checked = read(&mut sources, name, bytes);
        let read = Self { sources, checked };
        read.check_invariants();
        read
    }

    fn document(&self) -> &Document {
        self.checked.value.as_ref().expect("a document")
    }

    fn grids(&self) -> Vec<&Grid> {
        let pieces = self.document().pieces.iter();
        pieces
            .filter_map(|piece| match piece {
                Piece::Grid(grid) => Some(grid),
                Piece::Paragraph(_) => None,
            })
            .collect()
    }

    /// Codes with their messages, one a line.
    fn diagnostics(&self) -> String {
        let lines = self
            .checked
            .diagnostics
            .iter()
            .map(|diagnostic| format!("{} {}\n", diagnostic.code.id, diagnostic.message));
        lines.collect()
    }

    /// The document in short: `# heading`, `= paragraph`, `[sheet]`, `a|b|c` for a row; `_` marks a hidden row and `^` a covered cell.
    fn dump(&self) -> String {
        let mut out = String::new();
        for piece in &self.document().pieces {
            match piece {
                Piece::Paragraph(paragraph) => {
                    let mark = if paragraph.heading { '#' } else { '=' };
                    writeln!(out, "{mark} {}", paragraph.text).unwrap();
                }
                Piece::Grid(grid) => {
                    writeln!(out, "[{}]", grid.sheet.as_deref().unwrap_or_default()).unwrap();
                    for row in &grid.rows {
                        let hidden = if row.hidden { "_" } else { "" };
                        let cells: Vec<String> = row.cells.iter().map(shown).collect();
                        writeln!(out, "{hidden}{}", cells.join("|")).unwrap();
                    }
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
        for piece in &document.pieces {
            match piece {
                Piece::Paragraph(paragraph) => self.check_place(&paragraph.text, paragraph.origin),
                Piece::Grid(grid) => {
                    for row in &grid.rows {
                        for (index, cell) in row.cells.iter().enumerate() {
                            self.check_place(&cell.text, cell.origin);
                            if let (Origin::Cell(place), Origin::Cell(first)) = (cell.origin, row.origin) {
                                assert_eq!(place.column as usize, index);
                                assert_eq!((place.row, first.column), (first.row, 0));
                            }
                        }
                    }
                }
            }
        }
    }

    /// The text at a place is the cell's text, but for quotes and tags inside.
    fn check_place(&self, text: &str, origin: Origin) {
        if let Origin::Text(span) = origin {
            let found = self.sources.slice(span);
            let same = found == text || found.contains(['<', '&']) || found.replace("\"\"", "\"") == text;
            assert!(same, "{found:?} is not {text:?}");
            assert_eq!(text.is_empty(), span.start == span.end, "{text:?}");
        }
    }
}

fn shown(cell: &GridCell) -> String {
    let mark = if cell.covered { "^" } else { "" };
    let text = &cell.text;
    match &cell.content {
        Content::Empty => {
            assert!(text.is_empty());
            String::new()
        }
        Content::Text => format!("{mark}{text}"),
        Content::Number {
            value,
            decimals,
            percent,
        } => {
            let decimals = decimals.map_or(String::new(), |decimals| format!("/{decimals}"));
            let percent = if *percent { "%" } else { "" };
            format!("{mark}{text}={value}{decimals}{percent}")
        }
        other => format!("{mark}{other:?}:{text}"),
    }
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &str, diagnostics: &str) {
    let read = Read::new(name, bytes);
    assert_eq!(read.dump(), expected, "{name}");
    assert_eq!(read.diagnostics(), diagnostics, "{name}");
    ordinary::check_against_library(name, bytes);
}

/// Nothing is read, and the one error has this code and says this.
#[track_caller]
fn check_refused(name: &str, bytes: &[u8], code: &str, says: &str) {
    let read = Read::new(name, bytes);
    assert!(read.checked.value.is_none(), "{name}");
    let diagnostics = read.diagnostics();
    assert!(
        diagnostics.starts_with(code) && diagnostics.contains(says),
        "{name}: {diagnostics}"
    );
    let first = &read.checked.diagnostics[0];
    assert_eq!(
        (first.severity, read.checked.diagnostics.len()),
        (Severity::Error, 1),
        "{diagnostics}"
    );
    assert!(first.help.is_some());
}

#[test]
fn text() {
    let cases = [
        ("标题\n", "= 标题\n"),
        ("# 目 录\n### 二\n#5\n#DIV/0!\n", "# 目 录\n# 二\n= #5\n= #DIV/0!\n"),
        ("- (一) 办公室\n", "= - (一) 办公室\n"),
        ("a\tb\nc\td\te\n", "[]\na|b\nc|d|e\n"),
        ("a\tb\n\nc\td\n", "[]\na|b\n[]\nc|d\n"),
        ("a\tb\n文字\nc\td\n", "[]\na|b\n= 文字\n[]\nc|d\n"),
        ("\t\t \ta\t\n", "[]\n|||a|\n"),
        (" a \t\u{3000}b\u{a0}\t7983. 87\n", "[]\na|b|7983. 87\n"),
        ("x\t<b>商日</b>\t支<b>ご出</b>\n", "[]\nx|商日|支ご出\n"),
        ("x\t<招标>\t<5\ta<br>b\tA&amp;B\n", "[]\nx|<招标>|<5|a b|A&B\n"),
        ("a\tb\r\n\r\nc\r\n", "[]\na|b\n= c\n"),
        ("a\tb\rc\td\r", "[]\na|b\nc|d\n"),
        ("a\t\"1,234.50\"\t\"三公\"\t\"\n", "[]\na|1,234.50|\"三公\"|\"\n"),
        ("末行\t没有换行", "[]\n末行|没有换行\n"),
        ("一,二,三,四。五,六\n七,八。九\n", "= 一,二,三,四。五,六\n= 七,八。九\n"),
    ];
    for (text, expected) in cases {
        check("a.txt", text.as_bytes(), expected, "");
        assert_eq!(Read::new("a.txt", text.as_bytes()).document().format, Format::Text);
    }
}

#[test]
fn csv() {
    let cases = [
        ("项目,金额\n合计,1\n", "[]\n项目|金额\n合计|1\n"),
        ("a;1,5\nb;2,5\n", "[]\na|1,5\nb|2,5\n"),
        ("a\tb\nc\td\n", "[]\na|b\nc|d\n"),
        ("a,\"x,y\",\"1,234.50\"\n", "[]\na|x,y|1,234.50\n"),
        ("a,\"他说\"\"好\"\"\"\n", "[]\na|他说\"好\"\n"),
        ("a,\"两\n行\",b\nc,d,e\n", "[]\na|两\n行|b\nc|d|e\n"),
        ("a, \" x \" ,b\n", "[]\na|x|b\n"),
        (
            "\"三供一业\"分离,5\n\"x\"\"y\"z,6\n",
            "[]\n\"三供一业\"分离|5\n\"x\"\"y\"z|6\n",
        ),
        (
            "表一\n项目,金额\na,1\n\n表二,,\n项目,金额,备注\n",
            "= 表一\n[]\n项目|金额\na|1\n[]\n表二||\n项目|金额|备注\n",
        ),
        ("a,b\r\nc,\"d\"\r\n", "[]\na|b\nc|d\n"),
        (",,\na,,\n", "[]\n||\na||\n"),
        ("a,b,", "[]\na|b|\n"),
        ("a,\"b\"", "[]\na|b\n"),
        ("=\"00201\",名称,=A1\n", "[]\n00201|名称|=A1\n"),
        ("a,\"\",b\n", "[]\na||b\n"),
    ];
    for (text, expected) in cases {
        check("a.csv", text.as_bytes(), expected, "");
        assert_eq!(Read::new("a.csv", text.as_bytes()).document().format, Format::Csv);
    }
    let by_content = Read::new("a.txt", "项目,金额\n合计,1\n支出,2\n".as_bytes());
    assert_eq!(by_content.document().format, Format::Csv);
}

#[test]
fn a_lost_quote_costs_one_cell() {
    let read = Read::new("a.csv", "a,\"b,c\nd,e,f\n".as_bytes());
    assert_eq!(read.dump(), "[]\na|\"b|c\nd|e|f\n");
    assert_eq!(read.diagnostics(), "GJ0309 有 1 处引号只有一半,已当作普通文字\n");
    let Origin::Text(span) = read.checked.diagnostics[0].labels[0].at else {
        panic!()
    };
    assert_eq!(read.sources.slice(span), "\"");
}

#[test]
fn encodings() {
    let text = "部门名称: 高平市\n项目\t金额\n合计\t8034.07\n";
    let expected = "= 部门名称: 高平市\n[]\n项目|金额\n合计|8034.07\n";
    let utf16 = |little: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    };
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        marked(b"\xEF\xBB\xBF", text.into()),
        marked(b"\xFF\xFE", utf16(true)),
        marked(b"\xFE\xFF", utf16(false)),
        utf16(true),
        utf16(false),
        gbk,
    ] {
        check("a.txt", &bytes, expected, "");
    }
    let rare = encoding_rs::GB18030.encode("㐀\t𠮷\t€\n").0.into_owned();
    check("a.txt", &rare, "[]\n㐀|𠮷|€\n", "");
}

#[test]
fn bad_bytes_have_a_place() {
    let mut bytes = "部门名称高平市工业和信息化局二〇二四年度\t1\n甲\t".as_bytes().to_vec();
    bytes.push(0xFF);
    bytes.extend_from_slice("\t2\n".as_bytes());
    let read = Read::new("a.txt", &bytes);
    assert_eq!(
        read.dump(),
        "[]\n部门名称高平市工业和信息化局二〇二四年度|1\n甲|\u{fffd}|2\n"
    );
    assert_eq!(read.diagnostics(), "GJ0306 按 UTF-8 读取时,有 1 处字节认不出\n");
    let Origin::Text(span) = read.checked.diagnostics[0].labels[0].at else {
        panic!()
    };
    assert_eq!(read.sources.slice(span), "\u{fffd}");
    let gbk = [encoding_rs::GBK.encode("项目,金额\n合计,").0.as_ref(), b"\xFF", b"1\n"].concat();
    assert_eq!(
        Read::new("a.csv", &gbk).diagnostics(),
        "GJ0306 按 GB18030(GBK) 读取时,有 1 处字节认不出\n"
    );
}

#[test]
fn places_after_crlf_and_wide_characters() {
    let text = "甲\t乙\r\n\r\n丙\t 丁 \r\n";
    let read = Read::new("a.txt", text.as_bytes());
    let cell = &read.grids()[1].rows[0].cells[1];
    let Origin::Text(span) = cell.origin else { panic!() };
    let at = text.find('丁').unwrap();
    assert_eq!(span.range(), at..at + 3);
    let source = read.sources.get(span.source).unwrap();
    assert_eq!(source.lines().line_of(at), 2);
    assert_eq!(source.hash.len(), 64);
}

#[test]
fn refused_files() {
    let garbage: Vec<u8> = (0..4096_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("a.txt", b"", "GJ0301", "空"),
        ("a.txt", b"  \n\n", "GJ0301", "只有空白"),
        ("a.txt", "\u{feff}\u{3000}\n".as_bytes(), "GJ0301", "空白"),
        ("a.csv", b"\xEF\xBB\xBF", "GJ0301", "空"),
        ("a.pdf", b"%PDF-1.7\n", "GJ0305", "PDF"),
        ("a.xls", b"<html><table></table>", "GJ0301", "没有表格"),
        (
            "a.xls",
            b"\xEF\xBB\xBF\r\n<TABLE border=1><tr><td>&nbsp;",
            "GJ0301",
            "没有表格",
        ),
        (
            "a.htm",
            b"<!DOCTYPE html><frameset><frame src=\"a.files/sheet001.htm\"></frameset>",
            "GJ0301",
            "没有表格",
        ),
        (
            "a.xls",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            "GJ0302",
            "XML 电子表格",
        ),
        (
            "a.xls",
            b"MIME-Version: 1.0\nContent-Type: multipart/related",
            "GJ0302",
            "网页存档(MHTML),暂不支持",
        ),
        (
            "a.mhtml",
            b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
            "GJ0302",
            "网页存档",
        ),
        ("a.txt", &[0xFF; 300], "GJ0303", "认不出"),
        ("a.xml", b"<?xml version=\"1.0\"?><a/>", "GJ0302", "XML"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "GJ0302", "图片"),
        ("a.rtf", b"{\\rtf1", "GJ0302", "RTF"),
        ("a.rar", b"Rar!\x1A\x07\x01\0", "GJ0302", "RAR 压缩包"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04", "GJ0302", "7z 压缩包"),
        (
            "a.xml",
            b"<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">",
            "GJ0302",
            "Word",
        ),
        ("a.xlsx", &garbage, "GJ0303", "认不出"),
        ("a.xlsx", b"PK\x03\x04rubbish", "GJ0305", "打不开"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rubbish", "GJ0305", "打不开"),
    ];
    for (name, bytes, code, says) in cases {
        check_refused(name, bytes, code, says);
    }
}

#[test]
fn limits_of_texts() {
    let long = Read::new("a.txt", "长".repeat(30 << 20).as_bytes());
    assert_eq!(
        long.diagnostics(),
        "GJ0308 有 1 行长于 1048576 字节,超出的部分没有读取\n"
    );
    let tall = Read::new("a.txt", format!("1{}\n", "\t".repeat(999)).repeat(4100).as_bytes());
    assert!(tall.diagnostics().contains("表格过大"), "{}", tall.diagnostics());
    let quotes = Read::new("a.csv", "\",".repeat(200_000).as_bytes());
    assert!(quotes.checked.value.is_some());
}

/// A file of the shared data, or `None` with a note that the test was skipped.
fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("GOUJI_SHARED_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        println!("skipped: there is no {name} in {}", folder.display());
    }
    bytes
}

#[test]
fn a_real_report() {
    let Some(bytes) = shared("gaoping-2024.txt") else {
        return;
    };
    let read = Read::new("gaoping-2024.txt", &bytes);
    assert_eq!(read.diagnostics(), "");
    let grids = read.grids();
    let rows: usize = grids.iter().map(|grid| grid.rows.len()).sum();
    let headings = read
        .document()
        .pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Paragraph(paragraph) if paragraph.heading));
    // Lines with a tab, runs of them, and lines that begin with `#`, counted with other tools.
    assert_eq!((rows, headings.count()), (762, 57));
    let paragraphs = read.document().pieces.len() - grids.len();
    assert_eq!((grids.len(), paragraphs), (61, 274));
}
