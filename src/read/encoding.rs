//! Bytes to text: byte order mark, else UTF-8, else GB18030.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

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

/// The name of a file as it is shown: UTF-8, or else GB18030, which Chinese systems have always written without saying so.
#[must_use]
pub fn decode_name(raw: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(raw).map_or_else(|_| GB18030.decode_without_bom_handling(raw).0, Cow::Borrowed)
}

/// Decodes a web page. What it says of its own encoding counts where its bytes do not tell: one that is neither UTF-8 nor of
/// the GB family. Bad bytes have no places, because the page's text is not what is shown.
pub(super) fn decode_page(bytes: &[u8]) -> Decoded {
    // Templates name Latin encodings for Chinese pages, and no page that names UTF-16 in ASCII is in it.
    let no_news = |encoding: &'static Encoding| {
        encoding.is_single_byte() || [UTF_8, GBK, GB18030, UTF_16LE, UTF_16BE].contains(&encoding)
    };
    let declared = declared(bytes).filter(|encoding| !no_news(encoding));
    let decoded = match declared {
        Some(encoding) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            lossy(encoding, bytes)
        }
        _ => decode(bytes),
    };
    Decoded {
        first_bad: Vec::new(),
        ..decoded
    }
}

/// The encoding that `charset=` at the beginning of a page names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let at = head
        .windows(CHARSET.len())
        .position(|window| window.eq_ignore_ascii_case(CHARSET))?;
    let label = head.get(at + CHARSET.len()..)?.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let length = label
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b':'));
    Encoding::for_label(label.get(..length.unwrap_or(label.len()))?)
}

const CHARSET: &[u8] = b"charset=";

/// How far a page's own encoding is looked for; browsers look less far.
const HEAD_BYTES: usize = 4096;

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
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        "UTF-16"
    } else {
        encoding.name()
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
