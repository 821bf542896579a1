//! One folder with good reports and everything that may be wrong with files: each is told of, the rest is checked as ever.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::hostile::bounded;
use crate::project::{Project, report};
use crate::read::package::{NO_STRINGS, binary_package, package, raw_xlsx};
use crate::read_pdf::file::{File as Pdf, Ink};

/// No run may take longer, in a build that is not optimised.
const LONGEST: Duration = Duration::from_secs(90);

/// A document type whose last entity is ten to the ninth laughs.
fn laughs() -> String {
    let mut out = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"哈\">".to_owned();
    for level in 1..10 {
        write!(out, "<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10)).unwrap();
    }
    out + "]>"
}

/// A file of one page that is its own parent and its own child.
const CIRCLE: &str = "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
    2 0 obj <</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 2 0 R]>> endobj\ntrailer <</Root 1 0 R/Size 3>>\n%%EOF\n";

/// What each of some files is and what is said of it.
type Told = Vec<(&'static str, Vec<u8>, &'static str)>;

/// Workbooks that want memory or time.
fn workbooks() -> Told {
    let laughs = laughs();
    let laughing = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&l9;</t></is></c></row>";
    let bomb = format!("<!--{}-->", " ".repeat(70 << 20));
    let world = concat!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>",
        "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"
    );
    let nothing: String = (1..=1 << 20).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let ods = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            &format!("{laughs}<office:document-content>&l9;</office:document-content>"),
        ),
    ];
    let sheet = |xml: &str| raw_xlsx(xml, NO_STRINGS);
    let bomb = sheet(&bomb);
    vec![
        (
            "套炸弹.zip",
            binary_package(&[("里.zip", &binary_package(&[("弹.xlsx", &bomb)]))]),
            "里.zip/弹.xlsx",
        ),
        ("炸弹.xlsx", bomb, "解压后"),
        (
            "哈.xlsx",
            sheet(&format!("{laughs}<sheetData>{laughing}</sheetData>")),
            "GJ03",
        ),
        ("哈.ods", package(&ods), "GJ03"),
        ("空阔.xlsx", sheet(world), "多于 1024 列"),
        (
            "空行.xlsx",
            sheet(&format!("<sheetData>{nothing}</sheetData>")),
            "没有内容",
        ),
        ("半截.xlsx", sheet("<sheetData/>")[..300].to_vec(), "打不开"),
        ("空.xlsx", Vec::new(), "文件是空的"),
    ]
}

/// PDF files that are damaged, locked, without text, or want memory or time.
fn pdfs() -> Told {
    let page = Ink::new().table(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0], "项目|金额\n收入|12.00");
    let mut sound = Pdf::new();
    sound.page(&page).page(&page);
    let whole = sound.bytes();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 100 << 20]).unwrap();
    let mut bomb = Pdf::new();
    bomb.page(&page);
    bomb.stream("/Filter /FlateDecode", &packed.finish().unwrap());
    let mut locked = Pdf::new();
    locked.page(&page);
    let key = "00".repeat(32);
    locked.trailer = format!("/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{key}> /U <{key}> >>");
    let mut scan = Pdf::new();
    let picture = scan.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    let drawn = Ink::new().raw("q 600 0 0 800 0 0 cm /I Do Q");
    scan.page_with(&drawn, "", &format!("/XObject << /I {picture} 0 R >>"));
    vec![
        ("环.pdf", CIRCLE.into(), "读不出来"),
        ("弹.pdf", bomb.bytes(), "展开后会超过 64 MB"),
        ("锁.pdf", locked.bytes(), "打开密码"),
        ("图.pdf", scan.bytes(), "没有文字层"),
        ("截.pdf", whole[..whole.len() / 2].to_vec(), "读不出来"),
        ("尾.pdf", whole[..whole.len() - 30].to_vec(), "GJ0319"),
    ]
}

