//! Broken files, files that want memory or time, files that hold no text.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::file::{File, Ink};
use super::{Read, check, check_refused, check_with};

fn table() -> Ink {
    let ink = Ink::new().text(50.0, 80.0, "收入决算表");
    ink.table(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0], "项目|金额\n收入|12.00")
}

const TABLE: &str = "= 收入决算表\n1: 项目|金额\n1: 收入|12.00\n--\n";

#[test]
fn cut_files_are_said_to_be() {
    let mut file = File::new();
    for _ in 0..5 {
        file.page(&table());
    }
    let bytes = file.bytes();
    assert!(!Read::new(&bytes).checked.has_errors());
    for percent in 1..100 {
        let cut = &bytes[..bytes.len() * percent / 100];
        let read = Read::new(cut);
        assert!(read.checked.has_errors(), "cut to {percent} % and nothing said");
    }
    // A wrong index, with all the pages there.
    let text = String::from_utf8_lossy(&bytes).replace("startxref\n", "startxref\n1");
    let read = Read::new(text.as_bytes());
    assert!(
        read.diagnostics().contains("GJ0319 文件的目录已损坏"),
        "{}",
        read.diagnostics()
    );
    // Something before and after the file is no harm.
    let one = File::new().page(&table()).bytes();
    check(&[&one[..], b"\n\0\0\0\0"].concat(), TABLE);
}

#[test]
fn lost_pages_are_missed() {
    let mut file = File::new();
    file.page(&table());
    file.set_pages("<< /Type /Pages /Count 3 /Kids [7 0 R 99 0 R] >>");
    let read = Read::new(&file.bytes());
    assert!(
        read.diagnostics().contains("应有 3 页,只找到 1 页"),
        "{}",
        read.diagnostics()
    );
}

#[test]
fn damage_inside_packed_parts_is_seen() {
    let ink = table();
    let mut sound = packed(ink.content.as_bytes());
    let written = |data: &[u8]| {
        let mut file = File::new();
        let content = file.stream("/Filter /FlateDecode", data);
        let entries = format!("/Contents {content} 0 R");
        file.page_with(&Ink::new(), &entries, "").bytes()
    };
    check(&written(&sound), TABLE);
    // Some programs leave the check out.
    check(&written(&sound[..sound.len() - 4]), TABLE);
    let middle = sound.len() / 2;
    sound[middle] ^= 0x10;
    let read = Read::new(&written(&sound));
    assert!(read.checked.has_errors(), "{}", read.diagnostics());
}

