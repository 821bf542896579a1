//! Many reports in one workbook. The list of findings goes out as it comes; tails, which stand on a sheet of their own,
//! wait packed.

use std::collections::HashMap;
use std::io::{self, Cursor, Seek, Write};
use std::sync::Arc;

use zip::read::ZipArchive;
use zip::write::{StreamWriter, ZipWriter};

use super::book::{Book, Sheet, options, sheet_part};
use super::list;
use super::listing::{Area, Listing};
use super::margins;
use super::style::{MAIN, Stylesheet};
use crate::finding::{CheckedReport, Overview, RunHead};
use crate::render::{Output, Sink};

/// The workbook of many reports.
pub(super) struct Batch<'a> {
    head: RunHead<'a>,
    /// `None` once it is closed or has failed.
    state: Option<State<'a>>,
}

struct State<'a> {
    book: Book<StreamWriter<FailsOnce<'a>>>,
    problems: Roll,
    tails: Roll,
    waiting: ZipWriter<Cursor<Vec<u8>>>,
    /// Titles that forms give to rules that have none of their own, by rule.
    titles: HashMap<Arc<str>, String>,
}

/// An output that fails once: what packs the parts would otherwise complain on the terminal when it is dropped.
struct FailsOnce<'a> {
    out: Output<'a>,
    failed: bool,
}

impl Write for FailsOnce<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.failed = written
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.out.flush() }
    }
}

/// A list over as many sheets as it takes.
struct Roll {
    name: &'static str,
    open: Option<(usize, Listing)>,
    done: Vec<(usize, Area)>,
    number: usize,
}

impl Roll {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            open: None,
            done: Vec::new(),
            number: 0,
        }
    }

    /// Adds a row; `parts` is how many sheets there are.
    fn add<W: Write + Seek>(
        &mut self,
        row: &list::Row<'_>,
        report: &CheckedReport,
        zip: &mut ZipWriter<W>,
        styles: &mut Stylesheet,
        parts: &mut usize,
    ) -> io::Result<()> {
        if self.open.as_ref().is_some_and(|(_, listing)| listing.is_full()) {
            self.close(zip)?;
        }
        if self.open.is_none() {
            *parts += 1;
            self.begin(zip, styles, *parts)?;
        }
        if let Some((_, listing)) = &mut self.open {
            listing.add(row, Some(report), &|_| None, styles, zip)?;
        }
        Ok(())
    }

    fn begin<W: Write + Seek>(
        &mut self,
        zip: &mut ZipWriter<W>,
        styles: &mut Stylesheet,
        part: usize,
    ) -> io::Result<()> {
        zip.start_file(sheet_part(part), options())?;
        let listing = Listing::start(MAIN, (&[], &[]), true, false, styles, zip)?;
        self.open = Some((part, listing.counting_from(self.number)));
        Ok(())
    }

    fn close<W: Write + Seek>(&mut self, zip: &mut ZipWriter<W>) -> io::Result<()> {
        if let Some((part, listing)) = self.open.take() {
            self.number = listing.number();
            self.done.push((part, listing.finish(zip)?));
        }
        Ok(())
    }
}

impl<'a> Batch<'a> {
    /// Begins the workbook.
    pub fn new(head: RunHead<'a>, out: Output<'a>) -> io::Result<Self> {
        Ok(Self {
            head,
            state: Some(State {
                book: Book::new(ZipWriter::new_stream(FailsOnce { out, failed: false }))?,
                problems: Roll::new(list::PROBLEMS),
                tails: Roll::new(list::TAILS),
                waiting: ZipWriter::new(Cursor::new(Vec::new())),
                titles: HashMap::new(),
            }),
        })
    }
}

impl State<'_> {
    fn add(&mut self, report: &CheckedReport) -> io::Result<()> {
        let book = &mut self.book;
        for row in list::problems(report) {
            let (id, title) = row.rule();
            if !title.is_empty() && !self.titles.contains_key(id) {
                self.titles.insert(id.into(), title.to_owned());
            }
            self.problems
                .add(&row, report, &mut book.zip, &mut book.styles, &mut book.parts)?;
        }
        for row in list::tails(report) {
            self.tails
                .add(&row, report, &mut self.waiting, &mut book.styles, &mut book.parts)?;
        }
        Ok(())
    }
}

impl Sink for Batch<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let mut state = self.state.take().ok_or(io::ErrorKind::BrokenPipe)?;
        state.add(report)?;
        self.state = Some(state);
        Ok(())
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        let Some(mut state) = self.state.take() else {
            return Ok(());
        };
        let book = &mut state.book;
        if state.problems.open.is_none() && state.problems.done.is_empty() {
            // An empty list says that nothing was found.
            book.parts += 1;
            state.problems.begin(&mut book.zip, &mut book.styles, book.parts)?;
        }
        state.problems.close(&mut book.zip)?;
        state.tails.close(&mut state.waiting)?;
        let mut waiting = ZipArchive::new(state.waiting.finish_into_readable()?.into_inner())?;
        for index in 0..waiting.len() {
            book.zip.raw_copy_file(waiting.by_index_raw(index)?)?;
        }
        let mut sheets = vec![margins::overview(book, overview)?];
        for roll in [&state.problems, &state.tails] {
            for (part, area) in &roll.done {
                sheets.push(Sheet {
                    name: book.names.take(roll.name),
                    part: *part,
                    area: Some(area.clone()),
                    notes: false,
                });
            }
        }
        sheets.extend(margins::not_checked(book, overview)?);
        sheets.push(margins::rules(book, self.head.plan(), overview, &state.titles)?);
        state.book.finish(&sheets)?.into_inner().flush()
    }
}
