//! Rules to tables.

use gouji::read::Piece;
use gouji::source::Area;
use proptest::prelude::*;

use super::file::{File, Ink};
use super::{Read, check, check_with};

const COLUMNS: [f64; 4] = [50.0, 200.0, 300.0, 400.0];
const ROWS: [f64; 4] = [100.0, 120.0, 140.0, 160.0];
const CELLS: &str = "项目|行次|金额\n一、收入|1|12,345.67\n总计||0.50";
const READ: &str = "1: 项目|行次|金额\n1: 一、收入|1|12,345.67\n1: 总计||0.50\n--\n";

fn one(ink: &Ink) -> Vec<u8> {
    File::new().page(ink).bytes()
}

#[test]
fn a_ruled_table_between_paragraphs() {
    let ink = Ink::new()
        .sized(230.0, 60.0, 18.0, "收入决算表")
        .text(340.0, 90.0, "单位:万元")
        .table(&COLUMNS, &ROWS, CELLS)
        .text(50.0, 180.0, "注:本表无其他说明。");
    let bytes = one(&ink);
    check(
        &bytes,
        &format!("# 收入决算表\n= 单位:万元\n{READ}= 注:本表无其他说明。\n"),
    );

    let read = Read::new(&bytes);
    let Piece::Grid(grid) = &read.document().pieces[2] else {
        panic!("no grid")
    };
    let area = Area {
        left: 30000,
        top: 12000,
        right: 40000,
        bottom: 14000,
    };
    assert_eq!(read.place(grid.rows[1].cells[2].origin), (1, area));
}

#[test]
fn all_ways_to_draw_a_border() {
    let mut boxes = Ink::new();
    for y in ROWS {
        for pair in COLUMNS.windows(2) {
            boxes = boxes.fill(pair[0], y - 0.24, pair[1], y + 0.24);
        }
    }
    for x in COLUMNS {
        for pair in ROWS.windows(2) {
            boxes = boxes.fill(x - 0.24, pair[0], x + 0.24, pair[1]);
        }
    }
    let dashed = Ink::new().raw("[2 2] 0 d").grid(&COLUMNS, &ROWS);
    let mut dots = Ink::new();
    for y in ROWS {
        for step in 0..175 {
            let x = 50.0 + 2.0 * f64::from(step);
            dots = dots.fill(x, y, x + 1.0, y + 1.0);
        }
    }
    for x in COLUMNS {
        for step in 0..30 {
            let y = 100.0 + 2.0 * f64::from(step);
            dots = dots.fill(x, y, x + 1.0, y + 1.0);
        }
    }
    let double = Ink::new()
        .grid(&COLUMNS, &ROWS)
        .grid(&COLUMNS.map(|x| x + 1.5), &ROWS.map(|y| y + 1.5));
    let mut open = Ink::new();
    for y in ROWS {
        open = open.line(50.0, y, 400.0, y);
    }
    for x in &COLUMNS[1..3] {
        open = open.line(*x, 100.0, *x, 160.0);
    }
    let mut strokes = Ink::new();
    for pair in COLUMNS.windows(2) {
        for rows in ROWS.windows(2) {
            let (width, height) = (pair[1] - pair[0], rows[1] - rows[0]);
            strokes = strokes.raw(&format!("{} {} {width} {height} re S", pair[0], 800.0 - rows[1]));
        }
    }
    let short = Ink::new()
        .grid(&COLUMNS, &ROWS[1..])
        .line(51.0, 100.0, 399.0, 100.0)
        .line(50.0, 101.0, 50.0, 120.0)
        .line(200.0, 101.0, 200.0, 120.0)
        .line(300.0, 101.0, 300.0, 119.0)
        .line(400.0, 101.0, 400.0, 120.0);
    for ink in [boxes, dashed, dots, double, open, strokes, short] {
        check(&one(&ink.cells(&COLUMNS, &ROWS, CELLS)), READ);
    }
}

