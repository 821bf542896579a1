//! xlsx and xlsm.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells::{Failure, collect};
use super::format_code::{self, Shown};
use super::sheet::{Sheet, SheetCell, SheetLayout};
use super::{Book, Refusable, bounds, guarded, layout, outline, palette};
use crate::read::package::{self, Package};

/// Reads the sheets into `book`.
pub(super) fn read(package: &mut Package<'_>, bytes: &[u8], book: &mut Book) -> Refusable<()> {
    if !palette::is_bounded(package) {
        return Err(package::too_large("工作簿的单元格格式".to_owned()));
    }
    let mut workbook = guarded(|| Xlsx::new(Cursor::new(bytes)))?.map_err(|error| match error {
        XlsxError::Password => package::password(),
        _ => super::broken(),
    })?;
    let parts = outline::sheet_parts(package);
    let sheets = workbook.sheets_metadata().to_vec();
    for (index, sheet) in sheets.iter().enumerate() {
        let visible = sheet.visible == SheetVisible::Visible;
        let Some(place) = book.enter(&sheet.name, visible) else {
            continue;
        };
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let part = parts.get(index).and_then(|part| package.bytes(part));
        if part.as_ref().is_some_and(|part| bounds::is_out_of_bounds(part)) {
            let message = format!("工作表“{}”里有的单元格或范围写着不可能的行号列号,没有读取", place.name);
            book.broken_sheet(&place, message);
            continue;
        }
        let layout = part.map(|part| layout::read(&part)).unwrap_or_default();
        match guarded(|| cells(&mut workbook, &sheet.name, &layout)) {
            Ok(Some((cells, broken))) => book.add(&place, Sheet { cells, layout }, broken),
            _ => book.broken_sheet(&place, format!("工作表“{}”无法读取", place.name)),
        }
    }
    Ok(())
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, layout: &SheetLayout) -> Option<(Vec<SheetCell>, usize)> {
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    let formats: Vec<Shown> = reader
        .styles()
        .iter()
        .map(|style| {
            let code = style
                .number_format
                .as_ref()
                .map_or("General", |format| &format.format_code);
            format_code::shown(code)
        })
        .collect();
    let next = || match reader.next_cell_with_style_id() {
        Ok(None) => Ok(None),
        Ok(Some((cell, style))) => {
            let (row, column) = cell.get_position();
            let shown = formats.get(style).copied().unwrap_or_default();
            Ok(Some((row, column, cell.get_value().clone(), shown)))
        }
        // An entity that XML does not know.
        Err(XlsxError::Xml(quick_xml::Error::Escape(_))) => Err(Failure::Cell),
        Err(XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_)) => Err(Failure::Rest),
        Err(_) => Err(Failure::Cell),
    };
    Some(collect(next, layout))
}
