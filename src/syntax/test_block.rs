//! Where the tests of a rule file stand, told by its layout without reading them.

use std::ops::Range;

use super::brackets::is_item_start;
use super::keyword::Keyword;
use super::lexeme::{is_blank, is_word};
use crate::source::lines;

/// The bytes of the tests that are laid out as usual: `测试 … {` begins its line, the next line that begins with `}` ends it,
/// and what is between has neither braces nor the beginning of another item. From the first test on that is laid out
/// otherwise, none is told: who reads the text whole sees what is the matter.
pub(super) fn test_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut open = None;
    let mut start = 0;
    for line in lines(text) {
        match open {
            None if begins_test(line) => open = Some(start),
            None => {}
            Some(begin) => {
                if let Some(brace) = ['}', '｝'].into_iter().find(|brace| line.starts_with(*brace)) {
                    blocks.push(begin..start + brace.len_utf8());
                    open = None;
                } else if has_brace(line) || begins_item(line) {
                    break;
                }
            }
        }
        start += line.len();
    }
    blocks
}

fn has_brace(line: &str) -> bool {
    // The full-width ones begin with 0xEF, as few other characters do.
    let maybe = memchr::memchr3(b'{', b'}', 0xEF, line.as_bytes()).is_some();
    maybe && line.contains(['{', '}', '｛', '｝'])
}

/// Whether the line opens a test and nothing else.
fn begins_test(line: &str) -> bool {
    let Some(head) = Keyword::TEST.strip(line).filter(|rest| rest.starts_with(is_blank)) else {
        return false;
    };
    let head = head.trim_end_matches(|c| is_blank(c) || matches!(c, '\n' | '\r'));
    let title = head.strip_suffix('{').or_else(|| head.strip_suffix('｛'));
    // A group of columns may be called so too; it has no title in quotes.
    let quoted = |title: &str| title.trim_start_matches(is_blank).starts_with(['"', '＂', '“']);
    title.is_some_and(|title| quoted(title) && !title.contains(['{', '}', '｛', '｝', '#', '＃', ';', '；', '\r']))
}

fn begins_item(line: &str) -> bool {
    // Rows of tables begin with figures and codes for the most part.
    if line.starts_with(|c: char| c.is_ascii_digit() || c == ',') {
        return false;
    }
    let start = line.len() - line.trim_start_matches(is_blank).len();
    let word = line.get(start..).unwrap_or_default();
    let end = start + word.find(|c| !is_word(c)).unwrap_or(word.len());
    is_item_start(line, &(start..end))
}
