//! What becomes of the cells and the layout of a workbook.

use gouji::read::Format;
use gouji::source::Origin;
use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook};

use super::package::{NO_STRINGS, binary_package, package, raw_xlsx};
use super::{Read, check, check_refused};

#[test]
fn workbook_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("01-1 ").unwrap();
    let two = CellFormat::new().set_num_format("#,##0.00_);[Red](#,##0.00)");
    let percent = CellFormat::new().set_num_format("0.0%");
    let date = CellFormat::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.write_string(1, 1, " 项目 ").unwrap();
    sheet.write_string(1, 2, "00201").unwrap();
    sheet
        .write_number_with_format(2, 1, 8_508.680_000_000_17, &two)
        .unwrap();
    sheet.write_number(2, 2, 2_010_301.0).unwrap();
    sheet.write_number(2, 3, 0.1 + 0.2).unwrap();
    sheet.write_number_with_format(3, 1, 0.125, &percent).unwrap();
    sheet.write_boolean(3, 2, true).unwrap();
    sheet.write_number_with_format(3, 3, 45657.0, &date).unwrap();
    sheet
        .write_formula(4, 1, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    sheet
        .write_formula_with_format(4, 2, Formula::new("=C3+1").set_result("5.5"), &two)
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let expected = concat!(
        "[01-1 ]\n",
        "\n",
        "|项目|00201\n",
        "|8508.68=8508.68000000017/2|2010301=2010301|0.3=0.30000000000000004\n",
        "|12.5%=0.125/1%|Bool(true):TRUE|Date:2024-12-31\n",
        "|Error:#DIV/0!|5.50=5.5/2\n",
    );
    check("a.xls", &bytes, expected, "");
    let read = Read::new("a.xlsx", &bytes);
    assert_eq!(read.document().format, Format::Workbook);
    let source = read.sources.get(read.document().source).unwrap();
    assert_eq!(source.sheets.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["01-1 "]);
    let Origin::Cell(place) = read.grids()[0].rows[2].cells[1].origin else {
        panic!()
    };
    assert_eq!(place.a1(), "B3");
}

#[test]
fn formats_that_divide() {
    let stored = 12_345_678.0;
    let cases = [
        ("#,##0.00,", "12345.68=12345.678/2", true),
        ("0,", "12346=12345.678/0", true),
        ("0.00,,", "12.35=12.345678/2", true),
        ("#,##0,.0", "12345.7=12345.678/1", true),
        ("0.00,_);(0.00,)", "12345.68=12345.678/2", true),
        ("0!.0000", "1234.5678=1234.5678/4", true),
        ("0\\.0,", "1234.6=1234.5678/1", true),
        ("0\".\"0000\"万元\"", "1234.5678=1234.5678/4", true),
        ("#!.0,\"万\"", "1234.6=1234.5678/1", true),
        // What looks like it and is not.
        ("#,##0.00", "12345678.00=12345678/2", false),
        ("#,##0_,", "12345678=12345678/0", false),
        ("#,##0\",\"", "12345678=12345678/0", false),
        ("0\\.", "12345678=12345678/0", false),
        ("[>=10000]0!.0,\"万\";0", "12345678=12345678", false),
        ("0!.0.0", "12345678=12345678", false),
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    let mut expected = "[表]\n".to_owned();
    for (row, (code, shown, _)) in cases.iter().enumerate() {
        let format = CellFormat::new().set_num_format(*code);
        sheet
            .write_number_with_format(u32::try_from(row).unwrap(), 0, stored, &format)
            .unwrap();
        expected.push_str(&format!("{shown}\n"));
    }
    let divided = cases.iter().filter(|(.., divided)| *divided).count();
    let said = format!("GJ0314 工作表“表”有 {divided} 个数字的格式把数缩小了显示,已按显示出来的数核对\n");
    check("a.xlsx", &book.save_to_buffer().unwrap(), &expected, &said);
}

#[test]
fn workbook_layout() {
    let mut book = Workbook::new();
    let plain = CellFormat::new();
    let sheet = book.add_worksheet().set_name("甲").unwrap();
    sheet.merge_range(0, 0, 0, 3, "表头", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "小计", &plain).unwrap();
    sheet.write_string(1, 0, "代码").unwrap();
    sheet.write_string(1, 2, "页码").unwrap();
    sheet.write_number(2, 3, 7.0).unwrap();
    sheet.write_string(4, 0, "末").unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(0).unwrap();
    sheet.set_column_hidden(2).unwrap();
    book.add_worksheet().set_name("乙").unwrap().set_hidden(true);
    let last = book.add_worksheet().set_name("丙").unwrap();
    last.write_string(0, 0, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let expected = "[甲]\n|表头||^表头\n|小计\n_|^小计||7=7\n[丙]\nx\n";
    let diagnostics = "GJ0313 工作表“甲”的 A、C 列是隐藏的,没有读取\nGJ0312 工作表“乙”是隐藏的,没有读取\n";
    check("a.xlsx", &bytes, expected, diagnostics);
}

#[test]
fn uncalculated_formulas() {
    let sheet = concat!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><f>SUM(B1)</f></c><c r=\"B1\"><f>1</f><v></v></c>",
        "<c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D1\"><f>2</f><v>2</v></c></row></sheetData>"
    );
    check(
        "a.xlsx",
        &raw_xlsx(sheet, NO_STRINGS),
        "[表]\nUncalculated:|Uncalculated:||2=2\n",
        "GJ0310 工作表“表”有 2 个公式没有计算结果\n",
    );
}

#[test]
fn a_bad_cell_never_loses_the_file() {
    let sheet = concat!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>99</v></c>",
        "<c r=\"C1\" t=\"odd\"><v>3</v></c><c r=\"D1\"><v>4</v></c></row></sheetData>"
    );
    check(
        "a.xlsx",
        &raw_xlsx(sheet, NO_STRINGS),
        "[表]\n1=1|||4=4\n",
        "GJ0311 工作表“表”有 2 处无法读取,内容不全\n",
    );
    let cut = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v";
    let read = Read::new("a.xlsx", &raw_xlsx(cut, NO_STRINGS));
    assert!(read.dump().starts_with("[表]\n1=1\n"), "{}", read.dump());
    assert!(read.diagnostics().starts_with("GJ0311"), "{}", read.diagnostics());
}

