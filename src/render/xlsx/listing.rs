//! A sheet with a list, a row each.

use std::io::{self, Write};

use super::list::{self, Row};
use super::look::{Font, Look, Tint};
use super::sheet::{Cell, MOST_ROWS, Print, Setup, SheetWriter};
use super::style::Stylesheet;
use super::text::a1;
use crate::finding::{CheckedReport, Place};

/// A list being written.
pub(super) struct Listing {
    writer: SheetWriter,
    head: u32,
    columns: usize,
    number: usize,
}

impl Listing {
    /// Begins a list: lines that say what it is of, cells that say what the colours mean, the heads of the columns.
    pub fn start(
        namespace: &str,
        (lines, legend): (&[String], &[Cell<'_>]),
        of_many: bool,
        open: bool,
        styles: &mut Stylesheet,
        out: &mut dyn Write,
    ) -> io::Result<Self> {
        let head = u32::try_from(lines.len()).unwrap_or(0) + u32::from(!legend.is_empty());
        let setup = Setup {
            namespace,
            widths: &list::widths(of_many),
            frozen: (head + 1, 3),
            tab: Some("FFC00000"),
            open,
            print: Print::A3,
        };
        let mut writer = SheetWriter::start(&setup, out)?;
        for (line, index) in lines.iter().zip(0..) {
            let font = if index == 0 { Font::Large } else { Font::Plain };
            let look = Look {
                font,
                ..Look::default()
            };
            writer.row(&[Cell::text(line.as_str(), look)], styles, out)?;
        }
        if !legend.is_empty() {
            writer.row(legend, styles, out)?;
        }
        let heads = list::head(of_many);
        writer.row(&heads, styles, out)?;
        Ok(Self {
            writer,
            head,
            columns: heads.len(),
            number: 0,
        })
    }

    /// Adds a row.
    pub fn add(
        &mut self,
        row: &Row<'_>,
        of_report: Option<&CheckedReport>,
        link: &dyn Fn(&Place) -> Option<String>,
        styles: &mut Stylesheet,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.number += 1;
        self.writer.row(&row.cells(self.number, of_report, link), styles, out)
    }

    /// Goes on counting behind another list.
    pub fn counting_from(mut self, number: usize) -> Self {
        self.number = number;
        self
    }

    /// How many rows the lists have.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Whether no further row has room.
    pub fn is_full(&self) -> bool {
        self.writer.row >= MOST_ROWS
    }

    /// Ends the list; the area with arrows to filter by.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<Area> {
        let last = u32::try_from(self.columns.saturating_sub(1)).unwrap_or(0);
        let end = a1(self.writer.row.saturating_sub(1).max(self.head), last);
        let area = format!("{}:{end}", a1(self.head, 0));
        self.writer.finish(Some(&area), None, out)?;
        Ok(Area {
            filter: area,
            head: self.head,
        })
    }
}

/// What of a sheet with a list a workbook names.
#[derive(Debug, Clone)]
pub(super) struct Area {
    /// The cells of the list: `A4:S20`.
    pub filter: String,
    /// The row with the heads, 0-based.
    pub head: u32,
}

/// What the colours of cells mean.
pub(super) fn legend() -> Vec<Cell<'static>> {
    let key = |text, tint| {
        let look = Look {
            tint: Some(tint),
            centred: true,
            ..Look::default()
        };
        Cell::text(text, look)
    };
    let plain = Look::default();
    vec![
        Cell::text("颜色", plain),
        Cell::default(),
        key("几条问题的共同来源", Tint::Cause),
        key("错误所在的单元格", Tint::Error),
        key("警告所在的单元格", Tint::Warning),
        key("参与计算的单元格", Tint::Related),
        key("已说明", Tint::Explained),
    ]
}
