//! Archives of reports: their members, what names become, and what is not opened.

use gouji::read::archive::{Archive, open};

use super::Read;
use super::package::{binary_package, package, raw_xlsx};

/// Codes with their messages, one a line.
fn said(bytes: &[u8]) -> String {
    let checked = open(bytes).expect("an archive");
    let lines = checked.diagnostics.iter().map(|diagnostic| {
        assert!(diagnostic.help.is_some());
        format!("{} {}\n", diagnostic.code.id, diagnostic.message)
    });
    lines.collect()
}

fn names(archive: &Archive) -> Vec<String> {
    archive.members().iter().map(|member| member.name.clone()).collect()
}

/// The members have these names, these contents, and this is said.
#[track_caller]
fn check(bytes: &[u8], expected: &[(&str, &str)], diagnostics: &str) {
    let archive = open(bytes).expect("an archive").value;
    let found: Vec<(String, String)> = archive
        .members()
        .iter()
        .map(|member| {
            let bytes = archive.read(member).expect("bytes");
            (member.name.clone(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(name, text)| (&**name, &**text)).collect();
    assert_eq!(found, expected);
    assert_eq!(said(bytes), diagnostics);
}

/// `bytes` with `from` turned into `to` of the same length, wherever it stands.
fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    let mut found = 0;
    for at in 0..=out.len() - from.len() {
        if out[at..].starts_with(from) {
            out[at..at + from.len()].copy_from_slice(to);
            found += 1;
        }
    }
    assert!(found > 0);
    out
}

/// `bytes` with the 16-bit field at these places of local headers and directory entries changed.
fn with_field(bytes: &[u8], (local, central): (usize, usize), value: u16) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in 0..out.len() - 4 {
        let field = match &out[at..at + 4] {
            b"PK\x03\x04" => at + local,
            b"PK\x01\x02" => at + central,
            _ => continue,
        };
        out[field..field + 2].copy_from_slice(&value.to_le_bytes());
    }
    out
}

#[test]
fn members() {
    let bytes = package(&[
        ("水务局/决算.csv", "a,b"),
        ("教育局.txt", "甲"),
        ("__MACOSX/._教育局.txt", "x"),
        (".DS_Store", "x"),
        ("水务局/~$决算.docx", "x"),
        ("水务局/Thumbs.db", "x"),
    ]);
    check(&bytes, &[("水务局/决算.csv", "a,b"), ("教育局.txt", "甲")], "");
    // A member is read like any file.
    let report = raw_xlsx(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>5</v></c></row></sheetData>",
        "<sst/>",
    );
    let bytes = binary_package(&[("决算.xlsx", &report)]);
    let archive = open(bytes.as_slice()).unwrap().value;
    let member = &archive.members()[0];
    assert_eq!(
        Read::new(&member.name, &archive.read(member).unwrap()).dump(),
        "[表]\n5=5\n"
    );
}

#[test]
fn what_is_no_archive() {
    let report = raw_xlsx("<sheetData/>", "<sst/>");
    let document = package(&[("word/document.xml", "<x/>")]);
    let archive = package(&[("a.csv", "a,b")]);
    let cut = &archive[..archive.len() - 30];
    for bytes in [
        &report[..],
        &document,
        cut,
        b"",
        b"PK\x03\x04",
        b"a,b\n",
        b"Rar!\x1A\x07\x01\0",
    ] {
        assert!(open(bytes).is_none());
    }
    check(&package(&[]), &[], "GJ0301 压缩包里没有文件\n");
}

#[test]
fn names_are_made_harmless() {
    for (raw, name) in [
        ("../../etc/决算.csv", "etc/决算.csv"),
        ("/根/决算.csv", "根/决算.csv"),
        ("C:\\报表\\决算.csv", "报表/决算.csv"),
        ("a/C:b/./决算.csv", "a/b/决算.csv"),
        ("决\n算\u{1b}[31m\u{202e}.csv", "决_算_[31m_.csv"),
        ("..", "未命名"),
        ("a//b", "a/b"),
    ] {
        check(&package(&[(raw, "x")]), &[(name, "x")], "");
    }
    let long = format!("{}.csv", "长".repeat(20_000));
    let archive = package(&[(long.as_str(), "x")]);
    let found = names(&open(archive.as_slice()).unwrap().value);
    assert!(
        found[0].len() <= 1024 && found[0].ends_with("长.csv"),
        "{}",
        found[0].len()
    );
    // Names that are the same once they are harmless.
    let bytes = package(&[
        ("a/决算.csv", "1"),
        ("../a/决算.csv", "2"),
        ("./a/决算.csv", "3"),
        ("a/决算(2).csv", "4"),
    ]);
    check(
        &bytes,
        &[
            ("a/决算.csv", "1"),
            ("a/决算(2).csv", "2"),
            ("a/决算(3).csv", "3"),
            ("a/决算(2)(2).csv", "4"),
        ],
        "",
    );
}

#[test]
fn names_in_the_encoding_of_windows() {
    let name = "水务局\\决算表.csv";
    let gbk = encoding_rs::GB18030.encode(name).0.into_owned();
    let plain = "A".repeat(gbk.len());
    let bytes = patched(&package(&[(&plain, "a,b")]), plain.as_bytes(), &gbk);
    check(&bytes, &[("水务局/决算表.csv", "a,b")], "");
}

#[test]
fn members_that_cannot_be_had() {
    let one = package(&[("决算.csv", "a,b")]);
    check(
        &with_field(&one, (6, 8), 1),
        &[],
        "GJ0304 压缩包里的“决算.csv”加了解压密码,没有读取\n",
    );
    check(
        &with_field(&one, (8, 10), 14),
        &[],
        "GJ0302 压缩包里的“决算.csv”用了少见的压缩方法,没有读取\n",
    );
    let twice = package(&[("a1.csv", "1"), ("a2.csv", "2")]);
    check(
        &patched(&twice, b"a1.csv", b"a2.csv"),
        &[("a2.csv", "2")],
        "GJ0318 压缩包里有完全重名的文件,每个名字只读取最后一个\n",
    );
    // Damage costs one member.
    let text = "甲乙丙丁".repeat(100);
    let bytes = package(&[("a.txt", &text), ("b.txt", "乙")]);
    let at = bytes.windows(5).position(|window| window == b"a.txt").unwrap() + 8;
    let mut damaged = bytes.clone();
    damaged[at] ^= 0xFF;
    let archive = open(damaged.as_slice()).unwrap().value;
    let failure = archive.read(&archive.members()[0]).unwrap_err();
    assert_eq!(failure.code.id, "GJ0305");
    assert!(failure.message.contains("“a.txt”解不开"), "{}", failure.message);
    assert_eq!(archive.read(&archive.members()[1]).unwrap(), "乙".as_bytes());
    for at in (0..bytes.len()).step_by(3) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        if let Some(checked) = open(damaged.as_slice()) {
            for member in checked.value.members() {
                checked.value.read(member).ok();
            }
        }
    }
}

