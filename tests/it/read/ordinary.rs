//! Ordinary workbooks: the reader of our own and the library read the same.

use gouji::diagnostic::Checked;
use gouji::read::{Document, is_ordinary_workbook, read};
use gouji::source::SourceMap;
use rust_xlsxwriter::{Format, Formula, Note, Workbook};

use super::package::{NO_STRINGS, binary_package, raw_xlsx};
use crate::generated::generator;

/// The same package with a comment at its end, which no ordinary one has: it is left to the library.
fn commented(bytes: &[u8]) -> Option<Vec<u8>> {
    let (rest, length) = bytes.split_last_chunk::<2>()?;
    let end = rest.last_chunk::<20>()?;
    let plain = end.starts_with(b"PK\x05\x06") && *length == [0, 0];
    plain.then(|| [rest, b"\x01\x00-"].concat())
}

fn read_alone(name: &str, bytes: &[u8]) -> (String, Vec<String>, Vec<String>) {
    let mut sources = SourceMap::new();
    let Checked { value, diagnostics } = read(&mut sources, name, bytes);
    let lines = value.map_or(Vec::new(), |document: Document| {
        let pretty = document.pieces.iter().map(|piece| format!("{piece:#?}"));
        pretty
            .flat_map(|piece| piece.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    });
    let sheets = sources
        .iter()
        .flat_map(|source| source.sheets.iter().map(ToString::to_string));
    let sheets: Vec<String> = sheets.collect();
    (
        sheets.join("\n"),
        lines,
        diagnostics
            .iter()
            .map(|diagnostic| format!("{diagnostic:#?}"))
            .collect(),
    )
}

/// What is read of a workbook is what the library would have read.
#[track_caller]
pub fn check_against_library(name: &str, bytes: &[u8]) {
    let Some(commented) = commented(bytes) else { return };
    assert!(!is_ordinary_workbook(&commented));
    if !is_ordinary_workbook(bytes) {
        return;
    }
    let (own, library) = (read_alone(name, bytes), read_alone(name, &commented));
    assert_eq!(own.0, library.0, "{name}: sheets");
    assert_eq!(own.2, library.2, "{name}: diagnostics");
    let differs = own.1.iter().zip(&library.1).position(|(own, library)| own != library);
    if let Some(at) = differs {
        let around = |lines: &[String]| lines[at.saturating_sub(12)..(at + 6).min(lines.len())].join("\n");
        panic!(
            "{name}: {}\n--- but the library:\n{}",
            around(&own.1),
            around(&library.1)
        );
    }
    assert_eq!(own.1.len(), library.1.len(), "{name}");
}

/// An ordinary one, and read as the library does.
#[track_caller]
fn check_ordinary(name: &str, bytes: &[u8]) {
    assert!(is_ordinary_workbook(bytes), "{name} should be ordinary");
    assert!(commented(bytes).is_some(), "{name}");
    check_against_library(name, bytes);
}

#[test]
fn workbooks_as_programs_write_them() {
    let root = env!("CARGO_MANIFEST_DIR");
    for path in ["examples/reports/云川县水务局.xlsx", "tests/fixtures/云川县水务局.xlsx"] {
        check_ordinary(path, &std::fs::read(format!("{root}/{path}")).unwrap());
    }
    for number in 0..80 {
        check_ordinary(&number.to_string(), &generator::report(3, number).xlsx);
    }
}

#[test]
fn formats_and_layout() {
    let mut book = Workbook::new();
    let codes = [
        "General",
        "0",
        "0.0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "#,##0.00_);[Red](#,##0.00)",
        "0%",
        "0.0%",
        "0.00%",
        "0.00E+00",
        "# ?/?",
        "@",
        "#,##0.00,",
        "0!.0,\"万\"",
        "0.000",
        "\"共\"0.00\"元\"",
        "[Red]0.0",
        "_ * #,##0.00_ ;_ * -#,##0.00_ ",
        "yyyy-mm-dd",
        "yyyy\"年\"m\"月\"d\"日\"",
        "[$-804]yyyy\"年\"m\"月\"d\"日\"",
        "h:mm",
        "m/d/yy h:mm",
    ];
    let numbers = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        0.05,
        -0.05,
        0.005,
        0.1 + 0.2,
        12.3,
        1_234.56,
        -9_999_999.99,
        45_657.0,
        45_657.75,
        0.125,
        1e15,
        123_456_789_012.0,
        1_234_567_890_123.45,
        2_010_301.0,
        8_508.680_000_000_17,
        1e-9,
        99.995,
    ];
    let sheet = book.add_worksheet().set_name("数 & <字>").unwrap();
    for (column, code) in codes.iter().enumerate() {
        let format = Format::new().set_num_format(*code);
        let column = u16::try_from(column).unwrap();
        sheet.write_string_with_format(0, column, *code, &format).unwrap();
        for (row, number) in numbers.iter().enumerate() {
            let row = u32::try_from(row).unwrap() + 1;
            if (0.0..1e6).contains(number) || !code.contains(['y', 'h']) {
                sheet.write_number_with_format(row, column, *number, &format).unwrap();
            }
        }
        sheet.write_blank(30, column, &format).unwrap();
    }
    check_ordinary("formats", &book.save_to_buffer().unwrap());

    let sheet = book.add_worksheet().set_name("版 式").unwrap();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, " 表头\t", &plain).unwrap();
    sheet.merge_range(1, 1, 3, 2, "", &plain).unwrap();
    sheet.merge_range(5, 0, 7, 0, "小计", &plain).unwrap();
    sheet.write_string(1, 0, "A&B <C> \"D\" 'E'").unwrap();
    sheet.write_string(2, 0, "两\n行").unwrap();
    sheet.write_boolean(4, 3, true).unwrap();
    sheet.write_boolean(4, 4, false).unwrap();
    sheet
        .write_formula(5, 3, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    sheet
        .write_formula(5, 4, Formula::new("=A1&\"<\"").set_result("a<b"))
        .unwrap();
    sheet
        .write_formula(6, 3, Formula::new("=IF(A1<2,1,\"\")").set_result(""))
        .unwrap();
    sheet
        .write_formula(6, 4, Formula::new("=SUM(A1:A2)").set_result("12.5"))
        .unwrap();
    sheet.write_string(400, 0, "远").unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(0).unwrap();
    sheet.set_column_hidden(5).unwrap();
    sheet.write_url(7, 3, "https://example.org/").unwrap();
    sheet.insert_note(7, 3, &Note::new("批注")).unwrap();
    sheet.autofilter(0, 0, 5, 5).unwrap();
    book.add_worksheet().set_name("藏").unwrap().set_hidden(true);
    book.add_worksheet().set_name("空").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    check_ordinary("layout", &bytes);
}

