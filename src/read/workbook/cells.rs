//! Cells as calamine gives them.

use std::collections::HashMap;

use calamine::{DataRef, ExcelDateTime};
use rust_decimal::Decimal;

use super::format_code::Shown;
use super::sheet::{SheetCell, SheetLayout};
use super::value;
use crate::read::document::Content;
use crate::read::limits;
use crate::value::CellText;

/// A cell of the stream: row, column, value, number format.
pub(super) type Streamed<'a> = (u32, u32, DataRef<'a>, Shown);

/// Why the stream did not give a cell.
pub(super) enum Failure {
    /// This cell only.
    Cell,
    /// The rest of the sheet.
    Rest,
}

/// Collects the cells that `next` gives, and those formulas without result that `layout` knows; also how many could not be read.
pub(super) fn collect<'a>(
    mut next: impl FnMut() -> Result<Option<Streamed<'a>>, Failure>,
    layout: &SheetLayout,
) -> (Vec<SheetCell>, usize) {
    let mut cells = Vec::new();
    let mut strings = Strings::default();
    let mut broken = 0;
    loop {
        let (row, column, data, shown) = match next() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(failure) => {
                broken += 1;
                if matches!(failure, Failure::Rest) || broken >= limits::BROKEN_CELLS {
                    break;
                }
                continue;
            }
        };
        // Cells past the limits are kept out of memory; one of them is enough to say so.
        if cells.len() > limits::DOCUMENT_CELLS {
            break;
        }
        if let Some((content, text)) = strings.value(&data, shown) {
            cells.push(SheetCell {
                row,
                column,
                divided: shown.power > 0 && matches!(content, Content::Number { .. }),
                content,
                text,
                covered: false,
            });
        }
    }
    cells.extend(layout.uncalculated.iter().map(|(row, column)| {
        let (content, text) = value::uncalculated();
        SheetCell {
            row: *row,
            column: *column,
            content,
            text,
            covered: false,
            divided: false,
        }
    }));
    (cells, broken)
}

/// What a cell holds, and its text.
type Held = (Content, CellText);

/// Shared strings that were made already, by where they stand: a long one may be used by very many cells.
#[derive(Default)]
struct Strings {
    known: HashMap<(usize, usize), Option<Held>>,
}

impl Strings {
    fn value(&mut self, data: &DataRef<'_>, shown: Shown) -> Option<Held> {
        Some(match data {
            DataRef::Empty => return None,
            DataRef::SharedString(text) => {
                let key = (text.as_ptr() as usize, text.len());
                return self.known.entry(key).or_insert_with(|| value::text(text)).clone();
            }
            DataRef::String(text) => return value::text(text),
            DataRef::Int(int) => value::decimal(Decimal::from(*int), shown),
            DataRef::Float(float) => value::number(*float, shown),
            DataRef::Bool(bool) => value::boolean(*bool),
            DataRef::DateTime(date) => value::date(&written(date)),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => value::date(text),
            DataRef::Error(error) => (Content::Error, CellText::from(error.to_string())),
        })
    }
}

/// A date as it is shown.
pub(super) fn written(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if date.is_duration() || date.as_f64() < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    }
}
