//! ods. The text that a cell shows is in the file, so its decimals are taken from there.

use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::format_code::{self, Shown};
use super::sheet::{Area, Sheet, SheetCell};
use super::{Book, Refusable, value};
use crate::read::document::Content;
use crate::read::limits;
use crate::read::number::{Reading, parse};
use crate::read::package::{self, Package};
use crate::read::xml::{attribute, flag_of};
use crate::value::{CellText, mul_exact, round_half_away};

/// Reads the sheets into `book`.
pub(super) fn read(package: &mut Package<'_>, book: &mut Book) -> Refusable<()> {
    if is_encrypted(package) {
        return Err(package::password());
    }
    let mut xml = package.xml("content.xml").ok_or_else(super::broken)?;
    let mut state = State::default();
    let mut buffer = Vec::new();
    loop {
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => state.start(&element),
            Ok(Event::Text(text)) => state.text(&text),
            Ok(Event::GeneralRef(entity)) => state.text(&crate::read::xml::unescape(&format!("&{};", &*entity))),
            Ok(Event::End(element)) => state.end(element.local_name().as_ref(), book),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) if state.table.is_some() => {
                state.broken += 1;
                state.finish(book);
                break;
            }
            Err(_) => return Err(super::broken()),
        }
        buffer.clear();
    }
    Ok(())
}

fn is_encrypted(package: &mut Package<'_>) -> bool {
    let Some(mut xml) = package.xml("META-INF/manifest.xml") else {
        return false;
    };
    let mut buffer = Vec::new();
    while let Ok(event) = xml.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return true,
            Event::Eof => break,
            _ => buffer.clear(),
        }
    }
    false
}

#[derive(Default)]
struct State {
    style: String,
    hidden_styles: Vec<String>,
    table: Option<(String, bool)>,
    /// Tables inside cells; their content is left out.
    nested: usize,
    sheet: Sheet,
    broken: usize,
    row: u32,
    row_start: usize,
    row_repeat: u32,
    column: u32,
    header_column: u32,
    cell: Option<CellElement>,
    in_annotation: bool,
}

/// A cell that is being read.
struct CellElement {
    kind: String,
    stored: Option<String>,
    repeat: u32,
    span: (u32, u32),
    has_formula: bool,
    text: String,
    paragraphs: usize,
}

impl State {
    fn start(&mut self, element: &BytesStart<'_>) {
        let count = |name| {
            attribute(element, name)
                .and_then(|count| count.parse::<u32>().ok())
                .unwrap_or(1)
                .max(1)
        };
        let hidden = || attribute(element, "visibility").is_some_and(|value| value != "visible");
        match element.local_name().as_ref() {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if flag_of(element, "display") == Some(false) => {
                self.hidden_styles.push(self.style.clone());
            }
            "table" if self.table.is_some() => self.nested += 1,
            "table" => {
                let style = attribute(element, "style-name").unwrap_or_default();
                let visible = !self.hidden_styles.contains(&style);
                *self = Self {
                    table: Some((attribute(element, "name").unwrap_or_default(), visible)),
                    hidden_styles: std::mem::take(&mut self.hidden_styles),
                    ..Self::default()
                };
            }
            _ if self.table.is_none() || self.nested > 0 => {}
            "table-column" => {
                let next = self.header_column.saturating_add(count("number-columns-repeated"));
                if hidden() {
                    self.sheet.layout.hide_columns(self.header_column, next - 1);
                }
                self.header_column = next;
            }
            "table-row" => {
                self.row_repeat = count("number-rows-repeated");
                self.row_start = self.sheet.cells.len();
                self.column = 0;
                if hidden() {
                    let end = self.row.saturating_add(self.row_repeat);
                    self.sheet.layout.hide_rows(self.row, end);
                }
            }
            "table-cell" | "covered-table-cell" => {
                let stored = ["value", "date-value", "time-value", "boolean-value", "string-value"];
                self.cell = Some(CellElement {
                    kind: attribute(element, "value-type").unwrap_or_default(),
                    stored: stored.into_iter().find_map(|name| attribute(element, name)),
                    repeat: count("number-columns-repeated"),
                    span: (count("number-rows-spanned"), count("number-columns-spanned")),
                    has_formula: attribute(element, "formula").is_some(),
                    text: String::new(),
                    paragraphs: 0,
                });
            }
            "annotation" => self.in_annotation = true,
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|_| !self.in_annotation) {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" | "tab" | "line-break" => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| !self.in_annotation && self.nested == 0)
            && cell.paragraphs > 0
            && cell.text.len() < limits::CELL_BYTES
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str, book: &mut Book) {
        match name {
            "table" if self.nested > 0 => self.nested -= 1,
            "table" => self.finish(book),
            _ if self.nested > 0 => {}
            "annotation" => self.in_annotation = false,
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.add_cell(&cell);
                }
            }
            "table-row" => self.repeat_row(),
            _ => {}
        }
    }

    fn add_cell(&mut self, cell: &CellElement) {
        let first = self.column;
        self.column = first.saturating_add(cell.repeat);
        if cell.span != (1, 1) && self.sheet.layout.merges.len() <= limits::MERGES {
            self.sheet.layout.merges.push(Area {
                rows: (self.row, self.row.saturating_add(cell.span.0 - 1)),
                columns: (first, first.saturating_add(cell.span.1 - 1)),
            });
        }
        let Some((content, text, divided)) = cell.value() else {
            return;
        };
        for column in (first..self.column).take(limits::ROW_CELLS + 1) {
            if self.sheet.cells.len() <= limits::DOCUMENT_CELLS {
                self.sheet.cells.push(SheetCell {
                    row: self.row,
                    column,
                    content: content.clone(),
                    text: text.clone(),
                    covered: false,
                    divided,
                });
            }
        }
    }

    /// Repeats the cells of the row that ends, as often as it says.
    fn repeat_row(&mut self) {
        let next = self.row.saturating_add(self.row_repeat);
        let cells = self.sheet.cells.get(self.row_start..).unwrap_or_default().to_vec();
        if !cells.is_empty() {
            for row in self.row + 1..next {
                if self.sheet.cells.len() > limits::DOCUMENT_CELLS {
                    break;
                }
                self.sheet
                    .cells
                    .extend(cells.iter().map(|cell| SheetCell { row, ..cell.clone() }));
            }
        }
        self.row = next;
    }

    fn finish(&mut self, book: &mut Book) {
        let Some((name, visible)) = self.table.take() else {
            return;
        };
        let sheet = std::mem::take(&mut self.sheet);
        if let Some(place) = book.enter(&name, visible) {
            book.add(&place, sheet, self.broken);
        }
    }
}

