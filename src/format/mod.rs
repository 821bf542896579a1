//! The formatter of rule text.
//!
//! It works on the tokens of the text, so it cannot change what is said: it decides only about blanks, line breaks and
//! spelling (Chinese keywords, half-width punctuation). Comments stay where they are, blank lines too, one at most.

mod layout;
mod spelling;
mod wrap;

use crate::source::SourceId;
use crate::syntax::{parse, tokens};

/// The text in its normal form, or `None` where it has errors. Formatting twice changes nothing more.
#[must_use]
pub fn format(text: &str) -> Option<String> {
    if parse(SourceId(0), text).has_errors() {
        return None;
    }
    let tokens = tokens(text);
    let mut out = String::with_capacity(text.len());
    for line in layout::lines(text, &tokens) {
        wrap::write(&mut out, &line);
    }
    Some(out)
}
