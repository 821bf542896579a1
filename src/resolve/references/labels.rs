//! What a form declares, by the names that a step of a path can use.

use super::Part;
use crate::form::{Block, ColumnIx, ItemIx, TotalIx};
use crate::syntax::ast::Word;
use crate::value::{Name, normalise};

/// Something declared in a form that a step can name.
pub(super) struct Label<'f> {
    pub(super) name: &'f Name,
    aliases: &'f [Name],
    /// `栏3`, `行29`
    number: Option<(char, u32)>,
    pub(super) part: Part,
}

impl Label<'_> {
    pub(super) fn answers_to(&self, step: &Step<'_>) -> bool {
        let mut named = std::iter::once(self.name).chain(self.aliases);
        named.any(|name| *name.key == *step.key)
            || self.number.is_some_and(|(mark, number)| {
                let digits = step.word.value.strip_prefix(mark);
                digits.and_then(|digits| digits.parse().ok()) == Some(number)
            })
    }
}

/// A name of a path, and how it is compared.
pub(super) struct Step<'p> {
    pub(super) word: &'p Word,
    key: String,
}

impl<'p> Step<'p> {
    pub(super) fn new(word: &'p Word) -> Self {
        let key = normalise(&word.value);
        Self { word, key }
    }
}

/// The labels of an entry of a block: the groups that it stands in, then its own.
pub(super) type Labels<'f> = Vec<Label<'f>>;

/// The block's own name.
pub(super) fn of_block(block: &Block) -> Option<Label<'_>> {
    Some(Label {
        name: block.name.as_ref()?,
        aliases: &[],
        number: None,
        part: Part::Block,
    })
}

/// Every column of a block.
pub(super) fn columns(block: &Block) -> impl Iterator<Item = Labels<'_>> {
    block.numbered_columns().map(|(column, _)| of_column(block, column))
}

/// Every declared row of a block.
pub(super) fn rows(block: &Block) -> impl Iterator<Item = Labels<'_>> {
    let totals = block.axis.coded().map_or(0, |coded| coded.totals.len());
    let items = (0..block.axis.items().len()).map(|item| of_item(block, ItemIx::new(item)));
    items.chain((0..totals).map(|total| of_total(block, TotalIx::new(total))))
}

/// A column of a block.
pub(super) fn of_column(block: &Block, index: ColumnIx) -> Labels<'_> {
    let Some(column) = block.column(index) else {
        return Labels::new();
    };
    let own = Label {
        name: &column.name,
        aliases: &column.aliases,
        number: column.number.map(|number| ('栏', number)),
        part: Part::Column(index),
    };
    let groups = |at: usize| block.columns.get(at).map(|column| column.groups.as_slice());
    let group = |at, depth| Part::Group(ColumnIx::new(at), depth);
    behind_groups(own, index.index(), groups, group)
}

/// An item of a block.
pub(super) fn of_item(block: &Block, index: ItemIx) -> Labels<'_> {
    let Some(item) = block.axis.item(index) else {
        return Labels::new();
    };
    let own = Label {
        name: &item.name,
        aliases: &item.aliases,
        number: item.line.map(|line| ('行', line)),
        part: Part::Item(index),
    };
    let sections = |at: usize| block.axis.items().get(at).map(|item| item.sections.as_slice());
    let section = |at, depth| Part::Section(ItemIx::new(at), depth);
    behind_groups(own, index.index(), sections, section)
}

/// A total row of a block.
pub(super) fn of_total(block: &Block, index: TotalIx) -> Labels<'_> {
    let total = block.axis.total(index).map(|total| Label {
        name: &total.name,
        aliases: &total.aliases,
        number: None,
        part: Part::Total(index),
    });
    total.into_iter().collect()
}

/// Puts the groups that an entry stands in before it; `part` makes one of its first entry and its depth.
fn behind_groups<'f>(
    own: Label<'f>,
    index: usize,
    groups: impl Fn(usize) -> Option<&'f [Name]>,
    part: fn(usize, usize) -> Part,
) -> Labels<'f> {
    let above = groups(index).unwrap_or_default();
    let names = above.iter().enumerate().map(|(depth, name)| {
        let same = |at: &usize| groups(*at).and_then(|groups| groups.get(..=depth)) == above.get(..=depth);
        let first = (0..index).rev().take_while(same).last().unwrap_or(index);
        Label {
            name,
            aliases: &[],
            number: None,
            part: part(first, depth),
        }
    });
    names.chain([own]).collect()
}
