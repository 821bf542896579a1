//! For people who live in spreadsheets: of one workbook, an annotated copy of it; of any other report, a workbook with its
//! tables; of many, an overview with all findings in one list.
//!
//! Parts are written by hand, because a copy must leave alone what it does not change, and because one writer of lists
//! then serves all three.

mod batch;
mod book;
mod copy;
mod list;
mod listing;
mod look;
mod margins;
mod marks;
mod notes;
mod sheet;
mod style;
mod tables;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use zip::write::ZipWriter;

use super::{Options, Output, Sink, Started, in_words};
use crate::finding::{CheckedReport, Overview, Place, RunHead, wording};
use crate::read::Format;
use batch::Batch;
use book::{Book, Sheet};
use listing::{Listing, legend};
use marks::Mark;
use style::MAIN;
use text::location;

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, out: Output<'a>) -> Started<'a> {
    if head.single {
        in_words(head, Single { head, out: Some(out) })
    } else {
        in_words(head, Batch::new(head, out)?)
    }
}

/// The workbook of one report.
struct Single<'a> {
    head: RunHead<'a>,
    /// `None` once it is written.
    out: Option<Output<'a>>,
}

impl Sink for Single<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let Some(mut out) = self.out.take() else { return Ok(()) };
        let own = match report.files.as_slice() {
            [file] if file.format == Some(Format::Workbook) && file.bytes.starts_with(b"PK") => {
                copy::annotate(report, file, intro(self.head, report)).map_err(Some)
            }
            _ => Err(None),
        };
        let bytes = match own {
            Ok(bytes) => bytes,
            Err(refusal) => new_workbook(self.head, report, refusal)?,
        };
        out.write_all(&bytes)?;
        out.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        match self.out.take() {
            // The run was broken off before its report.
            Some(out) => Batch::new(self.head, out)?.finish(overview),
            None => Ok(()),
        }
    }
}

/// What is said above the list of a report.
fn intro(head: RunHead<'_>, report: &CheckedReport) -> Vec<String> {
    let summary = &report.summary;
    let mut lines = vec![
        wording::report_head(&report.name, report.unit.as_deref(), report.year),
        wording::totals(summary),
    ];
    if report.is_incomplete() {
        lines.push("报告没有读全,没有列出问题的地方不等于没有问题".to_owned());
    }
    let disabled = head.plan().ruleset.disabled.iter();
    lines.extend(disabled.map(|disabled| wording::disabled(&disabled.rule, &disabled.reason)));
    lines
}

/// A workbook with the tables of a report; `refusal` is why its own could not be taken.
fn new_workbook(head: RunHead<'_>, report: &CheckedReport, refusal: Option<copy::Refusal>) -> io::Result<Vec<u8>> {
    let laid = tables::lay_out(head.plan(), report);
    let spots = tables::spots(&laid);
    let locate = marks::by_origin(&spots);
    let marks = marks::marks(report, &locate);
    let mut book = Book::new(ZipWriter::new(Cursor::new(Vec::new())))?;
    let lists = list::all(report).map(|(name, rows)| (book.names.take(name), rows));
    let names: Vec<String> = laid.iter().map(|sheet| book.names.take(&sheet.name)).collect();
    let link = |place: &Place| {
        let (sheet, row, column) = locate(place)?;
        Some(location(names.get(sheet)?, row, column))
    };
    let mut lines = intro(head, report);
    if let Some(refusal) = refusal {
        lines.push(format!("没能在原工作簿上标注({refusal}),各表按认出的内容另制"));
    }
    let mut sheets = Vec::new();
    let mut legend = legend();
    for (name, rows) in lists {
        let (lines, legend) = (std::mem::take(&mut lines), std::mem::take(&mut legend));
        if rows.is_empty() && lines.is_empty() {
            continue;
        }
        let part = book.begin_sheet()?;
        let (styles, zip) = (&mut book.styles, &mut book.zip);
        let mut listing = Listing::start(MAIN, (&lines, &legend), false, !lines.is_empty(), styles, zip)?;
        for row in &rows {
            listing.add(row, None, &link, styles, zip)?;
        }
        sheets.push(Sheet {
            name,
            part,
            area: Some(listing.finish(zip)?),
            notes: false,
        });
    }
    for ((sheet, index), name) in laid.iter().zip(0..).zip(&names) {
        let own = marks.range((index, 0, 0)..(index + 1, 0, 0));
        let own: BTreeMap<(u32, u32), &Mark> = own.map(|((_, row, column), mark)| ((*row, *column), mark)).collect();
        sheets.push(tables::write(&mut book, sheet, name.clone(), &own)?);
    }
    Ok(book.finish(&sheets)?.into_inner())
}
