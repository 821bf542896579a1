//! Cells of a sheet in another style, and nothing else of it touched.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::scan::{Edits, Tag, TagKind, Tags};
use crate::render::xlsx::look::Tint;
use crate::render::xlsx::style::Stylesheet;
use crate::render::xlsx::text::{a1, address};

/// What stands in a sheet after the boxes of its comments.
const AFTER_NOTES: [&str; 8] = [
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];
/// Merged areas that are looked through.
const MOST_MERGES: usize = 100_000;

/// A sheet's frame: what is known of it without its cells.
#[derive(Default)]
pub(super) struct Frame {
    /// The prefix of its elements.
    prefix: String,
    /// Whether it is protected.
    pub protected: bool,
    /// The relation of the boxes of its comments.
    pub notes: Option<String>,
    /// Where one would be named.
    notes_at: usize,
    /// Styles of columns: first, last (1-based) and style.
    columns: Vec<(u32, u32, u32)>,
    merges: Vec<((u32, u32), (u32, u32))>,
}

impl Frame {
    /// Of a sheet's text.
    pub fn read(xml: &str) -> Option<Self> {
        let mut frame = Self::default();
        let mut tags = Tags::new(xml);
        // The end of the last element before the place for comments, and the empty root that nothing stands in.
        for tag in tags.by_ref() {
            match (tag.depth, tag.local(), tag.kind) {
                (0, "worksheet", TagKind::Start) => {
                    frame.prefix = tag.prefix().to_owned();
                    frame.notes_at = tag.range.end;
                }
                (0, _, TagKind::End) => {}
                (0, ..) => return None,
                (1, name, kind) => {
                    if name == "legacyDrawing" {
                        frame.notes = tag.prefixed("id").map(|(_, id)| id.to_owned());
                    }
                    frame.protected |=
                        name == "sheetProtection" && tag.raw("sheet").is_some_and(|on| on != "0" && on != "false");
                    if kind != TagKind::Start && !AFTER_NOTES.contains(&name) {
                        frame.notes_at = tag.range.end;
                    }
                }
                (2, "col", TagKind::Start | TagKind::Empty) => {
                    let get = |name| tag.raw(name).and_then(|value| value.parse().ok());
                    if let (Some(first), Some(last), Some(style)) = (get("min"), get("max"), get("style")) {
                        frame.columns.push((first, last, style));
                    }
                }
                (2, "mergeCell", TagKind::Start | TagKind::Empty) if frame.merges.len() < MOST_MERGES => {
                    let area = tag.raw("ref").and_then(|area| area.split_once(':'));
                    let corners = area.and_then(|(from, to)| Some((address(from)?, address(to)?)));
                    frame.merges.extend(corners);
                }
                _ => {}
            }
        }
        (!tags.broken && frame.notes_at > 0).then_some(frame)
    }

    /// The cell in which what stands at `at` is seen: the first one of a merged area.
    pub fn seen_at(&self, at: (u32, u32)) -> (u32, u32) {
        let covers =
            |(from, to): &&((u32, u32), (u32, u32))| (from.0..=to.0).contains(&at.0) && (from.1..=to.1).contains(&at.1);
        self.merges.iter().find(covers).map_or(at, |(from, _)| *from)
    }

    /// Where boxes of comments are to be named and how.
    pub fn name_notes(&self, relation: &str, namespace: &str) -> (usize, String) {
        let element = format!(
            "<{}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{relation}\"/>",
            self.prefix
        );
        (self.notes_at, element)
    }

    fn column_style(&self, column: u32) -> Option<u32> {
        let covers = |(first, last, _): &&(u32, u32, u32)| (*first..=*last).contains(&(column + 1));
        self.columns.iter().find(covers).map(|(.., style)| *style)
    }
}

/// Colours cells.
pub(super) struct Painter<'a> {
    pub frame: &'a Frame,
    pub styles: &'a mut Stylesheet,
    /// Colours by row and column; emptied.
    pub wanted: BTreeMap<u32, BTreeMap<u32, Tint>>,
    pub edits: Edits,
}

