//! The parts of an ordinary package, as its directory lists them.

use std::collections::HashSet;

use crate::read::limits;
use crate::read::package::directory_entries;
use crate::read::workbook::compound::{long, word};

/// The parts of a package. Whatever is not strictly in order (a comment at the end, extra fields, encryption, parts that leave the file,
/// names that are not plain or stand twice) gives `None`.
pub(super) struct Directory<'a> {
    parts: Vec<Part<'a>>,
}

/// A part, still packed.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub name: &'a str,
    pub packed: &'a [u8],
    pub is_deflated: bool,
    /// Its bytes when inflated, as the directory says.
    pub size: usize,
    pub checksum: u32,
}

/// The directory's end without a comment.
const END: usize = 22;
const END_MARK: &[u8] = b"PK\x05\x06";
const ENTRY: usize = 46;
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const HEADER: usize = 30;
const HEADER_MARK: &[u8] = b"PK\x03\x04";

/// Flags of a part that change nothing: how hard it was packed, that its sizes stand behind it too, that its name is UTF-8.
const HARMLESS: u16 = 0b1000_0000_1110;

impl<'a> Directory<'a> {
    /// The directory at the very end of `bytes`.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let end_at = bytes.len().checked_sub(END)?;
        let end = bytes.get(end_at..)?.strip_prefix(END_MARK)?;
        let count = word(end, 4)?;
        let (length, start) = (long(end, 8)? as usize, long(end, 12)? as usize);
        let one_disk = word(end, 0)? == 0 && word(end, 2)? == 0 && word(end, 6)? == count;
        let whole = start.checked_add(length)? == end_at && word(end, 16)? == 0;
        let room = usize::from(count) <= limits::PACKAGE_PARTS && directory_entries(bytes) <= limits::PACKAGE_PARTS;
        (one_disk && whole && room).then_some(())?;
        let contents = bytes.get(..start)?;
        let mut entries = bytes.get(start..end_at)?;
        let mut parts = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (part, rest) = entry(entries, contents)?;
            parts.push(part);
            entries = rest;
        }
        let mut names = HashSet::new();
        let distinct = parts.iter().all(|part| names.insert(part.name.to_ascii_lowercase()));
        let size = parts
            .iter()
            .try_fold(0_usize, |size, part| size.checked_add(part.size))?;
        let fits = size as u64 <= limits::INFLATE_FREE;
        (entries.is_empty() && distinct && fits).then_some(Self { parts })
    }

    /// All parts.
    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// The part of exactly this name.
    pub fn part(&self, name: &str) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Whether a part's name ends in `end`, whatever its case.
    pub fn has_ending(&self, end: &str) -> bool {
        self.parts.iter().any(|part| {
            let tail = part
                .name
                .len()
                .checked_sub(end.len())
                .and_then(|at| part.name.get(at..));
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        })
    }
}

/// The part that the first entry of `entries` lists, and the entries behind it.
fn entry<'a>(entries: &'a [u8], contents: &'a [u8]) -> Option<(Part<'a>, &'a [u8])> {
    let entry = entries.strip_prefix(ENTRY_MARK)?;
    let (flags, method) = (word(entry, 4)?, word(entry, 6)?);
    let (packed, size) = (long(entry, 16)? as usize, long(entry, 20)? as usize);
    let name_length = usize::from(word(entry, 24)?);
    let plain = flags & !HARMLESS == 0 && word(entry, 26)? == 0 && word(entry, 28)? == 0 && word(entry, 30)? == 0;
    let is_deflated = match method {
        0 if packed == size => false,
        8 => true,
        _ => return None,
    };
    let name = std::str::from_utf8(entries.get(ENTRY..ENTRY + name_length)?).ok()?;
    let named = !name.starts_with('/') && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (plain && named).then_some(())?;
    let at = long(entry, 38)? as usize;
    let header = contents.get(at..)?.strip_prefix(HEADER_MARK)?;
    let start = at + HEADER + usize::from(word(header, 22)?) + usize::from(word(header, 24)?);
    let part = Part {
        name,
        packed: contents.get(start..start.checked_add(packed)?)?,
        is_deflated,
        size,
        checksum: long(entry, 12)?,
    };
    Some((part, entries.get(ENTRY + name_length..)?))
}