/// Sheets and strings that are ordinary.
#[test]
fn cells_as_others_write_them() {
    let sheets = [
        "<sheetData/>",
        "<dimension ref=\"A1\"/><sheetData><row r=\"1\"><c r=\"B1\"><v>1</v></c></row></sheetData>",
        "<dimension ref=\"C7:D9\"/><sheetData><row r=\"2\"/><row r=\"3\"></row><row r=\"5\"><c r=\"B5\"/></row></sheetData>",
        "<sheetData><row><c><v>1</v></c><c/><c><v>2</v></c></row><row r=\"5\"><c r=\"C5\"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData>",
        "<sheetData>\n <row r='1' spans=\"1:3\">\n  <c t='n' r='A1' ><v>1</v></c> <c s=\"0\"\n r=\"B1\"\t/>\n </row>\n</sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c><c r=\"F1\" t=\"s\"><v>5</v></c><c r=\"G1\" t=\"s\"><v>6</v></c></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>A&amp;B</f><v>a&amp;b &#20013;&#x6587;</v></c><c r=\"B1\" t=\"str\"><f/><v></v></c><c r=\"C1\"><f>1</f></c><c r=\"D1\"><f t=\"shared\" ref=\"D1:D2\" si=\"0\">C1</f><v/></c><c r=\"E1\" t=\"s\"><f>1</f></c></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>行内</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> x </t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t/></is></c><c r=\"D1\" t=\"inlineStr\"><is><r><t>一</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 二</t></r></is></c></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c><c r=\"C1\" t=\"e\"><v>#N/A</v></c><c r=\"D1\" t=\"e\"><v>#NULL!</v></c><c r=\"E1\" t=\"b\"/><c r=\"F1\" t=\"e\"><f>1</f><v></v></c></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1.50</v></c><c r=\"B1\"><v>-0</v></c><c r=\"C1\"><v>1E-3</v></c><c r=\"D1\"><v>1.5e+20</v></c><c r=\"E1\"><v>0.30000000000000004</v></c><c r=\"F1\"><v>1e300</v></c><c r=\"G1\"><v>-007.25</v></c><c r=\"H1\"><v>123456789012345678901234567890</v></c></row></sheetData>",
        "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" hidden=\"false\"/></cols><sheetData><row r=\"1\" hidden=\"true\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"D1\"><v>3</v></c></row><row r=\"2\" hidden=\"0\"><c r=\"A2\"><v>4</v></c></row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:D2\"/></mergeCells>",
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" s=\"7\"><v>1</v></c></row></sheetData><pageMargins left=\"0.7\"/><headerFooter><oddFooter>&amp;C第 &amp;P 页</oddFooter></headerFooter><extLst><ext uri=\"{1}\"><x14:a xmlns:x14=\"u\" b='>'/></ext></extLst>",
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:A1\"/><mergeCell ref=\"B2:A1\"/><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
    ];
    let strings = concat!(
        "<sst uniqueCount=\"7\" count=\"9\"><si><t>甲</t></si>\n<si><t xml:space=\"preserve\"> 乙 </t></si><si><t/></si><si/>",
        "<si><r><rPr><b/><sz val=\"9\"/></rPr><t>一</t></r><r><t xml:space=\"preserve\"> 二 </t></r><r><t> 三 </t></r></si>",
        "<si><t> &lt;5 &amp; 6&#10;x</t><phoneticPr fontId=\"1\"/></si><si><t>#REF!</t></si></sst>"
    );
    for sheet in sheets {
        check_ordinary(sheet, &raw_xlsx(sheet, strings));
    }
}

