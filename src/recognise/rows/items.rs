//! Rows that are fixed items: found by 行次, provided that the name agrees, else by name.

use super::{Found, Remark, Rows};
use crate::diagnostic::codes::recognise as codes;
use crate::form::{Form, Item};
use crate::recognise::head::joined;
use crate::recognise::lane::Lane;
use crate::recognise::lookup::{Map, Set};
use crate::recognise::view::View;
use crate::recognise::vocabulary::{digits, small_integer};
use crate::report::RowKey;
use crate::value::{CellText, Key};

/// Names less alike than this are not two spellings of one.
const ALIKE: f64 = 0.34;

/// Bytes of a longer text are not compared.
const LONGEST_NAME: usize = 400;

/// The items of a block, indexed.
struct Index<'f> {
    items: &'f [Item],
    by_line: Map<u32, usize>,
    by_name: Map<&'f str, Vec<usize>>,
    by_code: Map<&'f str, usize>,
    used: Set<usize>,
}

/// Reads the items of one lane.
pub(in crate::recognise) struct ItemRows<'f> {
    blocks: Vec<Index<'f>>,
    names: Vec<Option<&'f str>>,
    sections: Set<&'f str>,
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
    /// A reader for the items of the lane's targets.
    pub fn new(form: &'f Form, lane: &Lane) -> Self {
        let blocks: Vec<_> = lane
            .targets
            .iter()
            .filter_map(|target| form.blocks.get(target.block))
            .collect();
        let sections = blocks
            .iter()
            .flat_map(|block| block.axis.items())
            .flat_map(|item| &item.sections)
            .map(|name| &*name.key)
            .collect();
        Self {
            names: blocks
                .iter()
                .map(|block| block.name.as_ref().map(|name| &*name.key))
                .collect(),
            blocks: blocks.iter().map(|block| Index::new(block.axis.items())).collect(),
            sections,
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
        // Not yet used before used: with several blocks in one lane, a second 总计 is the other block's.
        for fresh in [true, false] {
            for (at, block) in self.order().filter_map(in_block) {
                let found = block.find(line, key, code, section);
                if let Some(found) = found.filter(|found| !fresh || !block.used.contains(&found.item)) {
                    return Some((at, found));
                }
            }
        }
        None
    }
}

impl Rows for ItemRows<'_> {
    fn find(&mut self, view: &View<'_>, lane: &Lane) -> Found {
        let printed = joined(view.text(lane.name));
        let line = lane.line.and_then(|column| small_integer(view.text(Some(column))));
        let code = lane.code.first().and_then(|column| digits(view.text(Some(*column))));
        let figure = view.has_figure(lane);
        let key = Key::of(&printed);
        if line.is_none() && !figure && self.sections.contains(&*key) {
            self.section = Some(key.to_string());
            return Found::Nothing;
        }
        if line.is_none()
            && !figure
            && let Some(target) = self.names.iter().position(|name| *name == Some(&*key))
        {
            self.current = target;
            return Found::Nothing;
        }
        if let Some((target, candidate)) = self.candidate(line, &key, code.as_deref()) {
            self.current = target;
            let item = candidate.item;
            let mut code: Option<CellText> = None;
            if let Some(block) = self.blocks.get_mut(target) {
                block.used.insert(item);
                code = block
                    .items
                    .get(item)
                    .and_then(|item| item.code.as_deref().map(CellText::from));
            }
            return Found::Row {
                target,
                key: RowKey::Item(item),
                code,
                name: view.shared(lane.name, &printed),
                remark: candidate.remark,
            };
        }
        if printed.is_empty() && !figure {
            return Found::Nothing;
        }
        let label = match (printed.is_empty(), line) {
            (false, _) => format!("“{printed}”"),
            (true, Some(line)) => format!("行次{line}"),
            (true, None) => "没有名称的一行".to_owned(),
        };
        Found::Unknown(Remark {
            code: &codes::UNKNOWN_ROW,
            message: format!("{label}不是这张表的项目"),
            help: "请核对项目名称和行次;确有这个项目的,请在表样中补上它或它的别名",
            grave: figure,
        })
    }
}

impl<'f> Index<'f> {
    fn new(items: &'f [Item]) -> Self {
        let mut index = Self {
            items,
            by_line: Map::default(),
            by_name: Map::default(),
            by_code: Map::default(),
            used: Set::default(),
        };
        for (at, item) in items.iter().enumerate() {
            if let Some(line) = item.line {
                index.by_line.entry(line).or_insert(at);
            }
            if let Some(code) = &item.code {
                index.by_code.entry(code).or_insert(at);
            }
            for name in std::iter::once(&item.name).chain(&item.aliases) {
                index.by_name.entry(&name.key).or_default().push(at);
            }
        }
        index
    }

    fn find(&self, line: Option<u32>, key: &str, code: Option<&str>, section: Option<&str>) -> Option<Candidate> {
        let plain = |item: usize| Candidate { item, remark: None };
        let named = self.by_name.get(key).map(Vec::as_slice).unwrap_or_default();
        let by_line = line.and_then(|line| self.by_line.get(&line)).copied();
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
        code.and_then(|code| self.by_code.get(code)).map(|item| plain(*item))
    }

    /// Of items with one name: one of the section at hand, and not yet seen, if there is such a one.
    fn choose(&self, named: &[usize], section: Option<&str>) -> Option<usize> {
        let in_section = |item: &&usize| {
            let item = self.items.get(**item);
            section
                .is_some_and(|section| item.is_some_and(|item| item.sections.iter().any(|name| *name.key == *section)))
        };
        let fitting: Vec<usize> = named.iter().filter(in_section).copied().collect();
        let fitting = if fitting.is_empty() { named.to_vec() } else { fitting };
        let unseen = fitting.iter().find(|item| !self.used.contains(item));
        unseen.or(fitting.first()).copied()
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