#[test]
fn what_is_no_border() {
    // An underline in a cell, a diagonal, shading, white rules, rules outside the clip, a crossed-out word beside.
    let ink = Ink::new()
        .raw("0.9 g")
        .fill(50.0, 100.0, 400.0, 120.0)
        .raw("0 g 0 G")
        .table(&COLUMNS, &ROWS, CELLS)
        .line(203.0, 136.0, 240.0, 136.0)
        .line(50.0, 100.0, 200.0, 120.0)
        .raw("1 G")
        .line(50.0, 150.0, 400.0, 150.0)
        .raw("0 G q 500 0 10 10 re W n")
        .line(50.0, 130.0, 400.0, 130.0)
        .raw("Q")
        .line(450.0, 300.0, 500.0, 300.0);
    check(&one(&ink), READ);
    // A frame around the page, with a rule below its head.
    let framed = Ink::new()
        .grid(&[20.0, 580.0], &[20.0, 60.0, 780.0])
        .text(50.0, 45.0, "决算公开")
        .text(50.0, 90.0, "单位:万元")
        .table(&COLUMNS, &ROWS, CELLS);
    check(&one(&framed), &format!("= 决算公开\n= 单位:万元\n{READ}"));
    // The bars of a chart.
    let mut chart = Ink::new()
        .line(50.0, 100.0, 50.0, 300.0)
        .line(50.0, 300.0, 400.0, 300.0);
    for at in 0..5 {
        let left = 70.0 + 60.0 * f64::from(at);
        let top = 150.0 + 30.0 * f64::from(at);
        chart = chart.raw(&format!("{left} {} 20 {} re S", 800.0 - 300.0, 300.0 - top));
    }
    check(&one(&chart.text(60.0, 320.0, "图1")), "= 图1\n");
}

#[test]
fn merged_cells() {
    let columns = [50.0, 100.0, 150.0, 300.0, 400.0];
    let rows = [100.0, 120.0, 140.0, 160.0, 180.0];
    let ink = Ink::new()
        .line(50.0, 100.0, 400.0, 100.0)
        .line(50.0, 120.0, 300.0, 120.0)
        .line(50.0, 140.0, 150.0, 140.0)
        .line(50.0, 160.0, 400.0, 160.0)
        .line(50.0, 180.0, 400.0, 180.0)
        .line(50.0, 100.0, 50.0, 180.0)
        .line(100.0, 140.0, 100.0, 180.0)
        .line(150.0, 120.0, 150.0, 180.0)
        .line(300.0, 100.0, 300.0, 180.0)
        .line(400.0, 100.0, 400.0, 180.0)
        .text(60.0, 115.0, "项目")
        .text(60.0, 135.0, "科目编码")
        .text(160.0, 145.0, "科目名称")
        .text(310.0, 135.0, "合计")
        .cells(&columns, &rows, "\n\n类|款\n201|01|行政运行|1.00");
    check(
        &one(&ink),
        "1: 项目|^|^|合计\n1: 科目编码|^|科目名称|^\n1: 类|款|^|^\n1: 201|01|行政运行|1.00\n--\n",
    );
}

#[test]
fn cells_wrapped_and_overfull() {
    let ink = Ink::new()
        .grid(&COLUMNS, &[100.0, 140.0, 160.0])
        .text(53.0, 115.0, "机关事业单位基本养老")
        .text(53.0, 130.0, "保险缴费支出")
        .text(203.0, 115.0, "Total")
        .text(203.0, 130.0, "sum")
        .text(303.0, 115.0, "123,456,")
        .text(303.0, 130.0, "789.12")
        // A figure too wide for its column reaches into the one before, a name into the one after.
        .text(180.0, 155.0, "123456789012345678.00")
        .text(320.0, 155.0, "一二三四五六七八九十");
    check(
        &one(&ink),
        "1: 机关事业单位基本养老保险缴费支出|Total sum|123,456,789.12\n1: |123456789012345678.00|一二三四五六七八九十\n--\n",
    );
}

#[test]
fn three_lines_make_a_table() {
    let ink = Ink::new()
        .line(50.0, 100.0, 400.0, 100.0)
        .line(50.0, 120.0, 400.0, 120.0)
        .line(50.0, 160.0, 400.0, 160.0)
        .cells(&COLUMNS, &ROWS, CELLS);
    check_with(&one(&ink), READ, &[("GJ0324", "第1页有 1 个表没有竖线")]);
    // Without any rule it stays text, and is said.
    let rows = "一|1|2.00\n二|2|3.00\n三|3|4.00";
    let bare = Ink::new().cells(&COLUMNS, &ROWS, rows);
    check_with(
        &one(&bare),
        "= 一 1 2.00\n= 二 2 3.00\n= 三 3 4.00\n",
        &[("GJ0323", "第1页有 3 行像是表格里的数字")],
    );
}

