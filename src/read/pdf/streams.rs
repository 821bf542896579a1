//! How large the packed parts of a file are when unpacked. The library unpacks each whole, however large.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::super::limits;

/// What a packed byte can become, about.
const MOST: u64 = 1032;

/// How far before its data a part's description is looked for.
const DESCRIPTION: usize = 4096;

/// Whether every packed part stays within its limit when unpacked.
pub(super) fn are_sane(bytes: &[u8]) -> bool {
    let mut counted = 0;
    for part in (Parts { bytes, at: 0 }) {
        let most = if part.is_picture() {
            limits::PDF_PICTURE_BYTES
        } else {
            limits::PDF_PART_BYTES
        };
        match part.unpacked(most) {
            Some(size) => counted += size,
            None => return false,
        }
        if counted > limits::PDF_UNPACKED_BYTES {
            return false;
        }
    }
    true
}

/// A stream of a file.
struct Part<'b> {
    /// What is said of it, and perhaps a little of what stands before.
    description: &'b [u8],
    /// Its bytes, and all that follow where its length is not said.
    data: &'b [u8],
}

impl Part<'_> {
    /// The unpacked size, or the packed one where that is too small to matter; `None` where it is over `most`.
    fn unpacked(&self, most: u64) -> Option<u64> {
        let data = self
            .length()
            .and_then(|length| self.data.get(..length))
            .unwrap_or(self.data);
        let can_burst = |bytes: u64| bytes.saturating_mul(MOST) > most;
        let mut size = data.len() as u64;
        let said = |word: &[u8]| count(self.description, word);
        let packings = said(b"/Fl") + said(b"/LZW") + said(b"/RL") + said(b"/RunLength");
        if can_burst(size) || packings > 1 {
            let mut packed = ZlibDecoder::new(data);
            let whole = unpack(&mut packed, most)?;
            // The library goes on where packed data is broken, and nothing here unpacks LZW, which no program writes any more.
            let rest = size.saturating_sub(packed.total_in());
            let is_unknown = said(b"/LZW") > 0 || whole.is_broken && whole.size > 0;
            if is_unknown && can_burst(rest) {
                return None;
            }
            size = whole.size.max(unpack(&mut DeflateDecoder::new(data), most)?.size);
        }
        // Packed more than once, which no program does: each time may multiply it.
        (packings <= 1 || !can_burst(size)).then_some(size)
    }

    /// The length, where it is said at once and not by reference.
    fn length(&self) -> Option<usize> {
        let at = find(self.description, b"/Length")?;
        let rest = self.description.get(at + b"/Length".len()..)?.trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let after = rest.get(digits..)?.trim_ascii_start();
        let is_reference = after.first().is_some_and(u8::is_ascii_digit);
        let number = std::str::from_utf8(rest.get(..digits)?).ok()?.parse().ok()?;
        (!is_reference && self.ends_at(number)).then_some(number)
    }

    fn ends_at(&self, length: usize) -> bool {
        let after = self.data.get(length..).map(<[u8]>::trim_ascii_start);
        after.is_some_and(|after| after.starts_with(b"endstream"))
    }

    fn is_picture(&self) -> bool {
        find(self.description, b"/Image").is_some()
    }
}

/// What came out.
struct Unpacked {
    size: u64,
    is_broken: bool,
}

/// Unpacks up to the end or an error; `None` where more than `most` bytes come out.
fn unpack(decoder: &mut impl Read, most: u64) -> Option<Unpacked> {
    let mut decoder = decoder.take(most + 1);
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    let is_broken = loop {
        match decoder.read(&mut buffer) {
            Ok(0) => break false,
            Ok(count) => size += count as u64,
            Err(_) => break true,
        }
    };
    (size <= most).then_some(Unpacked { size, is_broken })
}

/// The streams of a file.
struct Parts<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Iterator for Parts<'b> {
    type Item = Part<'b>;

    fn next(&mut self) -> Option<Part<'b>> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let found = self.at + find(rest, b"stream")?;
            self.at = found + b"stream".len();
            let before = self.bytes.get(..found).unwrap_or_default();
            // A dictionary comes before it, or the bytes are something else: the mark of an end, or data that looks like one.
            if !before.trim_ascii_end().ends_with(b">>") {
                continue;
            }
            let tail = before
                .get(before.len().saturating_sub(DESCRIPTION)..)
                .unwrap_or_default();
            let begins = tail.windows(4).rposition(|window| window == b" obj").unwrap_or(0);
            let data = self.bytes.get(self.at..).unwrap_or_default();
            let data = data.strip_prefix(b"\r").unwrap_or(data);
            return Some(Part {
                description: tail.get(begins..).unwrap_or_default(),
                data: data.strip_prefix(b"\n").unwrap_or(data),
            });
        }
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| *window == word).count()
}
