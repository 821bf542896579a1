//! Real reports, where they are at hand.

use std::path::PathBuf;

use gouji::read::{Grid, Piece};

use super::Read;

fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("GOUJI_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let bytes = std::fs::read(&path);
    if bytes.is_err() {
        println!("skipped: {} is not there", path.display());
    }
    bytes.ok()
}

/// A table: its title, its number of rows and of columns, and some cells (row, column, text).
type Table<'t> = (&'t str, usize, usize, &'t [(usize, usize, &'t str)]);

/// Checks all tables of a file.
fn check(name: &str, tables: &[Table<'_>]) {
    let Some(bytes) = shared(name) else { return };
    let read = Read::new(&bytes);
    assert_eq!(read.diagnostics(), "");
    let mut title = String::new();
    let mut found: Vec<(String, &Grid)> = Vec::new();
    for piece in &read.document().pieces {
        match piece {
            Piece::Paragraph(paragraph) if paragraph.heading => title.clone_from(&paragraph.text),
            Piece::Paragraph(_) => {}
            Piece::Grid(grid) => found.push((title.clone(), grid)),
        }
    }
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    let expected: Vec<&str> = tables.iter().map(|(title, ..)| *title).collect();
    assert_eq!(titles, expected);
    for ((title, grid), (_, rows, columns, cells)) in found.iter().zip(tables) {
        assert_eq!(
            (grid.rows.len(), grid.rows[0].cells.len()),
            (*rows, *columns),
            "{title}"
        );
        for (row, column, text) in *cells {
            assert_eq!(&*grid.rows[*row].cells[*column].text, *text, "{title} {row} {column}");
        }
    }
}

#[test]
fn putuo_finance() {
    check(
        "putuo-finance-2024.pdf",
        &[
            ("二、部门决算单位构成", 4, 3, &[(3, 0, "3")]),
            (
                "收入支出决算总表",
                32,
                4,
                &[
                    (2, 1, "2,940.05"),
                    (28, 1, "2,946.25"),
                    (28, 3, "2,940.05"),
                    (31, 1, "2,995.39"),
                    (31, 3, "2,995.39"),
                ],
            ),
            (
                "收入决算表",
                23,
                11,
                &[
                    (3, 4, "2,946.25"),
                    (3, 5, "2,940.05"),
                    (3, 10, "6.20"),
                    (11, 5, "326.72"),
                    (22, 5, "258.50"),
                ],
            ),
            (
                "支出决算表",
                23,
                10,
                &[
                    (3, 4, "2,940.05"),
                    (3, 5, "2,336.91"),
                    (3, 6, "603.14"),
                    (12, 4, "84.65"),
                    (22, 5, "258.50"),
                ],
            ),
            (
                "财政拨款收入支出决算总表",
                34,
                7,
                &[
                    (2, 1, "2,940.05"),
                    (28, 1, "2,940.05"),
                    (28, 3, "2,940.05"),
                    (28, 4, "2,940.05"),
                    (33, 1, "2,961.68"),
                    (33, 3, "2,961.68"),
                    (33, 4, "2,961.68"),
                ],
            ),
            (
                "一般公共预算财政拨款支出决算表",
                24,
                7,
                &[
                    (4, 4, "2,106.66"),
                    (13, 5, "160.75"),
                    (23, 4, "2,940.05"),
                    (23, 5, "2,336.91"),
                    (23, 6, "603.14"),
                ],
            ),
            (
                "一般公共预算财政拨款基本支出决算表",
                42,
                8,
                &[
                    (3, 3, "2,082.85"),
                    (15, 7, "2.83"),
                    (41, 3, "2,152.26"),
                    (41, 7, "184.65"),
                ],
            ),
            (
                "财政拨款“三公”经费支出决算表",
                6,
                12,
                &[(5, 0, "0.95"), (5, 10, "0.95")],
            ),
            ("政府性基金预算财政拨款收入支出决算表", 12, 10, &[(11, 0, "合计")]),
            ("国有资本经营预算财政拨款收入支出决算表", 12, 10, &[(11, 0, "合计")]),
        ],
    );
}

#[test]
fn putuo_social_work() {
    check(
        "putuo-social-work-2024.pdf",
        &[
            ("二、部门决算单位构成", 3, 3, &[(2, 0, "2")]),
            (
                "收入支出决算总表",
                32,
                4,
                &[
                    (2, 1, "307.82"),
                    (20, 3, "29.42"),
                    (28, 1, "307.82"),
                    (28, 3, "307.82"),
                    (31, 1, "307.82"),
                    (31, 3, "307.82"),
                ],
            ),
            (
                "收入支出决算总表",
                20,
                9,
                &[(2, 2, "307.82"), (2, 3, "307.82"), (11, 2, "4.64"), (19, 3, "11.72")],
            ),
            (
                "收入支出决算总表",
                20,
                8,
                &[
                    (2, 2, "307.82"),
                    (2, 3, "105.58"),
                    (2, 4, "202.24"),
                    (10, 2, "6.18"),
                    (19, 3, "11.72"),
                ],
            ),
            (
                "收入支出决算总表",
                34,
                7,
                &[
                    (2, 1, "307.82"),
                    (20, 3, "29.42"),
                    (28, 1, "307.82"),
                    (28, 3, "307.82"),
                    (28, 4, "307.82"),
                    (33, 1, "307.82"),
                    (33, 3, "307.82"),
                    (33, 4, "307.82"),
                ],
            ),
            (
                "一般公共预算财政拨款支出决算表",
                20,
                5,
                &[
                    (2, 2, "264.87"),
                    (10, 3, "4.64"),
                    (19, 2, "307.82"),
                    (19, 3, "105.58"),
                    (19, 4, "202.24"),
                ],
            ),
            (
                "一般公共预算财政拨款基本支出决算表",
                40,
                6,
                &[(1, 2, "95.36"), (17, 5, "0.00"), (39, 2, "95.36"), (39, 5, "10.23")],
            ),
            ("一般公共预算财政拨款基本支出决算表", 5, 12, &[(4, 0, "")]),
            ("一般公共预算财政拨款基本支出决算表", 6, 8, &[(5, 0, "")]),
            ("一般公共预算财政拨款基本支出决算表", 6, 8, &[(5, 0, "")]),
        ],
    );
}

/// Prints what is read of the files named in `GOUJI_PDF` (separated by `:`), to look at a new kind of file.
#[test]
#[ignore = "for looking at files"]
fn show() {
    for name in std::env::var("GOUJI_PDF").unwrap_or_default().split(':') {
        let read = Read::new(&std::fs::read(name).unwrap());
        println!("{name}\n{}{}", read.diagnostics(), read.dump());
    }
}
