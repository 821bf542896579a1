//! Makes the workbook of the example report from its CSV file, so that both hold the same figures:
//!
//! ```text
//! cargo run --example to_workbook -- examples/reports/云川县水务局.csv examples/reports/云川县水务局.xlsx
//! ```
//!
//! In the CSV file the tables stand below one another with an empty line between. Each becomes a sheet named after its
//! 表号, as in the workbooks that departments publish: title, unit and remarks in cells, header cells merged over the empty
//! cells beside and below them, codes as text, figures as numbers shown with two decimals, every cell ruled.

use std::error::Error;
use std::{env, fs};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The lines above the header of a table: title, 表号, unit's name, year and 单位.
const HEAD: usize = 5;

/// A line of the CSV file, cell by cell.
type Line = Vec<String>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: to_workbook <report.csv> <report.xlsx>".into());
    };
    let text = fs::read_to_string(from)?.replace("\r\n", "\n");
    let mut workbook = Workbook::new();
    // The same bytes whenever it is made.
    let made = ExcelDateTime::from_ymd(2025, 8, 20)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    // The first paragraph is the title of the whole report.
    for table in text.trim().split("\n\n").skip(1) {
        let lines = lines(table)?;
        let number = lines.get(1).and_then(|line| line.first());
        let sheet = workbook.add_worksheet();
        sheet.set_name(number.ok_or("a table without 表号")?)?;
        write_table(sheet, &lines)?;
    }
    workbook.save(to)?;
    Ok(())
}

fn lines(table: &str) -> Result<Vec<Line>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(table.as_bytes());
    let line = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| record.map(line)).collect()
}

fn write_table(sheet: &mut Worksheet, lines: &[Line]) -> Result<(), Box<dyn Error>> {
    let width = lines.iter().map(Vec::len).max().unwrap_or(1);
    let header = lines.iter().skip(HEAD).take_while(|line| is_header(line)).count();
    for (row, line) in lines.iter().enumerate() {
        let at = u32::try_from(row)?;
        match line.as_slice() {
            // The title stands over the whole table.
            [title] if row == 0 && width > 1 => {
                let centred = Format::new().set_bold().set_align(FormatAlign::Center);
                sheet.merge_range(at, 0, at, u16::try_from(width - 1)?, title, &centred)?;
            }
            [remark] => {
                sheet.write_string(at, 0, remark)?;
            }
            _ if (HEAD..HEAD + header).contains(&row) => {}
            cells => {
                for (column, cell) in cells.iter().enumerate() {
                    write_cell(sheet, at, u16::try_from(column)?, cell)?;
                }
            }
        }
    }
    fit_to_page(sheet, lines)?;
    let header: Vec<Line> = lines.iter().skip(HEAD).take(header).cloned().collect();
    write_header(sheet, &header)
}

/// Columns as wide as what stands in them, a table as wide as a page: what is printed is whole.
fn fit_to_page(sheet: &mut Worksheet, lines: &[Line]) -> Result<(), Box<dyn Error>> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let cells = lines
            .iter()
            .filter(|line| line.len() > 1)
            .filter_map(|line| line.get(column));
        // A Chinese character is as wide as two digits.
        let width = |cell: &String| cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
        let widest = cells.map(width).max().unwrap_or(0).clamp(8, 60);
        sheet.set_column_width(u16::try_from(column)?, f64::from(widest + 2))?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Whether a line below the head is of the header: several cells, none with a number or the word 栏次.
fn is_header(line: &Line) -> bool {
    let body = |cell: &String| cell == "栏次" || cell.parse::<f64>().is_ok();
    line.len() > 1 && !line.iter().any(body)
}

/// Writes the header; a cell is as wide as the empty cells beside it and as high as those below.
fn write_header(sheet: &mut Worksheet, header: &[Line]) -> Result<(), Box<dyn Error>> {
    let boxed = Format::new()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    let mut covered: Vec<Vec<bool>> = header.iter().map(|line| vec![false; line.len()]).collect();
    for (row, line) in header.iter().enumerate() {
        for (column, cell) in line.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let is_free = |covered: &[Vec<bool>], row: usize, column: usize| {
                let empty = header.get(row).and_then(|line| line.get(column));
                let taken = covered.get(row).and_then(|line| line.get(column));
                empty.is_some_and(String::is_empty) && taken == Some(&false)
            };
            let right = (column + 1..line.len())
                .take_while(|at| is_free(&covered, row, *at))
                .last()
                .unwrap_or(column);
            let below = (row + 1..header.len())
                .take_while(|at| (column..=right).all(|column| is_free(&covered, *at, column)))
                .last()
                .unwrap_or(row);
            for line in covered.iter_mut().take(below + 1).skip(row) {
                for slot in line.iter_mut().take(right + 1).skip(column) {
                    *slot = true;
                }
            }
            let top = u32::try_from(HEAD + row)?;
            let left = u16::try_from(column)?;
            if (below, right) == (row, column) {
                sheet.write_string_with_format(top, left, cell, &boxed)?;
            } else {
                let (bottom, right) = (u32::try_from(HEAD + below)?, u16::try_from(right)?);
                sheet.merge_range(top, left, bottom, right, cell, &boxed)?;
            }
        }
    }
    Ok(())
}

/// Codes (three digits and more, no point) are text, other numbers are numbers.
fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) -> Result<(), XlsxError> {
    let ruled = Format::new().set_border(FormatBorder::Thin);
    match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') => {
            sheet.write_number_with_format(row, column, number, &ruled.set_num_format("0.00"))?;
        }
        Ok(number) if cell.len() < 3 => {
            sheet.write_number_with_format(row, column, number, &ruled)?;
        }
        _ if cell.is_empty() => {
            sheet.write_blank(row, column, &ruled)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, cell, &ruled)?;
        }
    }
    Ok(())
}
