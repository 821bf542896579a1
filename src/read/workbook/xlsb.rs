//! xlsb. Number formats, merged areas and hidden rows of this format are not known to the library and not read.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::cells::{Failure, collect};
use super::format_code::Shown;
use super::sheet::{Layout, Sheet, SheetCell};
use super::{Book, Refusable, guarded};
use crate::read::package;

/// Reads the sheets into `book`.
pub(super) fn read(bytes: &[u8], book: &mut Book) -> Refusable<()> {
    let mut workbook = guarded(|| Xlsb::new(Cursor::new(bytes)))?.map_err(|error| match error {
        XlsbError::Password => package::password(),
        _ => super::broken(),
    })?;
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in &sheets {
        let visible = sheet.visible == SheetVisible::Visible;
        let Some(place) = book.enter(&sheet.name, visible) else {
            continue;
        };
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let layout = Layout::default();
        match guarded(|| cells(&mut workbook, &sheet.name, &layout)) {
            Ok(Some((cells, broken))) => book.add(&place, Sheet { cells, layout }, broken),
            _ => book.broken_sheet(&place, format!("工作表“{}”无法读取", place.name)),
        }
    }
    Ok(())
}

fn cells(workbook: &mut Xlsb<Cursor<&[u8]>>, name: &str, layout: &Layout) -> Option<(Vec<SheetCell>, usize)> {
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    let next = || match reader.next_cell() {
        Ok(None) => Ok(None),
        Ok(Some(cell)) => {
            let (row, column) = cell.get_position();
            Ok(Some((row, column, cell.get_value().clone(), Shown::default())))
        }
        Err(_) => Err(Failure::Rest),
    };
    Some(collect(next, layout))
}
