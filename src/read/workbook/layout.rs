//! What an xlsx sheet says beside its values: hidden rows and columns, merged areas, formulas without result.

use std::io::BufRead;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::sheet::{Area, SheetLayout};
use crate::read::limits;
use crate::read::package;
use crate::read::xml::{address, attribute, flag};

/// Reads a sheet's part. A broken part gives what was read of it.
pub(super) fn read(part: &[u8]) -> SheetLayout {
    let part = if is_ordinary(part) {
        // Nothing before the merged areas is of interest.
        let start = memmem::find(part, b"<mergeCells").unwrap_or(part.len());
        part.get(start..).unwrap_or_default()
    } else {
        part
    };
    scan(package::xml_reader(part))
}

/// Whether a part hides nothing, has no formula, and is written so that searching its bytes shows that: in UTF-8, without
/// prefixes, comments and CDATA.
fn is_ordinary(part: &[u8]) -> bool {
    let start = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part);
    let declared = start
        .get(..start.len().min(200))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_utf8 = start.starts_with(b"<?xml ") && memmem::find(&declared, b"utf-8").is_some();
    let unusual: [&[u8]; 4] = [b"hidden", b"<f", b":sheetData", b"<!"];
    is_utf8 && unusual.iter().all(|what| memmem::find(part, what).is_none())
}

fn scan<R: BufRead>(mut xml: Reader<R>) -> SheetLayout {
    let mut scan = Scan::default();
    let mut buffer = Vec::new();
    while let Ok(event) = xml.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) => scan.start(&element),
            Event::Text(text) if scan.in_value => scan.has_value |= !text.is_empty(),
            Event::End(element) => scan.end(element.local_name().as_ref()),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    scan.layout
}

#[derive(Default)]
struct Scan {
    layout: SheetLayout,
    row: u32,
    column: u32,
    is_text: bool,
    has_formula: bool,
    has_value: bool,
    in_value: bool,
}

impl Scan {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "col" if flag(element, "hidden") => self.hidden_columns(element),
            "row" => {
                if let Some(number) = attribute(element, "r").and_then(|number| number.parse::<u32>().ok()) {
                    self.row = number.saturating_sub(1);
                }
                self.column = 0;
                if flag(element, "hidden") {
                    self.layout.hide_rows(self.row, self.row.saturating_add(1));
                }
            }
            "c" => {
                if let Some((row, column)) = attribute(element, "r").and_then(|place| address(&place)) {
                    (self.row, self.column) = (row, column);
                }
                self.is_text = attribute(element, "t").is_some_and(|kind| kind == "str");
                self.has_formula = false;
                self.has_value = false;
            }
            "f" => self.has_formula = true,
            "v" => self.in_value = true,
            "mergeCell" => self.merge(element),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "row" => self.row = self.row.saturating_add(1),
            "v" => self.in_value = false,
            "c" => {
                // A formula that gives an empty text has a value: the empty one.
                let room = self.layout.uncalculated.len() < limits::DOCUMENT_CELLS;
                if self.has_formula && !self.has_value && !self.is_text && room {
                    self.layout.uncalculated.insert((self.row, self.column));
                }
                self.column = self.column.saturating_add(1);
            }
            _ => {}
        }
    }

    fn hidden_columns(&mut self, element: &BytesStart<'_>) {
        let number = |name| attribute(element, name)?.parse::<u32>().ok()?.checked_sub(1);
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            self.layout.hide_columns(first, last);
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>) {
        let Some(place) = attribute(element, "ref") else { return };
        let Some((from, to)) = place.split_once(':') else {
            return;
        };
        // One more than the limit, so that it shows that there were more.
        if let (Some(from), Some(to)) = (address(from), address(to))
            && self.layout.merges.len() <= limits::MERGES
        {
            self.layout.merges.push(Area {
                rows: (from.0, to.0),
                columns: (from.1, to.1),
            });
        }
    }
}
