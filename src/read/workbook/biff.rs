//! The records of an xls stream: what calamine takes on trust (extents) and what it does not tell (number formats, hidden rows and columns).

use std::collections::HashMap;

use super::Refusable;
use super::broken;
use super::compound::{long, word};
use super::format_code::{self, Shown};
use super::sheet::{Area, SheetLayout};
use super::strings;
use crate::read::limits;
use crate::read::package::{password, too_large};

/// What the records of a sheet say beside its values.
#[derive(Default)]
pub(super) struct SheetRecords {
    pub layout: SheetLayout,
    /// The number format of each number or formula cell.
    pub shown: HashMap<(u32, u32), Shown>,
    /// How often each shared string is used.
    uses: HashMap<u32, u64>,
}

/// Reads the stream of a workbook: one entry for each sheet, in workbook order.
pub(super) fn scan(stream: &[u8]) -> Refusable<Vec<SheetRecords>> {
    let globals = Globals::read(stream)?;
    if globals.sheets.len() > limits::SHEETS {
        return Err(too_large(format!("工作簿里有 {} 张工作表", globals.sheets.len())));
    }
    let shown = globals.shown();
    let mut text_room = limits::TEXT_BYTES;
    let mut room = 2 * limits::DOCUMENT_CELLS as u64;
    let mut sheets = Vec::new();
    for start in &globals.sheets {
        let records = stream.get(*start..).ok_or_else(broken)?;
        let mut sheet = SheetRecords::default();
        let extent = sheet.read(records, &shown)?;
        // Memory is taken for the whole rectangle.
        room = room
            .checked_sub(extent)
            .ok_or_else(|| too_large("工作表的行列跨度过大".to_owned()))?;
        let text = sheet.text_bytes(&globals.strings);
        text_room = text_room
            .checked_sub(text)
            .ok_or_else(|| too_large("单元格里的文字过多".to_owned()))?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The records of the first substream.
#[derive(Default)]
struct Globals {
    is_old: bool,
    sheets: Vec<usize>,
    formats: HashMap<u16, String>,
    styles: Vec<u16>,
    strings: Vec<u32>,
}

impl Globals {
    fn read(stream: &[u8]) -> Refusable<Self> {
        let mut globals = Self::default();
        let mut strings = Vec::new();
        for (kind, data) in records(stream) {
            match kind {
                0x0809 => globals.is_old = word(data, 0).is_some_and(|version| version < 0x0600),
                // Files with a mere write protection have the record too, with a zero.
                0x002F if word(data, 0) != Some(0) || data.len() > 4 => return Err(password()),
                0x0085 => globals.sheets.push(long(data, 0).ok_or_else(broken)? as usize),
                0x00E0 => globals.styles.push(word(data, 2).unwrap_or(0)),
                0x041E => {
                    if let Some((id, code)) = globals.format(data) {
                        globals.formats.insert(id, code);
                    }
                }
                0x00FC => strings = vec![data],
                0x003C if !strings.is_empty() => strings.push(data),
                0x000A => break,
                _ => {}
            }
        }
        globals.strings = strings::lengths(&strings);
        Ok(globals)
    }

    /// A FORMAT record: its number and its code. Characters outside ASCII are text in a format and need no exact decoding.
    fn format(&self, data: &[u8]) -> Option<(u16, String)> {
        let id = word(data, 0)?;
        if self.is_old {
            return Some((id, data.get(3..)?.iter().map(|byte| char::from(*byte)).collect()));
        }
        let (wide, text) = (data.get(4)? & 1 == 1, data.get(5..)?);
        let code = if wide {
            let units = text.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        } else {
            text.iter().map(|byte| char::from(*byte)).collect()
        };
        Some((id, code))
    }

    /// What each style shows.
    fn shown(&self) -> Vec<Shown> {
        let code = |id: &u16| {
            self.formats
                .get(id)
                .map_or_else(|| format_code::builtin(*id), String::as_str)
        };
        self.styles.iter().map(|id| format_code::shown(code(id))).collect()
    }
}

impl SheetRecords {
    /// Reads a sheet's substream and returns how many cells the rectangle of its cells has.
    fn read(&mut self, stream: &[u8], shown: &[Shown]) -> Refusable<u64> {
        let mut extent: Option<Area> = None;
        let mut depth = 0_usize;
        for (kind, data) in records(stream) {
            // Charts inside a sheet are substreams with records of the same kinds.
            match kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                0x0200 => check_dimensions(data)?,
                0x0208 => self.row(data),
                0x007D => self.columns(data),
                0x00E5 => self.merges(data),
                0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E => {
                    let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else {
                        return Err(broken());
                    };
                    if kind == 0x00FD {
                        *self.uses.entry(long(data, 6).unwrap_or(u32::MAX)).or_default() += 1;
                    }
                    let (row, column) = (u32::from(row), u32::from(column));
                    let last = self.formats(kind, row, column, data, shown);
                    let area = extent.get_or_insert(Area {
                        rows: (row, row),
                        columns: (column, last),
                    });
                    area.rows = (area.rows.0.min(row), area.rows.1.max(row));
                    area.columns = (area.columns.0.min(column), area.columns.1.max(last));
                }
                _ => {}
            }
        }
        Ok(extent.map_or(0, |area| {
            u64::from(area.rows.1 - area.rows.0 + 1) * u64::from(area.columns.1 - area.columns.0 + 1)
        }))
    }

    /// At most how many bytes the shared strings of its cells take, each cell with its own copy.
    fn text_bytes(&self, lengths: &[u32]) -> u64 {
        const LONGEST: u32 = 0xFFFF;
        let bytes = |(string, uses): (&u32, &u64)| {
            let length = lengths.get(*string as usize).copied().unwrap_or(LONGEST);
            u64::from(length) * 3 * uses
        };
        self.uses.iter().map(bytes).fold(0, u64::saturating_add)
    }

    /// Notes the number formats of a cell record and returns its last column.
    fn formats(&mut self, kind: u16, row: u32, column: u32, data: &[u8], shown: &[Shown]) -> u32 {
        let mut note = |column: u32, style: Option<u16>| {
            if let Some(shown) = style.and_then(|style| shown.get(usize::from(style))) {
                self.shown.insert((row, column), *shown);
            }
        };
        if kind != 0x00BD {
            note(column, word(data, 4));
            return column;
        }
        // Several numbers in a row, each with its style.
        let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        let mut last = column;
        for (number, at) in numbers.chunks(6).zip(column..) {
            note(at, word(number, 0));
            last = at;
        }
        last
    }

    fn row(&mut self, data: &[u8]) {
        const HIDDEN: u8 = 0x20;
        if let (Some(row), Some(flags)) = (word(data, 0), data.get(12))
            && flags & HIDDEN != 0
        {
            self.layout.hide_rows(u32::from(row), u32::from(row) + 1);
        }
    }

    fn columns(&mut self, data: &[u8]) {
        let (Some(first), Some(last), Some(flags)) = (word(data, 0), word(data, 2), word(data, 8)) else {
            return;
        };
        if flags & 1 != 0 {
            self.layout.hide_columns(u32::from(first), u32::from(last));
        }
    }

    fn merges(&mut self, data: &[u8]) {
        for area in data.get(2..).unwrap_or_default().as_chunks::<8>().0 {
            let at = |at| u32::from(word(area, at).unwrap_or(0));
            if self.layout.merges.len() <= limits::MERGES {
                self.layout.merges.push(Area {
                    rows: (at(0), at(2)),
                    columns: (at(4), at(6)),
                });
            }
        }
    }
}

/// Memory is taken for as many cells as the sheet says it has. An xls has at most 65 536 rows and 256 columns.
fn check_dimensions(data: &[u8]) -> Refusable<()> {
    let rows = if data.len() >= 14 {
        long(data, 4)
    } else {
        word(data, 2).map(u32::from)
    };
    let columns = word(data, if data.len() >= 14 { 10 } else { 6 });
    match (rows, columns) {
        (Some(rows), Some(columns)) if u64::from(rows) * u64::from(columns) <= 65_536 * 257 => Ok(()),
        _ => Err(broken()),
    }
}

/// Kind and data of each record, until the stream ends or breaks.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = word(rest, 0)?;
        let length = usize::from(word(rest, 2)?);
        let data = rest.get(4..)?.get(..length)?;
        rest = rest.get(4 + length..)?;
        Some((kind, data))
    })
}
