//! A sheet of ours, written row by row.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::look::{Font, Look};
use super::style::Stylesheet;
use super::text::{a1, attribute, escape, looks_like_formula};

/// Rows of a sheet.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
pub(super) const MOST_COLUMNS: usize = 16_384;
/// Digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;
/// Points that a row is high at most.
const HIGHEST: usize = 409;

/// What a cell holds.
#[derive(Debug, Clone, Default)]
pub(super) enum Value<'t> {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(Cow<'t, str>),
    /// A number, in plain digits.
    Number(Cow<'t, str>),
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell<'t> {
    /// What it holds.
    pub value: Value<'t>,
    /// How it looks.
    pub look: Look,
    /// Where in the workbook it leads.
    pub link: Option<String>,
}

impl<'t> Cell<'t> {
    /// A text.
    pub fn text(text: impl Into<Cow<'t, str>>, look: Look) -> Self {
        let text = text.into();
        let value = if text.is_empty() {
            Value::Empty
        } else {
            Value::Text(text)
        };
        Self {
            value,
            look,
            link: None,
        }
    }

    /// A number; as text where a spreadsheet would not keep its digits.
    pub fn number(digits: impl Into<Cow<'t, str>>, look: Look) -> Self {
        let digits = digits.into();
        let significant = digits
            .trim_start_matches(['-', '0', '.'])
            .bytes()
            .filter(u8::is_ascii_digit)
            .count();
        let value = if significant <= DIGITS {
            Value::Number(digits)
        } else {
            Value::Text(digits)
        };
        Self {
            value,
            look,
            link: None,
        }
    }

    /// A count.
    pub fn count(count: usize, look: Look) -> Self {
        Self::number(count.to_string(), look)
    }

    /// With a link to a place in the workbook.
    pub fn linked(mut self, location: Option<String>) -> Self {
        self.link = location;
        self
    }
}

/// What is known of a sheet before its first row.
pub(super) struct Setup<'s> {
    /// The namespace of the workbook's parts.
    pub namespace: &'s str,
    /// Widths of the columns in characters.
    pub widths: &'s [usize],
    /// Rows and columns that stay in sight.
    pub frozen: (u32, u32),
    /// The colour of its tab, where it has one.
    pub tab: Option<&'s str>,
    /// Whether it is the one that is open.
    pub open: bool,
    /// How it is printed.
    pub print: Print,
}

/// How a sheet is printed; always across the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// As wide as A4, however small that makes it.
    A4,
    /// As wide as A3.
    A3,
    /// On A3 in its own size, its columns on as many sheets of paper as that takes.
    Spread,
}

/// A sheet that is being written.
pub(super) struct SheetWriter {
    /// The next row, 0-based.
    pub row: u32,
    links: Vec<(String, String)>,
    widths: Vec<usize>,
    print: Print,
}

