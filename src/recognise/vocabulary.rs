//! The words of a form: what the cells of its tables may say besides figures.

use super::line::RowRef;
use super::lookup::Set;
use crate::form::{Axis, Block, Form};
use crate::read::{Content, GridCell};
use crate::value::{Key, Name};

/// Cells of a row that are looked at to find out what the row is.
const LOOKED_AT: usize = 48;

/// The words of a form, normalised.
pub(super) struct Vocabulary<'f> {
    /// Column names, aliases and groups.
    pub columns: Set<&'f str>,
    /// Names of total rows.
    totals: Set<&'f str>,
    /// Names of items.
    items: Set<&'f str>,
    /// Names of sections and blocks.
    pub sections: Set<&'f str>,
    /// What codes are called.
    keys: Set<&'f str>,
    /// Whether what codes or levels are called looks like a figure.
    numeric_labels: bool,
    /// Names of levels (类 款 项), for codes split over columns.
    pub levels: Vec<&'f str>,
    /// Lengths of codes.
    lengths: Vec<usize>,
    /// The 栏次 of all columns in order.
    pub numbers: Vec<u32>,
    single: bool,
}

/// What a column is labelled as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The code.
    Code,
    /// A part of the code (类 款 项).
    Level,
    /// The name.
    Name,
    /// 行次
    Line,
}

/// What a row is by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// A header.
    Header,
    /// The row of 栏次.
    Numbers,
    /// The name of a section.
    Section,
    /// A row with a code, an item's name or a figure.
    Data,
    /// Nothing known.
    Other,
}

impl<'f> Vocabulary<'f> {
    /// The words of `form`.
    pub fn new(form: &'f Form) -> Self {
        let mut words = Self {
            columns: Set::default(),
            totals: Set::default(),
            items: Set::default(),
            sections: Set::default(),
            keys: Set::default(),
            numeric_labels: false,
            levels: Vec::new(),
            lengths: Vec::new(),
            numbers: Vec::new(),
            single: form.blocks.iter().all(|block| matches!(block.axis, Axis::Single)),
        };
        for block in &form.blocks {
            words.add(block);
        }
        words.numeric_labels = words.keys.iter().chain(&words.levels).any(|label| is_numeric(label));
        words
    }

    fn add(&mut self, block: &'f Block) {
        let key = |name: &'f Name| &*name.key;
        self.sections.extend(block.name.iter().map(key));
        for column in &block.columns {
            self.columns
                .extend(column.groups.iter().chain(&column.aliases).map(key));
            self.columns.insert(key(&column.name));
            self.numbers.extend(column.number);
        }
        match &block.axis {
            Axis::Coded(coded) => {
                self.keys.insert(key(&coded.key));
                for level in &coded.levels {
                    self.lengths.push(level.length as usize);
                    if !self.levels.contains(&key(&level.name)) {
                        self.levels.push(key(&level.name));
                    }
                }
                for total in &coded.totals {
                    self.totals.insert(key(&total.name));
                    self.totals.extend(total.aliases.iter().map(key));
                }
            }
            Axis::Items(items) => {
                for item in items {
                    self.items.insert(key(&item.name));
                    self.items.extend(item.aliases.iter().map(key));
                    self.sections.extend(item.sections.iter().map(key));
                }
            }
            Axis::Single => {}
        }
    }

    /// What `key` (normalised) labels a column as.
    pub fn role(&self, key: &str) -> Option<Role> {
        // Figures, which most cells are, label nothing.
        if key.is_empty() || !self.numeric_labels && is_numeric(key) {
            return None;
        }
        if key.len() > 20 && key.chars().count() > 20 || self.columns.contains(key) {
            return None;
        }
        if self.keys.contains(key) || key.contains("编码") || key.contains("代码") {
            return Some(Role::Code);
        }
        if !self.levels.is_empty() && (self.levels.contains(&key) || matches!(key, "类" | "款" | "项")) {
            return Some(Role::Level);
        }
        match key {
            "行次" | "行号" => Some(Role::Line),
            "项目" | "科目" | "功能分类科目" | "经济分类科目" => Some(Role::Name),
            _ if key.contains("名称") || key.starts_with("项目(") => Some(Role::Name),
            _ => None,
        }
    }

    /// Whether `text` is a code of a declared length, blanks in it aside.
    pub fn is_code(&self, text: &str) -> bool {
        digits(text).is_some_and(|code| self.is_code_length(code.len()))
    }

    /// Whether codes of this length are declared.
    pub fn is_code_length(&self, length: usize) -> bool {
        self.lengths.contains(&length)
    }

    /// Whether `key` names an item or a total row.
    pub fn names_row(&self, key: &str) -> bool {
        self.items.contains(key) || self.totals.contains(key)
    }

