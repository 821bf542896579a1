//! xls, in its compound file.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::biff::{self, SheetRecords};
use super::cells::collect;
use super::compound::Compound;
use super::sheet::Sheet;
use super::{Book, Refusable, guarded, package, unsupported};
use crate::diagnostic::Diagnostic;

/// Reads the sheets into `book`.
pub(super) fn read(bytes: &[u8], book: &mut Book) -> Refusable<()> {
    let file = Compound::open(bytes).ok_or_else(package::broken)?;
    if file.has("EncryptedPackage") {
        return Err(package::password());
    }
    let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        return Err(not_a_workbook(&file));
    };
    let mut records = biff::scan(&stream)?.into_iter();
    let mut workbook = guarded(|| Xls::new(Cursor::new(bytes)))?.map_err(|error| match error {
        XlsError::Password => package::password(),
        _ => package::broken(),
    })?;
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in &sheets {
        let SheetRecords { layout, shown, .. } = records.next().unwrap_or_default();
        let visible = sheet.visible == SheetVisible::Visible;
        let Some(place) = book.enter(&sheet.name, visible) else {
            continue;
        };
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let Ok(Ok(range)) = guarded(|| workbook.worksheet_range(&sheet.name)) else {
            book.broken_sheet(&place, format!("工作表“{}”无法读取", place.name));
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        let mut used = range.used_cells();
        let next = || {
            Ok(used.next().map(|(row, column, data)| {
                let place = (
                    top + u32::try_from(row).unwrap_or(0),
                    left + u32::try_from(column).unwrap_or(0),
                );
                (
                    place.0,
                    place.1,
                    borrowed(data),
                    shown.get(&place).copied().unwrap_or_default(),
                )
            }))
        };
        let (cells, broken) = collect(next, &layout);
        book.add(&place, Sheet { cells, layout }, broken);
    }
    Ok(())
}

fn not_a_workbook(file: &Compound<'_>) -> Box<Diagnostic> {
    if file.has("WordDocument") {
        unsupported("旧版 Word 文档(doc)")
    } else if file.has("PowerPoint Document") {
        unsupported("旧版演示文稿(ppt)")
    } else {
        unsupported("一种不含表格的复合文档")
    }
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(int) => DataRef::Int(*int),
        Data::Float(float) => DataRef::Float(*float),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(bool) => DataRef::Bool(*bool),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
