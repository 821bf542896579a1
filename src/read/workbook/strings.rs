//! The lengths of the shared strings of an xls. The library copies a string for every cell that uses it, so that a long one
//! used by very many cells must be seen before.

use super::compound::word;

/// Characters of each string of the table in `segments`: the data of the SST record and of the CONTINUE records after it. Ends where the
/// table breaks.
pub(super) fn lengths(segments: &[&[u8]]) -> Vec<u32> {
    let mut cursor = Cursor { segments, rest: &[] };
    let mut lengths = Vec::new();
    if cursor.skip(8).is_some() {
        while let Some(length) = cursor.string() {
            lengths.push(length);
        }
    }
    lengths
}

struct Cursor<'a> {
    segments: &'a [&'a [u8]],
    rest: &'a [u8],
}

impl Cursor<'_> {
    /// Passes a string and gives its characters.
    fn string(&mut self) -> Option<u32> {
        let length = self.short()?;
        let mut flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.short()? } else { 0 };
        let extra = if flags & 4 != 0 {
            u64::from(self.short()?) | u64::from(self.short()?) << 16
        } else {
            0
        };
        let mut left = usize::from(length);
        while left > 0 {
            let width = 1 + usize::from(flags & 1);
            let here = left.min(self.rest.len() / width);
            self.rest = self.rest.get(here * width..)?;
            left -= here;
            if left > 0 {
                // A string that goes on in the next record says its width anew.
                self.rest = &[];
                flags = self.byte()?;
            }
        }
        self.skip(u64::from(runs) * 4 + extra)?;
        Some(u32::from(length))
    }

    /// Passes `count` bytes, over the ends of records.
    fn skip(&mut self, mut count: u64) -> Option<()> {
        while count > 0 {
            self.fill()?;
            let here = usize::try_from(count).unwrap_or(usize::MAX).min(self.rest.len());
            self.rest = self.rest.get(here..)?;
            count -= here as u64;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.fill()?;
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn short(&mut self) -> Option<u16> {
        word(&[self.byte()?, self.byte()?], 0)
    }

    /// Goes to the next record at the end of one.
    fn fill(&mut self) -> Option<()> {
        while self.rest.is_empty() {
            let (next, others) = self.segments.split_first()?;
            (self.rest, self.segments) = (next, others);
        }
        Some(())
    }
}
