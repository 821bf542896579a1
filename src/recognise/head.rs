//! What stands around a table: its money unit, whose report it is, the year, page marks, notes.

use std::borrow::Cow;

use super::lookup::Map;
use crate::value::{CellText, Key, Unit, is_plain, nfkc};

/// What follows the digits of a year.
const YEAR: char = '年';
/// Longer texts state nothing about a table.
const LONGEST: usize = 160;
/// Texts of a document that are remembered.
const MOST_READ: usize = 256;

/// A text about a table, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// `单位:万元`
    pub unit: Option<Unit>,
    /// `部门名称:…`; empty where the name stands in the next cell.
    pub name: Option<CellText>,
    /// `2024年度`
    pub year: Option<u16>,
}

/// The texts of a document taken apart: most of its tables state the same.
#[derive(Default)]
pub(super) struct Heads<'d> {
    read: Map<&'d str, Option<Head>>,
}

impl<'d> Heads<'d> {
    /// Takes `text` apart; `None` where it says nothing about a table.
    pub fn read(&mut self, text: &'d str) -> Option<Head> {
        if text.chars().count() > LONGEST {
            return None;
        }
        if let Some(known) = self.read.get(text) {
            return known.clone();
        }
        let head = Head::read(text);
        if self.read.len() < MOST_READ {
            self.read.insert(text, head.clone());
        }
        head
    }
}

impl Head {
    fn read(text: &str) -> Option<Self> {
        let unit = unit_statement(text);
        let name = unit_name(text);
        let stated = unit.is_some() || name.is_some();
        let year = (stated || whole_year(text)).then(|| year_in(text)).flatten();
        (stated || year.is_some()).then_some(Self { unit, name, year })
    }
}

/// The money unit that `text` states (`(金额单位:人民币万元)`).
pub(super) fn unit_statement(text: &str) -> Option<Unit> {
    let key = Key::of(text);
    key.match_indices("单位:").find_map(|(at, mark)| {
        let rest = key.get(at + mark.len()..)?.trim_start_matches("人民币");
        let unit = leading_unit(rest)?;
        let after = rest.get(unit.label().len()..)?.chars().next();
        after.is_none_or(|c| !c.is_alphabetic()).then_some(unit)
    })
}

fn leading_unit(text: &str) -> Option<Unit> {
    Unit::ALL
        .into_iter()
        .filter(|unit| text.starts_with(unit.label()))
        .max_by_key(|unit| unit.label().len())
}

/// The money unit that a header ends in (`决算数(万元)`), with the header before it.
pub(super) fn header_unit(key: &str) -> Option<(&str, Unit)> {
    let (rest, inner) = key.strip_suffix(')')?.rsplit_once('(')?;
    let inner = inner.strip_prefix("单位:").unwrap_or(inner);
    Unit::from_label(inner).map(|unit| (rest, unit))
}

