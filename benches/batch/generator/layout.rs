//! A book as a workbook: the sheets of the example report with other figures, and with the liberties departments take.

use std::sync::LazyLock;

use fastrand::Rng;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::book::{self, Book, Figure, Part, is_count};

/// The lines above the header of a table: title, 表号, unit's name, year and 单位.
const HEAD: usize = 5;

/// The tables of the example report, line by line, cell by cell.
static EXAMPLE: LazyLock<Vec<Vec<Vec<String>>>> = LazyLock::new(|| {
    let text = include_str!("../../../examples/reports/云川县水务局.csv").replace("\r\n", "\n");
    let lines = |table: &str| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(table.as_bytes());
        reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    };
    text.trim().split("\n\n").skip(1).map(lines).collect()
});

/// The codes that table 6 lists.
pub fn economic_codes() -> impl Iterator<Item = &'static str> {
    let cells = EXAMPLE[5].iter().skip(HEAD + 2).flat_map(|line| line.iter().step_by(3));
    cells.map(String::as_str).filter(|cell| is_code(cell))
}

fn is_code(cell: &str) -> bool {
    cell.len() >= 3 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a cell holds.
enum Cell {
    Empty,
    Text(String),
    Code(String),
    Number(i64),
    Money(i64),
}

/// The liberties a department takes.
struct Style {
    extra_top_row: bool,
    codes_as_numbers: bool,
    figures_as_text: bool,
}

/// The workbook of a book.
pub fn workbook(rng: &mut Rng, department: &str, book: &Book) -> Vec<u8> {
    let style = Style {
        extra_top_row: rng.f64() < 0.15,
        codes_as_numbers: rng.f64() < 0.3,
        figures_as_text: rng.f64() < 0.08,
    };
    let mut workbook = Workbook::new();
    // The same bytes whenever it is made.
    let made = ExcelDateTime::from_ymd(2025, 8, 20).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let writer = Writer::new(style);
    for (number, example) in (1..).zip(EXAMPLE.iter()) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&example[1][0]).unwrap();
        writer.table(sheet, &lines(book, number, department, example));
    }
    workbook.save_to_buffer().unwrap()
}

/// The lines of a table.
fn lines(book: &Book, number: u8, department: &str, example: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let part = (number, 0);
    let text = |cell: &String| {
        if cell.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(cell.clone())
        }
    };
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    for (at, line) in example.iter().enumerate() {
        let is_body = at >= HEAD && line.len() > 1;
        let cells = line.iter();
        lines.push(match (number, line.as_slice()) {
            _ if at == 2 => vec![Cell::Text(format!("部门名称:{department}"))],
            (1 | 4, [_, line_number, ..]) if is_body && line_number.parse::<u8>().is_ok() => {
                let both = line.chunks(3).take(1).map(|left| (left, (number, 0)));
                let right = line.get(3..).map(|right| (right, (number, 1)));
                both.chain(right)
                    .flat_map(|(half, part)| numbered(book, part, half))
                    .collect()
            }
            (10, [_, line_number, _]) if line_number.parse::<u8>().is_ok() => numbered(book, part, line),
            (6, _) if is_body && at >= HEAD + 2 => line
                .chunks(3)
                .flat_map(|third| folded(book, part, line, third))
                .collect(),
            (9, _) if at + 2 == example.len() => {
                book.rows(part)[0].figures.iter().map(|figure| money(*figure)).collect()
            }
            (2 | 3 | 5 | 7 | 8, [code, name, ..])
                if is_body && (is_code(code) || name == book::TOTAL && code.is_empty()) =>
            {
                // The rows of the book stand where the example's total is.
                if is_code(code) {
                    continue;
                }
                lines.extend(book.rows(part).iter().map(|row| coded(&row.key, &row.figures)));
                continue;
            }
            // Only a table without figures says that it is empty.
            (7 | 8, [note]) if note.starts_with("说明") => continue,
            _ => cells.map(text).collect(),
        });
    }
    if matches!(number, 7..=9) && book.is_empty(part) {
        lines.push(vec![Cell::Text("说明:本部门本年度无此项支出,本表无数据。".to_owned())]);
    }
    lines
}

fn money(figure: Figure) -> Cell {
    figure.map_or(Cell::Empty, Cell::Money)
}

/// A line of 项目, 行次 and figures.
fn numbered(book: &Book, part: Part, cells: &[String]) -> Vec<Cell> {
    let (name, line) = (&cells[0], &cells[1]);
    let name = if name.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(name.clone())
    };
    let figures = (0..cells.len() - 2).map(|column| match book.get(part, line, column) {
        Some(count) if is_count(part, line) => Cell::Number(count),
        figure => money(figure),
    });
    [name, Cell::Number(line.parse().unwrap())]
        .into_iter()
        .chain(figures)
        .collect()
}

