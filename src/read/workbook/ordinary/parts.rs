//! The small parts of an ordinary workbook: which sheets there are, what number formats show, the shared strings.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::escape::{resolve_xml_entity, unescape, unescape_with};

use super::tags::{Kind, Tag, Tags};
use crate::read::document::Content;
use crate::read::workbook::format_code::{self, Shown};
use crate::read::workbook::value;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A sheet as the workbook lists it.
pub(super) struct Listed<'a> {
    pub name: String,
    pub visible: bool,
    /// The id of the relation that leads to its part.
    pub relation: &'a str,
}

/// The format of a cell.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub shown: Shown,
    /// Whether numbers may be shown as dates.
    pub maybe_date: bool,
}

/// The relations of a part: id → target, of those whose kind is `kind`.
pub(super) fn relations<'a>(part: &'a [u8], kind: &str) -> Option<HashMap<&'a str, &'a str>> {
    let mut found = HashMap::new();
    each(part, |_, tag| {
        if tag.local() != "Relationship" {
            return Some(());
        }
        let [id, of, target] = tag.values(["Id", "Type", "Target"])?;
        let (id, of, target) = (id?, of?, target?);
        let plain = !target.contains(['&', '%', '\\']) && !id.contains('&');
        if of.strip_prefix(OFFICE) == Some(kind) {
            (plain && found.insert(id, target).is_none()).then_some(())
        } else {
            // Another way to say the same, that of the strict variety for one.
            (!of.ends_with(kind)).then_some(())
        }
    })?;
    Some(found)
}

/// The sheets in their order.
pub(super) fn sheets(part: &[u8]) -> Option<Vec<Listed<'_>>> {
    let mut sheets: Vec<Listed<'_>> = Vec::new();
    each(part, |tags, tag| {
        match tag.local() {
            "sheet" if tag.name == "sheet" && tags.parent(tag) == "sheets" => {
                let mut relation = None;
                tag.attributes(|name, value| {
                    if super::tags::local(name) == "id" {
                        return relation.replace(value).is_none().then_some(());
                    }
                    Some(())
                })?;
                let [name, state] = tag.values(["name", "state"])?;
                let name = unescape(name?).ok()?.into_owned();
                let visible = match state {
                    None | Some("visible") => true,
                    Some("hidden" | "veryHidden") => false,
                    Some(_) => return None,
                };
                if sheets.iter().any(|other| other.name == name) {
                    return None;
                }
                sheets.push(Listed {
                    name,
                    visible,
                    relation: relation?,
                });
            }
            "sheet" => return None,
            _ => {}
        }
        Some(())
    })?;
    Some(sheets)
}

/// The formats of cells by their number.
pub(super) fn styles(part: &[u8]) -> Option<Vec<Style>> {
    let mut codes: HashMap<&str, Cow<'_, str>> = HashMap::new();
    let mut styles = Vec::new();
    let mut lists = (false, false);
    each(part, |tags, tag| {
        match (tag.name, tags.parent(tag)) {
            ("numFmts", "styleSheet") if lists == (false, false) => lists.0 = true,
            ("cellXfs", "styleSheet") if !lists.1 => lists.1 = true,
            ("numFmt", "numFmts") => {
                let [id, code] = tag.values(["numFmtId", "formatCode"])?;
                codes.insert(id?, unescape(code?).ok()?);
            }
            ("xf", "cellXfs") => {
                let [id] = tag.values(["numFmtId"])?;
                let id = id?;
                let number = number(id)?;
                styles.push(match codes.get(id) {
                    Some(code) => Style {
                        shown: format_code::shown(code),
                        maybe_date: maybe_date(code),
                    },
                    None => Style {
                        shown: format_code::shown(u16::try_from(number).map_or("General", format_code::builtin)),
                        maybe_date: matches!(number, 14..=36 | 45..=47 | 50..=58),
                    },
                });
            }
            ("numFmt", "dxf") | ("xf", "cellStyleXfs") => {}
            _ if matches!(tag.local(), "numFmts" | "cellXfs" | "numFmt" | "xf") => return None,
            _ => {}
        }
        Some(())
    })?;
    Some(styles)
}

/// Whether numbers in the format `code` may be dates; it is said too often rather than once too few.
fn maybe_date(code: &str) -> bool {
    if code.eq_ignore_ascii_case("general") {
        return false;
    }
    if ["\\\"", "_\"", "*\""].iter().any(|escaped| code.contains(escaped)) {
        return true;
    }
    let unquoted: String = code.split('"').step_by(2).collect();
    let plain = ["[Red]", "[Blue]", "[Green]", "[Black]"]
        .iter()
        .fold(unquoted, |code, colour| code.replace(colour, ""));
    plain.contains(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 'd' | 'h' | 'm' | 's' | 'y'))
}

/// A shared string: what a cell that uses it holds; `None` for one of blanks only.
pub(super) type Shared = Option<(Content, Arc<str>)>;

/// The shared strings, which have one run of text each.
pub(super) fn strings(part: &[u8]) -> Option<Vec<Shared>> {
    let mut tags = Tags::new(part)?;
    let first = tags.next()?;
    if first.name != "sst" || !first.begins() || !first.text.trim_ascii().is_empty() {
        return None;
    }
    first.attributes(|_, _| Some(()))?;
    let mut strings = Vec::new();
    if first.kind == Kind::Open {
        loop {
            let tag = tags.next()?;
            match (tag.name, tag.kind) {
                ("si", Kind::Open) => strings.push(string(&mut tags)?),
                ("sst", Kind::Close) => break,
                _ => return None,
            }
        }
    }
    (tags.next()?.kind == Kind::End).then_some(strings)
}

/// The string whose `<si>` was just read.
fn string(tags: &mut Tags<'_>) -> Option<Shared> {
    let first = tags.next()?;
    if first.name != "t" {
        return None;
    }
    first.attributes(|name, _| (name == "xml:space").then_some(()))?;
    let text = match first.kind {
        Kind::Empty => "",
        Kind::Open => {
            let close = tags.next()?;
            (close.name == "t" && close.kind == Kind::Close).then_some(close.text)?
        }
        Kind::Close | Kind::End => return None,
    };
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            ("si", Kind::Close) => break,
            // How to read the characters aloud.
            ("phoneticPr", Kind::Empty) => {}
            _ => return None,
        }
    }
    // Ends of lines are normalised, and characters escaped, in ways of their own.
    if text.contains('\r') || text.contains("_x") {
        return None;
    }
    Some(value::text(&unescape_with(text, resolve_xml_entity).ok()?))
}

/// Goes through all elements of a part as they begin.
fn each<'a>(part: &'a [u8], mut on: impl FnMut(&Tags<'a>, &Tag<'a>) -> Option<()>) -> Option<()> {
    let mut tags = Tags::new(part)?;
    loop {
        let tag = tags.next()?;
        if tag.text.contains('&') {
            unescape_with(tag.text, resolve_xml_entity).ok()?;
        }
        if tag.kind == Kind::End {
            return Some(());
        }
        if tag.begins() {
            tag.attributes(|_, value| (!value.contains('&') || unescape(value).is_ok()).then_some(()))?;
            on(&tags, &tag)?;
        }
    }
}

/// A number written in digits, without zeros before it.
pub(super) fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 9;
    let plain = digits && !text.is_empty() && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}