#[test]
fn ods() {
    let spaces = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\"";
    let content = format!(
        "<office:document-content {spaces}><office:automatic-styles>\
         <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>\
         <table:table table:name=\"甲\" table:style-name=\"ta1\"><table:table-column/>\
         <table:table-column table:visibility=\"collapse\"/><table:table-column table:number-columns-repeated=\"16382\"/>\
         <table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"3\"><text:p>标题&amp;一</text:p>\
         <office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>\
         <table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row>\
         <table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"float\" office:value=\"8508.68000000017\"><text:p>8,508.68</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"9\"><text:p>9</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"percentage\" office:value=\"0.125\"><text:p>12.5%</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2024-12-31\"><text:p>2024-12-31</text:p></table:table-cell>\
         <table:table-cell/><table:table-cell table:formula=\"of:=A1\"/>\
         <table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"-12345678\"><text:p>-1,234.57</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         </table:table><table:table table:name=\"乙\" table:style-name=\"ta2\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let expected = concat!(
        "[甲]\n标题&一||^标题&一\n",
        "_8508.68=8508.68000000017/2||12.5%=0.125/1%|Bool(true):TRUE\n",
        "Date:2024-12-31||Uncalculated:|Error:#DIV/0!\n",
        "-1234.57=-1234.5678/2\n",
    );
    let diagnostics = "GJ0313 工作表“甲”的 B 列是隐藏的,没有读取\nGJ0310 工作表“甲”有 1 个公式没有计算结果\nGJ0314 工作表“甲”有 1 个数字的格式把数缩小了显示,已按显示出来的数核对\nGJ0312 工作表“乙”是隐藏的,没有读取\n";
    check(
        "a.ods",
        &package(&[mimetype, ("content.xml", &content)]),
        expected,
        diagnostics,
    );

    let bomb = format!(
        "<office:document-content {spaces}><table:table table:name=\"甲\"><table:table-row table:number-rows-repeated=\"1048576\">\
         <table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>\
         </table:table-row></table:table></office:document-content>"
    );
    let read = Read::new("a.ods", &package(&[mimetype, ("content.xml", &bomb)]));
    assert!(read.diagnostics().contains("GJ0308"), "{}", read.diagnostics());

    let manifest = "<manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = package(&[
        mimetype,
        ("META-INF/manifest.xml", manifest),
        ("content.xml", "rubbish"),
    ]);
    check_refused("a.ods", &locked, "GJ0304", "密码");
}

/// A record of an xlsb part.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let kind = if kind < 0x80 {
        vec![kind as u8]
    } else {
        vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]
    };
    [kind, vec![u8::try_from(data.len()).unwrap()], data.to_vec()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    [
        length.to_vec(),
        units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
    ]
    .concat()
}

