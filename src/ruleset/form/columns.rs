//! Columns, flattened: each with the groups above it.

use super::draft::{Mode, add_words};
use crate::syntax::ast::{self, Column, ColumnEntry, Word};
use crate::value::normalise;

/// Something with the groups (or sections) above it, outermost first.
#[derive(Debug, Clone)]
pub(in crate::ruleset) struct Placed<T> {
    pub groups: Vec<Word>,
    /// Groups and name as compared.
    pub key: String,
    pub entry: T,
}

impl<T> Placed<T> {
    pub fn new(groups: &[Word], name: &Word, entry: T) -> Self {
        let words = groups.iter().chain([name]);
        Self {
            groups: groups.to_vec(),
            key: words.map(|word| normalise(&word.value) + "\n").collect(),
            entry,
        }
    }
}

/// The columns of a block in order.
pub(in crate::ruleset) type Columns = Vec<Placed<Column>>;

/// Adds a written set; when overriding, columns named again are changed in place.
pub(super) fn add(columns: &mut Columns, written: &ast::Columns, mode: Mode) {
    let mut flat = Vec::new();
    let mut path: Vec<Word> = written.group.iter().cloned().collect();
    flatten(&written.entries, &mut path, &mut flat);
    for new in flat {
        let known = columns
            .iter_mut()
            .find(|known| mode == Mode::Override && known.key == new.key);
        match known {
            Some(known) => change(&mut known.entry, new.entry),
            None => columns.push(new),
        }
    }
}

fn flatten(entries: &[ColumnEntry], path: &mut Vec<Word>, flat: &mut Columns) {
    for entry in entries {
        match entry {
            ColumnEntry::Column(column) => flat.push(Placed::new(path, &column.name, column.clone())),
            ColumnEntry::Group { name, entries, .. } => {
                path.push(name.clone());
                flatten(entries, path, flat);
                path.pop();
            }
        }
    }
}

fn change(known: &mut Column, new: Column) {
    add_words(&mut known.aliases, &new.aliases);
    known.number = new.number.or(known.number.take());
    known.kind = new.kind.or(known.kind.take());
    known.formula = new.formula.or(known.formula.take());
}