/// Documents, pages and texts that want memory or time.
fn documents() -> Told {
    let laughs = laughs();
    let word = |body: &str| {
        package(&[(
            "word/document.xml",
            &format!("<w:document><w:body>{body}</w:body></w:document>"),
        )])
    };
    let laughing = format!("{laughs}<w:document><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>");
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000000000\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let html = |body: String| format!("<html>{body}").into_bytes();
    let span = "<table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2<tr><td>3</table>";
    vec![
        ("哈.docx", package(&[("word/document.xml", laughing.as_str())]), "GJ03"),
        ("跨.docx", word(wide), "GJ04"),
        ("套.docx", word(&"<w:tbl><w:tr><w:tc>".repeat(100_000)), "GJ03"),
        (
            "哈.html",
            format!("<!DOCTYPE html {}<p>&l9;", &laughs[38..]).into_bytes(),
            "GJ04",
        ),
        ("跨列.html", html(span.to_owned()), "GJ04"),
        ("套表.html", html("<table><tr><td>1".repeat(1_000_000)), "行长于"),
        ("段.html", html("<p>1".repeat(1_000_000)), "文字过多"),
        ("引号.csv", "\"".repeat(5_000_000).into_bytes(), "引号只有一半"),
        ("长.txt", "水".repeat(7_000_000).into_bytes(), "行长于"),
        ("无.txt", Vec::new(), "文件是空的"),
        (
            "存.mht",
            b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n".to_vec(),
            "网页存档",
        ),
    ]
}

/// Archives with names that lead out, twice the same one, a link, and archives in one another.
fn archives() -> Told {
    let good = report("3.00", "2.00", "1.00");
    let mut nested = package(&[("里.txt", good.as_str())]);
    for name in ["一.zip", "二.zip"] {
        nested = binary_package(&[(name, &nested)]);
    }
    let mut links = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    links
        .add_symlink("链.txt", "/etc/passwd", zip::write::SimpleFileOptions::default())
        .unwrap();
    vec![
        ("三层.zip", nested, "层数过多"),
        ("链.zip", links.finish().unwrap().into_inner(), "链接"),
    ]
}

/// Runs the program on the folder and gives the run's reports by name, and all that it said.
fn check(project: &Project, more: &str) -> (i32, Vec<Value>, String) {
    let start = Instant::now();
    let run = bounded(project, &format!("check --rules rules -o 果.json -o 果.txt 收 {more}"));
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    let said = format!("{}{}{}", run.out, run.err, project.read("果.txt"));
    for word in ["panicked", "GJ0508", "程序内部", "allocation"] {
        assert!(!said.contains(word), "{said}");
    }
    let json: Value = serde_json::from_str(&project.read("果.json")).unwrap();
    (run.status, json["reports"].as_array().unwrap().clone(), said)
}