/// Whether `text` is a year and nothing else: `2024年度`, `(2024年)`.
pub(super) fn whole_year(text: &str) -> bool {
    let key = Key::of(text);
    let bare = key.trim_matches(['(', ')']).trim_end_matches('度');
    let digits = bare.strip_suffix('年');
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The first year of `text` that `年` follows.
pub(super) fn year_in(text: &str) -> Option<u16> {
    if !text.contains(YEAR) && text.chars().all(is_plain) {
        return None;
    }
    let mut key = nfkc(text);
    key.retain(|c| !c.is_whitespace());
    key.match_indices(YEAR).find_map(|(at, _)| {
        let before = key.get(..at)?;
        let digits: Vec<char> = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: String = digits.iter().rev().collect();
        (digits.len() == 4).then_some(())?;
        year.parse().ok().filter(|year| (1990..=2100).contains(year))
    })
}

/// Labels of the name, each with the character of it that other texts have least.
const NAME_LABELS: [(char, &str); 12] = [
    ('名', "部门(单位)名称"),
    ('名', "单位(部门)名称"),
    ('名', "部门名称"),
    ('名', "单位名称"),
    ('编', "编制单位"),
    ('编', "编制部门"),
    ('填', "填报单位"),
    ('填', "填报部门"),
    ('编', "编报单位"),
    ('公', "公开单位"),
    ('公', "公开部门"),
    ('预', "预算单位"),
];

/// The name that `text` states (`部门名称:…`), as far as it goes; empty where nothing follows the label.
fn unit_name(text: &str) -> Option<CellText> {
    let plain = nfkc(text);
    let plain = plain.trim();
    if !plain.contains(':') {
        return None;
    }
    let rest = NAME_LABELS
        .iter()
        .filter(|(mark, _)| plain.contains(*mark))
        .find_map(|(_, label)| plain.split_once(label).map(|(_, rest)| rest))
        .or_else(|| plain.strip_prefix("部门"))
        .or_else(|| plain.strip_prefix("单位"))?;
    let value = rest.trim_start().strip_prefix(':')?.trim();
    if leading_unit(value.trim_start_matches("人民币")).is_some_and(|unit| unit.label() == value) {
        return None;
    }
    let mut end = value.len();
    for mark in ["金额单位", "单位:", "公开", "\t", "  "] {
        end = end.min(value.find(mark).unwrap_or(end));
    }
    if let Some(at) = value.find('年') {
        let digits = value.get(..at).unwrap_or_default().trim_end();
        let name = digits.trim_end_matches(|c: char| c.is_ascii_digit());
        if digits.len() == name.len() + 4 {
            end = end.min(name.len());
        }
    }
    Some(joined(value.get(..end).unwrap_or_default()).into())
}

/// `text` without the blanks that line breaks and scanners leave between its characters; blanks between Latin words
/// stay.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    if !has_blank(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && c.is_ascii_alphabetic() && out.ends_with(|last: char| last.is_ascii_alphabetic()) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    Cow::Owned(out)
}

/// Whether there is a blank of any kind in `text`.
fn has_blank(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    loop {
        bytes = match bytes {
            [] => return false,
            [b'!'..=b'~', rest @ ..] => rest,
            // Marks, Han and wide letters, in UTF-8.
            [0xe4..=0xef, _, _, rest @ ..] | [0xe3, 0x80, 0x81..=0xbf, rest @ ..] => rest,
            _ => return text.contains(char::is_whitespace),
        };
    }
}

/// Whether `text` is a page number: `- 31 -`, `—7—`, `第 55 页,共 116 页`.
pub(super) fn is_page_mark(text: &str) -> bool {
    if text.chars().count() > 20 {
        return false;
    }
    let key = Key::of(text);
    let bare = key.trim_matches('-');
    let is_number = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(bare)
        || key.starts_with('第')
            && key.contains('页')
            && key.chars().all(|c| c.is_ascii_digit() || "第页共,/".contains(c))
}

/// Whether `text` is a note below a table.
pub(super) fn is_note(text: &str) -> bool {
    let end = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    let key = Key::of(text.get(..end).unwrap_or_default());
    let marked = |label: &str| {
        key.strip_prefix(label)
            .is_some_and(|rest| rest.starts_with([':', '.', '、']) || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    ["注", "备注", "附注", "说明", "注释", "编制说明"]
        .into_iter()
        .any(marked)
}

/// Whether `text` speaks of the table it stands below (`故本表为空表`).
pub(super) fn speaks_of_table(text: &str) -> bool {
    text.chars().count() <= 200 && ["本表", "此表", "空表"].iter().any(|word| text.contains(word))
}

/// Whether `text` is made like the title of a table (`国有资本经营预算财政拨款收入支出决算表`). What runs along the tops of pages
/// (`2024年度部门决算公开表`) is not.
pub(super) fn names_table(text: &str) -> bool {
    text.ends_with('表')
        && ["收入", "支出", "收支", "经费", "拨款"]
            .iter()
            .any(|word| text.contains(word))
}

/// Whether `text` goes on with a list (`2. …`), as notes do.
pub(super) fn is_list_item(text: &str) -> bool {
    // Normalising takes the number away.
    let bare = text.trim_start_matches(['-', ' ']);
    let first = bare.chars().find(|c| !"(\u{ff08}".contains(*c));
    first.is_some_and(char::is_numeric) && Key::of(bare).chars().next() != first
}
