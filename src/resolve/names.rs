//! What a form's rows and columns are called, so that a reference goes over those of its name alone.

use std::collections::{HashMap, HashSet};

use smallvec::SmallVec;

use super::step::Step;
use crate::form::{Axis, Block, Form, ItemIx};
use crate::syntax::Keyword;
use crate::value::Name;

/// The names of a block.
pub(super) struct BlockNames<'f> {
    /// Of its items or its total rows.
    pub(super) rows: Names<'f>,
    pub(super) columns: Names<'f>,
    /// The first item of each code.
    pub(super) codes: HashMap<&'f str, ItemIx>,
    /// The items of each section.
    sections: HashMap<&'f str, Vec<usize>>,
    /// What the block itself and groups of its columns are called.
    around: HashSet<&'f str>,
}

/// Which of some rows or columns (indices, ascending) have a name or a number.
#[derive(Default)]
pub(super) struct Names<'f> {
    by_key: HashMap<&'f str, SmallVec<[usize; 1]>>,
    by_number: HashMap<u32, SmallVec<[usize; 1]>>,
}

/// The names of each block of a form.
pub(super) fn of(form: &Form) -> Vec<BlockNames<'_>> {
    form.blocks.iter().map(BlockNames::of).collect()
}

impl<'f> BlockNames<'f> {
    fn of(block: &'f Block) -> Self {
        let mut names = Self {
            rows: Names::default(),
            columns: Names::default(),
            codes: HashMap::new(),
            sections: HashMap::new(),
            around: block.name.iter().map(|name| &*name.key).collect(),
        };
        for (index, column) in block.columns.iter().enumerate() {
            names.columns.add(index, &column.name, &column.aliases, column.number);
            names.around.extend(column.groups.iter().map(|group| &*group.key));
        }
        match &block.axis {
            Axis::Items(items) => {
                for (index, item) in items.iter().enumerate() {
                    names.rows.add(index, &item.name, &item.aliases, item.line);
                    for section in &item.sections {
                        names.sections.entry(&section.key).or_default().push(index);
                    }
                    if let Some(code) = item.code.as_deref() {
                        names.codes.entry(code).or_insert(ItemIx::new(index));
                    }
                }
            }
            Axis::Coded(coded) => {
                for (index, total) in coded.totals.iter().enumerate() {
                    names.rows.add(index, &total.name, &total.aliases, None);
                }
            }
            Axis::Single => {}
        }
        names
    }

    /// The rows that the path may mean, and perhaps some more. A step that can mean nothing else names the row or a section
    /// that it stands in, so that of many rows with one name few are left.
    pub(super) fn rows_on(&self, path: &[Step]) -> Vec<usize> {
        let of_rows = path.iter().filter(|step| !self.is_beside_rows(step));
        let fewest = of_rows
            .map(|step| self.rows_of(step))
            .min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
        let lists = fewest.unwrap_or_else(|| path.iter().flat_map(|step| self.rows_of(step)).collect());
        let mut found = lists.concat();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_beside_rows(&self, step: &Step) -> bool {
        let key = &*step.key;
        self.around.contains(key) || Keyword::THIS_COLUMN.is(&step.text) || !self.columns.of(step, '栏').is_empty()
    }

    /// The rows that the step names, and those of the section that it names.
    fn rows_of(&self, step: &Step) -> SmallVec<[&[usize]; 3]> {
        let mut lists = self.rows.of(step, '行');
        lists.extend(self.sections.get(&*step.key).map(Vec::as_slice));
        lists
    }
}

impl<'f> Names<'f> {
    fn add(&mut self, index: usize, name: &'f Name, aliases: &'f [Name], number: Option<u32>) {
        for name in std::iter::once(name).chain(aliases) {
            self.by_key.entry(&name.key).or_default().push(index);
        }
        if let Some(number) = number {
            self.by_number.entry(number).or_default().push(index);
        }
    }

    /// Those that a step of the path can mean, each once.
    pub(super) fn on(&self, path: &[Step], mark: char) -> Vec<usize> {
        let mut found: Vec<usize> = path
            .iter()
            .flat_map(|step| self.of(step, mark))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Those with the step's name, and those with its number.
    fn of(&self, step: &Step, mark: char) -> SmallVec<[&[usize]; 3]> {
        let numbered = step.number(mark).and_then(|number| self.by_number.get(&number));
        let named = self.by_key.get(&*step.key);
        named.into_iter().chain(numbered).map(SmallVec::as_slice).collect()
    }

    /// The first with this (normalised) name.
    pub(super) fn first_called(&self, key: &str) -> Option<usize> {
        self.by_key.get(key)?.first().copied()
    }

    /// The first with this number.
    pub(super) fn first_numbered(&self, number: u32) -> Option<usize> {
        self.by_number.get(&number)?.first().copied()
    }
}
