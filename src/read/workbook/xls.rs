//! xls, in its compound file.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::biff::{self, SheetRecords};
use super::cells::collect;
use super::compound::Compound;
use super::sheet::Sheet;
use super::{Book, Refusable, guarded};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::read::{package, unsupported};

/// Reads the sheets into `book`.
pub(super) fn read(name: &str, bytes: &[u8], book: &mut Book) -> Refusable<()> {
    let file = Compound::open(bytes).ok_or_else(super::broken)?;
    if file.has("EncryptedPackage") {
        return Err(package::password());
    }
    let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        return Err(not_a_workbook(name, &file));
    };
    let mut records = biff::scan(&stream)?.into_iter();
    let mut workbook = guarded(|| Xls::new(Cursor::new(bytes)))?.map_err(|error| match error {
        XlsError::Password => package::password(),
        _ => super::broken(),
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

fn not_a_workbook(name: &str, file: &Compound<'_>) -> Box<Diagnostic> {
    if file.has("WordDocument") {
        return old_document(name);
    }
    Box::new(unsupported(if file.has("PowerPoint Document") {
        "旧版演示文稿(ppt)"
    } else {
        "一种不含表格的复合文档"
    }))
}

/// Word and WPS wrote the same format; which of them it was only the name tells.
fn old_document(name: &str) -> Box<Diagnostic> {
    let is_wps = name.to_ascii_lowercase().ends_with(".wps");
    let what = if is_wps {
        "旧版 WPS 文字文件(.wps)"
    } else {
        "旧版 Word 文件(.doc)"
    };
    Box::new(
        Diagnostic::new(&codes::UNSUPPORTED_FORMAT, format!("这是{what},请另存为 docx 再检查"))
            .help("用 Word 或 WPS 打开它,选“文件 → 另存为”,保存类型选“Word 文档(*.docx)”。"),
    )
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
