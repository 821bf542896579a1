//! Places of cells that the library's arithmetic cannot bear: they would come round to a place where another cell stands.

/// Letters of a column and digits of a row that stay below 2^32. The last cell of a sheet is `XFD1048576`.
const LETTERS: usize = 6;
/// See [`LETTERS`].
const DIGITS: usize = 9;

/// Whether a row, a cell or an area of the sheet `part` says (`r="A4294967298"`) that it stands where no sheet has a place.
pub(super) fn is_out_of_bounds(part: &[u8]) -> bool {
    memchr::memchr_iter(b'=', part).any(|at| {
        let (before, after) = part.split_at_checked(at).unwrap_or_default();
        if !begins_place(before) && !begins_area(before) {
            return false;
        }
        let value = after.get(1..).unwrap_or_default().trim_ascii_start();
        let Some((quote, value)) = value.split_first() else {
            return false;
        };
        let value = value.split(|byte| byte == quote).next().unwrap_or_default();
        value.split(|byte| *byte == b':').any(|place| {
            let written = place.iter().filter(|byte| **byte != b'$');
            let letters = written.clone().take_while(|byte| byte.is_ascii_alphabetic()).count();
            letters > LETTERS || written.count().saturating_sub(letters) > DIGITS
        })
    })
}

/// Whether a text, no attribute of a cell, holds something that would be taken for one.
pub(super) fn has_place(text: &str) -> bool {
    memchr::memchr_iter(b'=', text.as_bytes()).any(|at| text.as_bytes().get(..at).is_some_and(begins_place))
}

/// Whether `before` ends in the name of the attribute that says where a cell stands.
fn begins_place(before: &[u8]) -> bool {
    matches!(before.trim_ascii_end(), [.., gap, b'r'] if gap.is_ascii_whitespace())
}

/// The same of an area.
fn begins_area(before: &[u8]) -> bool {
    matches!(before.trim_ascii_end(), [.., gap, b'r', b'e', b'f'] if gap.is_ascii_whitespace())
}
