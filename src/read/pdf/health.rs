//! Whether a file is whole. The library repairs what is broken without a word, and leaves out what it cannot find.

/// How far from the end the mark of the end may stand; some programs add a little after it.
const TAIL: usize = 2048;

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// The end is missing.
    NoEnd,
    /// The end is there, but the index it points at is not.
    NoIndex,
    /// Something packed in it is not what was packed.
    Packed,
}

/// Looks at the end of a file. The index it points at must be where it says.
pub(super) fn damage(bytes: &[u8]) -> Option<Damage> {
    let end = bytes.trim_ascii_end();
    let end = end
        .iter()
        .rposition(|byte| *byte != 0)
        .and_then(|last| end.get(..=last))
        .unwrap_or_default();
    let tail = end.get(end.len().saturating_sub(TAIL)..).unwrap_or_default();
    let Some(offset) = last_index(tail) else {
        return Some(Damage::NoEnd);
    };
    // Offsets count from the header; something may stand before it.
    let header = find(bytes.get(..1024).unwrap_or(bytes), b"%PDF").unwrap_or(0);
    let is_index = |offset: usize| bytes.get(offset..).is_some_and(begins_index);
    let found = is_index(offset) || offset.checked_add(header).is_some_and(is_index);
    (!found).then_some(Damage::NoIndex)
}

/// The number in the last `startxref N %%EOF`.
fn last_index(tail: &[u8]) -> Option<usize> {
    let end = rfind(tail, b"%%EOF")?;
    let before = tail.get(..end)?;
    let start = rfind(before, b"startxref")?;
    let number = before.get(start + b"startxref".len()..)?.trim_ascii();
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// `xref`, or an object (`12 0 obj`) that holds the index.
fn begins_index(bytes: &[u8]) -> bool {
    let head = bytes.get(..64).unwrap_or(bytes).trim_ascii_start();
    if head.starts_with(b"xref") {
        return true;
    }
    let words = head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut words = words.map(|word| word.strip_suffix(b"<<").unwrap_or(word));
    let is_number = |word: Option<&[u8]>| word.is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    is_number(words.next()) && is_number(words.next()) && words.next().is_some_and(|word| word.starts_with(b"obj"))
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}
