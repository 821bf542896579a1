//! What the number formats of an ordinary workbook show.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::escape::unescape;

use super::tags::{each, number};
use crate::read::workbook::format_code::{self, Shown};

/// Bytes of a format's code; spreadsheets allow 255 characters.
const CODE_BYTES: usize = 1024;

/// The format of a cell.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub shown: Shown,
    pub shows: Shows,
}

/// What a format makes of a number.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shows {
    #[default]
    Figure,
    Date,
    /// A duration, or who knows.
    Unclear,
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
                let code = unescape(code?).ok()?;
                (code.len() <= CODE_BYTES).then_some(())?;
                codes.insert(id?, code);
            }
            ("xf", "cellXfs") => {
                let [id] = tag.values(["numFmtId"])?;
                let id = id?;
                let number = number(id)?;
                styles.push(match codes.get(id) {
                    Some(code) => Style {
                        shown: format_code::shown(code),
                        shows: shows(code),
                    },
                    None => Style {
                        shown: format_code::shown(u16::try_from(number).map_or("General", format_code::builtin)),
                        shows: match number {
                            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shows::Date,
                            46 => Shows::Unclear,
                            _ => Shows::Figure,
                        },
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

/// What numbers in the format `code` are.
fn shows(code: &str) -> Shows {
    if code.eq_ignore_ascii_case("general") {
        return Shows::Figure;
    }
    // The language of a date.
    let own = match code.strip_prefix("[$").and_then(|code| code.split_once(']')) {
        Some((language, rest))
            if language
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') =>
        {
            rest
        }
        _ => code,
    };
    if own.starts_with(is_time) {
        return Shows::Date;
    }
    if ["\\\"", "_\"", "*\""].iter().any(|escaped| code.contains(escaped)) {
        return Shows::Unclear;
    }
    let unquoted: String = code.split('"').step_by(2).collect();
    let plain = ["[Red]", "[Blue]", "[Green]", "[Black]"]
        .iter()
        .fold(unquoted, |code, colour| code.replace(colour, ""));
    if plain.contains(|c: char| is_time(c) || c.eq_ignore_ascii_case(&'a')) {
        Shows::Unclear
    } else {
        Shows::Figure
    }
}

fn is_time(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'd' | 'h' | 'm' | 's' | 'y')
}
