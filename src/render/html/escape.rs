//! Text that came from files, made safe for a page; and the fingerprints by which the page names its own script.

use std::fmt::{self, Display, Write as _};

use sha2::{Digest, Sha256};

use crate::render::plain::entity;

/// Text for between tags and for quoted attributes alike. Control characters and those that turn the writing direction
/// are shown as what they are: out of place.
pub(super) struct Text<'a>(pub &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match entity(c) {
                Some(entity) => out.write_str(entity)?,
                None if c == '\'' => out.write_str("&#39;")?,
                None if is_out_of_place(c) && !matches!(c, '\t' | '\n') => {
                    out.write_char(char::REPLACEMENT_CHARACTER)?;
                }
                None => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A sentence with a list in it, whose items lines are not broken within.
pub(super) struct Listed<'a>(pub &'a str);

impl Display for Listed<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.0.find(':').map_or(0, |at| at + ':'.len_utf8());
        let (head, list) = self.0.split_at_checked(head).unwrap_or_default();
        write!(out, "{}", Text(head))?;
        for item in list.split_inclusive('、') {
            write!(out, "<span class=\"nb\">{}</span>", Text(item))?;
        }
        Ok(())
    }
}

fn is_out_of_place(c: char) -> bool {
    let invisible = matches!(c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    // The last two code points of a plane are no characters; a page must not hold them.
    c.is_control() || invisible || (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// A value in the query behind a `#?`.
pub(super) struct Query<'a>(pub &'a str);

impl Display for Query<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                c if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') => out.write_char(c)?,
                c if c.is_ascii() => write!(out, "%{:02X}", u32::from(c))?,
                c if is_out_of_place(c) => out.write_char(char::REPLACEMENT_CHARACTER)?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// `sha256-…`, as a content security policy names a script or a style.
pub(super) fn fingerprint(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = "sha256-".to_owned();
    for bytes in Sha256::digest(text.as_bytes()).chunks(3) {
        let word = bytes.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - bytes.len()));
        for at in 0..4 {
            let digit = (word >> (18 - 6 * at)) & 63;
            let digit = DIGITS.get(digit as usize).filter(|_| at <= bytes.len());
            out.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    out
}