#[test]
fn xlsb() {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.bin\"/></Relationships>"
    );
    let bundle = [vec![0; 4], 1_u32.to_le_bytes().to_vec(), wide("r1"), wide("表一")].concat();
    let book = [record(0x9C, &bundle), record(0x90, &[]), record(0x84, &[])].concat();
    let place = |column: u32| [column.to_le_bytes(), [0; 4]].concat();
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        record(0x00, &[&2_u32.to_le_bytes()[..], &[0; 13]].concat()),
        record(0x06, &[place(0), wide("合计")].concat()),
        record(0x05, &[place(2), 8034.07_f64.to_le_bytes().to_vec()].concat()),
        record(0x92, &[]),
    ];
    let build = |sheet: &[Vec<u8>]| {
        binary_package(&[
            ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
            ("xl/workbook.bin", &book),
            ("xl/worksheets/sheet1.bin", &sheet.concat()),
        ])
    };
    check("a.xlsb", &build(&sheet), "[表一]\n\n\n合计||8034.07=8034.07\n", "");
    let cut = Read::new("a.xlsb", &build(&sheet[..5]));
    assert_eq!(cut.dump(), "[表一]\n\n\n合计||8034.07=8034.07\n");
    assert_eq!(cut.diagnostics(), "GJ0311 工作表“表一”有 1 处无法读取,内容不全\n");
}

#[test]
fn xlsb_layout() {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.bin\"/>\
         <Relationship Id=\"r2\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet2.bin\"/></Relationships>"
    );
    let sheet = |relation: &str, name: &str| {
        record(
            0x9C,
            &[vec![0; 4], 1_u32.to_le_bytes().to_vec(), wide(relation), wide(name)].concat(),
        )
    };
    let book = [
        sheet("r2", "甲"),
        sheet("r1", "乙"),
        record(0x90, &[]),
        record(0x84, &[]),
    ]
    .concat();
    let format = |id: u16, code: &str| record(0x2C, &[id.to_le_bytes().to_vec(), wide(code)].concat());
    let style = |format: u16| record(0x2F, &[&[0; 2], &format.to_le_bytes()[..], &[0; 12]].concat());
    let styles = [
        record(0x267, &2_u32.to_le_bytes()),
        format(164, "#,##0.0_ "),
        format(165, "#,##0.00,"),
        record(0x268, &[]),
        // The styles behind named styles are none of cells.
        record(0x272, &1_u32.to_le_bytes()),
        style(9),
        record(0x273, &[]),
        record(0x269, &4_u32.to_le_bytes()),
        style(0),
        style(10),
        style(164),
        style(165),
        record(0x26A, &[]),
    ]
    .concat();
    let longs = |list: &[u32]| list.iter().flat_map(|long| long.to_le_bytes()).collect::<Vec<u8>>();
    let row = |row: u32, hidden: bool| {
        let flags = if hidden { 0x10 } else { 0 };
        record(0x00, &[longs(&[row, 0]), vec![0, 0, 0, flags, 0, 0, 0, 0, 0]].concat())
    };
    let number = |column: u32, style: u32, value: f64| {
        record(0x05, &[longs(&[column, style]), value.to_le_bytes().to_vec()].concat())
    };
    let text = |column: u32, text: &str| record(0x06, &[longs(&[column, 0]), wide(text)].concat());
    let parts = [
        record(0x186, &[]),
        record(0x3C, &[longs(&[4, 4, 0, 0]), vec![1, 0]].concat()),
        record(0x187, &[]),
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(0, false),
        text(0, "标题"),
        row(1, true),
        number(0, 0, 5.5),
        number(1, 1, 0.125),
        number(2, 2, 1234.5678),
        number(3, 3, 1_234_567.8),
        number(4, 0, 9.0),
        record(0x92, &[]),
        record(0xB1, &1_u32.to_le_bytes()),
        record(0xB0, &longs(&[0, 0, 0, 2])),
        record(0xB2, &[]),
    ];
    let other = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(0, false),
        text(0, "x"),
        record(0x92, &[]),
    ];
    let bytes = binary_package(&[
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet2.bin", &parts.concat()),
        ("xl/worksheets/sheet1.bin", &other.concat()),
    ]);
    let expected = concat!(
        "[甲]\n标题|^标题|^标题\n",
        "_5.5=5.5|12.50%=0.125/2%|1234.6=1234.5678/1|1234.57=1234.5678/2\n",
        "[乙]\nx\n"
    );
    let said = "GJ0313 工作表“甲”的 E 列是隐藏的,没有读取\nGJ0314 工作表“甲”有 1 个数字的格式把数缩小了显示,已按显示出来的数核对\n";
    check("a.xlsb", &bytes, expected, said);
}
