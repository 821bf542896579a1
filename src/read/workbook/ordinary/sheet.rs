//! The cells of an ordinary sheet.

use std::sync::Arc;

use memchr::memchr;

use super::parts::{Shared, Style, number};
use super::tags::{Kind, Tag, Tags, each_attribute};
use crate::read::limits;
use crate::read::workbook::format_code::Shown;
use crate::read::workbook::sheet::{Area, Layout, Sheet, SheetCell};
use crate::read::workbook::value;

/// Reads a sheet's part; `None` where it is not ordinary.
pub(super) fn read(part: &[u8], strings: &[Shared], styles: &[Style]) -> Option<Sheet> {
    let mut tags = Tags::new(part)?;
    let mut sheet = Sheet::default();
    let root = tags.next()?;
    if root.name != "worksheet" || root.kind != Kind::Open {
        return None;
    }
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            ("sheetData", Kind::Empty) => break,
            ("sheetData", Kind::Open) => {
                rows(&mut tags, strings, styles, &mut sheet)?;
                break;
            }
            ("dimension", Kind::Empty) => {
                let [area] = tag.values(["ref"])?;
                let (from, to) = area?.split_once(':').unwrap_or((area?, area?));
                let (from, to) = (address(from)?, address(to)?);
                (from.0 <= to.0 && from.1 <= to.1).then_some(())?;
            }
            ("col", _) => {
                let [hidden] = tag.values(["hidden"])?;
                hidden.is_none().then_some(())?;
            }
            (_, Kind::End) => return None,
            _ => aside(&tag)?,
        }
    }
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            (_, Kind::End) => return Some(sheet),
            ("mergeCell", Kind::Empty) if tags.parent(&tag) == "mergeCells" => {
                let [area] = tag.values(["ref"])?;
                let (from, to) = area?.split_once(':')?;
                let (from, to) = (address(from)?, address(to)?);
                if sheet.layout.merges.len() <= limits::MERGES {
                    sheet.layout.merges.push(Area {
                        rows: (from.0, to.0),
                        columns: (from.1, to.1),
                    });
                }
            }
            _ => aside(&tag)?,
        }
    }
}

/// What stands beside the cells is not looked at, but must not be taken for them.
fn aside(tag: &Tag<'_>) -> Option<()> {
    let cells = ["sheetData", "dimension", "row", "col", "c", "v", "mergeCell"].contains(&tag.local())
        || tag.name == "f"
        || tag.name == "worksheet" && tag.kind != Kind::Close;
    (!cells).then_some(())
}

/// Reads the rows up to the end of the sheet's data.
fn rows(tags: &mut Tags<'_>, strings: &[Shared], styles: &[Style], sheet: &mut Sheet) -> Option<()> {
    // A cell without a style has the first.
    let plain = styles.first().map_or(Shown::default(), |style| style.shown);
    let mut last_row = 0;
    loop {
        let tag = tags.next()?;
        tag.text.trim_ascii().is_empty().then_some(())?;
        match (tag.name, tag.kind) {
            ("row", Kind::Open | Kind::Empty) => {}
            ("sheetData", Kind::Close) => return Some(()),
            _ => return None,
        }
        let [row, hidden] = tag.values(["r", "hidden"])?;
        let row = number(row?)?;
        if hidden.is_some() || row <= last_row {
            return None;
        }
        last_row = row;
        if tag.kind == Kind::Empty {
            continue;
        }
        let mut rest = tags.rest();
        let mut next_column = 0;
        while let Some(cell) = rest.trim_ascii_start().strip_prefix("<c ") {
            let (attributes, value, after) = cell_parts(cell)?;
            rest = after;
            let written = Written::of(attributes)?;
            let (at_row, column) = address(written.place)?;
            if at_row + 1 != row || column < next_column {
                return None;
            }
            next_column = column + 1;
            let style = match written.style {
                None => None,
                Some(style) => Some(styles.get(number(style)? as usize).copied().unwrap_or(Style {
                    shown: Shown::default(),
                    maybe_date: false,
                })),
            };
            let Some(value) = value else { continue };
            let shown = style.map_or(plain, |style| style.shown);
            let held = if written.is_shared {
                let Some(held) = strings.get(number(value)? as usize)? else {
                    continue;
                };
                held.clone()
            } else if style.is_some_and(|style| style.maybe_date) {
                return None;
            } else {
                value::number(float(value)?, shown)
            };
            push(sheet, (row - 1, column), held, shown)?;
        }
        tags.skip_to(rest);
        let close = tags.next()?;
        let closes = close.name == "row" && close.kind == Kind::Close && close.text.trim_ascii().is_empty();
        closes.then_some(())?;
    }
}

fn push(
    sheet: &mut Sheet,
    (row, column): (u32, u32),
    (content, text): (crate::read::document::Content, Arc<str>),
    shown: Shown,
) -> Option<()> {
    let divided = shown.power > 0 && matches!(content, crate::read::document::Content::Number { .. });
    sheet.cells.push(SheetCell {
        row,
        column,
        content,
        text,
        covered: false,
        divided,
    });
    (sheet.cells.len() <= limits::DOCUMENT_CELLS).then_some(())
}

/// The attributes of the cell that `text` begins with behind `<c `, its value if it has one, and what follows it.
fn cell_parts(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let (attributes, after) = text.split_at_checked(memchr(b'>', text.as_bytes())?)?;
    if let Some(attributes) = attributes.strip_suffix('/') {
        return Some((attributes, None, after.get(1..)?));
    }
    let inside = after.get(1..)?;
    let Some(value) = inside.strip_prefix("<v>") else {
        return Some((attributes, None, inside.strip_prefix("</c>")?));
    };
    let (value, after) = value.split_at_checked(memchr(b'<', value.as_bytes())?)?;
    Some((attributes, Some(value), after.strip_prefix("</v></c>")?))
}

/// What stands in the tag of a cell.
struct Written<'a> {
    place: &'a str,
    style: Option<&'a str>,
    is_shared: bool,
}

impl<'a> Written<'a> {
    fn of(attributes: &'a str) -> Option<Self> {
        let (mut place, mut style, mut kind) = (None, None, None);
        each_attribute(attributes, |name, value| {
            let slot = match name {
                "r" => &mut place,
                "s" => &mut style,
                "t" => &mut kind,
                _ => return None,
            };
            slot.replace(value).is_none().then_some(())
        })?;
        let is_shared = match kind {
            None | Some("n") => false,
            Some("s") => true,
            Some(_) => return None,
        };
        Some(Self {
            place: place?,
            style,
            is_shared,
        })
    }
}

/// `B7` as row and column, both 0-based; no more than a sheet can have.
fn address(text: &str) -> Option<(u32, u32)> {
    let split = text.bytes().position(|byte| byte.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    if !(1..=3).contains(&letters.len()) || digits.len() > 7 {
        return None;
    }
    let column = letters.bytes().try_fold(0, |column, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    Some((number(digits)?.checked_sub(1)?, column - 1))
}

/// A number as programs write it.
fn float(text: &str) -> Option<f64> {
    let signed = text.strip_prefix('-').unwrap_or(text);
    let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
    let known = signed
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !known || !digit(signed.bytes().next()) || !digit(signed.bytes().last()) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}
