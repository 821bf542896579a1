//! Parts of a package inflated in one go.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::directory::Part;

/// Inflates parts one after the other.
pub(super) struct Inflater {
    state: Decompress,
}

/// No byte that is packed gives more of them.
pub(super) const MOST_PER_BYTE: usize = 1032;

impl Inflater {
    pub fn new() -> Self {
        Self {
            state: Decompress::new(false),
        }
    }

    /// The text of a part; `None` where it is not whole, or not in UTF-8.
    pub fn text(&mut self, part: &Part<'_>) -> Option<String> {
        let bytes = if part.is_deflated {
            // One byte more, to see that there are not more.
            let most = part.packed.len().saturating_mul(MOST_PER_BYTE).min(part.size);
            let mut bytes = Vec::with_capacity(most + 1);
            self.state.reset(false);
            let status = self
                .state
                .decompress_vec(part.packed, &mut bytes, FlushDecompress::Finish);
            matches!(status, Ok(Status::StreamEnd)).then_some(bytes)?
        } else {
            part.packed.to_vec()
        };
        let mut sum = Crc::new();
        sum.update(&bytes);
        let whole = bytes.len() == part.size && sum.sum() == part.checksum;
        whole.then(|| String::from_utf8(bytes).ok())?
    }

    /// Whether a part that is not read inflates to no more than the directory says; one that is broken may.
    pub fn is_honest(&mut self, part: &Part<'_>) -> bool {
        if !part.is_deflated || part.packed.len().saturating_mul(MOST_PER_BYTE) <= part.size {
            return true;
        }
        self.state.reset(false);
        let mut room = [0; 32 << 10];
        loop {
            let (read, written) = (self.state.total_in(), self.state.total_out());
            let input = usize::try_from(read).ok().and_then(|read| part.packed.get(read..));
            let status = self
                .state
                .decompress(input.unwrap_or_default(), &mut room, FlushDecompress::None);
            if self.state.total_out() > part.size as u64 {
                return false;
            }
            let stands = (read, written) == (self.state.total_in(), self.state.total_out());
            if stands || !matches!(status, Ok(Status::Ok | Status::BufError)) {
                return true;
            }
        }
    }
}