/// Sheets and strings that are left to the library.
#[test]
fn what_is_unusual_is_left_to_the_library() {
    let row = |cells: &str| format!("<sheetData><row r=\"1\">{cells}</row></sheetData>");
    let sheets = [
        row("<c r=\"A1\" t=\"d\"><v>2024-01-01</v></c>"),
        row("<c r=\"A1\" t=\"odd\"><v>1</v></c>"),
        row("<c r=\"A1\" t=\"s\"><v>9</v></c>"),
        row("<c r=\"A1\" t=\"b\"><v>true</v></c>"),
        row("<c r=\"A1\" t=\"e\"><v>#ODD!</v></c>"),
        row("<c r=\"A1\"><v>x</v></c>"),
        row("<c r=\"A1\"><v> 1</v></c>"),
        row("<c r=\"A1\"><v>1e999</v></c>"),
        row("<c r=\"A1\"><v>1</v><f>1</f></c>"),
        row("<c r=\"A1\"><!-- --><v>1</v></c>"),
        row("<c r=\"A1\" t=\"str\"><v><![CDATA[x]]></v></c>"),
        row("<c r=\"A1\" t=\"str\"><v>&nbsp;</v></c>"),
        row("<c r=\"A1\" t=\"str\"><v>a\r\nb</v></c>"),
        row("<c r=\"A1\" t=\"inlineStr\"><v>1</v><is><t>x</t></is></c>"),
        row("<c r=\"A1\" t=\"inlineStr\"><is><t>x</t><rPh sb=\"0\" eb=\"1\"><t>y</t></rPh></is></c>"),
        row("<c r=\"a1\"><v>1</v></c>"),
        row("<c r=\"$A$1\"><v>1</v></c>"),
        row("<c r=\"A2\"><v>1</v></c>"),
        row("<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>"),
        row("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>"),
        row("<c r=\"A1\" r=\"B1\"><v>1</v></c>"),
        row("<c r=\"A1\"s=\"0\"><v>1</v></c>"),
        row("<x:c r=\"A1\"><v>1</v></x:c>"),
        row("<c r=\"A1\"><v>1</v></c>") + "<!-- -->",
        row("<c r=\"A1\"><v>1</v></c>") + "<x a=\"1\"b=\"2\"/>",
        row("<c r=\"A1\"><v>1</v></c>") + "<mergeCells><mergeCell ref=\"A1\"/></mergeCells>",
        row("<c r=\"A1\"><v>1</v></c>") + "<mergeCells><mergeCell ref=\"$A$1:$B$1\"/></mergeCells>",
        row("<c r=\"A1\"><v>1</v></c>") + "<mergeCells><mergeCell ref=\"A1:B1\"/>",
        row("<c r=\"A1\"><v>1</v></c>") + "<sheetData/>",
        "<dimension ref=\"B2:A1\"/>".to_owned() + &row("<c r=\"A1\"><v>1</v></c>"),
        "<sheetData><row r=\"2\"/><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>".to_owned(),
        "<sheetData><row r=\"1\" hidden=\"yes\"><c r=\"A1\"><v>1</v></c></row></sheetData>".to_owned(),
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>".to_owned(),
    ];
    for sheet in &sheets {
        let bytes = raw_xlsx(sheet, NO_STRINGS);
        assert!(!is_ordinary_workbook(&bytes), "{sheet}");
    }
    let strings = [
        "<sst><si><t>a</t><rPh sb=\"0\" eb=\"1\"><t>b</t></rPh></si></sst>",
        "<sst><si><t>a&b</t></si></sst>",
        "<sst><si><t>a_x000D_</t></si></sst>",
        "<sst><si><t>a&#95;x000D_</t></si></sst>",
        "<sst uniqueCount=\"99999999\"><si><t>a</t></si></sst>",
        "<sst><si><t>a</t></si>",
        "<!DOCTYPE sst><sst><si><t>a</t></si></sst>",
        "<?xml version=\"1.0\" encoding=\"gbk\"?><sst><si><t>a</t></si></sst>",
        "<x:sst><x:si><x:t>a</x:t></x:si></x:sst>",
    ];
    let one = row("<c r=\"A1\" t=\"s\"><v>0</v></c>");
    assert!(is_ordinary_workbook(&raw_xlsx(&one, "<sst><si><t>a</t></si></sst>")));
    for strings in strings {
        assert!(!is_ordinary_workbook(&raw_xlsx(&one, strings)), "{strings}");
    }
}

/// Packages whose directory is not in order are left to the library.
#[test]
fn packages_out_of_order_are_left_to_the_library() {
    let bytes = raw_xlsx("<sheetData/>", NO_STRINGS);
    assert!(is_ordinary_workbook(&bytes));
    for length in (0..bytes.len()).step_by(7) {
        assert!(!is_ordinary_workbook(&bytes[..length]), "{length}");
    }
    let mut damaged = 0;
    for at in (0..bytes.len()).step_by(3) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x11;
        check_against_library("damaged", &bytes);
        damaged += usize::from(!is_ordinary_workbook(&bytes));
    }
    assert!(damaged > bytes.len() / 6);
    let stray = binary_package(&[("xl/worksheets/sheet1.xml", b"<worksheet/>")]);
    assert!(!is_ordinary_workbook(&stray));
}
