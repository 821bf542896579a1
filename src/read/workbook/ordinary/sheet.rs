//! An ordinary sheet.

use std::ops::Range;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::cell::{self, Value, Written, address};
use super::strings::Shared;
use super::styles::{Shows, Style};
use super::tags::{Kind, Step, Tag, Tags, local, number, step};
use crate::read::document::Content;
use crate::read::limits;
use crate::read::workbook::bounds::has_place;
use crate::read::workbook::sheet::{Area, Sheet, SheetCell};
use crate::read::workbook::{cells, value};
use crate::value::CellText;

/// About as many bytes as a cell takes, and the most cells that room is made for before there are any.
const CELL_BYTES: usize = 32;
const MOST_AT_ONCE: usize = 4096;

/// The days that dates count, up to the year 9999.
const DAYS: Range<f64> = 0.0..2_958_466.0;

/// Reads a sheet's part; `None` where it is not ordinary.
pub(super) fn read(part: &str, strings: &[Shared], styles: &[Style]) -> Option<Sheet> {
    let mut tags = Tags::new(part)?;
    let mut sheet = Sheet::default();
    sheet.cells.reserve((part.len() / CELL_BYTES).min(MOST_AT_ONCE));
    let root = next(&mut tags)?;
    (root.name == "worksheet" && root.kind == Kind::Open).then_some(())?;
    loop {
        let tag = next(&mut tags)?;
        match (tag.name, tag.kind) {
            ("sheetData", Kind::Empty) => break,
            ("sheetData", Kind::Open) => {
                rows(&mut tags, strings, styles, &mut sheet)?;
                break;
            }
            ("dimension", Kind::Empty) => dimension(&tag)?,
            ("col", Kind::Empty) => column(&tag, &mut sheet)?,
            (_, Kind::End) => return None,
            _ => aside(&tag)?,
        }
    }
    loop {
        let tag = next(&mut tags)?;
        match (tag.name, tag.kind) {
            (_, Kind::End) => return Some(sheet),
            ("mergeCell", Kind::Empty) if tags.parent(&tag) == "mergeCells" => merge(&tag, &mut sheet)?,
            _ => aside(&tag)?,
        }
    }
}

/// The next tag beside the cells.
fn next<'a>(tags: &mut Tags<'a>) -> Option<Tag<'a>> {
    let tag = tags.next()?;
    (!has_place(tag.text)).then_some(())?;
    tag.attributes(|name, value| (name != "r" && !has_place(value)).then_some(()))?;
    Some(tag)
}

/// What stands beside the cells is not looked at, but must not be taken for them.
fn aside(tag: &Tag<'_>) -> Option<()> {
    let cells = ["sheetData", "dimension", "row", "col", "c", "v", "f", "mergeCell"].contains(&tag.local())
        || tag.local() == "worksheet" && tag.kind != Kind::Close;
    (!cells).then_some(())
}

/// The area that a sheet claims to fill is not asked, only seen to be one.
fn dimension(tag: &Tag<'_>) -> Option<()> {
    let [area] = tag.values(["ref"])?;
    let (from, to) = area?.split_once(':').unwrap_or((area?, area?));
    let (from, to) = (address(from)?, address(to)?);
    (from.0 <= to.0 && from.1 <= to.1).then_some(())
}

fn is_hidden(value: Option<&str>) -> Option<bool> {
    match value {
        None | Some("0" | "false") => Some(false),
        Some("1" | "true") => Some(true),
        Some(_) => None,
    }
}

fn column(tag: &Tag<'_>, sheet: &mut Sheet) -> Option<()> {
    let [first, last, hidden] = tag.values(["min", "max", "hidden"])?;
    if is_hidden(hidden)? {
        let (first, last) = (number(first?)?.checked_sub(1)?, number(last?)?.checked_sub(1)?);
        sheet.layout.hide_columns(first, last);
    }
    Some(())
}

fn merge(tag: &Tag<'_>, sheet: &mut Sheet) -> Option<()> {
    let [area] = tag.values(["ref"])?;
    let (from, to) = area?.split_once(':')?;
    let (from, to) = (address(from)?, address(to)?);
    // One more than the limit, so that it shows that there were more.
    if sheet.layout.merges.len() <= limits::MERGES {
        sheet.layout.merges.push(Area {
            rows: (from.0, to.0),
            columns: (from.1, to.1),
        });
    }
    Some(())
}