#[test]
fn archives_in_archives() {
    let innermost = package(&[("丙.csv", "3")]);
    let inner = binary_package(&[("乙.csv", b"2"), ("更内.zip", &innermost)]);
    let report = package(&[("word/document.xml", "<x/>")]);
    let bytes = binary_package(&[
        ("甲.csv", b"1"),
        ("内.ZIP", &inner),
        ("其实是文档.zip", &report),
        ("坏.zip", b"PK\x03\x04"),
    ]);
    let archive = open(bytes.as_slice()).unwrap().value;
    assert_eq!(names(&archive), ["甲.csv", "内.ZIP/乙.csv", "其实是文档.zip", "坏.zip"]);
    assert_eq!(archive.read(&archive.members()[1]).unwrap(), b"2");
    assert_eq!(
        said(&bytes),
        "GJ0318 压缩包里的“内.ZIP/更内.zip”是压缩包里的压缩包,层数过多或者过大,没有打开\n"
    );
}

#[test]
fn archives_that_want_memory_or_time() {
    let zeros = vec![b'0'; (80 << 20) + 0x12_3456];
    let bytes = binary_package(&[("bomb.csv", &zeros), ("b.csv", b"1")]);
    let check_bomb = |bytes: &[u8]| {
        let archive = open(bytes).unwrap().value;
        let failure = archive.read(&archive.members()[0]).unwrap_err();
        assert!(["GJ0307", "GJ0305"].contains(&failure.code.id), "{}", failure.message);
        assert_eq!(archive.read(&archive.members()[1]).unwrap(), b"1");
        failure.code.id
    };
    assert_eq!(check_bomb(&bytes), "GJ0307");
    // The directory says it is small.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    check_bomb(&patched(&bytes, &size, &100_u32.to_le_bytes()));
    // The same in an archive inside costs that archive alone.
    let nested = binary_package(&[("内.zip", &zeros), ("b.csv", b"1")]);
    let checked = open(nested.as_slice()).unwrap();
    assert_eq!(names(&checked.value), ["b.csv"]);
    assert_eq!(checked.diagnostics[0].code.id, "GJ0307");

    let many: Vec<(String, &[u8])> = (0..100_000).map(|at| (format!("{at}.csv"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (&**name, *bytes)).collect();
    let bytes = binary_package(&many);
    let checked = open(bytes.as_slice()).unwrap();
    assert_eq!(checked.value.members().len(), 10_000);
    assert_eq!(
        checked.diagnostics[0].message,
        "压缩包里的文件多于 10000 个,多出的 90000 个没有读取"
    );
    // Not even listed.
    let entries = [&bytes[..], &b"PK\x01\x02".repeat(200_000)].concat();
    let checked = open(entries.as_slice()).unwrap();
    assert!(checked.value.members().is_empty());
    assert_eq!(checked.diagnostics[0].message, "压缩包里有 300000 个文件,没有打开");
}

#[test]
fn nothing_is_left_out_in_silence() {
    let options = zip::write::SimpleFileOptions::default();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink("链.txt", "/etc/passwd", options).unwrap();
    writer.start_file("好.txt", options).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let link = "GJ0318 压缩包里的“链.txt”是链接,不是文件,没有读取\n";
    check(&bytes, &[("好.txt", "")], link);
    // The directory leads to a place where no member begins.
    let bytes = package(&[("好.txt", "乙"), ("坏.txt", "甲")]);
    let second = bytes.windows(4).rposition(|four| four == b"PK\x03\x04").unwrap();
    let bytes = [&bytes[..second], b"XX", &bytes[second + 2..]].concat();
    check(
        &bytes,
        &[("好.txt", "乙")],
        "GJ0305 压缩包里的“坏.txt”解不开,可能没有传完或已损坏\n",
    );
}