#[test]
fn noise_neither_panics_nor_hangs() {
    let bytes = File::new().page(&table()).bytes();
    let mut seed = 1_u64;
    let mut random = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    for _ in 0..300 {
        let mut noisy = bytes.clone();
        for _ in 0..1 + random() % 8 {
            let at = random() % noisy.len();
            noisy[at] = (random() % 256) as u8;
        }
        let started = Instant::now();
        Read::new(&[b"%PDF", &noisy[4..]].concat());
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn refused_files() {
    check_refused(b"%PDF-1.7\n", "GJ0305", "打不开");
    check_refused(&File::new().bytes(), "GJ0305", "读不出来");
    check_refused(&File::new().page(&Ink::new()).bytes(), "GJ0301", "没有文字");

    let only_a_number = Ink::new().text(300.0, 780.0, "- 1 -");
    check_refused(&File::new().page(&only_a_number).bytes(), "GJ0301", "没有文字");

    let mut locked = File::new();
    locked.page(&table());
    let unknown = "00".repeat(32);
    locked.trailer =
        format!("/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{unknown}> /U <{unknown}> >>");
    check_refused(&locked.bytes(), "GJ0304", "打开密码");
}

/// A page that is one picture.
fn scan(file: &mut File, ink: &Ink) {
    let picture = file.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    let ink = Ink {
        content: format!("q 600 0 0 800 0 0 cm /I Do Q\n{}", ink.content),
        ..ink.clone()
    };
    file.page_with(&ink, "", &format!("/XObject << /I {picture} 0 R >>"));
}

#[test]
fn scans_are_not_passed_over() {
    let mut file = File::new();
    scan(&mut file, &Ink::new());
    check_refused(&file.bytes(), "GJ0320", "没有文字层");
    let mut recognised = File::new();
    scan(
        &mut recognised,
        &Ink::new().raw("3 Tr").text(50.0, 100.0, "识别出来的文字"),
    );
    check_refused(&recognised.bytes(), "GJ0320", "识别软件");
    // A scanned page among others.
    let mut mixed = File::new();
    mixed.page(&table());
    scan(&mut mixed, &Ink::new());
    check_with(&mixed.bytes(), TABLE, &[("GJ0321", "第2页是图片")]);
    // A picture behind text is no scan.
    let mut letter = File::new();
    scan(&mut letter, &table());
    check(&letter.bytes(), TABLE);
}

#[test]
fn page_trees_that_turn_in_circles() {
    let mut file = File::new();
    file.page(&table());
    let page = 7;
    file.set_pages(&format!(
        "<< /Type /Pages /Count 1 /Kids [2 0 R {page} 0 R 2 0 R {page} 0 R] >>"
    ));
    assert_eq!(Read::new(&file.bytes()).dump(), TABLE);
    file.set_pages("<< /Type /Pages /Count 9 /Kids [2 0 R] >>");
    assert!(Read::new(&file.bytes()).checked.has_errors());
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bombs_are_not_unpacked() {
    let bomb = packed(&vec![b' '; 100 << 20]);
    for (entries, data) in [
        ("/Filter /FlateDecode", bomb.clone()),
        ("/Filter [/FlateDecode /FlateDecode]", packed(&bomb)),
        // Without its header, and with a length that is a lie.
        ("/Filter /FlateDecode", bomb[2..].to_vec()),
        ("/Filter /FlateDecode /Length 10", bomb),
    ] {
        let mut file = File::new();
        file.page(&table());
        file.stream(entries, &data);
        check_refused(&file.bytes(), "GJ0307", "展开后会超过 64 MB");
    }
    let sane = packed(&vec![b' '; 10 << 20]);
    let mut file = File::new();
    file.page(&table());
    file.stream("/Filter /FlateDecode", &sane);
    check(&file.bytes(), TABLE);
}

#[test]
fn pages_with_too_much_on_them() {
    // Each is given up alone.
    let mut boxes = String::new();
    for at in 0..120_000 {
        writeln!(boxes, "{} {} 1 1 re f", at % 600, at / 600).unwrap();
    }
    let digits = Ink::new().text(10.0, 10.0, &"1".repeat(450_000));
    let mut crossing = Ink::new();
    for at in 0..4000 {
        let at = f64::from(at) * 5.0;
        crossing = crossing.line(0.0, at, 20_000.0, at).line(at, 0.0, at, 20_000.0);
    }
    (crossing.width, crossing.height) = (20_000.0, 20_000.0);
    for ink in [Ink::new().raw(&boxes), digits, crossing.text(50.0, 100.0, "字")] {
        let mut file = File::new();
        file.page(&table());
        file.page(&ink);
        check_with(&file.bytes(), TABLE, &[("GJ0308", "第2页上的线条和文字过多")]);
        check_refused(&File::new().page(&ink).bytes(), "GJ0308", "每一页");
    }
}

#[test]
fn forms_that_multiply() {
    let mut file = File::new();
    let mut below = file.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800]",
        "0 0 m 9 9 l S\n".repeat(100).as_bytes(),
    );
    for _ in 0..10 {
        let entries =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /N {below} 0 R >> >>");
        below = file.stream(&entries, "/N Do\n".repeat(10).as_bytes());
    }
    // Forms that draw nothing, and take their time for it.
    let idle = file.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800]",
        "q Q\n".repeat(10_000_000).as_bytes(),
    );
    let idles = Ink::new().raw(&"/I Do\n".repeat(10_000));
    file.page_with(&idles, "", &format!("/XObject << /I {idle} 0 R >>"));
    let own = Ink::new().raw("/N Do").text(50.0, 100.0, "字");
    file.page_with(&own, "", &format!("/XObject << /N {below} 0 R >>"));
    file.page(&table());
    let read = Read::new(&file.bytes());
    assert!(read.diagnostics().contains("GJ0308 第1、2页"), "{}", read.diagnostics());
    assert!(read.dump().contains("12.00"));
}

#[test]
fn deep_nesting() {
    let saved = Ink::new().raw(&"q ".repeat(200_000));
    let arrays = Ink::new().raw(&"[".repeat(200_000));
    let dictionaries = Ink::new().raw(&"<<".repeat(200_000));
    for ink in [saved, arrays, dictionaries] {
        let mut file = File::new();
        file.page(&table());
        file.page(&ink);
        assert!(Read::new(&file.bytes()).dump().starts_with(TABLE));
    }
    let mut file = File::new();
    file.page(&table());
    file.add("[".repeat(200_000));
    file.add("<< /A ".repeat(100_000));
    assert!(Read::new(&file.bytes()).dump().starts_with(TABLE));
}

#[test]
fn numbers_out_of_range() {
    let ink = table()
        .raw("1e38 1e38 m 1e39 1e39 l S")
        .raw("999999999999999999999999999999999999999999999 0 0 0 re f")
        .raw("BT /F 99999999999999 Tf 0 0 Td <7532> Tj ET")
        .raw("0 0 0 0 0 0 cm 0 0 m 1 1 l S");
    let read = Read::new(&File::new().page(&ink).bytes());
    assert!(read.dump().contains("1: 收入|12.00"), "{}", read.dump());
}
