//! Workbooks written: annotated copies, new ones, and those of many reports.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::Path;

use calamine::{Data, DataType, Reader, Xlsx};
use gouji::finding::{CheckedReport, Overview, RunHead};
use gouji::render::{self, Options, Sink};
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Session};
use gouji::syntax::ast::ComparisonOperator::Approximately;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::sample::{Carrier, Sample, compare, gaoping};

const TODAY: Date = Date {
    year: 2025,
    month: 9,
    day: 1,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn session() -> Session {
    Session::load(&Disk, root().join("rulesets/山西").to_str().unwrap(), TODAY)
}

fn example(ending: &str) -> Vec<u8> {
    std::fs::read(root().join("examples/reports/云川县水务局").with_extension(ending)).unwrap()
}

fn checked(session: &Session, name: &str, bytes: Vec<u8>) -> CheckedReport {
    session.check_bytes(name, bytes, &CheckOptions::default()).checked
}

fn written(head: RunHead<'_>, reports: &[CheckedReport]) -> Vec<u8> {
    let mut out = Vec::new();
    let renderer = render::find("xlsx").unwrap();
    render::render(renderer, head, reports, Options::default(), &mut out).unwrap();
    out
}

fn head(session: &Session, single: bool) -> RunHead<'_> {
    RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "0.1.0",
        diagnostics: &[],
        single,
    }
}

/// A part: its bytes as they lie in the package, and inflated.
struct PackedPart {
    raw: Vec<u8>,
    text: String,
}

fn parts(bytes: &[u8]) -> BTreeMap<String, PackedPart> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut raw = Vec::new();
        let mut part = archive.by_index_raw(index).unwrap();
        let name = part.name().unwrap().into_owned();
        part.read_to_end(&mut raw).unwrap();
        drop(part);
        let mut inflated = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut inflated).unwrap();
        let text = String::from_utf8_lossy(&inflated).into_owned();
        parts.insert(name, PackedPart { raw, text });
    }
    parts
}

/// What becomes of a part; `None` leaves it out.
type Change<'c> = &'c dyn Fn(&str, String) -> Option<String>;

