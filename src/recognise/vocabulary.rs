//! The words of a form: what the cells of its tables may say besides figures.

use std::sync::Arc;

use super::figure::{digits, is_numeric, looks_like_figure, small, small_integer};
use super::items::ItemIndex;
use super::line::GridRowRef;
use super::lookup::Map;
use crate::form::{Axis, Block, Form};
use crate::value::{Key, Name};

/// Cells of a row that are looked at to find out what the row is.
const LOOKED_AT: usize = 48;
/// The first of them, among which a code stands.
const CODES_AT: usize = 6;
/// The first of them, among which the name of a row stands.
const NAMES_AT: usize = 12;

/// The words of a form, normalised.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: Map<Arc<str>, Word>,
    /// Whether one of the words looks like a figure.
    numeric: bool,
    /// Whether levels (类 款 项) are declared, so that codes may be split over columns.
    leveled: bool,
    /// Lengths of codes.
    lengths: Vec<usize>,
    /// The 栏次 of all columns in order.
    pub numbers: Vec<u32>,
    single: bool,
    /// The items of each block.
    pub items: Vec<ItemIndex>,
}

/// What a word means in a form.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// A column's name, alias or group.
    column: bool,
    /// The name of a total row.
    total: bool,
    /// The name of an item.
    item: bool,
    /// The name of a section or block.
    section: bool,
    /// What codes are called.
    key: bool,
    /// The name of a level.
    level: bool,
    /// What it labels a column as.
    role: Option<HeaderRole>,
}

/// What a column is labelled as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderRole {
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

impl Vocabulary {
    /// The words of `form`.
    pub fn new(form: &Form) -> Self {
        let mut vocabulary = Self {
            words: Map::default(),
            numeric: false,
            leveled: false,
            lengths: Vec::new(),
            numbers: Vec::new(),
            single: form.blocks.iter().all(|block| matches!(block.axis, Axis::Single)),
            items: form
                .blocks
                .iter()
                .map(|block| ItemIndex::new(block.axis.items()))
                .collect(),
        };
        for block in &form.blocks {
            let words = &mut vocabulary.words;
            each_word(block, |name, mean| {
                mean(words.entry(Arc::clone(&name.key)).or_default())
            });
            vocabulary.lengths.extend(lengths(block));
            vocabulary
                .numbers
                .extend(block.columns.iter().filter_map(|column| column.number));
        }
        vocabulary.numeric = vocabulary.words.keys().any(|word| is_numeric(word));
        vocabulary.leveled = vocabulary.words.values().any(|word| word.level);
        let leveled = vocabulary.leveled;
        for (key, word) in &mut vocabulary.words {
            word.role = role(key, *word, leveled);
        }
        vocabulary
    }

    /// What `key` (normalised) means.
    fn word(&self, key: &str) -> Word {
        // Figures, which most cells are, mean nothing.
        if !self.numeric && is_numeric(key) {
            return Word::default();
        }
        let unknown = || Word {
            role: role(key, Word::default(), self.leveled),
            ..Word::default()
        };
        self.words.get(key).copied().unwrap_or_else(unknown)
    }

    /// What `key` (normalised) labels a column as.
    pub fn role(&self, key: &str) -> Option<HeaderRole> {
        self.word(key).role
    }

    /// Whether `key` is a column's name, alias or group.
    pub fn is_column(&self, key: &str) -> bool {
        self.word(key).column
    }

    /// Whether `text` is a code of a declared length, blanks in it aside.
    pub fn is_code(&self, text: &str) -> bool {
        digits(text).is_some_and(|code| self.is_code_length(code.len()))
    }

    /// Whether codes of this length are declared.
    fn is_code_length(&self, length: usize) -> bool {
        self.lengths.contains(&length)
    }

    /// Whether `key` names an item or a total row.
    pub fn names_row(&self, key: &str) -> bool {
        self.word(key).names_row()
    }

    /// What a row is by its looks.
    pub fn look(&self, row: GridRowRef<'_>) -> Look {
        let seen = self.see(row);
        if self.is_numbers(row, &seen) {
            return Look::Numbers;
        }
        if seen.code || self.labels_total(&seen) {
            return Look::Data;
        }
        let names = seen.columns || seen.column.as_ref().is_some_and(|(_, word)| !word.names_row());
        if seen.label || names && !seen.figure {
            return Look::Header;
        }
        if seen.row || seen.figure && (self.single || self.lengths.is_empty()) {
            return Look::Data;
        }
        if seen.section && !seen.figure {
            return Look::Section;
        }
        Look::Other
    }

    /// Whether the labels of a split code (`类 款 项`) stand in the total row itself, beside its figures.
    pub fn is_labelled_total(&self, row: GridRowRef<'_>) -> bool {
        self.labels_total(&self.see(row))
    }

    fn labels_total(&self, seen: &Seen<'_>) -> bool {
        self.leveled && seen.level && seen.total && seen.plain_figure
    }

