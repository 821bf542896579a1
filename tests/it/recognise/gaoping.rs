//! The report of a county department, as a scanner left it.

use gouji::read::Document;
use gouji::recognise::{Hints, Lexicon, recognise};
use gouji::report::{ColumnBound, RepairKind, Report, RowIx, UnitSource};
use gouji::source::{Origin, SourceMap};

use super::{forms, rows};
use gouji::form::ColumnIx;

fn report() -> Option<(SourceMap, Document, Report, Vec<&'static str>)> {
    let folder =
        std::env::var("GOUJI_SHARED_DATA").unwrap_or_else(|_| format!("{}/../shared/data", env!("CARGO_MANIFEST_DIR")));
    let Ok(bytes) = std::fs::read(format!("{folder}/gaoping-2024.txt")) else {
        println!("skipped: no gaoping-2024.txt in {folder}");
        return None;
    };
    let mut sources = SourceMap::new();
    let document = gouji::read::read(&mut sources, "gaoping-2024.txt", &bytes)
        .value
        .unwrap();
    let checked = recognise(&document, &forms::all(), &Lexicon::default(), &Hints::default());
    let codes = super::codes(&checked);
    Some((sources, document, checked.value, codes))
}

fn line(sources: &SourceMap, origin: Origin) -> u32 {
    let Origin::Text(span) = origin else {
        panic!("{origin:?}")
    };
    sources.get(span.source).unwrap().lines().line_of(span.start as usize) + 1
}

#[test]
fn every_table_is_found_with_all_its_rows_and_columns() {
    let Some((sources, _, report, _)) = report() else {
        return;
    };
    let found: Vec<(usize, u32, Vec<usize>)> = report
        .tables
        .iter()
        .map(|table| {
            let counts = table.parts.iter().map(|part| part.rows.len()).collect();
            (table.form.index() + 1, line(&sources, table.origin), counts)
        })
        .collect();
    let expected = vec![
        (1, 131, vec![12, 30]),
        (2, 177, vec![51]),
        (3, 243, vec![51]),
        (4, 309, vec![9, 32]),
        (5, 354, vec![48]),
        (6, 417, vec![112]),
        (7, 460, vec![1]),
        (8, 479, vec![1]),
        (9, 498, vec![1]),
        (10, 514, vec![16]),
    ];
    assert_eq!(found, expected);
    for table in &report.tables {
        let by = match table.form.index() {
            5 | 9 => ColumnBound::Name,
            _ => ColumnBound::Number,
        };
        for column in table.parts.iter().flat_map(|part| part.columns.iter()) {
            assert_eq!(column.bound, Some(by), "form {}: {column:?}", table.form.index() + 1);
        }
        let stated = matches!(table.unit_from, UnitSource::Table(_));
        assert_eq!(
            stated,
            [6, 7, 9].contains(&table.form.index()),
            "unit of form {}",
            table.form.index() + 1
        );
    }
    assert_eq!(report.tables[5].parts[0].columns[0].grid_columns, [2, 5, 8, 11]);
    assert_eq!(report.tables[2].parts[0].columns[0].header, "十左士山人生本年支出合计");
}

#[test]
fn facts_and_notes() {
    let Some((_, _, report, _)) = report() else { return };
    assert_eq!(report.facts.unit.as_ref().unwrap().value, "高平市工业和信息化局");
    assert_eq!(report.facts.year.as_ref().unwrap().value, 2024);
    let notes: Vec<usize> = report.tables.iter().map(|table| table.notes.len()).collect();
    assert_eq!(notes, [1, 1, 1, 1, 1, 1, 2, 2, 1, 1]);
    assert_eq!(report.tables[6].notes[1].0, "说明: 本表无数据");
}

