//! What an xlsx sheet says beside its values: hidden rows and columns, merged areas, formulas without result.

use quick_xml::events::{BytesStart, Event};

use super::sheet::{Area, Layout};
use crate::read::limits;
use crate::read::package::XmlReader;
use crate::read::xml::{address, attribute, flag};

/// Reads a sheet's part. A broken part gives what was read of it.
pub(super) fn read(mut xml: XmlReader<'_>) -> Layout {
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
    layout: Layout,
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