    /// What stands in a row.
    fn see<'d>(&self, row: GridRowRef<'d>) -> Seen<'d> {
        let mut seen = Seen::default();
        for (at, (_, cell)) in row.filled().take(LOOKED_AT).enumerate() {
            let digits = digits(&cell.text);
            let number = digits.as_deref().and_then(small);
            seen.cells += 1;
            seen.numbers += usize::from(number.is_some());
            seen.code |= at < CODES_AT && digits.as_ref().is_some_and(|digits| self.is_code_length(digits.len()));
            if looks_like_figure(cell) {
                seen.figure = true;
                seen.plain_figure |= number.is_none_or(|number| !self.numbers.contains(&number));
            }
            if !self.numeric && is_numeric(&cell.text) {
                // No word, however it is written.
                continue;
            }
            let key = digits.unwrap_or_else(|| Key::of(&cell.text));
            let word = self.word(&key);
            seen.numbered |= &*key == "栏次";
            seen.label |= word.role.is_some();
            seen.level |= word.role == Some(HeaderRole::Level);
            seen.total |= word.total;
            seen.row |= at < NAMES_AT && word.names_row();
            seen.section |= word.section;
            if word.column {
                match &seen.column {
                    Some((first, _)) => seen.columns |= **first != *key,
                    None => seen.column = Some((key, word)),
                }
            }
        }
        seen
    }

    /// A row labelled 栏次, or one that has the form's 栏次 in order and nothing else.
    fn is_numbers(&self, row: GridRowRef<'_>, seen: &Seen<'_>) -> bool {
        if seen.numbered {
            return seen.numbers > 0;
        }
        if seen.numbers < seen.cells || seen.numbers < 2 {
            return false;
        }
        let cells = row.filled().take(LOOKED_AT);
        let numbers: Vec<u32> = cells.filter_map(|(_, cell)| small_integer(&cell.text)).collect();
        let rising = numbers.is_sorted_by(|before, after| before < after);
        numbers == self.numbers
            || numbers.len() > 2 && rising && numbers.iter().all(|number| self.numbers.contains(number))
    }
}

/// What stands in the first cells of a row.
#[derive(Default)]
struct Seen<'d> {
    cells: usize,
    /// How many of them are integers of at most three digits.
    numbers: usize,
    /// The word 栏次.
    numbered: bool,
    code: bool,
    figure: bool,
    /// A figure that is no 栏次.
    plain_figure: bool,
    /// The label of a column of codes, names or lines.
    label: bool,
    /// The label of a part of the code.
    level: bool,
    total: bool,
    /// The name of an item or total row.
    row: bool,
    section: bool,
    /// The first name of a column.
    column: Option<(Key<'d>, Word)>,
    /// Whether there are others.
    columns: bool,
}

impl Word {
    fn names_row(self) -> bool {
        self.item || self.total
    }
}

/// Lengths of the codes of a block.
fn lengths(block: &Block) -> impl Iterator<Item = usize> {
    let levels = block.axis.coded().into_iter().flat_map(|coded| &coded.levels);
    levels.map(|level| level.length as usize)
}

/// Calls `each` with every name in a block, and with what notes its meaning.
fn each_word(block: &Block, mut each: impl FnMut(&Name, fn(&mut Word))) {
    if let Some(name) = &block.name {
        each(name, |word| word.section = true);
    }
    for column in &block.columns {
        let names = column.groups.iter().chain(&column.aliases);
        for name in names.chain(std::iter::once(&column.name)) {
            each(name, |word| word.column = true);
        }
    }
    match &block.axis {
        Axis::Coded(coded) => {
            each(&coded.key, |word| word.key = true);
            for level in &coded.levels {
                each(&level.name, |word| word.level = true);
            }
            for total in &coded.totals {
                for name in std::iter::once(&total.name).chain(&total.aliases) {
                    each(name, |word| word.total = true);
                }
            }
        }
        Axis::Items(items) => {
            for item in items {
                for name in std::iter::once(&item.name).chain(&item.aliases) {
                    each(name, |word| word.item = true);
                }
                for name in &item.sections {
                    each(name, |word| word.section = true);
                }
            }
        }
        Axis::Single => {}
    }
}

/// What `key`, which means `word`, labels a column as.
fn role(key: &str, word: Word, leveled: bool) -> Option<HeaderRole> {
    if key.is_empty() || key.len() > 20 && key.chars().count() > 20 || word.column {
        return None;
    }
    if word.key || key.contains("编码") || key.contains("代码") {
        return Some(HeaderRole::Code);
    }
    if leveled && (word.level || matches!(key, "类" | "款" | "项")) {
        return Some(HeaderRole::Level);
    }
    match key {
        "行次" | "行号" => Some(HeaderRole::Line),
        "项目" | "科目" | "功能分类科目" | "经济分类科目" => Some(HeaderRole::Name),
        _ if key.contains("名称") || key.starts_with("项目(") => Some(HeaderRole::Name),
        _ => None,
    }
}