/// Files that are no bytes, or whose names are hostile; what is said of those that are not reports.
fn odd_entries(project: &Project) -> Vec<(&'static str, &'static str)> {
    let folder = project.path().join("收");
    let good = report("3.00", "2.00", "1.00");
    let large = File::create(folder.join("大.xlsx")).unwrap();
    large.set_len(300 << 20).unwrap();
    symlink(&folder, folder.join("回环")).unwrap();
    symlink("没了.txt", folder.join("断.txt")).unwrap();
    symlink("/proc/self/maps", folder.join("外.txt")).unwrap();
    let made = Command::new("mkfifo").arg(folder.join("管.txt")).status().unwrap();
    assert!(made.success());
    UnixListener::bind(folder.join("座.txt")).unwrap();
    project.write("收/锁.txt", "甲");
    fs::set_permissions(folder.join("锁.txt"), Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(folder.join("夹.xlsx")).unwrap();
    project.write("收/夹.xlsx/内.txt", &good);
    project.write(&format!("收/{}底.txt", "深/".repeat(200)), &good);
    project.write(NASTY, &good);
    // As a Chinese system of old writes 干.txt and 甘.txt.
    for name in [b"\xB8\xC9.txt", b"\xB8\xCA.txt"] {
        fs::write(folder.join(OsStr::from_bytes(name)), &good).unwrap();
    }
    let mut told = vec![
        ("大.xlsx", "超过 256 MB"),
        ("断.txt", "失效的链接"),
        ("外.txt", "目录外面的链接"),
        ("管.txt", "管道"),
        ("座.txt", "管道"),
    ];
    // Nothing is locked for the superuser.
    if File::open(folder.join("锁.txt")).is_err() {
        told.push(("锁.txt", "没有权限"));
    }
    told
}

/// A name that would colour the terminal, begin a line and turn the text around.
const NASTY: &str = "收/红\u{1b}[31m\n行\u{202e}反.txt";

#[test]
fn one_bad_file_spoils_no_other() {
    let project = Project::new();
    let reports = [("a好.txt", "3.00"), ("m差.txt", "4.00"), ("z好.txt", "3.00")];
    for (name, total) in reports {
        project.write(&format!("收/{name}"), report(total, "2.00", "1.00"));
    }
    let (status, alone, _) = check(&project, "");
    assert_eq!((status, alone.len()), (1, 3));

    let good = report("3.00", "2.00", "1.00");
    let mut told = odd_entries(&project);
    for (name, bytes, says) in [workbooks(), pdfs(), documents(), archives()].concat() {
        project.write(&format!("收/{name}"), bytes);
        told.push((name, says));
    }
    let leading_out = ["../../逃.txt", "/根.txt", "C:\\盘.txt", "甲/同.txt", "甲\\同.txt"];
    project.write("收/路径.zip", package(&leading_out.map(|name| (name, good.as_str()))));
    // It can be listed, and not be read.
    let (status, all, said) = check(&project, "无此.txt /proc/self/mem");
    assert_eq!(status, 2, "{said}");
    told.extend([("无此.txt", "找不到"), ("/proc/self/mem", "打不开")]);
    let lines: Vec<&str> = said.lines().collect();
    // What is said of a file follows its name.
    let is_told = |(name, says): &(&str, &str)| {
        let mut named = (0..lines.len()).filter(|at| lines[*at].contains(name));
        named.any(|at| lines[at..].iter().take(24).any(|line| line.contains(says)))
    };
    told.retain(|told| !is_told(told));
    assert!(told.is_empty(), "{told:?}\n{said}");
    let named = |reports: &[Value], name: &str| {
        let found = reports.iter().filter(|report| report["file"] == name);
        found.cloned().collect::<Vec<Value>>()
    };
    for (name, _) in reports {
        let name = format!("收/{name}");
        let before = named(&alone, &name);
        assert_eq!(before.len(), 1, "{name}");
        assert_eq!(named(&all, &name), before, "{name}");
    }
    let deep = format!("{}底.txt", "深/".repeat(200));
    let others = [
        "夹.xlsx/内.txt",
        &deep,
        "路径.zip/逃.txt",
        "路径.zip/根.txt",
        "路径.zip/盘.txt",
    ];
    for name in others
        .into_iter()
        .chain(["路径.zip/甲/同.txt", "路径.zip/甲/同(2).txt", "干.txt", "甘.txt"])
    {
        let found = named(&all, &format!("收/{name}"));
        assert_eq!(found.len(), 1, "{name}\n{said}");
        assert_eq!(found[0]["diagnostics"], Value::Array(Vec::new()), "{name}");
    }
    assert!(!project.path().join("逃.txt").exists() && !project.path().join("../逃.txt").exists());
    assert_eq!(named(&all, NASTY).len(), 1);
    assert!(said.contains("红\u{fffd}[31m 行"), "{said}");
    for harmful in ['\u{1b}', '\u{202e}'] {
        assert!(!said.contains(harmful), "{said}");
    }
}
