//! Text of reports made fit for a workbook.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use crate::finding::CheckedReport;
use crate::render::plain::entity;

/// Characters that a cell or a comment holds.
const MOST_CHARACTERS: usize = 32_767;
/// Characters (UTF-16) of a sheet's name.
const SHEET_NAME: usize = 31;

/// `text` without what XML or a reader of the cell can't bear: control characters, marks that turn the direction of
/// writing; cut to what a cell holds.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    if text.len() <= MOST_CHARACTERS && !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut room = MOST_CHARACTERS - 1;
    let mut out = String::new();
    for c in text.chars().filter(|c| !bad(*c)) {
        let Some(left) = room.checked_sub(c.len_utf16()) else {
            out.push('…');
            break;
        };
        room = left;
        out.push(c);
    }
    Cow::Owned(out)
}

/// [`clean`] and escaped, for element content and attributes. `_x000D_` would be read as the character it names, so its
/// first `_` is written that way itself.
pub(super) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None if c == '_' && names_a_character(rest.as_str()) => out.push_str("_x005F_"),
            None => out.push(c),
        }
    }
    out
}

/// [`escape`] for an attribute, where line breaks would be blanks.
pub(super) fn attribute(text: &str) -> String {
    escape(text).replace(['\n', '\t'], " ")
}

/// Whether `rest` goes on a `_` as `x000D_` does.
fn names_a_character(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.first() == Some(&b'x')
        && bytes.get(5) == Some(&b'_')
        && bytes
            .get(1..5)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// `text` about places of the only file of a report, without the file's name before each.
pub(super) fn in_file(text: &str, report: &CheckedReport) -> String {
    match report.files.as_slice() {
        [file] => text.replace(&format!("{}!", file.name), ""),
        _ => text.to_owned(),
    }
}

/// Whether a spreadsheet would take `text` for a formula if it were typed in.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '=', '+', '-', '@'])
}

/// Names of sheets: legal, and no two the same.
#[derive(Default)]
pub(super) struct SheetNames(HashSet<String>);

impl SheetNames {
    /// Takes names that are in use.
    pub fn reserve<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.0.extend(names.into_iter().map(str::to_lowercase));
    }

    /// A legal name like `wanted` that is not in use.
    pub fn take(&mut self, wanted: &str) -> String {
        let legal: String = clean(wanted)
            .chars()
            .map(|c| {
                if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\n' | '\t') {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let legal = legal.trim().trim_matches('\'');
        let legal = if legal.is_empty() { "表" } else { legal };
        let mut name = shorten(legal, SHEET_NAME);
        let mut number = 1;
        while !self.0.insert(name.to_lowercase()) {
            number += 1;
            let mut tail = String::new();
            let _ = write!(tail, " ({number})");
            name = shorten(legal, SHEET_NAME - tail.len()) + &tail;
        }
        name
    }
}

/// The start of `text` of at most `most` UTF-16 units.
fn shorten(text: &str, most: usize) -> String {
    let mut length = 0;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= most
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// `B7` for row 6 and column 1, both 0-based.
pub(super) fn a1(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// `B7` as row and column, both 0-based; `$` is skipped. `None` where no sheet has such a cell.
pub(super) fn address(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let (letters, digits) = text.split_at_checked(text.find(|c: char| c.is_ascii_digit())?)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        (value <= 26).then_some(())?;
        column.checked_mul(26)?.checked_add(value)
    })?;
    let row: u32 = digits.parse().ok()?;
    let at = (row.checked_sub(1)?, column.checked_sub(1)?);
    (at.0 < 1_048_576 && at.1 < 16_384).then_some(at)
}

/// Where a link within a workbook leads: `'公开06表'!I36`.
pub(super) fn location(sheet: &str, row: u32, column: u32) -> String {
    format!("'{}'!{}", sheet.replace('\'', "''"), a1(row, column))
}