    /// What a row is by its looks.
    pub fn look(&self, row: RowRef<'_>) -> Look {
        let cells: Vec<(Key<'_>, &GridCell)> = row
            .filled()
            .take(LOOKED_AT)
            .map(|(_, cell)| (Key::of(&cell.text), cell))
            .collect();
        if self.is_numbers(&cells) {
            return Look::Numbers;
        }
        let coded = !self.lengths.is_empty() && cells.iter().take(6).any(|(_, cell)| self.is_code(&cell.text));
        if coded || self.labels_total(&cells) {
            return Look::Data;
        }
        let labels = cells.iter().filter(|(key, _)| self.role(key).is_some()).count();
        let mut named: Vec<&str> = Vec::new();
        for (key, _) in &cells {
            if self.columns.contains(&**key) && !named.contains(&&**key) {
                named.push(key);
            }
        }
        let figures = cells.iter().any(|(_, cell)| looks_like_figure(cell));
        let names = named.len() > 1 || named.len() == 1 && !named.iter().any(|key| self.names_row(key));
        if labels > 0 || names && !figures {
            return Look::Header;
        }
        let known = cells.iter().take(12).any(|(key, _)| self.names_row(key));
        if known || figures && (self.single || self.lengths.is_empty()) {
            return Look::Data;
        }
        if cells.iter().any(|(key, _)| self.sections.contains(&**key)) && !figures {
            return Look::Section;
        }
        Look::Other
    }

    /// Whether the labels of a split code (`类 款 项`) stand in the total row itself, beside its figures.
    pub fn is_labelled_total(&self, row: RowRef<'_>) -> bool {
        let cells: Vec<_> = row
            .filled()
            .take(LOOKED_AT)
            .map(|(_, cell)| (Key::of(&cell.text), cell))
            .collect();
        self.labels_total(&cells)
    }

    fn labels_total(&self, cells: &[(Key<'_>, &GridCell)]) -> bool {
        if self.levels.is_empty() {
            return false;
        }
        let (mut label, mut total, mut figure) = (false, false, false);
        for (key, cell) in cells {
            label |= self.role(key) == Some(Role::Level);
            total |= self.totals.contains(&**key);
            figure |=
                looks_like_figure(cell) && small_integer(key).is_none_or(|number| !self.numbers.contains(&number));
        }
        label && total && figure
    }

    /// A row labelled 栏次, or one that has the form's 栏次 in order and nothing else.
    fn is_numbers(&self, cells: &[(Key<'_>, &GridCell)]) -> bool {
        let numbers: Vec<u32> = cells.iter().filter_map(|(_, cell)| small_integer(&cell.text)).collect();
        let labelled = cells.iter().any(|(key, _)| &**key == "栏次");
        if labelled {
            return !numbers.is_empty();
        }
        let rising = numbers.windows(2).all(|pair| pair.first() < pair.last());
        numbers.len() == cells.len()
            && (numbers.len() > 1 && numbers == self.numbers
                || numbers.len() > 2 && rising && numbers.iter().all(|number| self.numbers.contains(number)))
    }
}

/// The digits of `text` where it has nothing else (blanks aside), in half width.
pub(super) fn digits(text: &str) -> Option<Key<'_>> {
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let Some(end) = text.bytes().position(|byte| !is_digit(byte)) else {
        return Some(Key::Own(text));
    };
    // An ordinal is taken off where no digit follows its mark, so figures keep their points and commas; and words begin
    // with no ordinal.
    let is_word = |c: char| {
        matches!(c, '\u{4e00}'..='\u{9fff}')
            && !matches!(
                c,
                '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '其' | '加' | '减'
            )
    };
    if text.starts_with(is_word) || text.get(end..).is_some_and(is_numeric) {
        return None;
    }
    let key = Key::of(text);
    (!key.is_empty() && key.bytes().all(is_digit)).then_some(key)
}

/// Whether `text` has nothing but digits and the marks between them.
fn is_numeric(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
}

/// `text` as an integer of at most three digits.
pub(super) fn small_integer(text: &str) -> Option<u32> {
    digits(text).as_deref().and_then(small)
}

/// Digits as an integer, of at most three.
pub(super) fn small(digits: &str) -> Option<u32> {
    (digits.len() <= 3).then(|| digits.parse().ok()).flatten()
}

/// Whether a cell may hold a figure, before anyone reads it as one.
pub(super) fn looks_like_figure(cell: &GridCell) -> bool {
    match cell.content {
        Content::Number { .. } => true,
        Content::Text => {
            let text = &*cell.text;
            text.len() <= 60
                && text
                    .chars()
                    .any(|c| c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c))
                && text.chars().all(|c| {
                    c.is_ascii_digit()
                        || c.is_whitespace()
                        || ('\u{ff10}'..='\u{ff19}').contains(&c)
                        || ",.。-—+%()¥\u{ff0c}\u{ff0e}\u{ff0d}\u{ff0b}\u{ff05}\u{ff08}\u{ff09}\u{ffe5}\u{2212}△"
                            .contains(c)
                })
        }
        _ => false,
    }
}
