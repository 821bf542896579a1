//! Parts of a package inflated in one go.

use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::{Decompressor, crc32};

use super::directory::Part;

/// Inflates parts one after the other.
pub(super) struct Inflater {
    whole: Decompressor,
    /// For parts of which only the size is asked.
    by_pieces: Decompress,
}

/// No byte that is packed gives more of them.
pub(super) const MOST_PER_BYTE: usize = 1032;

impl Inflater {
    pub fn new() -> Self {
        Self {
            whole: Decompressor::new(),
            by_pieces: Decompress::new(false),
        }
    }

    /// The text of a part, in `room`; `None` where it is not whole, or not in UTF-8.
    pub fn text<'r>(&mut self, part: &Part<'_>, room: &'r mut Vec<u8>) -> Option<&'r str> {
        if part.is_deflated {
            (part.packed.len().saturating_mul(MOST_PER_BYTE) >= part.size).then_some(())?;
            room.resize(part.size, 0);
            let length = self.whole.deflate_decompress(part.packed, room).ok()?;
            (length == part.size).then_some(())?;
        } else {
            room.clear();
            room.extend_from_slice(part.packed);
        }
        (crc32(room) == part.checksum).then_some(())?;
        simdutf8::basic::from_utf8(room).ok()
    }

    /// Whether a part that is not read inflates to no more than the directory says; one that is broken may.
    pub fn is_honest(&mut self, part: &Part<'_>) -> bool {
        if !part.is_deflated || part.packed.len().saturating_mul(MOST_PER_BYTE) <= part.size {
            return true;
        }
        self.by_pieces.reset(false);
        let mut room = [0; 32 << 10];
        loop {
            let (read, written) = (self.by_pieces.total_in(), self.by_pieces.total_out());
            let input = usize::try_from(read).ok().and_then(|read| part.packed.get(read..));
            let status = self
                .by_pieces
                .decompress(input.unwrap_or_default(), &mut room, FlushDecompress::None);
            if self.by_pieces.total_out() > part.size as u64 {
                return false;
            }
            let stands = (read, written) == (self.by_pieces.total_in(), self.by_pieces.total_out());
            if stands || !matches!(status, Ok(Status::Ok | Status::BufError)) {
                return true;
            }
        }
    }
}
