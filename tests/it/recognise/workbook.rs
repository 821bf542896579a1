//! Sheets as workbooks have them: merged headers, titles in cells, stored numbers.

use std::sync::Arc;

use gouji::diagnostic::Checked;
use gouji::read::{Content, Document, Format, Grid, GridCell, GridRow, Piece};
use gouji::recognise::{Hints, Lexicon, recognise};
use gouji::report::{ColumnBound, FoundBy, Report, UnitSource};
use gouji::source::{CellRef, Origin, SourceId};
use gouji::value::Unit;

use super::{codes, forms, rows};

/// A sheet from lines with `|`: `<` is covered by the cell to its left, `^` by the one above, `=1.5` is a stored number.
fn sheet(number: u16, name: &str, text: &str) -> Piece {
    let mut rows: Vec<GridRow> = Vec::new();
    for (row, line) in text.trim().lines().enumerate() {
        let origin = |column: usize| {
            Origin::Cell(CellRef {
                source: SourceId(0),
                sheet: number,
                row: u32::try_from(row).unwrap(),
                column: u32::try_from(column).unwrap(),
            })
        };
        let mut cells: Vec<GridCell> = Vec::new();
        for (at, raw) in line.split('|').enumerate() {
            let raw = raw.trim();
            let from = match raw {
                "<" => cells.get(at - 1),
                "^" => rows[row - 1].cells.get(at),
                _ => None,
            };
            let cell = match (from, raw.strip_prefix('=')) {
                (Some(from), _) => GridCell {
                    covered: true,
                    origin: origin(at),
                    ..from.clone()
                },
                (None, Some(number)) => GridCell {
                    content: Content::Number {
                        value: number.parse().unwrap(),
                        decimals: None,
                        percent: false,
                    },
                    text: number.into(),
                    origin: origin(at),
                    covered: false,
                },
                (None, None) => GridCell {
                    content: if raw.is_empty() { Content::Empty } else { Content::Text },
                    text: raw.into(),
                    origin: origin(at),
                    covered: false,
                },
            };
            cells.push(cell);
        }
        rows.push(GridRow {
            cells,
            origin: origin(0),
            hidden: false,
        });
    }
    Piece::Grid(Grid {
        sheet: Some(Arc::from(name)),
        rows,
    })
}

pub(super) fn workbook(sheets: &[(&str, &str)]) -> Checked<Report> {
    let document = Document {
        source: SourceId(0),
        format: Format::Workbook,
        pieces: sheets
            .iter()
            .enumerate()
            .map(|(at, (name, text))| sheet(u16::try_from(at).unwrap(), name, text))
            .collect(),
    };
    recognise(&document, &forms::all(), &Lexicon::default(), &Hints::default())
}

#[test]
fn blocks_side_by_side_under_merged_headers() {
    let checked = workbook(&[(
        "Z01",
        "
收入支出决算总表|<|<|<|<|<
|||||公开01表
部门名称:|某某局|2024年度|||单位:元
收入|<|<|支出|<|<
项目|行次|决算数|项目|行次|决算数
一、一般公共预算财政拨款收入|=1|=300.5|一、一般公共服务支出|=32|=200
|=9||十、节能环保支出|=41|=100.5
本年收入合计|=27|=300.5|本年支出合计|=58|=300.5
注:本表反映总收支。
",
    )]);
    let report = &checked.value;
    let table = &report.tables[0];
    let forms = forms::all();
    assert_eq!(rows(&forms, table, 0), ["1 300.5", "27 300.5"]);
    assert_eq!(rows(&forms, table, 1), ["32 200", "41 100.5", "58 300.5"]);
    assert_eq!(table.unit, Unit::Yuan);
    assert!(matches!(table.unit_from, UnitSource::Table(_)));
    assert_eq!(table.found_by, FoundBy::Title("收入支出决算总表".into()));
    assert_eq!(table.parts[0].columns[0].bound, Some(ColumnBound::Alias));
    assert_eq!(table.notes.len(), 1);
    assert_eq!(report.facts.unit.as_ref().unwrap().value, "某某局");
    assert_eq!(report.facts.year.as_ref().unwrap().value, 2024);
    assert!(report.leftovers.is_empty(), "{:?}", report.leftovers);
    assert_eq!(codes(&checked), [""; 0]);
}

#[test]
fn groups_merged_over_their_columns() {
    let checked = workbook(&[(
        "9",
        "
财政拨款“三公”经费支出决算表|<|<|<|<|<|<|<|<|<|<|<
预算数|<|<|<|<|<|决算数|<|<|<|<|<
合计|因公出国(境)费|公务用车购置及运行维护费|<|<|公务接待费|合计|因公出国(境)费|公务用车购置及运行维护费|<|<|公务接待费
^|^|小计|购置费|运行维护费|^|^|^|小计|购置费|运行维护费|^
=3||=2||=2|=1|=6||=4||=4|=2
",
    )]);
    let table = &checked.value.tables[0];
    let expected = "记录 30000 _ 20000 _ 20000 10000 60000 _ 40000 _ 40000 20000";
    assert_eq!(rows(&forms::all(), table, 0), [expected]);
    let bound: Vec<_> = table.parts[0].columns.iter().map(|column| column.bound).collect();
    assert_eq!(bound, [Some(ColumnBound::Name); 12]);
    assert_eq!(table.parts[0].columns[3].header, "预算数公务用车购置及运行维护费购置费");
    assert_eq!(codes(&checked), [""; 0]);
}

#[test]
fn sheets_are_found_by_name_and_apart() {
    let rows_of_03 = "科目代码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
合计|<|=3|=1|=2|||
=201|一般公共服务支出|=3|=1|=2|||";
    let checked = workbook(&[
        (
            "目录",
            "序号|表名|页码\n=1|收入支出决算总表|=3\n=2|收入决算表|=4\n=3|支出决算表|=5",
        ),
        ("Z03 支出决算表", rows_of_03),
        ("其他", "项目|金额\n甲|=5"),
    ]);
    let report = &checked.value;
    assert_eq!(report.tables.len(), 1);
    assert_eq!(report.tables[0].found_by, FoundBy::Sheet("Z03 支出决算表".into()));
    assert_eq!(
        rows(&forms::all(), &report.tables[0], 0),
        ["合计 30000 10000 20000 _ _ _", "201 30000 10000 20000 _ _ _"]
    );
    let reasons: Vec<&str> = report.leftovers.iter().map(|left| left.reason.as_str()).collect();
    assert_eq!(reasons, ["共4行,未识别为任何表", "共2行,未识别为任何表"]);
    assert_eq!(codes(&checked), [""; 0]);
}

#[test]
fn a_short_row_of_a_workbook_has_lost_nothing() {
    let checked = workbook(&[(
        "3",
        "
支出决算表
科目代码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
=201|一般公共服务支出|=3|=3
=208|社会保障|=5||=5
",
    )]);
    assert_eq!(
        rows(&forms::all(), &checked.value.tables[0], 0),
        ["201 30000 30000 _ _ _ _", "208 50000 _ 50000 _ _ _"]
    );
    assert_eq!(codes(&checked), [""; 0]);
}

#[test]
fn merged_figures_belong_to_nobody() {
    let checked = workbook(&[(
        "3",
        "
支出决算表
科目代码|科目名称|本年支出合计(元)|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
=201|一般公共服务支出|=3|=3|<|||
",
    )]);
    assert_eq!(
        rows(&forms::all(), &checked.value.tables[0], 0),
        ["201 3 30000 ? _ _ _"]
    );
    assert_eq!(codes(&checked), ["GJ0412"]);
}
