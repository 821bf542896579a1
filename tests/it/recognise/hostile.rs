//! Broken and hostile documents: no panic, no hang.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use gouji::read::{Content, Document, Format, Grid, GridCell, GridRow, Piece};
use gouji::recognise::{Hints, Lexicon, recognise};
use gouji::source::{Origin, SourceId, Span};
use proptest::prelude::*;

use super::{forms, text};

/// Generous for an unoptimised build on a busy machine; what is quadratic takes minutes.
const LIMIT: Duration = Duration::from_secs(40);

fn within_limit(name: &str, run: impl FnOnce() -> usize) -> usize {
    let start = Instant::now();
    let rows = run();
    assert!(start.elapsed() < LIMIT, "{name}: {:?}", start.elapsed());
    rows
}

fn rows_in(source: &str) -> usize {
    let report = text(source).value;
    report
        .tables
        .iter()
        .flat_map(|table| &table.parts)
        .map(|part| part.rows.len())
        .sum()
}

const HEAD: &str = "支出决算表\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n";

#[test]
fn many_rows() {
    let mut rows = HEAD.to_owned();
    for at in 0..100_000 {
        writeln!(rows, "{:07}|名称|1.00|0.40|0.60|||", 2_010_000 + at).unwrap();
    }
    assert_eq!(within_limit("rows", || rows_in(&rows)), 100_000);
}

#[test]
fn many_rows_with_lost_cells() {
    let mut rows = HEAD.to_owned();
    for at in 0..30_000 {
        writeln!(rows, "{:07}|名称|1.00|0.40|0.60|", 2_010_000 + at).unwrap();
        if at % 10 == 0 {
            rows.push('\n');
        }
    }
    assert_eq!(within_limit("lost cells", || rows_in(&rows)), 30_000);
}

#[test]
fn many_headers_titles_and_groups() {
    let mut headers = HEAD.to_owned();
    let mut titles = String::new();
    let mut unknown = HEAD.to_owned();
    for at in 0..20_000 {
        writeln!(headers, "科目代码|科目名称|甲{at}|乙").unwrap();
        writeln!(titles, "支出决算表\n栏次||1|2|3|4|5|6\n|合计|1||1|||").unwrap();
        writeln!(unknown, "|没有代码{at}|1|2|3|4|5|6").unwrap();
    }
    within_limit("headers", || rows_in(&headers));
    assert_eq!(within_limit("titles", || rows_in(&titles)), 20_000);
    assert_eq!(within_limit("unknown", || rows_in(&unknown)), 0);
}

#[test]
fn wide_rows() {
    let cell = |text: &str| GridCell {
        content: if text.is_empty() { Content::Empty } else { Content::Text },
        text: text.into(),
        origin: Origin::Text(Span::new(SourceId(0), 0, 0)),
        covered: false,
    };
    let row = |cells: Vec<GridCell>| GridRow {
        cells,
        origin: Origin::Text(Span::new(SourceId(0), 0, 0)),
        hidden: false,
    };
    let mut rows = vec![row(vec![cell("支出决算表")])];
    let mut header = vec![cell("科目代码"), cell("科目名称")];
    header.extend((0..9_998).map(|at| cell(["基本支出", "项目支出", "合计", "3"][at % 4])));
    rows.push(row(header));
    for _ in 0..100 {
        let mut cells = vec![cell("201"), cell("名称")];
        cells.extend((0..9_998).map(|_| cell("1.00")));
        rows.push(row(cells));
    }
    // One row in a thousand columns that has lost a cell, on each of many pages.
    let mut pieces = vec![Piece::Grid(Grid { sheet: None, rows })];
    for _ in 0..200 {
        let cells = std::iter::once(cell("202"))
            .chain((0..900).map(|_| cell("1")))
            .collect();
        pieces.push(Piece::Grid(Grid {
            sheet: None,
            rows: vec![row(cells)],
        }));
    }
    let document = Document {
        source: SourceId(0),
        format: Format::Text,
        pieces,
    };
    within_limit("wide", || {
        let report = recognise(&document, &forms::all(), &Lexicon::default(), &Hints::default()).value;
        report.leftovers.len()
    });
}

#[test]
fn no_forms_and_no_pieces() {
    let document = Document {
        source: SourceId(0),
        format: Format::Text,
        pieces: Vec::new(),
    };
    assert!(
        recognise(&document, &[], &Lexicon::default(), &Hints::default())
            .value
            .tables
            .is_empty()
    );
    assert!(
        recognise(&document, &forms::all(), &Lexicon::default(), &Hints::default())
            .value
            .tables
            .is_empty()
    );
}

/// Words that mean something to recognition.
const WORDS: &[&str] = &[
    "支出决算表",
    "公开03表",
    "科目代码",
    "科目名称",
    "栏次",
    "合计",
    "201",
    "20101",
    "1",
    "2",
    "3",
    "1.00",
    "(",
    ")",
    "续",
    "单位:元",
    "单位:",
    "部门名称:",
    "2024年度",
    "年",
    "项目",
    "行次",
    "金额",
    "本年收入合计",
    "27",
    "注:",
    "说明",
    "\n",
    "|",
    "|",
    "|",
    "# ",
    " ",
    "-",
    "1,2",
    "收入支出决算总表",
    "财政拨款收入支出决算总表",
    "财政拨款“三公”经费支出决算表",
    "类",
    "款",
    "一、政府采购情况",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_document(words in prop::collection::vec(prop::sample::select(WORDS), 1..120)) {
        let source = format!("x{}", words.concat());
        let report = text(&source).value;
        for part in report.tables.iter().flat_map(|table| &table.parts) {
            prop_assert_eq!(part.cells.len(), part.rows.len() * part.columns.len());
        }
    }
}