/// The package with its parts changed, left out (`None`) and added.
fn repacked(bytes: &[u8], change: Change<'_>, added: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, part) in parts(bytes) {
        if let Some(text) = change(&name, part.text) {
            out.start_file(name, options).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
    }
    for (name, text) in added {
        out.start_file(*name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/sheet")
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn values(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let range = open(bytes).worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn texts(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let rows = values(bytes, sheet);
    rows.iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// The background of a cell, by what its style says.
fn background(parts: &BTreeMap<String, PackedPart>, sheet: &str, cell: &str) -> Option<String> {
    let after = |text: &str, from: &str| text.split_once(from).map(|(_, after)| after.to_owned());
    let number = |text: &str| text.split('"').next().unwrap().parse::<usize>().unwrap();
    let tag = after(&parts[sheet].text, &format!("c r=\"{cell}\""));
    let tag = tag.or_else(|| {
        let text = &parts[sheet].text;
        let at = text.find(&format!("r=\"{cell}\""))?;
        Some(text[text[..at].rfind('<')?..].to_owned())
    })?;
    let style = number(&after(tag.split('>').next()?, "s=\"")?);
    let styles = parts.iter().find(|(name, _)| name.starts_with("xl/styles")).unwrap().1;
    let list = after(&styles.text, "cellXfs ")?;
    let fill = number(&after(list.split("xf ").nth(style + 1)?, "fillId=\"")?);
    let fills = after(&styles.text, "fills ")?;
    let fill = fills
        .split("fill>")
        .filter(|part| part.contains("patternFill"))
        .nth(fill)?
        .to_owned();
    Some(after(&fill, "rgb=\"")?.split('"').next()?.to_owned())
}

const CAUSE: &str = "FFFF8080";
const ERROR: &str = "FFFFC0C0";
const RELATED: &str = "FFFFF6D6";

/// Cells of the example that must be marked: sheet, cell, colour.
const MARKED: [(&str, &str, &str); 5] = [
    ("xl/worksheets/sheet5.xml", "D9", ERROR),
    ("xl/worksheets/sheet6.xml", "C36", RELATED),
    ("xl/worksheets/sheet6.xml", "F8", RELATED),
    ("xl/worksheets/sheet6.xml", "I14", RELATED),
    ("xl/worksheets/sheet6.xml", "I36", CAUSE),
];

/// An XML text tag by tag, what stands between them with them.
fn tokens(xml: &str) -> Vec<&str> {
    xml.split('<').collect()
}

/// A tag without one of its attributes.
fn without(tag: &str, name: &str) -> String {
    match tag.split_once(&format!(" {name}=\"")) {
        Some((before, after)) => format!("{before}{}", after.split_once('"').unwrap().1),
        None => tag.to_owned(),
    }
}

/// Without what marking put in, `after` must be `before`.
fn same_but_for_marks(before: &str, after: &str, marked: &BTreeSet<&str>) {
    let ours = |token: &&str| token.contains("legacyDrawing") && !before.contains(*token);
    let after: Vec<&str> = tokens(after).into_iter().filter(|token| !ours(token)).collect();
    let before = tokens(before);
    assert_eq!(before.len(), after.len());
    for (old, new) in before.iter().zip(&after).filter(|(old, new)| old != new) {
        assert!(
            marked.iter().any(|cell| new.contains(&format!("\"{cell}\""))),
            "{old} became {new}"
        );
        assert_eq!(without(old, "s"), without(new, "s"));
    }
}

/// Everything in `before` must stand in `after`, in order; counts aside.
fn keeps_all(before: &str, after: &str, what: &str) {
    let after: Vec<String> = tokens(after).into_iter().map(|token| without(token, "count")).collect();
    let mut rest = after.iter();
    for token in tokens(before) {
        let token = without(token, "count");
        assert!(rest.any(|new| *new == token), "{what}: {token:?} is lost");
    }
}

/// The example as checked, its bytes those of a variant: for what a variant changes of the findings themselves.
fn with_bytes(session: &Session, bytes: Vec<u8>) -> CheckedReport {
    let mut report = checked(session, "云川县水务局.xlsx", example("xlsx"));
    report.files[0].bytes = bytes.into();
    report
}

/// Checks the copy of a variant of the example against the variant.
fn check_copy(what: &str, before: &[u8]) -> Vec<u8> {
    let session = session();
    let report = checked(&session, "云川县水务局.xlsx", before.to_vec());
    check_copy_of(what, &session, report, before)
}

fn check_copy_of(what: &str, session: &Session, report: CheckedReport, before: &[u8]) -> Vec<u8> {
    let after = written(head(session, true), std::slice::from_ref(&report));
    let (old, new) = (parts(before), parts(&after));
    let lists = texts(&after, "问题清单");
    assert!(
        !lists.iter().flatten().any(|text| text.contains("没能在原工作簿上标注")),
        "{what}: {lists:?}"
    );
    for (sheet, cell, color) in MARKED {
        assert_eq!(
            background(&new, sheet, cell).as_deref(),
            Some(color),
            "{what}: {sheet} {cell}"
        );
    }
    let marked: BTreeSet<&str> = MARKED.iter().map(|(_, cell, _)| *cell).collect();
    for (name, part) in &old {
        let copy = new.get(name).unwrap_or_else(|| panic!("{what}: {name} is lost"));
        if part.raw == copy.raw {
            continue;
        }
        match name.as_str() {
            "xl/worksheets/sheet5.xml" | "xl/worksheets/sheet6.xml" => {
                same_but_for_marks(&part.text, &copy.text, &marked);
            }
            "xl/styles.xml" | "xl/workbook.xml" | "[Content_Types].xml" => keeps_all(&part.text, &copy.text, name),
            _ if name.ends_with(".rels") || name.ends_with(".vml") => keeps_all(&part.text, &copy.text, name),
            _ if name.contains("comments") => {}
            _ => panic!("{what}: {name} was changed"),
        }
    }
    assert!(
        old.keys()
            .filter(|name| is_sheet(name))
            .any(|name| old[name].raw == new[name].raw)
    );
    let (mut from, mut to) = (open(before), open(&after));
    let names = from.sheet_names();
    let mut expected = names.clone();
    expected.extend(["问题清单".to_owned(), "尾差清单".to_owned()]);
    assert_eq!(to.sheet_names()[..expected.len()], expected, "{what}");
    for name in names {
        let (old, new) = (from.worksheet_range(&name).unwrap(), to.worksheet_range(&name).unwrap());
        assert!(old.used_cells().eq(new.used_cells()), "{what}: {name}");
        let formulas = |book: &mut Xlsx<Cursor<Vec<u8>>>| book.worksheet_formula(&name).unwrap();
        assert_eq!(formulas(&mut from), formulas(&mut to), "{what}: {name}");
    }
    let comments: String = new
        .iter()
        .filter(|(name, _)| name.contains("comments"))
        .map(|(_, part)| &*part.text)
        .collect();
    assert!(comments.contains("若为 138.86 万元"), "{what}");
    // The same report gives the same bytes.
    assert!(
        after == written(head(session, true), std::slice::from_ref(&report)),
        "{what}"
    );
    after
}

fn with_prefix(text: &str) -> String {
    // The declaration stays as it is.
    let (declaration, body) = text.split_once("?>").unwrap();
    let body = body.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:");
    format!("{declaration}?>{}", body.replace(" xmlns=\"", " xmlns:x=\""))
}

#[test]
fn a_copy_of_the_example() {
    let after = check_copy("example", &example("xlsx"));
    let list = values(&after, "问题清单");
    assert_eq!(list[3][0], Data::String("序号".into()));
    assert_eq!(list[3].len(), 19);
    let second = &list[5];
    assert_eq!(second[2], Data::String("05-06".into()));
    assert_eq!(second[7..10], [704.56, 704.37, 0.19].map(Data::Float));
    assert_eq!(second[12], Data::String("公开06表!I36".into()));
    let text = &parts(&after)["xl/worksheets/gouji1.xml"].text;
    assert!(
        text.contains("<hyperlink ref=\"M5\" location=\"'公开06表'!I36\"/>"),
        "{text}"
    );
    assert!(text.contains("state=\"frozen\"") && text.contains("<autoFilter ref=\"A4:S6\"/>"));
    assert_eq!(values(&after, "尾差清单").len(), 17);
}

#[test]
fn a_copy_of_a_workbook_with_prefixes() {
    let prefixed = |name: &str, text: String| {
        let concerned = is_sheet(name) || matches!(name, "xl/styles.xml" | "xl/workbook.xml");
        Some(if concerned { with_prefix(&text) } else { text })
    };
    let after = check_copy("prefixes", &repacked(&example("xlsx"), &prefixed, &[]));
    let sheet = &parts(&after)["xl/worksheets/sheet6.xml"].text;
    assert!(sheet.contains("<x:legacyDrawing "), "{sheet}");
}

#[test]
fn a_copy_of_a_strict_workbook() {
    let strict = |_: &str, text: String| {
        let text = text.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        );
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        Some(text.replace(main, "http://purl.oclc.org/ooxml/spreadsheetml/main"))
    };
    let after = check_copy("strict", &repacked(&example("xlsx"), &strict, &[]));
    let parts = parts(&after);
    for name in [
        "xl/worksheets/gouji1.xml",
        "xl/comments-gouji1.xml",
        "xl/worksheets/sheet6.xml",
    ] {
        let text = &parts[name].text;
        assert!(
            text.contains("purl.oclc.org") && !text.contains("schemas.openxmlformats.org/spreadsheetml"),
            "{name}"
        );
    }
}

#[test]
fn a_copy_of_a_workbook_without_styles() {
    let plain = |name: &str, text: String| match name {
        "xl/styles.xml" => None,
        _ if is_sheet(name) => {
            let tags: Vec<String> = text
                .split('<')
                .map(|tag| {
                    if tag.starts_with("c ") {
                        without(tag, "s")
                    } else {
                        tag.to_owned()
                    }
                })
                .collect();
            Some(tags.join("<"))
        }
        _ => {
            let keep = |tag: &&str| !tag.contains("styles.xml");
            Some(text.split('<').filter(keep).collect::<Vec<_>>().join("<"))
        }
    };
    let before = repacked(&example("xlsx"), &plain, &[]);
    let session = session();
    // Numbers without formats are shown with other decimals.
    let report = with_bytes(&session, before.clone());
    check_copy_of("no styles", &session, report, &before);
}

#[test]
fn a_copy_of_a_sheet_with_all_sorts_of_things_in_it() {
    const COMMENTS: &str = "<?xml version=\"1.0\"?><comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>张三</author></authors><commentList><comment ref=\"I36\" authorId=\"0\"><text><t>原批注</t></text></comment><comment ref=\"A1\" authorId=\"0\"><text><r><t>标题批注</t></r></text></comment></commentList></comments>";
    const BOXES: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:shapetype id=\"_x0000_t202\"/><v:shape id=\"_x0000_s2049\" type=\"#_x0000_t202\"/><br></xml>";
    const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"../comments6.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing\" Target=\"../drawings/old.vml\"/></Relationships>";
    let furnished = |name: &str, text: String| {
        Some(match name {
            "xl/worksheets/sheet6.xml" => {
                let text = text.replace("</sheetData>", "</sheetData><sheetProtection sheet=\"1\"/>");
                let text = text.replace("</worksheet>", "<legacyDrawing r:id=\"rId2\"/><extLst/></worksheet>");
                let (before, after) = text.split_once("<c r=\"I36\"").unwrap();
                let (tag, after) = after.split_once('>').unwrap();
                let shared = "<f t=\"shared\" ref=\"I36:I37\" si=\"0\">SUM(F8,I14)</f>";
                let text = format!("{before}<c r=\"I36\"{tag}>{shared}{after}");
                // A title in the cell itself, in two fonts.
                let (before, after) = text.split_once("<c r=\"A1\" ").unwrap();
                let (_, after) = after.split_once("</c>").unwrap();
                let rich = "<is><r><rPr><b/></rPr><t>一般公共预算财政拨款</t></r><r><t>基本支出决算明细表</t></r></is>";
                format!("{before}<c r=\"A1\" s=\"1\" t=\"inlineStr\">{rich}</c>{after}")
            }
            "xl/workbook.xml" => text.replace(
                "</sheets>",
                "</sheets><definedNames><definedName name=\"合计\">'公开06表'!$I$36</definedName></definedNames>",
            ),
            "[Content_Types].xml" => text.replace(
                "</Types>",
                "<Default Extension=\"VML\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/><Override PartName=\"/xl/comments6.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/></Types>",
            ),
            _ => text,
        })
    };
    let added = [
        ("xl/comments6.xml", COMMENTS),
        ("xl/drawings/old.vml", BOXES),
        ("xl/worksheets/_rels/sheet6.xml.rels", RELATIONS),
        ("xl/printerSettings/printerSettings1.bin", "settings"),
        ("xl/calcChain.xml", "<calcChain/>"),
    ];
    let after = check_copy("furnished", &repacked(&example("xlsx"), &furnished, &added));
    let parts = parts(&after);
    let comments = &parts["xl/comments6.xml"].text;
    assert!(comments.contains("<r><t>原批注</t></r><r>") && comments.contains("<r><t>标题批注</t></r></text>"));
    assert!(comments.contains("<author>张三</author><author>勾稽核对</author>"));
    assert_eq!(comments.matches("ref=\"I36\"").count(), 1);
    assert_eq!(comments.matches("<comment ").count(), 2 + 3);
    let boxes = &parts["xl/drawings/old.vml"].text;
    assert_eq!(boxes.matches("<v:shape ").count(), 1 + 3);
    assert!(boxes.contains("_x0000_s2050") && boxes.matches("<v:shapetype").count() == 1);
    let sheet = &parts["xl/worksheets/sheet6.xml"].text;
    assert_eq!(sheet.matches("<legacyDrawing").count(), 1);
    assert!(sheet.ends_with("<legacyDrawing r:id=\"rId2\"/><extLst/></worksheet>"));
    assert!(
        texts(&after, "问题清单")
            .iter()
            .flatten()
            .any(|text| text == "工作表“公开06表”设了保护,标注时没有解除")
    );
    let types = &parts["[Content_Types].xml"].text;
    assert_eq!(types.to_lowercase().matches("extension=\"vml\"").count(), 1);
}

#[test]
fn a_copy_of_a_workbook_with_macros_can_be_called_xlsx() {
    const PROJECT: &str = "http://schemas.microsoft.com/office/2006/relationships/vbaProject";
    let with_macros = |name: &str, text: String| {
        Some(match name {
            "xl/_rels/workbook.xml.rels" => text.replace(
                "</Relationships>",
                &format!("<Relationship Id=\"rId99\" Type=\"{PROJECT}\" Target=\"vbaProject.bin\"/></Relationships>"),
            ),
            "[Content_Types].xml" => text
                .replace(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
                .replace(
                    "</Types>",
                    "<Override PartName=\"/xl/vbaProject.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>",
                ),
            _ => text,
        })
    };
    let before = repacked(&example("xlsx"), &with_macros, &[("xl/vbaProject.bin", "macros")]);
    assert_ne!(
        parts(&before)["[Content_Types].xml"].text,
        parts(&example("xlsx"))["[Content_Types].xml"].text
    );
    let session = session();
    let after = written(head(&session, true), &[checked(&session, "云川县水务局.xlsm", before)]);
    for (name, part) in parts(&after) {
        assert!(
            !name.contains("vba") && !part.text.contains("vbaProject") && !part.text.contains("macroEnabled"),
            "{name}"
        );
    }
    let said = texts(&after, "问题清单");
    assert!(said.iter().any(|row| row[0] == "原文件带宏;本副本是 xlsx 格式,不含宏"));
    assert_eq!(open(&after).sheet_names().len(), 12);
}

#[test]
fn a_cell_that_is_not_there_is_made() {
    let cases = [
        ("a cell at the end of its row", "<c r=\"I36\"", "</c>", ""),
        ("a whole row", "<row r=\"36\"", "</row>", ""),
        (
            "an empty row",
            "<row r=\"36\"",
            "</row>",
            "<row r=\"36\" s=\"2\" customFormat=\"1\"/>",
        ),
        ("all rows", "<sheetData>", "</sheetData>", "<sheetData/>"),
    ];
    let session = session();
    for (what, start, end, instead) in cases {
        let emptied = |name: &str, text: String| {
            if name != "xl/worksheets/sheet6.xml" {
                return Some(text);
            }
            let (before, after) = text.split_once(start).unwrap();
            let (_, after) = after.split_once(end).unwrap();
            Some(format!("{before}{instead}{after}"))
        };
        let report = with_bytes(&session, repacked(&example("xlsx"), &emptied, &[]));
        let after = written(head(&session, true), &[report]);
        let parts = parts(&after);
        for (sheet, cell, color) in MARKED {
            assert_eq!(
                background(&parts, sheet, cell).as_deref(),
                Some(color),
                "{what}: {cell}"
            );
        }
        let rows = &parts["xl/worksheets/sheet6.xml"].text;
        assert_eq!(rows.matches("<row r=\"36\"").count(), 1, "{what}: {rows}");
        open(&after).worksheet_range("公开06表").unwrap();
    }
}

#[test]
fn what_can_not_be_changed_safely_is_made_anew_and_says_so() {
    let session = session();
    let cases: [(&str, Change<'_>); 2] = [
        ("a declaration of entities", &|name, text| {
            Some(if name == "xl/worksheets/sheet6.xml" {
                text.replacen("?>", "?><!DOCTYPE worksheet>", 1)
            } else {
                text
            })
        }),
        ("an unknown element among the rows", &|name, text| {
            Some(if name == "xl/worksheets/sheet6.xml" {
                text.replace("<sheetData>", "<sheetData><other/>")
            } else {
                text
            })
        }),
    ];
    for (what, change) in cases {
        let report = checked(&session, "怪.xlsx", repacked(&example("xlsx"), change, &[]));
        assert_eq!(report.summary.outcomes.total(), 1201, "{what}");
        let after = written(head(&session, true), &[report]);
        assert_eq!(open(&after).sheet_names()[0], "问题清单", "{what}");
        let said = texts(&after, "问题清单");
        assert!(said[2][0].starts_with("没能在原工作簿上标注("), "{what}: {said:?}");
        assert!(
            open(&after)
                .sheet_names()
                .contains(&"06 一般公共预算财政拨款基本支出决算明细表".to_owned())
        );
    }
}

#[test]
fn a_report_of_another_format_becomes_a_workbook_of_its_tables() {
    let session = session();
    let report = checked(&session, "云川县水务局.csv", example("csv"));
    let after = written(head(&session, true), &[report]);
    let mut book = open(&after);
    let names = book.sheet_names();
    assert_eq!(names[..3], ["问题清单", "尾差清单", "01 收入支出决算总表"]);
    assert_eq!(names.len(), 12);
    let table = values(&after, "03 支出决算表");
    assert_eq!(table[1][0], Data::String("单位:万元".into()));
    let row = table
        .iter()
        .find(|row| row[0] == Data::String("2080505".into()))
        .unwrap();
    assert_eq!(row[1], Data::String("机关事业单位基本养老保险缴费支出".into()));
    assert_eq!(row[2], Data::Float(58.26));
    let parts = parts(&after);
    let comments: String = parts
        .iter()
        .filter(|(name, _)| name.contains("comments"))
        .map(|(_, part)| &*part.text)
        .collect();
    assert!(comments.contains("若为 138.86 万元") && comments.contains("ref=\"C"));
    let list = &parts["xl/worksheets/sheet1.xml"].text;
    let linked = list.split("location=\"").nth(1).unwrap().split('"').next().unwrap();
    let (sheet, cell) = linked.split_once('!').unwrap();
    assert_eq!(sheet, "'06 一般公共预算财政拨款基本支出决算明细表'");
    let row: usize = cell[1..].parse().unwrap();
    assert_eq!(
        values(&after, sheet.trim_matches('\''))[row - 1][2],
        Data::Float(138.68)
    );
    for name in names {
        assert!(book.worksheet_formula(&name).unwrap().is_empty());
    }
}

#[test]
fn many_reports_make_one_workbook() {
    let session = session();
    let mut reports = vec![
        checked(&session, "甲.csv", example("csv")),
        checked(&session, "乙.xlsx", example("xlsx")),
    ];
    reports.push(checked(&session, "=空.csv", b"a,b\n".to_vec()));
    let after = written(head(&session, false), &reports);
    let names = open(&after).sheet_names();
    assert_eq!(names, ["汇总", "问题清单", "尾差清单", "未核对的文件", "规则"]);
    let matrix = values(&after, "汇总");
    assert_eq!(matrix[4][0], Data::String("报告".into()));
    assert_eq!(matrix.len(), 5 + 3);
    assert_eq!(matrix[7][0], Data::String("=空.csv".into()));
    for column in 4..17 {
        let sum: f64 = matrix[5..7].iter().map(|row| row[column].as_f64().unwrap()).sum();
        assert_eq!(matrix[3][column].as_f64(), Some(sum), "{:?}", matrix[4][column]);
        // A 0 would read as if nothing were wrong.
        assert_eq!(matrix[7][column], Data::String("未查".into()));
    }
    for row in &matrix[5..7] {
        let outcomes: f64 = row[8..16].iter().map(|count| count.as_f64().unwrap()).sum();
        assert_eq!(row[16].as_f64(), Some(outcomes));
    }
    // What fails stands first.
    assert_eq!(matrix[3][17], Data::String("2 份不符".into()));
    assert_eq!(matrix[5][17], Data::String("不符".into()));
    let list = texts(&after, "问题清单");
    assert_eq!(list[0][..4], ["序号", "报告", "填报单位", "级别"]);
    let listed: Vec<&str> = list[1..].iter().map(|row| &*row[1]).collect();
    assert_eq!(listed, ["甲.csv", "甲.csv", "乙.xlsx", "乙.xlsx", "=空.csv"]);
    assert!(!parts(&after)["xl/worksheets/sheet1.xml"].text.contains("hyperlink"));
    assert_eq!(values(&after, "尾差清单").len(), 1 + 2 * 16);
    let open_files = texts(&after, "未核对的文件");
    assert!(
        open_files
            .iter()
            .any(|row| row[0] == "没有认出表" && row[1] == "=空.csv")
    );
    assert_eq!(open_files.iter().filter(|row| row[0] == "重复").count(), 2);
    let rules = texts(&after, "规则");
    assert_eq!(rules.len(), 1 + session.plan().ruleset.rules.len());
    let failing = rules.iter().find(|row| row[0] == "06.公用经费合计").unwrap();
    assert_eq!(failing[1], "公用经费合计 = 302 + 307 + 309 + … + 399");
    assert_eq!(failing[6], "2");
    assert!(after == written(head(&session, false), &reports));
}

#[test]
fn a_run_without_reports_is_a_workbook_too() {
    let session = session();
    for single in [true, false] {
        let after = written(head(&session, single), &[]);
        assert!(open(&after).sheet_names().contains(&"问题清单".to_owned()));
    }
}

/// A sample whose names are `name`, checked and written from `carrier`.
fn named(name: &str, carrier: Carrier) -> (Sample, Vec<u8>) {
    let rows = [format!("208|{name}|1.00|3.00")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut sample = Sample::new(carrier, "甲: 一 ≈ 二\n", &[("03", name, &["甲", name], &rows)]);
    let application = compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 1))]);
    sample.rule("甲", name, "一 ≈ 二", vec![application.on_row(0, 0)]);
    let bytes = written(sample.head(), &[sample.checked()]);
    (sample, bytes)
}

#[test]
fn nothing_in_a_report_becomes_a_formula_or_breaks_the_workbook() {
    for name in [
        "=1+1",
        "+cmd' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "a[b]:c*d?e/f\\g",
        "<b>&\"'",
        "\u{1}\u{b}_x000D_\u{202e}\u{ffff}",
    ] {
        let (_, after) = named(name, Carrier::Text);
        let mut book = open(&after);
        for sheet in book.sheet_names() {
            assert!(book.worksheet_formula(&sheet).unwrap().is_empty());
            assert!(
                sheet.encode_utf16().count() <= 31 && !sheet.contains(['[', ']', ':', '*', '?', '/', '\\']),
                "{sheet}"
            );
        }
        for (part, content) in parts(&after) {
            let bad = |c: char| c.is_control() && c != '\n';
            assert!(
                !content.text.contains(bad) && !content.text.contains('\u{202e}'),
                "{part}"
            );
            assert!(!content.text.contains("<f>"), "{part}");
        }
        let list = texts(&after, "问题清单");
        let clean: String = name
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '\u{202e}' | '\u{ffff}'))
            .collect();
        assert_eq!(list.last().unwrap()[3], clean, "{name:?}");
    }
}

#[test]
fn texts_are_no_longer_than_a_cell_and_a_comment_hold() {
    let (_, after) = named(&"长".repeat(40_000), Carrier::Text);
    for (part, content) in parts(&after) {
        for text in content.text.split(['<', '>']) {
            assert!(text.encode_utf16().count() <= 32_767, "{part}");
        }
    }
}

#[test]
fn bytes_that_are_no_workbook_are_no_reason_to_fail() {
    let sample = gaoping(Carrier::Workbook);
    for bytes in ["PK", "PK\u{3}\u{4}", "workbook"] {
        let mut report = sample.checked();
        report.files[0].bytes = bytes.as_bytes().into();
        let after = written(sample.head(), &[report]);
        assert_eq!(open(&after).sheet_names()[0], "问题清单");
    }
}

#[test]
fn an_output_that_can_not_be_written_is_told() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let sample = gaoping(Carrier::Text);
    let renderer = render::find("xlsx").unwrap();
    for single in [true, false] {
        let head = RunHead {
            single,
            ..sample.head()
        };
        let started = renderer.start(head, Options::default(), Box::new(Full));
        let fails = |mut sink: Box<dyn Sink + '_>| {
            let mut overview = Overview::new(head.plan());
            overview.add(&sample.checked());
            sink.report(&sample.checked())
                .and_then(|()| sink.finish(&overview))
                .is_err()
        };
        assert!(started.map_or(true, fails));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever is wrong with a workbook, what is written can be opened.
    #[test]
    fn any_damage_to_a_part_leaves_something_that_opens(
        part in proptest::sample::select(vec![
            "xl/worksheets/sheet6.xml", "xl/worksheets/sheet5.xml", "xl/styles.xml", "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels",
        ]),
        at in 0.0..1.0_f64,
        cut in 0_usize..40,
        put in "[<>/\"=a ]{0,4}",
    ) {
        let session = session();
        let damage = |name: &str, text: String| {
            if name != part {
                return Some(text);
            }
            let mut characters: Vec<char> = text.chars().collect();
            let start = (characters.len() as f64 * at) as usize;
            let end = (start + cut).min(characters.len());
            characters.splice(start..end, put.chars());
            Some(characters.into_iter().collect())
        };
        // The findings are those of the whole file, so that the damage meets the copy and not the reader.
        let report = with_bytes(&session, repacked(&example("xlsx"), &damage, &[]));
        let after = written(head(&session, true), &[report]);
        proptest::prop_assert!(zip::ZipArchive::new(Cursor::new(&after)).is_ok());
    }
}
