//! What a text may say about a table, by the characters it has: nearly all cells are seen to say nothing.

use super::figure::is_digit;
use crate::value::{is_han, is_plain};

/// The characters of a text that matter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Glance {
    /// One that is not plain, so that the text may be compared as another one.
    odd: bool,
    /// What titles or numbers have in common.
    title: bool,
    /// What a unit (单位), a name (单位, 部门) or a year (年) is stated with.
    statement: bool,
    /// What the label of a note has.
    note: bool,
    /// A digit, or 页.
    page: bool,
    /// 表
    table: bool,
}

impl Glance {
    /// Looks at `text`; `marks` are a Han character that all titles have, and one that all numbers have.
    pub fn at(text: &str, marks: Option<(char, char)>) -> Self {
        let mut glance = Self {
            title: marks.is_none(),
            ..Self::default()
        };
        let (title, number) = marks.unwrap_or_default();
        for c in text.chars() {
            if c.is_ascii() {
                glance.page |= c.is_ascii_digit();
            } else if is_han(c) {
                glance.title |= c == title || c == number;
                glance.statement |= matches!(c, '位' | '门' | '年');
                glance.note |= matches!(c, '注' | '说');
                glance.page |= c == '页';
                glance.table |= c == '表';
            } else {
                glance.page |= is_digit(c);
                glance.odd |= !is_plain(c);
            }
        }
        glance
    }

    /// Whether it may be a title or a number.
    pub fn may_be_title(self) -> bool {
        self.odd || self.title
    }

    /// Whether it may state a unit, a name or a year.
    pub fn may_state(self) -> bool {
        self.odd || self.statement
    }

    /// Whether it may be a note.
    pub fn may_be_note(self) -> bool {
        self.odd || self.note
    }

    /// Whether it may be a page number.
    pub fn may_be_page_mark(self) -> bool {
        self.odd || self.page
    }

    /// Whether it may speak of the table it stands below.
    pub fn may_speak_of_table(self) -> bool {
        self.table
    }

    /// Whether it is neither title nor number and states nothing.
    pub fn is_ordinary(self) -> bool {
        !self.may_be_title() && !self.may_state()
    }
}
