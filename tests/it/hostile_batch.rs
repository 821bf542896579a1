//! One folder with good reports and everything that may be wrong with files: each is told of, the rest is checked as ever.

use std::fmt::Write as _;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::hostile::bounded;
use crate::project::{Project, report};
use crate::read::package::{NO_STRINGS, binary_package, package, raw_xlsx};

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

/// Writes the files that say something of themselves in the report on them, and returns what each says.
fn hostile_files(project: &Project) -> Vec<(&'static str, &'static str)> {
    let laughs = laughs();
    let laughing = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&l9;</t></is></c></row>";
    let bomb = format!("<!--{}-->", " ".repeat(70 << 20));
    let world = concat!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"/></row></sheetData>",
        "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"
    );
    let word = format!("{laughs}<w:document><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>");
    let ods = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            &format!("{laughs}<office:document-content>&l9;</office:document-content>"),
        ),
    ];
    let good = report("3.00", "2.00", "1.00");
    let mut nested = package(&[("里.txt", good.as_str())]);
    for name in ["一.zip", "二.zip"] {
        nested = binary_package(&[(name, &nested)]);
    }
    let span = "<html><table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2<tr><td>3</table>";
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("炸弹.xlsx", raw_xlsx(&bomb, NO_STRINGS), "解压后"),
        (
            "哈.xlsx",
            raw_xlsx(&format!("{laughs}<sheetData>{laughing}</sheetData>"), NO_STRINGS),
            "GJ03",
        ),
        ("哈.docx", package(&[("word/document.xml", word.as_str())]), "GJ03"),
        ("哈.ods", package(&ods), "GJ03"),
        ("空阔.xlsx", raw_xlsx(world, NO_STRINGS), "GJ0"),
        ("环.pdf", CIRCLE.into(), "GJ03"),
        ("跨列.html", span.into(), "GJ0420"),
        (
            "套表.html",
            format!("<html>{}", "<table><tr><td>".repeat(1_000_000)).into(),
            "GJ0",
        ),
        (
            "段.html",
            format!("<html>{}", "<p>1".repeat(1_000_000)).into(),
            "文字过多",
        ),
        ("三层.zip", nested, "层数过多"),
        (
            "半截.xlsx",
            raw_xlsx("<sheetData/>", NO_STRINGS)[..300].to_vec(),
            "打不开",
        ),
    ];
    files
        .into_iter()
        .map(|(name, bytes, says)| {
            project.write(&format!("收/{name}"), bytes);
            (name, says)
        })
        .collect()
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

#[test]
fn one_bad_file_spoils_no_other() {
    let project = Project::new();
    let reports = [("a好.txt", "3.00"), ("m差.txt", "4.00"), ("z好.txt", "3.00")];
    for (name, total) in reports {
        project.write(&format!("收/{name}"), report(total, "2.00", "1.00"));
    }
    let (status, alone, _) = check(&project, "");
    assert_eq!((status, alone.len()), (1, 3));

    let mut told = hostile_files(&project);
    let outside = report("3.00", "2.00", "1.00");
    project.write("收/路径.zip", package(&[("../../逃.txt", outside.as_str())]));
    let large = File::create(project.path().join("收/大.xlsx")).unwrap();
    large.set_len(300 << 20).unwrap();
    told.push(("大.xlsx", "超过 256 MB"));
    let folder = project.path().join("收");
    symlink(&folder, folder.join("回环")).unwrap();
    symlink("没了.txt", folder.join("断.txt")).unwrap();
    told.push(("断.txt", "失效的链接"));
    let made = Command::new("mkfifo").arg(folder.join("管.txt")).status().unwrap();
    assert!(made.success());
    told.push(("管.txt", "管道"));
    project.write("收/锁.txt", "甲");
    fs::set_permissions(folder.join("锁.txt"), Permissions::from_mode(0)).unwrap();
    // Nothing is locked for the superuser.
    if File::open(folder.join("锁.txt")).is_err() {
        told.push(("锁.txt", "没有权限"));
    }
    let (status, all, said) = check(&project, "无此.txt");
    assert_eq!(status, 2, "{said}");
    told.push(("无此.txt", "找不到"));
    for (name, says) in told {
        let near = said.lines().any(|line| line.contains(name));
        assert!(near && said.contains(says), "{name} {says}\n{said}");
    }
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
    assert_eq!(named(&all, "收/路径.zip/逃.txt").len(), 1, "{said}");
    assert!(!project.path().join("逃.txt").exists() && !project.path().join("../逃.txt").exists());
}
