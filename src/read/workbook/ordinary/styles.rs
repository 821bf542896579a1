//! What the number formats of an ordinary workbook show.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::escape::unescape;

use super::tags::{each, number};
use crate::read::workbook::format_code::{self, Shown};

/// The format of a cell.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub shown: Shown,
    /// Whether numbers may be shown as dates.
    pub maybe_date: bool,
}

/// The formats of cells by their number.
pub(super) fn read(part: &str) -> Option<Vec<Style>> {
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

