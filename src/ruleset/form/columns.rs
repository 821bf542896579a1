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

/// Adds a written set; when overriding, columns named again are changed in place, and new ones stand where they are
/// written: behind the column written before them, or before the first one named again.
pub(super) fn add(columns: &mut Columns, written: &ast::Columns, mode: Mode) {
    let mut flat = Vec::new();
    let mut path: Vec<Word> = written.group.iter().cloned().collect();
    flatten(&written.entries, &mut path, &mut flat);
    if mode == Mode::Declare {
        columns.extend(flat);
        return;
    }
    let place = |columns: &Columns, key: &str| columns.iter().position(|known| known.key == key);
    let mut next = flat
        .iter()
        .find_map(|new| place(columns, &new.key))
        .unwrap_or(columns.len());
    for new in flat {
        if let Some(at) = place(columns, &new.key) {
            next = at + 1;
            if let Some(known) = columns.get_mut(at) {
                change(&mut known.entry, new.entry);
            }
        } else {
            columns.insert(next.min(columns.len()), new);
            next += 1;
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