#[test]
fn tables_side_by_side_and_nested() {
    let right = COLUMNS.map(|x| x / 2.0 + 300.0);
    let left = COLUMNS.map(|x| x / 2.0);
    let cells = "甲|1\n乙|2\n丙|3";
    let ink = Ink::new()
        .table(&left[..3], &ROWS, cells)
        .table(&right[..3], &ROWS, cells);
    let one_table = "1: 甲|1\n1: 乙|2\n1: 丙|3\n--\n";
    check(&one(&ink), &one_table.repeat(2));
    let nested = Ink::new()
        .grid(&[20.0, 40.0, 560.0], &[50.0, 500.0, 520.0])
        .text(25.0, 70.0, "外")
        .table(&COLUMNS, &ROWS, CELLS);
    check(&one(&nested), &format!("1: 外|\n1: |\n--\n{READ}"));
}

#[test]
fn turned_pages() {
    let table = Ink::new().table(&COLUMNS, &ROWS, CELLS).text(50.0, 90.0, "单位:万元");
    let expected = format!("= 单位:万元\n{READ}");
    // The page is shown turned, but its content stands as it should: landscape sheets are made like this.
    let mut shown = table.clone();
    shown.content = format!("q 0 1 -1 0 800 0 cm\n{}Q", shown.content);
    (shown.width, shown.height) = (800.0, 600.0);
    let mut file = File::new();
    file.page_with(&shown, "/Rotate 90", "");
    check(&file.bytes(), &expected);
    // The content runs sideways or upside down on the page as shown.
    for rotate in [90, 180, 270] {
        let mut file = File::new();
        file.page_with(&table, &format!("/Rotate {rotate}"), "");
        let bytes = file.bytes();
        check(&bytes, &expected);
        let read = Read::new(&bytes);
        let Piece::Grid(grid) = &read.document().pieces[1] else {
            panic!("no grid")
        };
        let (_, area) = read.place(grid.rows[0].cells[0].origin);
        // The first cell, from 50 to 200 and from 100 to 120, as it lies on the turned page of 600 by 800.
        let lies = match rotate {
            90 => (68000, 5000, 70000, 20000),
            180 => (40000, 68000, 55000, 70000),
            _ => (10000, 40000, 12000, 55000),
        };
        assert_eq!((area.left, area.top, area.right, area.bottom), lies, "{rotate}");
    }
}

/// Pages that each hold a table, with lines of text above it.
fn pages(pages: &[(&[&str], &str)]) -> Vec<u8> {
    let mut file = File::new();
    for (lines, cells) in pages {
        let rows: Vec<f64> = (0..=cells.lines().count())
            .map(|row| 200.0 + 20.0 * row as f64)
            .collect();
        let mut ink = Ink::new().table(&COLUMNS, &rows, cells);
        for (at, line) in lines.iter().enumerate() {
            ink = ink.text(50.0, 120.0 + 20.0 * at as f64, line);
        }
        file.page(&ink.text(290.0, 780.0, "- 1 -"));
    }
    file.bytes()
}

#[test]
fn tables_go_on_over_pages() {
    let joined = "= 收入决算表\n1: 项目|行次|金额\n1: 一、收入|1|5.00\n2: 二、其他|2|6.00\n--\n";
    let first: (&[&str], &str) = (&["收入决算表"], "项目|行次|金额\n一、收入|1|5.00");
    // With and without its head, with its title again, with a mark that it goes on.
    for above in [&[][..], &["收入决算表"], &["收入决算表(续)"], &["续表"]] {
        for rows in ["二、其他|2|6.00", "项目|行次|金额\n二、其他|2|6.00"] {
            check(&pages(&[first, (above, rows)]), joined);
        }
    }
    // Another title, on the page or within the frame, begins another table.
    let other = "1: 项目|行次|金额\n2: 支出|1|6.00\n";
    let two = pages(&[(&["收入决算表"], "项目|行次|金额"), (&["支出决算表"], "支出|1|6.00")]);
    assert_ne!(Read::new(&two).dump(), format!("= 收入决算表\n{other}--\n"));
    assert!(Read::new(&two).dump().contains("--\n= 支出决算表\n2: 支出"));
    // A row that ends on the next page, and one that found room after all.
    let split = pages(&[
        (&[], "项目|行次|金额\n01|机关事业单位养老保险|5.00"),
        (&[], "|缴费支出|\n02|其他|6.00"),
    ]);
    let whole = "1: 项目|行次|金额\n1: 01|机关事业单位养老保险缴费支出|5.00\n2: 02|其他|6.00\n--\n";
    let fit = COLUMNS[2] - COLUMNS[1];
    assert!(fit >= 100.0, "the name fills its cell");
    check(&split, whole);
    let blank = pages(&[(&[], "项目|行次|金额\n01|甲|5.00"), (&[], "||\n02|其他|6.00")]);
    check(&blank, "1: 项目|行次|金额\n1: 01|甲|5.00\n2: 02|其他|6.00\n--\n");
    // A row with a blank key and figures is a row.
    let own = pages(&[(&[], "项目|行次|金额\n01|甲|5.00"), (&[], "|乙|7.00")]);
    check(&own, "1: 项目|行次|金额\n1: 01|甲|5.00\n2: |乙|7.00\n--\n");
}

