//! Whether the packed parts of a file are what was packed, and how large they are when unpacked. The library unpacks each whole, however
//! large, and takes what comes out of a broken one.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::super::limits;

/// What a packed byte can become, about.
const MOST: u64 = 1032;

/// How far before its data a part's description is looked for.
const DESCRIPTION: usize = 4096;

/// What the packed parts of a file are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Packing {
    /// All is as it should be.
    Sound,
    /// Something is not what was packed.
    Damaged,
    /// Something is too large when unpacked, or may be.
    TooLarge,
}

/// What was found out about the parts of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Survey {
    /// The worst of them.
    pub packing: Packing,
    /// Bytes of the largest that may hold drawing instructions.
    pub largest: u64,
}

/// Looks at every part.
pub(super) fn survey(bytes: &[u8]) -> Survey {
    // What is enciphered looks like damage.
    let is_enciphered = find(bytes, b"/Encrypt").is_some();
    let mut survey = Survey {
        packing: Packing::Sound,
        largest: 0,
    };
    let mut counted = 0;
    for part in (Parts { bytes, at: 0 }) {
        let unpacked = part.unpacked();
        counted += unpacked.as_ref().map_or(0, |unpacked| unpacked.size);
        let Some(unpacked) = unpacked.filter(|_| counted <= limits::PDF_UNPACKED_BYTES) else {
            survey.packing = Packing::TooLarge;
            return survey;
        };
        if part.is_picture() {
            continue;
        }
        if unpacked.is_broken && !is_enciphered {
            survey.packing = Packing::Damaged;
        }
        if !part.is_font() {
            survey.largest = survey.largest.max(unpacked.size);
        }
    }
    survey
}

/// A stream of a file.
struct Part<'b> {
    /// What is said of it.
    description: &'b [u8],
    /// Its bytes, and all that follow.
    data: &'b [u8],
}

/// What came out.
#[derive(Debug)]
struct Unpacked {
    size: u64,
    is_broken: bool,
}

impl<'b> Part<'b> {
    /// Unpacks to see what comes out; `None` where it is too much, or may be.
    fn unpacked(&self) -> Option<Unpacked> {
        let said = |word: &[u8]| count(self.description, word);
        let (flate, other) = (said(b"/Fl"), said(b"/LZW") + said(b"/RL") + said(b"/RunLength"));
        let most = if self.is_picture() {
            limits::PDF_PICTURE_BYTES
        } else {
            limits::PDF_PART_BYTES
        };
        let can_burst = |bytes: usize| (bytes as u64).saturating_mul(MOST) > most;
        let data = self.bytes();
        if flate == 0 && !can_burst(data.len()) {
            return Some(Unpacked {
                size: data.len() as u64,
                is_broken: false,
            });
        }
        // Where its length is not said here, what follows may belong to it.
        let whole = if self.length().is_some() { data } else { self.data };
        let unpacked = zlib(whole, most)?;
        let largest = unpacked.size.max(unpack(&mut DeflateDecoder::new(whole), most)?.size);
        // Packed more than once, which no program does: each time may multiply it. The library goes on where packed data is broken,
        // and nothing here unpacks LZW, which no program writes any more.
        let multiplies = flate + other > 1 && can_burst(usize::try_from(largest).ok()?);
        let is_unknown = other > 0 || flate > 0 && unpacked.is_broken;
        if multiplies || is_unknown && can_burst(data.len()) {
            return None;
        }
        let is_plain = flate == 1 && other == 0 && said(b"/ASCII") + said(b"/A85") + said(b"/AHx") == 0;
        Some(Unpacked {
            size: largest.max(data.len() as u64),
            is_broken: is_plain && unpacked.is_broken,
        })
    }

    /// Its bytes, as far as can be seen.
    fn bytes(&self) -> &'b [u8] {
        let length = self.length().or_else(|| find(self.data, b"endstream"));
        length.and_then(|length| self.data.get(..length)).unwrap_or(self.data)
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

    fn is_font(&self) -> bool {
        let kinds: [&[u8]; 4] = [b"/Length1", b"/Type1C", b"/CIDFontType0C", b"/OpenType"];
        kinds.iter().any(|kind| find(self.description, kind).is_some())
    }

    /// Whether it is a picture or an attachment, which nothing here unpacks.
    fn is_picture(&self) -> bool {
        find(self.description, b"/Image").is_some() || find(self.description, b"/EmbeddedFile").is_some()
    }
}

/// Unpacks what has the header of packed data, as the library does; some programs leave out the check at the end.
fn zlib(data: &[u8], most: u64) -> Option<Unpacked> {
    let has_header = matches!(data, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
    if !has_header {
        return unpack(&mut DeflateDecoder::new(data), most);
    }
    let checked = unpack(&mut ZlibDecoder::new(data), most)?;
    if !checked.is_broken {
        return Some(checked);
    }
    let mut decoder = DeflateDecoder::new(data.get(2..).unwrap_or_default());
    let unchecked = unpack(&mut decoder, most)?;
    let check = (data.len() as u64).saturating_sub(2 + decoder.total_in());
    Some(Unpacked {
        size: unchecked.size,
        is_broken: unchecked.is_broken || check >= 4,
    })
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
