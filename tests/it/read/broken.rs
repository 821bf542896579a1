//! Texts that are no reports: runs of one character, lines without end, quotes without a partner.

use gouji::source::{Encoding, LineIndex};

use super::{Read, check, check_refused};

#[test]
fn runs_of_one_character() {
    // A little more than a line may have, so that the limit shows.
    let run = |text: &str| text.repeat((1 << 20) / text.len() + 100);
    let long = "GJ0308 有 1 行长于 1048576 字节,超出的部分没有读取\n";
    let quote = "GJ0309 有 1 处引号只有一半,已当作普通文字\n";
    for (name, text, said) in [
        ("a.txt", "1", long.to_owned()),
        ("a.csv", "1", long.to_owned()),
        ("a.txt", "(", long.to_owned()),
        ("a.csv", "(", long.to_owned()),
        ("a.txt", "长", long.to_owned()),
        ("a.txt", "\"", long.to_owned()),
        ("a.csv", "\"", format!("{quote}{long}")),
        ("a.csv", "&", long.to_owned()),
        ("a.csv", "<", long.to_owned()),
    ] {
        let read = Read::new(name, run(text).as_bytes());
        assert_eq!(read.diagnostics(), said, "{name} {text}");
        assert_eq!(read.document().pieces.len(), 1, "{name} {text}");
    }
    for text in [" ", "\n", "\r", "\t", "\u{3000}", "\u{3000}\n", " \t\r\n"] {
        for name in ["a.txt", "a.csv"] {
            check_refused(name, run(text).as_bytes(), "GJ0301", "只有空白");
        }
    }
    // Blanks beyond the limit are nothing that is lost.
    check("a.txt", format!("合计{}\n", run("\u{3000}")).as_bytes(), "= 合计\n", "");
}

#[test]
fn rows_without_end() {
    let said = "GJ0308 有 1 行多于 1024 列,多出的列没有读取\n";
    for (name, text) in [("a.txt", "1\t"), ("a.csv", "1,"), ("a.csv", ","), ("a.csv", "1;")] {
        let bytes = format!("{}\n甲{text}乙\n", text.repeat(100_000));
        let read = Read::new(name, bytes.as_bytes());
        let rows = &read.grids()[0].rows;
        let lengths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        assert_eq!(
            lengths,
            [
                1024,
                if text == "," {
                    2
                } else {
                    2 + usize::from(text.len() > 2)
                }
            ]
        );
        assert_eq!(read.diagnostics(), said, "{name} {text}");
    }
}

#[test]
fn quotes_without_partner() {
    // Each of them is looked for over the next 64 KiB.
    let line = format!("甲,\"{}\n", "长".repeat(30_000));
    let read = Read::new("a.csv", line.repeat(20).as_bytes());
    assert_eq!(read.diagnostics(), "GJ0309 有 20 处引号只有一半,已当作普通文字\n");
    assert_eq!(
        (read.grids()[0].rows.len(), read.checked.diagnostics[0].labels.len()),
        (20, 5)
    );
}

#[test]
fn bytes_of_no_encoding() {
    check_refused("a.txt", &[0xFF; 4 << 20], "GJ0303", "认不出");
}

#[test]
fn line_ends_of_every_kind() {
    let cases = [
        ("a\tb\rc\td\r", "[]\na|b\nc|d\n"),
        ("a\tb\rc\td\ne\tf\r\n", "[]\na|b\nc|d\ne|f\n"),
        ("a\tb\r\rc\td\n", "[]\na|b\n[]\nc|d\n"),
        ("a\tb\r\r\nc\td\r\r\n", "[]\na|b\nc|d\n"),
        ("甲\r乙\n丙", "= 甲\n= 乙\n= 丙\n"),
    ];
    for (text, expected) in cases {
        check("a.txt", text.as_bytes(), expected, "");
        check("a.csv", text.replace('\t', ",").as_bytes(), expected, "");
    }
    check("a.csv", b"a,\"b\"\rc,d\n", "[]\na|b\nc|d\n", "");
}

#[test]
fn lines_of_every_kind() {
    let text = "甲\r乙\r\n丙\n\r丁";
    let lines = LineIndex::new(text);
    let shown: Vec<&str> = (0..5).map(|line| &text[lines.line_range(text, line)]).collect();
    assert_eq!((lines.len(), shown), (5, vec!["甲", "乙", "丙", "", "丁"]));
    for (line, c) in [(0, '甲'), (1, '乙'), (2, '丙'), (4, '丁')] {
        let place = lines.position(text, text.find(c).unwrap(), Encoding::Utf32);
        assert_eq!((place.line, place.column), (line, 0));
    }
}