/// A table of any shape: how many columns and rows each cell covers, by its place.
#[derive(Debug, Clone)]
struct Shape {
    columns: usize,
    rows: usize,
    /// Which elementary cell each belongs to.
    owners: Vec<usize>,
    boxes: bool,
}

fn shapes() -> impl Strategy<Value = Shape> {
    let merges = proptest::collection::vec((0..6_usize, 0..6_usize, 1..4_usize, 1..4_usize), 0..5);
    (2..7_usize, 2..7_usize, merges, any::<bool>()).prop_map(|(columns, rows, merges, boxes)| {
        let mut owners: Vec<usize> = (0..columns * rows).collect();
        for (column, row, across, down) in merges {
            let cells: Vec<usize> = (row..row + down)
                .flat_map(|row| (column..column + across).map(move |column| (column, row)))
                .filter(|(column, row)| *column < columns && *row < rows)
                .map(|(column, row)| row * columns + column)
                .collect();
            let Some(first) = cells.first().copied() else { continue };
            let alone = |cell: &usize| owners.iter().filter(|owner| **owner == owners[*cell]).count() == 1;
            if cells.iter().all(alone) {
                cells.iter().for_each(|cell| owners[*cell] = first);
            }
        }
        Shape {
            columns,
            rows,
            owners,
            boxes,
        }
    })
}

impl Shape {
    fn owner(&self, column: usize, row: usize) -> usize {
        self.owners[row * self.columns + column]
    }

    /// Draws it; the text of a cell is its number.
    fn draw(&self) -> Ink {
        let (x, y) = (
            |column: usize| 50.0 + 60.0 * column as f64,
            |row: usize| 100.0 + 30.0 * row as f64,
        );
        let mut ink = Ink::new();
        let rule = |ink: Ink, x0: f64, y0: f64, x1: f64, y1: f64| match self.boxes {
            true => ink.fill(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25),
            false => ink.line(x0, y0, x1, y1),
        };
        for row in 0..=self.rows {
            for column in 0..self.columns {
                let edge = row == 0 || row == self.rows;
                if edge || self.owner(column, row) != self.owner(column, row - 1) {
                    ink = rule(ink, x(column), y(row), x(column + 1), y(row));
                }
            }
        }
        for row in 0..self.rows {
            for column in 0..=self.columns {
                let edge = column == 0 || column == self.columns;
                if edge || self.owner(column, row) != self.owner(column - 1, row) {
                    ink = rule(ink, x(column), y(row), x(column), y(row + 1));
                }
            }
        }
        for (at, owner) in self.owners.iter().enumerate() {
            if at == *owner {
                ink = ink.text(
                    x(at % self.columns) + 3.0,
                    y(at / self.columns) + 15.0,
                    &format!("甲{at}"),
                );
            }
        }
        ink
    }

    /// The grid lines that bound a cell, as far as rows (or columns) go.
    fn dump(&self) -> String {
        let bounds_row =
            |row: usize| row == 0 || (0..self.columns).any(|c| self.owner(c, row) != self.owner(c, row - 1));
        let bounds_column = |c: usize| c == 0 || (0..self.rows).any(|row| self.owner(c, row) != self.owner(c - 1, row));
        let columns: Vec<usize> = (0..self.columns).filter(|column| bounds_column(*column)).collect();
        let rows: Vec<usize> = (0..self.rows).filter(|row| bounds_row(*row)).collect();
        let shown = |row: usize, column: usize| {
            let at = row * self.columns + column;
            if self.owners[at] == at {
                format!("甲{at}")
            } else {
                "^".to_owned()
            }
        };
        let line = |row: &usize| {
            let cells: Vec<String> = columns.iter().map(|column| shown(*row, *column)).collect();
            format!("1: {}\n", cells.join("|"))
        };
        rows.iter().map(line).collect::<String>() + "--\n"
    }

    fn cells(&self) -> usize {
        self.owners
            .iter()
            .enumerate()
            .filter(|(at, owner)| at == *owner)
            .count()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_of_any_shape(shape in shapes().prop_filter("a table has cells", |shape| shape.cells() > 1)) {
        let read = Read::new(&one(&shape.draw()));
        prop_assert_eq!(read.dump(), shape.dump());
    }
}