impl Painter<'_> {
    /// Walks through the cells; `None` where they are not in order, so that no place for new ones is certain.
    pub fn paint(mut self, xml: &str) -> Option<Edits> {
        let mut tags = Tags::new(xml);
        let mut inside = false;
        // The row that is being read, the next one and the next column, 0-based.
        let mut here = Row::default();
        let mut next_row = 0;
        let mut next_column = 0;
        for tag in tags.by_ref() {
            match (tag.depth, tag.kind) {
                (1, kind) if tag.local() == "sheetData" => {
                    inside = kind == TagKind::Start;
                    if kind != TagKind::Start {
                        let rest = self.rows_before(u32::MAX);
                        self.edits.append(&tag, &rest);
                    }
                }
                (2, TagKind::Start | TagKind::Empty) if inside => {
                    (tag.local() == "row").then_some(())?;
                    let row = match tag.raw("r") {
                        Some(row) => row.trim().parse::<u32>().ok()?.checked_sub(1)?,
                        None => next_row,
                    };
                    (row >= next_row && row < u32::MAX).then_some(())?;
                    let before = self.rows_before(row);
                    self.edits.insert(tag.range.start, before);
                    (next_row, next_column) = (row + 1, 0);
                    let custom = tag.raw("customFormat").is_some_and(|on| on == "1" || on == "true");
                    here = Row {
                        number: row,
                        style: tag.raw("s").filter(|_| custom).and_then(|style| style.parse().ok()),
                        wanted: self.wanted.remove(&row).unwrap_or_default(),
                    };
                    if tag.kind == TagKind::Empty && !here.wanted.is_empty() {
                        let cells = self.cells_before(&mut here, u32::MAX);
                        self.edits.append(&tag, &cells);
                    }
                }
                (2, TagKind::End) if inside => {
                    let cells = self.cells_before(&mut here, u32::MAX);
                    self.edits.insert(tag.range.start, cells);
                }
                (3, TagKind::Start | TagKind::Empty) if inside && tag.local() == "c" => {
                    let column = match tag.raw("r") {
                        Some(at) => address(at)?.1,
                        None => next_column,
                    };
                    (column >= next_column).then_some(())?;
                    next_column = column + 1;
                    let before = self.cells_before(&mut here, column);
                    self.edits.insert(tag.range.start, before);
                    if let Some(tint) = here.wanted.remove(&column) {
                        self.recolour(&tag, tint);
                    }
                }
                _ => {}
            }
        }
        (!tags.broken && self.wanted.is_empty()).then_some(self.edits)
    }

    fn recolour(&mut self, tag: &Tag<'_>, tint: Tint) {
        let base = tag.raw("s").and_then(|style| style.parse().ok()).unwrap_or(0);
        let style = self.styles.tinted(base, tint);
        let range: Range<usize> = tag.range.clone();
        self.edits.replace(range, tag.with("s", &style.to_string()));
    }

    /// Cells that are wanted before a column and not there.
    fn cells_before(&mut self, row: &mut Row, column: u32) -> String {
        let mut out = String::new();
        while let Some((at, tint)) = row.wanted.pop_first() {
            if at >= column {
                row.wanted.insert(at, tint);
                break;
            }
            let base = row.style.or_else(|| self.frame.column_style(at)).unwrap_or(0);
            let style = self.styles.tinted(base, tint);
            let prefix = &self.frame.prefix;
            out.push_str(&format!("<{prefix}c r=\"{}\" s=\"{style}\"/>", a1(row.number, at)));
        }
        out
    }

    /// Rows that are wanted before a row and not there.
    fn rows_before(&mut self, row: u32) -> String {
        let mut out = String::new();
        while let Some((number, wanted)) = self.wanted.pop_first() {
            if number >= row {
                self.wanted.insert(number, wanted);
                break;
            }
            let mut new = Row {
                number,
                style: None,
                wanted,
            };
            let cells = self.cells_before(&mut new, u32::MAX);
            let prefix = &self.frame.prefix;
            out.push_str(&format!(
                "<{prefix}row r=\"{}\">{cells}</{prefix}row>",
                u64::from(number) + 1
            ));
        }
        out
    }
}

/// A row that is being read.
#[derive(Default)]
struct Row {
    number: u32,
    /// The style of cells that are not there.
    style: Option<u32>,
    wanted: BTreeMap<u32, Tint>,
}

/// The colours of cells, by the cell they are seen in.
pub(super) fn seen(frame: &Frame, cells: &HashMap<(u32, u32), Tint>) -> BTreeMap<u32, BTreeMap<u32, Tint>> {
    let mut wanted: BTreeMap<u32, BTreeMap<u32, Tint>> = BTreeMap::new();
    for (at, tint) in cells {
        let (row, column) = frame.seen_at(*at);
        let slot = wanted.entry(row).or_default().entry(column).or_insert(*tint);
        *slot = (*slot).max(*tint);
    }
    wanted
}
