//! Ordinary workbooks: the reader of our own and the library read the same. The input is a sheet, and behind zero bytes, where there
//! are any, the shared strings, the styles and the list of sheets.
#![no_main]

use gouji::read::{Document, is_ordinary_workbook, read};
use gouji::source::SourceMap;
use gouji_fuzz::package;

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const STRINGS: &[u8] = b"<sst><si><t>a</t></si><si><r><t>b </t></r><r><t> c</t></r></si></sst>";
const STYLES: &[u8] = br##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/><numFmt numFmtId="165" formatCode="#,##0.00,"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/></cellXfs></styleSheet>"##;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(4, |byte| *byte == 0);
    let sheet = parts.next().unwrap_or_default();
    let bytes = package(&[
        ("_rels/.rels", ROOT),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", parts.next().unwrap_or(STRINGS)),
        ("xl/styles.xml", parts.next().unwrap_or(STYLES)),
        ("xl/workbook.xml", parts.next().unwrap_or(BOOK)),
    ]);
    if !is_ordinary_workbook(&bytes) {
        return;
    }
    // A comment at the end of the package, which no ordinary one has.
    let (rest, _) = bytes.split_at(bytes.len() - 2);
    let commented = [rest, b"\x01\x00-"].concat();
    assert!(!is_ordinary_workbook(&commented));
    assert_eq!(as_read(&bytes), as_read(&commented), "not what the library reads");
});

fn as_read(bytes: &[u8]) -> (Option<String>, String) {
    let read = read(&mut SourceMap::new(), "a.xlsx", bytes);
    let document = read.value.map(|document: Document| format!("{:?}", document.pieces));
    (document, format!("{:?}", read.diagnostics))
}
