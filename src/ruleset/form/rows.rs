//! Rows, items flattened: each with the sections above it.

use super::columns::Placed;
use super::draft::{Mode, add_words};
use crate::source::Span;
use crate::syntax::ast::{self, ItemEntry, RowItem, Spanned, Word};

/// The rows of a block.
#[derive(Debug, Clone)]
pub(in crate::ruleset) enum Rows {
    /// Told apart by code.
    Coded {
        key: Word,
        levels: Vec<(Word, Spanned<u32>)>,
        code_list: Option<Word>,
        folded: bool,
    },
    /// Fixed items.
    Items(Vec<Placed<RowItem>>),
    /// One record.
    Single,
}

/// Where rows are written.
pub(super) fn span(rows: &ast::Rows) -> Span {
    match rows {
        ast::Rows::Coded { span, .. } | ast::Rows::Items { span, .. } | ast::Rows::Single(span) => *span,
    }
}

/// Sets the rows; when overriding items with items, those named again are changed in place and the rest appended.
pub(super) fn add(rows: &mut Option<Rows>, written: &ast::Rows, mode: Mode) {
    let new = match written {
        ast::Rows::Coded {
            key,
            levels,
            code_list,
            folded,
            ..
        } => Rows::Coded {
            key: key.clone(),
            levels: levels.clone(),
            code_list: code_list.clone(),
            folded: *folded,
        },
        ast::Rows::Items { entries, .. } => {
            let mut flat = Vec::new();
            flatten(entries, &mut Vec::new(), &mut flat);
            Rows::Items(flat)
        }
        ast::Rows::Single(_) => Rows::Single,
    };
    match (rows, new) {
        (Some(Rows::Items(known)), Rows::Items(new)) if mode == Mode::Override => merge(known, new),
        (rows, new) => *rows = Some(new),
    }
}

fn merge(known: &mut Vec<Placed<RowItem>>, new: Vec<Placed<RowItem>>) {
    for item in new {
        let same = known.iter_mut().find(|known| known.key == item.key);
        match same {
            Some(same) => change(&mut same.entry, item.entry),
            None => known.push(item),
        }
    }
}

fn flatten(entries: &[ItemEntry], path: &mut Vec<Word>, flat: &mut Vec<Placed<RowItem>>) {
    for entry in entries {
        match entry {
            ItemEntry::Item(item) => flat.push(Placed::new(path, &item.name, item.clone())),
            ItemEntry::Section { name, entries, .. } => {
                path.push(name.clone());
                flatten(entries, path, flat);
                path.pop();
            }
        }
    }
}

fn change(known: &mut RowItem, new: RowItem) {
    add_words(&mut known.aliases, &new.aliases);
    known.number = new.number.or(known.number.take());
    known.code = new.code.or(known.code.take());
    known.kind = new.kind.or(known.kind.take());
    known.formula = new.formula.or(known.formula.take());
}
