//! One cell of an ordinary sheet, as it is written.

use std::borrow::Cow;

use memchr::memchr;

use super::strings::{self, unescaped};
use super::tags::{Kind, Tags, each_attribute, is_plain, number};

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
            let (value, rest) = value.split_at_checked(memchr(b'<', value.as_bytes())?)?;
            (value, rest.strip_prefix("</v></c>")?)
        }
        None => ("", rest.strip_prefix("<v/>").unwrap_or(rest).strip_prefix("</c>")?),
    };
    let value = match (attributes.kind, written) {
        (None | Some("n" | "s" | "b" | "e" | "str"), "") => Value::Nothing,
        (None | Some("n"), number) => Value::Number(number),
        (Some("s"), index) => Value::Shared(number(index)? as usize),
        (Some("str"), text) => Value::Text(unescaped(text)?),
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
fn attributes(text: &str) -> Option<(Attributes<'_>, bool, &str)> {
    let mut attributes = Attributes::default();
    let mut rest = text;
    loop {
        let spaced = rest.trim_ascii_start();
        if let Some(inside) = spaced.strip_prefix('>') {
            return Some((attributes, false, inside));
        }
        if let Some(after) = spaced.strip_prefix("/>") {
            return Some((attributes, true, after));
        }
        (spaced.len() < rest.len()).then_some(())?;
        let [name, b'=', quote @ (b'"' | b'\''), ..] = *spaced.as_bytes() else {
            return None;
        };
        let value = spaced.get(3..)?;
        let (value, after) = value.split_at_checked(value.bytes().position(|byte| byte == quote)?)?;
        let slot = match name {
            b'r' => &mut attributes.place,
            b's' => &mut attributes.style,
            b't' => &mut attributes.kind,
            _ => return None,
        };
        slot.replace(value).is_none().then_some(())?;
        rest = after.get(1..)?;
    }
}

/// What follows the formula that `text` begins with behind `<f`.
fn behind_formula(text: &str) -> Option<&str> {
    let (attributes, after) = text.split_at_checked(memchr(b'>', text.as_bytes())?)?;
    let after = after.get(1..)?;
    let (attributes, is_empty) = match attributes.strip_suffix('/') {
        Some(attributes) => (attributes, true),
        None => (attributes, false),
    };
    let known = attributes.is_empty() || attributes.starts_with(|c: char| c.is_ascii_whitespace());
    let plain = known && !attributes.contains(['<', '&']);
    plain.then_some(())?;
    each_attribute(attributes, |_, _| Some(()))?;
    if is_empty {
        return Some(after);
    }
    let (formula, after) = after.split_at_checked(memchr(b'<', after.as_bytes())?)?;
    is_plain(formula).then_some(())?;
    after.strip_prefix("</f>")
}

/// The text of a cell that holds its own, and what follows the cell.
fn inline(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut tags = Tags::new(text.strip_prefix("<is>")?)?;
    let tag = tags.next()?;
    (tag.name == "t" && tag.text.is_empty() && matches!(tag.kind, Kind::Open | Kind::Empty)).then_some(())?;
    let run = strings::run(&mut tags, &tag)?;
    Some((run, tags.rest().strip_prefix("</is></c>")?))
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
