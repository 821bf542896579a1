//! Workbooks: each visible sheet becomes a grid.
//!
//! An xlsx as spreadsheet programs usually write reports is read by [`ordinary`] alone. Cells of any other xlsx, of xlsb and xls
//! come from calamine. What it does not tell (hidden rows and columns, uncalculated formulas, number formats of xls and xlsb) or
//! takes on trust (sizes, counts, chains) is read or checked here first. ods is read whole, because the library knows neither its
//! merged cells nor its hidden ones.

mod biff;
mod binary;
mod bounds;
mod cells;
mod compound;
mod format_code;
mod layout;
mod ods;
mod ordinary;
mod outline;
mod palette;
mod sheet;
mod strings;
mod value;
mod xls;
mod xlsb;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::assemble::{Assembler, Cut};
use super::document::Piece;
use super::limits;
use super::package::{self, Contents, Package, Refusable};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::source::{SourceId, Span};
pub(super) use ordinary::{OrdinarySheet, read as ordinary};
use sheet::{Sheet, SheetOrigin};

/// A workbook as read.
pub(super) struct Workbook {
    /// The names of all its sheets, hidden ones too.
    pub sheets: Vec<Arc<str>>,
    /// A grid for each visible sheet.
    pub pieces: Vec<Piece>,
}

/// Reads a compound file; `None`, with an error, where it is no workbook that can be read.
pub(super) fn read_compound(
    name: &str,
    source: SourceId,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Workbook> {
    read(source, diagnostics, |book| xls::read(name, bytes, book))
}

/// Reads the sheets of an ordinary workbook; `None`, with an error, where there is nothing in them.
pub(super) fn read_ordinary(
    sheets: Vec<OrdinarySheet>,
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Workbook> {
    read(source, diagnostics, |book| {
        for sheet in sheets {
            if let Some(place) = book.enter(&sheet.name, sheet.visible) {
                book.add(&place, sheet.held, 0);
            }
        }
        Ok(())
    })
}

/// Reads the package that `bytes` are; `None`, with an error, where it cannot be read.
pub(super) fn read_package(
    package: &mut Package<'_>,
    source: SourceId,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Workbook> {
    read(source, diagnostics, |book| match package.contents() {
        Contents::Xlsb => xlsb::read(package, bytes, book),
        Contents::Ods => ods::read(package, book),
        _ => xlsx::read(package, bytes, book),
    })
}

fn read(
    source: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
    into: impl FnOnce(&mut Book) -> Refusable<()>,
) -> Option<Workbook> {
    let mut book = Book {
        source,
        sheets: Vec::new(),
        out: Assembler::default(),
        hidden: Vec::new(),
        diagnostics: Vec::new(),
    };
    let result = into(&mut book);
    diagnostics.append(&mut book.diagnostics);
    if let Err(diagnostic) = result {
        diagnostics.push(diagnostic.at(Span::new(source, 0, 0), ""));
        return None;
    }
    diagnostics.extend(book.hidden_sheets());
    let sheets = book.sheets;
    let pieces = book.out.finish(diagnostics);
    if pieces.is_empty()
        && !diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == &codes::BROKEN_SHEET)
    {
        diagnostics.push(
            Diagnostic::new(&codes::EMPTY_FILE, "工作簿里没有内容,或者有内容的工作表都是隐藏的")
                .at(Span::new(source, 0, 0), "")
                .help("请确认选对了文件;要检查的工作表请取消隐藏。"),
        );
    }
    (!pieces.is_empty()).then_some(Workbook { sheets, pieces })
}

/// A workbook that is being read.
struct Book {
    source: SourceId,
    sheets: Vec<Arc<str>>,
    out: Assembler,
    hidden: Vec<SheetOrigin>,
    diagnostics: Vec<Diagnostic>,
}

impl Book {
    /// Enters the next sheet. `None` where it is not to be read: it is hidden, or one too many.
    fn enter(&mut self, name: &str, visible: bool) -> Option<SheetOrigin> {
        let name: Arc<str> = Arc::from(name);
        let place = SheetOrigin {
            source: self.source,
            sheet: u16::try_from(self.sheets.len()).unwrap_or(u16::MAX),
            name: Arc::clone(&name),
        };
        if self.sheets.len() >= limits::SHEETS {
            self.out.cut(Cut::Sheets, place.origin(0, 0));
            return None;
        }
        self.sheets.push(name);
        if !visible {
            self.hidden.push(place);
            return None;
        }
        Some(place)
    }

    /// Adds a sheet; `broken` is how many of its cells could not be read.
    fn add(&mut self, place: &SheetOrigin, sheet: Sheet, broken: usize) {
        if broken > 0 {
            let message = format!("工作表“{}”有 {broken} 处无法读取,内容不全", place.name);
            self.broken_sheet(place, message);
        }
        sheet.into_grid(place, &mut self.out, &mut self.diagnostics);
    }

    fn broken_sheet(&mut self, place: &SheetOrigin, message: String) {
        self.diagnostics.push(
            Diagnostic::new(&codes::BROKEN_SHEET, message)
                .at_origin(place.origin(0, 0), "这张工作表")
                .help("请用 Excel 或 WPS 打开文件,核对这张工作表后另存为 xlsx。"),
        );
    }

    fn hidden_sheets(&self) -> Option<Diagnostic> {
        let first = self.hidden.first()?;
        let names: Vec<String> = self
            .hidden
            .iter()
            .take(limits::LABELS)
            .map(|place| format!("“{}”", place.name))
            .collect();
        let more = if self.hidden.len() > names.len() {
            format!("等 {} 张", self.hidden.len())
        } else {
            String::new()
        };
        let message = format!("工作表{}{more}是隐藏的,没有读取", names.join(""));
        Some(
            Diagnostic::new(&codes::HIDDEN_SHEET, message)
                .at_origin(first.origin(0, 0), "隐藏的工作表")
                .help("隐藏的工作表里如果有要检查的内容,请取消隐藏后再检查。"),
        )
    }
}

/// The workbook cannot be opened.
fn broken() -> Box<Diagnostic> {
    package::broken("工作簿")
}

/// Runs what a library does with foreign bytes: a panic of its is a broken file.
fn guarded<T>(action: impl FnOnce() -> T) -> Refusable<T> {
    catch_unwind(AssertUnwindSafe(action)).map_err(|_| broken())
}