impl SheetWriter {
    /// Begins a sheet.
    pub fn start(setup: &Setup<'_>, out: &mut dyn Write) -> io::Result<Self> {
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\"><sheetPr>",
            setup.namespace
        )?;
        if let Some(tab) = setup.tab {
            write!(out, "<tabColor rgb=\"{tab}\"/>")?;
        }
        let open = if setup.open { " tabSelected=\"1\"" } else { "" };
        if setup.print != Print::Spread {
            write!(out, "<pageSetUpPr fitToPage=\"1\"/>")?;
        }
        write!(out, "</sheetPr><sheetViews><sheetView{open} workbookViewId=\"0\">")?;
        let (rows, columns) = setup.frozen;
        if rows + columns > 0 {
            let split = |name, at| {
                if at > 0 {
                    format!(" {name}=\"{at}\"")
                } else {
                    String::new()
                }
            };
            let pane = match (rows, columns) {
                (_, 0) => "bottomLeft",
                (0, _) => "topRight",
                _ => "bottomRight",
            };
            let (x, y, top) = (split("xSplit", columns), split("ySplit", rows), a1(rows, columns));
            write!(
                out,
                "<pane{x}{y} topLeftCell=\"{top}\" activePane=\"{pane}\" state=\"frozen\"/>"
            )?;
            write!(out, "<selection pane=\"{pane}\" activeCell=\"{top}\" sqref=\"{top}\"/>")?;
        }
        write!(out, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")?;
        if !setup.widths.is_empty() {
            write!(out, "<cols>")?;
            for (width, at) in setup.widths.iter().zip(1..=MOST_COLUMNS) {
                write!(
                    out,
                    "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>"
                )?;
            }
            write!(out, "</cols>")?;
        }
        write!(out, "<sheetData>")?;
        Ok(Self {
            row: 0,
            links: Vec::new(),
            widths: setup.widths.to_vec(),
            print: setup.print,
        })
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Cell<'_>], styles: &mut Stylesheet, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<row r=\"{}\"", u64::from(self.row) + 1)?;
        if let Some(height) = self.height(cells) {
            write!(out, " ht=\"{height}\" customHeight=\"1\"")?;
        }
        write!(out, ">")?;
        for (cell, column) in cells.iter().take(MOST_COLUMNS).zip(0_u32..) {
            let at = a1(self.row, column);
            match &cell.value {
                Value::Empty if cell.look == Look::default() => {}
                Value::Empty => write!(out, "<c r=\"{at}\" s=\"{}\"/>", styles.look(cell.look))?,
                Value::Number(digits) => {
                    write!(
                        out,
                        "<c r=\"{at}\" s=\"{}\"><v>{digits}</v></c>",
                        styles.look(cell.look)
                    )?;
                }
                Value::Text(text) => {
                    let quoted = looks_like_formula(text);
                    let style = styles.look(Look { quoted, ..cell.look });
                    let text = escape(text);
                    write!(
                        out,
                        "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                    )?;
                }
            }
            if let Some(location) = &cell.link {
                self.links.push((at, location.clone()));
            }
        }
        self.row += 1;
        write!(out, "</row>")
    }

    /// The height (points) that the longest text of a row needs once it is wrapped: not every program measures it when it
    /// opens the file. `None` for one line.
    fn height(&self, cells: &[Cell<'_>]) -> Option<usize> {
        let lines = |(cell, width): (&Cell<'_>, &usize)| match &cell.value {
            Value::Text(text) if cell.look.body => text
                .split('\n')
                .map(|line| line.width().div_ceil((*width).max(1)).max(1))
                .sum(),
            _ => 1,
        };
        if cells.iter().any(|cell| cell.look.font == Font::Large) {
            return Some(22);
        }
        let lines = cells.iter().zip(&self.widths).map(lines).max().unwrap_or(1);
        (lines > 1).then(|| (lines * 14 + 4).min(HIGHEST))
    }

    /// Ends the sheet; `filter` is the area with arrows to filter by, `notes` the relation of its comments' shapes with
    /// the namespace of relations.
    pub fn finish(self, filter: Option<&str>, notes: Option<(&str, &str)>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "</sheetData>")?;
        if let Some(area) = filter {
            write!(out, "<autoFilter ref=\"{area}\"/>")?;
        }
        if !self.links.is_empty() {
            write!(out, "<hyperlinks>")?;
            for (at, location) in &self.links {
                write!(out, "<hyperlink ref=\"{at}\" location=\"{}\"/>", attribute(location))?;
            }
            write!(out, "</hyperlinks>")?;
        }
        write!(
            out,
            "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>\
             <pageSetup paperSize=\"{}\" orientation=\"landscape\" fitToHeight=\"0\"/>",
            if self.print == Print::A4 { 9 } else { 8 }
        )?;
        if let Some((relation, namespace)) = notes {
            write!(out, "<legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{relation}\"/>")?;
        }
        write!(out, "</worksheet>")
    }
}
