//! What the parts of an xlsb say beside their values: number formats, merged areas, hidden rows and columns. The library gives
//! none of these for this format.

use std::collections::HashMap;

use super::compound::{long, word};
use super::format_code::{self, Shown};
use super::outline::targets;
use super::sheet::{Area, SheetLayout};
use crate::read::limits;
use crate::read::package::Package;

/// What a sheet is beside its cells, and what the number formats of its cells show, by row and column.
pub(super) type Sheet = (SheetLayout, HashMap<(u32, u32), Shown>);

/// Reads the sheets of a package in workbook order; a broken or missing part gives what was read of it.
pub(super) fn sheets(package: &mut Package<'_>) -> Vec<Sheet> {
    let styles = package
        .bytes("xl/styles.bin")
        .map(|part| styles(&part))
        .unwrap_or_default();
    let relations = targets(package, "xl/_rels/workbook.bin.rels", "xl");
    let book = package.bytes("xl/workbook.bin").unwrap_or_default();
    let parts: Vec<String> = records(&book)
        .filter(|(kind, _)| *kind == SHEET)
        // A sheet without a part is not counted by the library either.
        .filter_map(|(_, data)| wide(data, 8))
        .map(|id| relations.get(&id).map(|(_, target)| target.clone()).unwrap_or_default())
        .take(limits::SHEETS)
        .collect();
    parts
        .into_iter()
        .map(|part| {
            package
                .bytes(&part)
                .map(|part| sheet(&part, &styles))
                .unwrap_or_default()
        })
        .collect()
}

const ROW: u32 = 0;
/// Cells of every kind: blank, number, error, boolean, text, and formulas of these.
const CELLS: std::ops::RangeInclusive<u32> = 1..=11;
const FORMAT: u32 = 0x2C;
const STYLE: u32 = 0x2F;
const COLUMNS: u32 = 0x3C;
const SHEET: u32 = 0x9C;
const MERGE: u32 = 0xB0;
const CELL_STYLES: u32 = 0x269;
const CELL_STYLES_END: u32 = 0x26A;

/// What the number format of each cell style shows.
fn styles(part: &[u8]) -> Vec<Shown> {
    let mut codes: HashMap<u16, String> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cell_styles = false;
    for (kind, data) in records(part) {
        match kind {
            FORMAT => {
                if let (Some(id), Some(code)) = (word(data, 0), wide(data, 2)) {
                    codes.insert(id, code);
                }
            }
            CELL_STYLES => in_cell_styles = true,
            CELL_STYLES_END => in_cell_styles = false,
            STYLE if in_cell_styles => {
                let id = word(data, 2).unwrap_or(0);
                let code = codes.get(&id).map_or(format_code::builtin(id), String::as_str);
                styles.push(format_code::shown(code));
            }
            _ => {}
        }
    }
    styles
}

fn sheet(part: &[u8], styles: &[Shown]) -> Sheet {
    const ROW_HIDDEN: u8 = 0x10;
    let mut layout = SheetLayout::default();
    let mut shown = HashMap::new();
    let mut row = 0;
    for (kind, data) in records(part) {
        match kind {
            ROW => {
                row = long(data, 0).unwrap_or(row);
                if data.get(11).is_some_and(|flags| flags & ROW_HIDDEN != 0) {
                    layout.hide_rows(row, row.saturating_add(1));
                }
            }
            kind if CELLS.contains(&kind) => {
                let style = long(data, 4).and_then(|style| styles.get((style & 0xFF_FFFF) as usize));
                if let (Some(column), Some(style)) = (long(data, 0), style)
                    && *style != Shown::default()
                    && shown.len() < limits::DOCUMENT_CELLS
                {
                    shown.insert((row, column), *style);
                }
            }
            COLUMNS => {
                if let (Some(first), Some(last), Some(flags)) = (long(data, 0), long(data, 4), word(data, 16))
                    && flags & 1 != 0
                {
                    layout.hide_columns(first, last);
                }
            }
            // One more than the limit, so that it shows that there were more.
            MERGE if layout.merges.len() <= limits::MERGES => {
                let at = |at| long(data, at).unwrap_or(0);
                layout.merges.push(Area {
                    rows: (at(0), at(4)),
                    columns: (at(8), at(12)),
                });
            }
            _ => {}
        }
    }
    (layout, shown)
}

/// The text at `at`: its length in UTF-16 units, then these.
fn wide(data: &[u8], at: usize) -> Option<String> {
    let units = usize::try_from(long(data, at)?).ok()?;
    let bytes = data.get(at + 4..)?.get(..units.checked_mul(2)?)?;
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    Some(
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

/// Kind and data of each record, until the part ends or breaks. Both numbers before the data have seven bits a byte.
fn records(part: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let kind = packed(&mut rest, 2)?;
        let length = usize::try_from(packed(&mut rest, 4)?).ok()?;
        let (data, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some((kind, data))
    })
}

fn packed(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut value = 0;
    for place in 0..most {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        value |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}