#[test]
fn figures_are_where_they_belong() {
    let Some((_, _, report, _)) = report() else { return };
    // Form, block, then rows exactly as they must come out, in 元.
    let expected: &[(usize, usize, &[&str])] = &[
        (
            1,
            0,
            &[
                "1 79838700",
                "2 _",
                "8 16500",
                "27 79855200",
                "28 _",
                "29 1022000",
                "31 80877200",
            ],
        ),
        (
            1,
            1,
            &[
                "32 3766900",
                "33 _",
                "34 2000000",
                "39 646200",
                "40 5254800",
                "43 300",
                "45 21196000",
                "46 46650800",
                "50 323700",
                "54 502000",
                "57 _",
                "58 80340700",
                "59 _",
                "60 536600",
                "62 80877200",
            ],
        ),
        (
            2,
            0,
            &[
                "合计 79855200 79838700 _ _ _ _ 16500",
                "201 3766900 3766900 _ _ _ _ _",
                "2013299 200 200 _ _ _ _ _",
                "21305 300 300 _ _ _ _ _",
                "215 21196000 21196000 _ _ _ _ _",
                "2210201 323700 323700 _ _ _ _ _",
                "229 16500 _ _ _ _ _ 16500",
                "22999 16500 _ _ _ _ _ 16500",
                "2299999 16500 _ _ _ _ _ 16500",
            ],
        ),
        (
            3,
            0,
            &[
                "合计 80340700 4715900 75624700 _ _ _",
                "2011399 725400 450000 275500 _ _ _",
                "215 21196000 _ 21196000 _ _ _",
                "21505 3146300 _ 3146300 _ _ _",
                "2150799 149700 _ 149700 _ _ _",
                "221 323700 323700 _ _ _ _",
                "229 502000 _ 502000 _ _ _",
            ],
        ),
        (4, 0, &["1 79838700", "27 79838700", "28 _", "29 _", "32 79838700"]),
        (
            4,
            1,
            &[
                "33 3766900 3766900 _ _",
                "46 21196000 21196000 _ _",
                "55 _ _ _ _",
                "59 79838700 79838700 _ _",
                "61 _ _ _ _",
                "64 79838700 79838700 _ _",
            ],
        ),
        (
            5,
            0,
            &[
                "合计 79838700 4715900 75122800",
                "210 5254800 254800 5000000",
                "2210201 323700 323700 _",
            ],
        ),
        (
            6,
            0,
            &[
                "301 4376400",
                "30113 353700",
                "303 7100",
                "30309 100",
                "302 332400",
                "30217 300",
                "30299 _",
                "31010 _",
                "31011 _",
                "39999 _",
                "人员经费合计 4383500",
                "公用经费合计 _",
            ],
        ),
        (7, 0, &["合计 _ _ _ _ _ _"]),
        (8, 0, &["合计 _ _ _"]),
        (9, 0, &["记录 17700 _ 17400 _ 17400 300 17700 _ 17400 _ 17400 300"]),
        (10, 0, &["1 5000", "2 5000", "3 _", "5 275900", "7 1", "15 1", "17 _"]),
    ];
    let forms = forms::all();
    for (form, block, expected) in expected {
        let actual = rows(&forms, &report.tables[form - 1], *block);
        for row in *expected {
            assert!(
                actual.iter().any(|line| line == row),
                "form {form}: no row {row} in {actual:#?}"
            );
        }
    }
}

#[test]
fn printed_precision_and_repairs_are_kept() {
    let Some((_, _, report, codes)) = report() else { return };
    let cell = |form: usize, code: &str, column: usize| {
        let part = &report.tables[form - 1].parts[0];
        let row = part
            .rows
            .iter()
            .position(|row| row.code.as_deref() == Some(code))
            .unwrap();
        part.cell(RowIx::new(row), ColumnIx::new(column)).unwrap().clone()
    };
    let comma = cell(3, "21505", 2);
    assert_eq!(&*comma.text, "314, 63");
    let repair = comma.repair.unwrap();
    assert_eq!(repair.kind, RepairKind::DecimalComma);
    assert!(repair.note.contains("读作 314.63"), "{}", repair.note);
    let gouji::report::Figure::Number { half, .. } = comma.figure else {
        panic!()
    };
    assert_eq!(half.normalize().to_string(), "50");
    assert_eq!(cell(2, "229", 6).repair.unwrap().kind, RepairKind::Shifted);
    assert_eq!(cell(2, "229", 0).repair, None, "the first column was not moved");
    assert_eq!(cell(2, "215", 1).repair.unwrap().kind, RepairKind::InnerSpace);
    let parents = &report.tables[1].parts[0].rows;
    let parent = |code: &str| {
        let row = parents.iter().find(|row| row.code.as_deref() == Some(code)).unwrap();
        row.parent
            .map(|parent| parents[parent.index()].code.as_deref().unwrap())
    };
    assert_eq!(
        (parent("2299999"), parent("22999"), parent("229")),
        (Some("22999"), Some("229"), None)
    );
    // One tidying notice a table with blanks in numbers, one for the comma, three for rows that lost cells.
    let mut expected = vec!["GJ0413"];
    expected.extend(["GJ0414"; 8]);
    expected.extend(["GJ0415"; 3]);
    assert_eq!(codes, expected);
}

#[test]
fn nothing_is_lost() {
    let Some((sources, document, report, _)) = report() else {
        return;
    };
    // The damaged line above table 10, the list of contents, the tables behind the report proper.
    let left: Vec<u32> = report
        .leftovers
        .iter()
        .map(|left| line(&sources, left.origin))
        .collect();
    assert!(
        left.contains(&520) && left.contains(&5) && left.contains(&703),
        "{left:?}"
    );
    let in_tables = |line: u32| (131..=542).contains(&line);
    assert_eq!(left.iter().filter(|line| in_tables(**line)).count(), 1, "{left:?}");
    assert_eq!(document.source, report.files[0].source);
}
