//! xlsb.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::cells::{Failure, collect};
use super::format_code::Shown;
use super::sheet::{Sheet, SheetCell, SheetLayout};
use super::{Book, Refusable, binary, guarded};
use crate::read::package::{self, Package};

/// Reads the sheets into `book`.
pub(super) fn read(package: &mut Package<'_>, bytes: &[u8], book: &mut Book) -> Refusable<()> {
    let mut workbook = guarded(|| Xlsb::new(Cursor::new(bytes)))?.map_err(|error| match error {
        XlsbError::Password => package::password(),
        _ => super::broken(),
    })?;
    let mut layouts = binary::sheets(package).into_iter();
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in &sheets {
        let (layout, shown) = layouts.next().unwrap_or_default();
        let visible = sheet.visible == SheetVisible::Visible;
        let Some(place) = book.enter(&sheet.name, visible) else {
            continue;
        };
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        match guarded(|| cells(&mut workbook, &sheet.name, &layout, &shown)) {
            Ok(Some((cells, broken))) => book.add(&place, Sheet { cells, layout }, broken),
            _ => book.broken_sheet(&place, format!("工作表“{}”无法读取", place.name)),
        }
    }
    Ok(())
}

fn cells(
    workbook: &mut Xlsb<Cursor<&[u8]>>,
    name: &str,
    layout: &SheetLayout,
    shown: &HashMap<(u32, u32), Shown>,
) -> Option<(Vec<SheetCell>, usize)> {
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    let next = || match reader.next_cell() {
        Ok(None) => Ok(None),
        Ok(Some(cell)) => {
            let (row, column) = cell.get_position();
            let shown = shown.get(&(row, column)).copied().unwrap_or_default();
            Ok(Some((row, column, cell.get_value().clone(), shown)))
        }
        Err(_) => Err(Failure::Rest),
    };
    Some(collect(next, layout))
}
