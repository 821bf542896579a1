//! Places of cells that the library's arithmetic cannot bear: they would come round to a place where another cell stands, or
//! end before they begin.

/// Letters of a column and digits of a row that stay below 2^32. The last cell of a sheet is `XFD1048576`.
const LETTERS: usize = 6;
/// See [`LETTERS`].
const DIGITS: usize = 9;

/// Whether a row, a cell or an area of the sheet `part` says (`r="A4294967298"`, `ref="I1:C28"`) that it stands where no sheet has
/// a place.
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
        let mut places = value.split(|byte| *byte == b':').map(place);
        let Some(Some(first)) = places.next() else { return true };
        let ends_before = |last: (u64, u64)| is_dimension(before) && (last.0 < first.0 || last.1 < first.1);
        places.any(|place| place.is_none_or(ends_before))
    })
}

/// `$B$7` as column and row, either of them 0 where it is not written; `None` where one of them is too long.
fn place(text: &[u8]) -> Option<(u64, u64)> {
    let written = || text.iter().filter(|byte| **byte != b'$');
    let letters = || written().take_while(|byte| byte.is_ascii_alphabetic());
    let digits = || written().skip(letters().count());
    (letters().count() <= LETTERS && digits().count() <= DIGITS).then_some(())?;
    let column = letters().fold(0, |column, letter| {
        column * 26 + u64::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = digits().fold(0, |row, digit| row * 10 + u64::from(digit.saturating_sub(b'0')));
    Some((column, row))
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

/// Whether `before` is in the tag that says which area the sheet fills. The library counts the rows of no other.
fn is_dimension(before: &[u8]) -> bool {
    let tag = memchr::memrchr(b'<', before).and_then(|at| before.get(at + 1..));
    let name = tag.and_then(|tag| tag.split(u8::is_ascii_whitespace).next());
    name.is_some_and(|name| name.ends_with(b"dimension"))
}