impl CellElement {
    /// What the cell holds, its text, and whether its number is shown divided.
    fn value(&self) -> Option<(Content, CellText, bool)> {
        if let ("float" | "percentage" | "currency", Some(stored)) = (self.kind.as_str(), self.decimal())
            && !self.text.starts_with(['#', 'E'])
        {
            let shown = self.shown(stored);
            let (content, text) = value::decimal(stored, shown);
            return Some((content, text, shown.power > 0));
        }
        let (content, text) = self.other_value()?;
        Some((content, text, false))
    }

    fn decimal(&self) -> Option<Decimal> {
        let text = self.stored.as_deref()?;
        text.parse::<Decimal>()
            .ok()
            .or_else(|| Decimal::from_scientific(text).ok())
    }

    fn other_value(&self) -> Option<(Content, CellText)> {
        let stored = self.stored.as_deref();
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => value::text(&self.text),
            "boolean" => Some(value::boolean(stored == Some("true"))),
            "date" | "time" => Some(value::date(if self.text.is_empty() {
                stored.unwrap_or_default()
            } else {
                &self.text
            })),
            "" if self.has_formula && self.text.is_empty() => Some(value::uncalculated()),
            _ if self.text.is_empty() => value::text(stored.unwrap_or_default()),
            _ => value::text(&self.text),
        }
    }

    /// What the shown text says of the number format.
    fn shown(&self, stored: Decimal) -> Shown {
        let percent = self.kind == "percentage";
        match parse(&self.text) {
            Reading::Number { value, decimals, .. } => Shown {
                decimals: Some(decimals),
                percent,
                power: if percent { 0 } else { power(stored, value, decimals) },
            },
            _ => Shown {
                decimals: percent.then_some(2),
                percent,
                power: 0,
            },
        }
    }
}

/// The power of ten by which `stored` is divided to be shown as `shown`; zero where no power explains it.
fn power(stored: Decimal, shown: Decimal, decimals: u32) -> u32 {
    if shown.is_zero() {
        return 0;
    }
    let fits = |power: &u32| {
        let divided = mul_exact(stored.normalize(), Decimal::new(1, *power));
        divided.is_some_and(|divided| round_half_away(divided, decimals).abs() == shown.abs())
    };
    (0..=format_code::MOST_POWER).find(fits).unwrap_or(0)
}
