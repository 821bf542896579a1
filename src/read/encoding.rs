//! Bytes to text: byte order mark, else UTF-8, else GB18030.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::limits;

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// How many places could not be decoded (each a U+FFFD).
    pub bad: usize,
    /// Byte offsets in the text of the first of them.
    pub first_bad: Vec<usize>,
    /// The encoding's name as people know it.
    pub encoding: &'static str,
}

/// Decodes `bytes`. Never fails: what cannot be decoded becomes U+FFFD and is listed.
///
/// GB18030 is tried for anything that is not UTF-8, being the superset of GBK and GB2312. A text that is UTF-8 but for a
/// few broken bytes stays UTF-8: read as GB18030 it would be nothing but wrong characters.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return lossy(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: unify_line_ends(Cow::Borrowed(text)),
            bad: 0,
            first_bad: Vec::new(),
            encoding: name(UTF_8),
        };
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        return lossy(encoding, bytes);
    }
    if is_damaged_utf8(bytes) {
        return lossy(UTF_8, bytes);
    }
    lossy(GB18030, bytes)
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let bad = || {
        let found = text.match_indices(char::REPLACEMENT_CHARACTER).map(|(at, _)| at);
        found.take(if had_errors { usize::MAX } else { 0 })
    };
    Decoded {
        bad: bad().count(),
        first_bad: bad().take(limits::LABELS).collect(),
        text: unify_line_ends(text),
        encoding: name(encoding),
    }
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 {
        "UTF-8"
    } else if encoding == GB18030 {
        "GB18030(GBK)"
    } else {
        "UTF-16"
    }
}

/// Lines end at `\n` everywhere else, so an end of the old Macintosh kind (`\r` alone) is brought to that. Of `\r\r\n`, which
/// careless copying leaves, the first is a blank. Offsets stay.
fn unify_line_ends(text: Cow<'_, str>) -> String {
    let mut text = text.into_owned();
    if !text.contains('\r') {
        return text;
    }
    let mut bytes = std::mem::take(&mut text).into_bytes();
    let mut next = 0;
    // Whether a `\n` follows, directly or behind more `\r`.
    let mut before_end = false;
    for byte in bytes.iter_mut().rev() {
        let was = *byte;
        if was == b'\r' && next != b'\n' {
            *byte = if before_end { b' ' } else { b'\n' };
        }
        before_end = was == b'\n' || was == b'\r' && before_end;
        next = was;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// UTF-16 without a mark: every ASCII character has a zero byte, always on the same side, and all of it is text.
pub(super) fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut zeros = [0_usize; 2];
    for pair in bytes.chunks_exact(2) {
        for (count, byte) in zeros.iter_mut().zip(pair) {
            *count += usize::from(*byte == 0);
        }
    }
    let enough = bytes.len() / 50 + 1;
    let encoding = match zeros {
        [0, low] if low >= enough => UTF_16LE,
        [high, 0] if high >= enough => UTF_16BE,
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let is_text = !text.contains(|c: char| c.is_control() && !c.is_whitespace());
    is_text.then_some(encoding)
}

/// Whether well-formed multi-byte characters outnumber the broken places by twenty to one, which no GBK text reaches.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut wide = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    wide >= broken.saturating_mul(20)
}
