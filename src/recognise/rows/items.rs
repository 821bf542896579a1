//! Rows that are fixed items: found by 行次, provided that the name agrees, else by name.

use super::{Remark, RowFound, Rows};
use crate::diagnostic::codes::recognise as codes;
use crate::form::{Form, Item, ItemIx};
use crate::recognise::column_groups::ColumnGroup;
use crate::recognise::figure::{digits, small_integer};
use crate::recognise::head::joined;
use crate::recognise::items::ItemIndex;
use crate::recognise::row_view::RowView;
use crate::recognise::vocabulary::Vocabulary;
use crate::report::RowKey;
use crate::value::{CellText, Key};

/// Names less alike than this are not two spellings of one.
const ALIKE: f64 = 0.34;

/// Bytes of a longer text are not compared.
const LONGEST_NAME: usize = 400;

/// The items of a block, and which of them were met.
struct Items<'f> {
    /// What the block is called.
    name: Option<&'f str>,
    items: &'f [Item],
    index: &'f ItemIndex,
    used: Vec<bool>,
}

/// Reads the items of one column group.
pub(in crate::recognise) struct ItemRows<'f> {
    blocks: Vec<Items<'f>>,
    /// The section at hand.
    section: Option<String>,
    /// The target whose items come at present.
    current: usize,
}

/// An item that a row may be.
struct Candidate {
    item: usize,
    remark: Option<Remark>,
}

impl<'f> ItemRows<'f> {
    /// A reader for the items of the column group's targets.
    pub fn new(form: &'f Form, words: &'f Vocabulary, group: &ColumnGroup) -> Self {
        let items = |block: usize| {
            let (index, block) = (words.items.get(block)?, form.blocks.get(block)?);
            let items = block.axis.items();
            Some(Items {
                name: block.name.as_ref().map(|name| &*name.key),
                items,
                index,
                used: vec![false; items.len()],
            })
        };
        Self {
            blocks: group.targets.iter().filter_map(|target| items(target.block)).collect(),
            section: None,
            current: 0,
        }
    }

    /// The targets, the one at hand first.
    fn order(&self) -> impl Iterator<Item = usize> + use<> {
        let current = self.current;
        std::iter::once(current).chain((0..self.blocks.len()).filter(move |at| *at != current))
    }

    fn candidate(&self, line: Option<u32>, key: &str, code: Option<&str>) -> Option<(usize, Candidate)> {
        let section = self.section.as_deref();
        let in_block = |at: usize| Some((at, self.blocks.get(at)?));
        // Not yet used before used: with several blocks in one column group, a second 总计 is the other block's.
        for fresh in [true, false] {
            for (at, block) in self.order().filter_map(in_block) {
                let found = block.find(line, key, code, section);
                if let Some(found) = found.filter(|found| !fresh || !block.is_used(found.item)) {
                    return Some((at, found));
                }
            }
        }
        None
    }
}

impl Rows for ItemRows<'_> {
    fn find(&mut self, view: &RowView<'_>, group: &ColumnGroup) -> RowFound {
        let printed = joined(view.text(group.name));
        let line = group.line.and_then(|column| small_integer(view.text(Some(column))));
        let code = group.code.first().and_then(|column| digits(view.text(Some(*column))));
        let figure = view.has_figure(group);
        let key = Key::of(&printed);
        let titled = line.is_none() && !figure;
        if titled && self.blocks.iter().any(|block| block.index.has_section(&key)) {
            self.section = Some(key.to_string());
            return RowFound::Nothing;
        }
        if titled && let Some(target) = self.blocks.iter().position(|block| block.name == Some(&*key)) {
            self.current = target;
            return RowFound::Nothing;
        }
        if let Some((target, candidate)) = self.candidate(line, &key, code.as_deref()) {
            self.current = target;
            let item = candidate.item;
            let mut code: Option<CellText> = None;
            if let Some(block) = self.blocks.get_mut(target) {
                if let Some(used) = block.used.get_mut(item) {
                    *used = true;
                }
                code = block
                    .items
                    .get(item)
                    .and_then(|item| item.code.as_deref().map(CellText::from));
            }
            return RowFound::Row {
                target,
                key: RowKey::Item(ItemIx::new(item)),
                code,
                name: view.shared(group.name, &printed),
                remark: candidate.remark,
            };
        }
        if printed.is_empty() && !figure {
            return RowFound::Nothing;
        }
        let label = match (printed.is_empty(), line) {
            (false, _) => format!("“{printed}”"),
            (true, Some(line)) => format!("行次{line}"),
            (true, None) => "没有名称的一行".to_owned(),
        };
        RowFound::Unknown(Remark {
            code: &codes::UNKNOWN_ROW,
            message: format!("{label}不是这张表的项目"),
            help: "请核对项目名称和行次;确有这个项目的,请在表样中补上它或它的别名",
            grave: figure,
        })
    }
}

impl Items<'_> {
    fn is_used(&self, item: usize) -> bool {
        self.used.get(item) == Some(&true)
    }

    fn find(&self, line: Option<u32>, key: &str, code: Option<&str>, section: Option<&str>) -> Option<Candidate> {
        let plain = |item: usize| Candidate { item, remark: None };
        let named = self.index.named(key);
        let by_line = line.and_then(|line| self.index.of_line(line));
        match by_line {
            Some(item) if key.is_empty() || named.contains(&item) => return Some(plain(item)),
            Some(item) if named.is_empty() => return self.is_like(item, key).then(|| plain(item)),
            _ => {}
        }
        if let Some(item) = self.choose(named, section) {
            let conflict = by_line
                .zip(line)
                .and_then(|(other, line)| self.conflict(item, other, line));
            return Some(Candidate { item, remark: conflict });
        }
        code.and_then(|code| self.index.of_code(code)).map(plain)
    }

    /// Of items with one name: one of the section at hand, and not yet seen, if there is such a one.
    fn choose(&self, named: &[usize], section: Option<&str>) -> Option<usize> {
        let in_section = |item: &usize| {
            let item = self.items.get(*item);
            section
                .is_some_and(|section| item.is_some_and(|item| item.sections.iter().any(|name| *name.key == *section)))
        };
        let sectioned = named.iter().any(in_section);
        let mut fitting = named.iter().copied().filter(|item| !sectioned || in_section(item));
        let unseen = fitting.clone().find(|item| !self.is_used(*item));
        unseen.or_else(|| fitting.next())
    }

    fn is_like(&self, item: usize, key: &str) -> bool {
        if key.len() > LONGEST_NAME {
            return false;
        }
        self.items.get(item).is_some_and(|item| {
            std::iter::once(&item.name).chain(&item.aliases).any(|name| {
                let contained = key.chars().count() > 1 && (name.key.contains(key) || key.contains(&*name.key));
                contained || strsim::normalized_levenshtein(key, &name.key) >= ALIKE
            })
        })
    }

    fn conflict(&self, item: usize, other: usize, line: u32) -> Option<Remark> {
        let (item, other) = (self.items.get(item)?, self.items.get(other)?);
        Some(Remark {
            code: &codes::LINE_AND_NAME,
            message: format!(
                "行次{line}在表样中是“{}”,这里的名称是“{}”;按名称处理",
                other.name.text, item.name.text
            ),
            help: "请核对行次;其他年度的表行次不同的,请使用该年度的规则集",
            grave: true,
        })
    }
}
