//! One cell of an ordinary sheet, as it is written.

use std::borrow::Cow;

use memchr::memchr;

use super::strings::{self, unescaped};
use super::tags::{Kind, Step, Tags, is_plain, number, step};
use crate::read::workbook::bounds::has_place;

/// A cell as it is written.
pub(super) struct Written<'a> {
    /// Row and column, 0-based; `None` where the cell does not say.
    pub place: Option<(u32, u32)>,
    pub style: Option<usize>,
    pub has_formula: bool,
    pub value: Value<'a>,
}

/// What a cell holds.
pub(super) enum Value<'a> {
    Nothing,
    Number(&'a str),
    /// The number of a shared string.
    Shared(usize),
    Text(Cow<'a, str>),
    Bool(bool),
    Error(&'a str),
}

const ERRORS: &[&str] = &["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// What stands in the tag of a cell.
#[derive(Default)]
struct Attributes<'a> {
    place: Option<&'a str>,
    style: Option<&'a str>,
    kind: Option<&'a str>,
}

/// The cell that `text` begins with behind `<c`, and what follows it.
pub(super) fn next(text: &str) -> Option<(Written<'_>, &str)> {
    let (attributes, is_empty, inside) = attributes(text)?;
    let place = match attributes.place {
        Some(place) => Some(address(place)?),
        None => None,
    };
    let style = match attributes.style {
        Some(style) => Some(number(style)? as usize),
        None => None,
    };
    let cell = |has_formula, value| Written {
        place,
        style,
        has_formula,
        value,
    };
    if is_empty {
        return Some((cell(false, Value::Nothing), inside));
    }
    let (has_formula, rest) = match inside.strip_prefix("<f") {
        Some(formula) => (true, behind_formula(formula)?),
        None => (false, inside),
    };
    if attributes.kind == Some("inlineStr") {
        (!has_formula).then_some(())?;
        let (text, rest) = inline(rest)?;
        return Some((cell(false, Value::Text(text)), rest));
    }
    let (written, rest) = match rest.strip_prefix("<v>") {
        Some(value) => {
            let (value, rest) = value.split_at_checked(value.bytes().position(|byte| byte == b'<')?)?;
            (value, rest.strip_prefix("</v></c>")?)
        }
        None => ("", rest.strip_prefix("<v/>").unwrap_or(rest).strip_prefix("</c>")?),
    };
    let value = match (attributes.kind, written) {
        (None | Some("n" | "s" | "b" | "e" | "str"), "") => Value::Nothing,
        (None | Some("n"), number) => Value::Number(number),
        (Some("s"), index) => Value::Shared(number(index)? as usize),
        (Some("str"), text) if !has_place(text) => Value::Text(unescaped(text)?),
        (Some("b"), "0") => Value::Bool(false),
        (Some("b"), "1") => Value::Bool(true),
        (Some("e"), error) if ERRORS.contains(&error) => Value::Error(error),
        _ => return None,
    };
    // A formula that gives an empty text has a value: the empty one.
    let empty_text = attributes.kind == Some("str") && written.is_empty();
    Some((cell(has_formula && !empty_text, value), rest))
}

/// The attributes of a cell's tag, whether the tag is all there is of the cell, and what follows the tag.
fn attributes(mut rest: &str) -> Option<(Attributes<'_>, bool, &str)> {
    let mut attributes = Attributes::default();
    loop {
        let (name, value) = match step(&mut rest)? {
            Step::Attribute(name, value) => (name, value),
            Step::Open => return Some((attributes, false, rest)),
            Step::Empty => return Some((attributes, true, rest)),
        };
        let slot = match name {
            "r" => &mut attributes.place,
            "s" => &mut attributes.style,
            "t" => &mut attributes.kind,
            _ => return None,
        };
        slot.replace(value).is_none().then_some(())?;
    }
}

/// What follows the formula that `rest` begins with behind `<f`.
fn behind_formula(mut rest: &str) -> Option<&str> {
    loop {
        match step(&mut rest)? {
            Step::Attribute(name, value) => (name != "r" && !has_place(value)).then_some(())?,
            Step::Open => break,
            Step::Empty => return Some(rest),
        }
    }
    let (formula, after) = rest.split_at_checked(memchr(b'<', rest.as_bytes())?)?;
    (is_plain(formula) && !has_place(formula)).then_some(())?;
    after.strip_prefix("</f>")
}

/// The text of a cell that holds its own, and what follows the cell.
fn inline(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut tags = Tags::new(text)?;
    let tag = tags.next()?;
    (tag.name == "is" && tag.kind == Kind::Open && tag.text.is_empty()).then_some(())?;
    let held = strings::text(&mut tags, "is")?;
    let after = tags.rest();
    let written = text.get(..text.len().checked_sub(after.len())?)?;
    (!has_place(written)).then_some(())?;
    Some((held, after.strip_prefix("</c>")?))
}

/// `B7` as row and column, both 0-based; no more than a sheet can have.
pub(super) fn address(text: &str) -> Option<(u32, u32)> {
    let split = text.bytes().position(|byte| byte.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    ((1..=3).contains(&letters.len()) && digits.len() <= 7).then_some(())?;
    let column = letters.bytes().try_fold(0, |column, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    Some((number(digits)?.checked_sub(1)?, column - 1))
}