/// Reads the rows up to the end of the sheet's data.
fn rows(tags: &mut Tags<'_>, strings: &[Shared], styles: &[Style], sheet: &mut Sheet) -> Option<()> {
    // A cell without a style shows figures as the first does, and no dates.
    let plain = Style {
        shown: styles.first().copied().unwrap_or_default().shown,
        shows: Shows::Figure,
    };
    let mut rest = tags.rest();
    let mut next_row = 0;
    loop {
        rest = rest.trim_ascii_start();
        let Some(tag) = rest.strip_prefix("<row") else {
            tags.skip_to(rest);
            let close = tags.next()?;
            let closes = close.name == "sheetData" && close.kind == Kind::Close && close.text.is_empty();
            return closes.then_some(());
        };
        let (tag, after) = RowTag::read(tag)?;
        rest = after;
        let row = match tag.row {
            Some(row) => number(row)?.checked_sub(1)?,
            None => next_row,
        };
        (row >= next_row).then_some(())?;
        next_row = row + 1;
        if is_hidden(tag.hidden)? {
            sheet.layout.hide_rows(row, row + 1);
        }
        if tag.is_empty {
            continue;
        }
        let mut next_column = 0;
        while let Some(cell) = rest.trim_ascii_start().strip_prefix("<c") {
            let (written, after) = cell::next(cell)?;
            rest = after;
            let (at_row, column) = written.place.unwrap_or((row, next_column));
            (at_row == row && column >= next_column).then_some(())?;
            next_column = column + 1;
            let style = match written.style {
                Some(style) => styles.get(style).copied().unwrap_or_default(),
                None => plain,
            };
            let Some((content, text)) = held(written, style, strings)? else {
                continue;
            };
            (sheet.cells.len() < limits::DOCUMENT_CELLS).then_some(())?;
            sheet.cells.push(SheetCell {
                row,
                column,
                divided: style.shown.power > 0 && matches!(content, Content::Number { .. }),
                content,
                text,
                covered: false,
            });
        }
        rest = rest.trim_ascii_start().strip_prefix("</row>")?;
    }
}

/// What the tag of a row says.
#[derive(Default)]
struct RowTag<'a> {
    row: Option<&'a str>,
    hidden: Option<&'a str>,
    /// Whether it has no cells.
    is_empty: bool,
}

impl<'a> RowTag<'a> {
    /// The tag that `rest` begins with behind `<row`, and what follows it.
    fn read(mut rest: &'a str) -> Option<(Self, &'a str)> {
        let mut tag = Self::default();
        loop {
            let (name, value) = match step(&mut rest)? {
                Step::Attribute(name, value) => (name, value),
                Step::Open => return Some((tag, rest)),
                Step::Empty => {
                    tag.is_empty = true;
                    return Some((tag, rest));
                }
            };
            let slot = match name {
                "r" => &mut tag.row,
                "hidden" => &mut tag.hidden,
                _ if matches!(local(name), "r" | "hidden") => return None,
                _ => continue,
            };
            slot.replace(value).is_none().then_some(())?;
        }
    }
}

/// What a cell holds; `Some(None)` where it is nothing.
fn held(cell: Written<'_>, style: Style, strings: &[Shared]) -> Option<Option<(Content, CellText)>> {
    Some(match cell.value {
        Value::Nothing if cell.has_formula => Some(value::uncalculated()),
        Value::Nothing => None,
        Value::Number(written) if style.shows != Shows::Figure => {
            let days = float(written).filter(|days| DAYS.contains(days) && style.shows == Shows::Date)?;
            let date = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false);
            Some(value::date(&cells::written(&date)))
        }
        Value::Number(written) => Some(match value::written_in_hundredths(written) {
            Some(hundredths) => value::figure(hundredths, style.shown),
            None => value::number(float(written)?, style.shown),
        }),
        Value::Shared(index) => strings.get(index)?.clone(),
        Value::Text(text) => value::text(&text),
        Value::Bool(bool) => Some(value::boolean(bool)),
        Value::Error(error) => Some((Content::Error, CellText::from(error))),
    })
}

/// A number as programs write it.
fn float(text: &str) -> Option<f64> {
    let signed = text.strip_prefix('-').unwrap_or(text);
    let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
    let known = signed
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !known || !digit(signed.bytes().next()) || !digit(signed.bytes().last()) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}
