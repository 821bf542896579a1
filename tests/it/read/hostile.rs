//! Workbooks that want memory or time, and broken ones.

use std::fmt::Write as _;
use std::io::Write as _;

use rust_xlsxwriter::Workbook;

use super::package::{NO_STRINGS, package, raw_xlsx};
use super::{Read, check_refused};

#[test]
fn sheets_that_claim_the_world() {
    // Two cells at opposite corners, a merged area over everything, and a dimension that says so.
    let sheet = concat!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>",
        "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"
    );
    let read = Read::new("a.xlsx", &raw_xlsx(sheet, NO_STRINGS));
    assert!(read.grids()[0].rows.len() < 200);
    let said = read.diagnostics();
    assert!(
        said.contains("GJ0308 有 1 处合并单元格过大") && said.contains("GJ0308 有 1 行多于 1024 列"),
        "{said}"
    );
}

#[test]
fn places_that_come_round() {
    // In 32 bits each is one that the sheet has.
    for second in [
        "<row r=\"1\"><c r=\"A4294967298\"><v>7</v></c></row>",
        "<row r = '4294967298'><c><v>7</v></c></row>",
        "<row><c r=\"MWLQKWV1\"><v>7</v></c></row>",
    ] {
        let sheet = format!("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>{second}</sheetData>");
        check_refused("a.xlsx", &raw_xlsx(&sheet, NO_STRINGS), "GJ0311", "不可能的行号列号");
    }
    let area =
        "<dimension ref=\"mlformats.org/A1\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    check_refused("a.xlsx", &raw_xlsx(area, NO_STRINGS), "GJ0311", "不可能的行号列号");
    for area in ["I1:C28", "A9:C2", "$C$1:$A$1"] {
        let sheet =
            format!("<dimension ref=\"{area}\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>");
        check_refused("a.xlsx", &raw_xlsx(&sheet, NO_STRINGS), "GJ0311", "不可能的行号列号");
    }
    // The last place of all is one.
    let last = "<sheetData><row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>";
    assert!(Read::new("a.xlsx", &raw_xlsx(last, NO_STRINGS)).dump().contains("1=1"));
}

#[test]
fn wide_rows_do_not_multiply() {
    let mut rows = String::new();
    for row in 1..=20_000 {
        write!(rows, "<row r=\"{row}\"><c r=\"ABC{row}\"><v>1</v></c></row>").unwrap();
    }
    let read = Read::new(
        "a.xlsx",
        &raw_xlsx(&format!("<sheetData>{rows}</sheetData>"), NO_STRINGS),
    );
    let cells: usize = read.grids()[0].rows.iter().map(|row| row.cells.len()).sum();
    assert!(cells <= 4_000_000);
    assert!(read.diagnostics().contains("没有读取"));
}

#[test]
fn hostile_packages() {
    let zeros = "0".repeat(100 << 20);
    check_refused(
        "a.xlsx",
        &raw_xlsx(&format!("<!--{zeros}-->"), NO_STRINGS),
        "GJ0307",
        "解压后",
    );
    let counted = raw_xlsx("<sheetData/>", "<sst uniqueCount=\"999999999999\"/>");
    check_refused("a.xlsx", &counted, "GJ0305", "打不开");
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x&b;y</t></is></c><c r=\"B1\"><v>5</v></c></row></sheetData>";
    let read = Read::new("a.xlsx", &raw_xlsx(&format!("{entities}{sheet}"), NO_STRINGS));
    assert!(!read.dump().contains("aaaa"), "{}", read.dump());
    let deep = format!(
        "<sheetData>{}{}</sheetData>",
        "<a>".repeat(300_000),
        "</a>".repeat(300_000)
    );
    assert!(
        Read::new("a.xlsx", &raw_xlsx(&deep, NO_STRINGS))
            .checked
            .value
            .is_none()
    );
    // A string of 100 kB that 50 000 cells share is held once.
    let mut cells = String::new();
    for row in 1..=50_000 {
        write!(cells, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>").unwrap();
    }
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let read = Read::new(
        "a.xlsx",
        &raw_xlsx(&format!("<sheetData>{cells}</sheetData>"), &strings),
    );
    let rows = &read.grids()[0].rows;
    let held = |row: usize| rows[row].cells[0].text.as_ptr();
    assert_eq!(held(0), held(49_999));
}

/// A number format of 1 MB that 50 000 cell formats share.
#[test]
fn formats_do_not_multiply() {
    let styles = format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"{}\"/></numFmts><cellXfs>{}</cellXfs></styleSheet>",
        "0".repeat(1 << 20),
        "<xf numFmtId=\"164\"/>".repeat(50_000)
    );
    let bytes = raw_xlsx("<sheetData/>", NO_STRINGS);
    let mut package = zip::ZipWriter::new_append(std::io::Cursor::new(bytes)).unwrap();
    package
        .start_file("xl/styles.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    package.write_all(styles.as_bytes()).unwrap();
    let bytes = package.finish().unwrap().into_inner();
    check_refused("a.xlsx", &bytes, "GJ0307", "单元格格式");
}

#[test]
fn lying_sizes() {
    // The directory says that a part is small; what it inflates to is not.
    let mut bytes = raw_xlsx(&format!("<!--{}-->", " ".repeat(80 << 20)), NO_STRINGS);
    let size = (80_u32 << 20).to_le_bytes()[3];
    let mut lied = 0;
    for at in 0..bytes.len() - 46 {
        let (local, central) = (
            bytes[at..].starts_with(b"PK\x03\x04"),
            bytes[at..].starts_with(b"PK\x01\x02"),
        );
        let field = at + if local { 22 } else { 24 };
        if (local || central) && bytes[field + 3] >= size {
            bytes[field..field + 4].copy_from_slice(&1000_u32.to_le_bytes());
            lied += 1;
        }
    }
    assert_eq!(lied, 2);
    let read = Read::new("a.xlsx", &bytes);
    assert!(read.checked.value.is_none(), "{}", read.diagnostics());
}

#[test]
fn other_packages() {
    check_refused(
        "a.pptx",
        &package(&[("ppt/presentation.xml", "<x/>")]),
        "GJ0302",
        "演示文稿",
    );
    let ofd = package(&[("OFD.xml", "<x/>"), ("Doc_0/Document.xml", "<x/>")]);
    check_refused("a.ofd", &ofd, "GJ0302", "OFD");
    check_refused("a.zip", &package(&[("a.txt", "x")]), "GJ0302", "ZIP 压缩包");
    let odt = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<x/>"),
    ]);
    check_refused("a.odt", &odt, "GJ0302", "OpenDocument");
}

#[test]
fn broken_packages() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for length in (8..bytes.len()).step_by(97) {
        check_refused("a.xlsx", &bytes[..length], "GJ0305", "打不开");
    }
    // Any single wrong byte: no panic, and either a document or an error.
    for at in (0..bytes.len()).step_by(41) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        Read::new("a.xlsx", &damaged);
    }
    check_refused("a.xlsx", &raw_xlsx("<sheetData/>", NO_STRINGS), "GJ0301", "没有内容");
}