/// A third of a line of table 6: code, name and figure.
fn folded(book: &Book, part: Part, line: &[String], cells: &[String]) -> [Cell; 3] {
    let text = |cell: &String| {
        if cell.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(cell.clone())
        }
    };
    // The last line names its totals in the first cell of the first and second third; the figure of the second stands
    // at the end.
    if let [first, .., last] = line
        && first.starts_with("人员")
    {
        let is_first = std::ptr::eq(first, &cells[0]);
        let is_last = std::ptr::eq(last, &cells[2]);
        let figure = match (is_first, is_last) {
            (true, _) => money(book.get(part, "人员经费合计", 0)),
            (_, true) => money(book.get(part, "公用经费合计", 0)),
            _ => Cell::Empty,
        };
        return [text(&cells[0]), text(&cells[1]), figure];
    }
    let code = if is_code(&cells[0]) {
        Cell::Code(cells[0].clone())
    } else {
        text(&cells[0])
    };
    [code, text(&cells[1]), money(book.get(part, &cells[0], 0))]
}

fn coded(key: &str, figures: &[Figure]) -> Vec<Cell> {
    let code = if key == book::TOTAL {
        Cell::Empty
    } else {
        Cell::Code(key.to_owned())
    };
    let name = Cell::Text(book::name(key).to_owned());
    [code, name]
        .into_iter()
        .chain(figures.iter().map(|figure| money(*figure)))
        .collect()
}

struct Writer {
    style: Style,
    centred: Format,
    boxed: Format,
    decimals: Format,
}

impl Writer {
    fn new(style: Style) -> Self {
        Self {
            style,
            centred: Format::new().set_bold().set_align(FormatAlign::Center),
            boxed: Format::new()
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin),
            decimals: Format::new().set_num_format("0.00"),
        }
    }

    fn table(&self, sheet: &mut Worksheet, lines: &[Vec<Cell>]) {
        let top = u32::from(self.style.extra_top_row);
        if self.style.extra_top_row {
            sheet.write_string(0, 0, "附件").unwrap();
        }
        let width = lines.iter().map(Vec::len).max().unwrap() as u16;
        for (row, line) in (top..).zip(lines) {
            match line.as_slice() {
                [Cell::Text(title)] if row == top => {
                    sheet.merge_range(row, 0, row, width - 1, title, &self.centred).unwrap();
                }
                cells => {
                    for (column, cell) in (0..).zip(cells) {
                        self.cell(sheet, row, column, cell);
                    }
                }
            }
        }
        self.header(sheet, top, lines);
    }

    fn cell(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
        match cell {
            Cell::Empty => return,
            Cell::Text(text) => sheet.write_string(row, column, text),
            Cell::Code(code) if self.style.codes_as_numbers => {
                sheet.write_number(row, column, code.parse::<f64>().unwrap())
            }
            Cell::Code(code) => sheet.write_string(row, column, code),
            Cell::Number(number) => sheet.write_number(row, column, *number as f64),
            Cell::Money(hundredths) if self.style.figures_as_text => {
                sheet.write_string(row, column, separated(*hundredths))
            }
            Cell::Money(hundredths) => {
                sheet.write_number_with_format(row, column, *hundredths as f64 / 100.0, &self.decimals)
            }
        }
        .unwrap();
    }

    /// Draws the header again: a cell is as wide as the empty cells beside it and as high as those below.
    fn header(&self, sheet: &mut Worksheet, top: u32, lines: &[Vec<Cell>]) {
        let is_header = |line: &&Vec<Cell>| {
            let word = |cell: &Cell| matches!(cell, Cell::Text(text) if text == "栏次" || text.parse::<u32>().is_ok());
            line.len() > 1
                && line
                    .iter()
                    .all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty) && !word(cell))
        };
        let mut free: Vec<Vec<Option<&str>>> = Vec::new();
        for line in lines.iter().skip(HEAD).take_while(is_header) {
            let texts = line.iter().map(|cell| match cell {
                Cell::Text(text) => Some(text.as_str()),
                _ => None,
            });
            free.push(texts.collect());
        }
        let mut covered: Vec<Vec<bool>> = free.iter().map(|line| vec![false; line.len()]).collect();
        for row in 0..free.len() {
            for column in 0..free[row].len() {
                let Some(text) = free[row][column] else { continue };
                let is_free = |row: usize, column: usize| free[row][column].is_none() && !covered[row][column];
                let right = (column + 1..free[row].len())
                    .take_while(|at| is_free(row, *at))
                    .last()
                    .unwrap_or(column);
                let below = (row + 1..free.len())
                    .take_while(|at| (column..=right).all(|column| is_free(*at, column)))
                    .last()
                    .unwrap_or(row);
                for line in &mut covered[row..=below] {
                    line[column..=right].fill(true);
                }
                let at = |row: usize| top + (HEAD + row) as u32;
                if (below, right) == (row, column) {
                    sheet
                        .write_string_with_format(at(row), column as u16, text, &self.boxed)
                        .unwrap();
                } else {
                    sheet
                        .merge_range(at(row), column as u16, at(below), right as u16, text, &self.boxed)
                        .unwrap();
                }
            }
        }
    }
}

/// `1,234.56`
fn separated(hundredths: i64) -> String {
    let whole = (hundredths / 100).to_string();
    let mut text = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", hundredths % 100)
}
