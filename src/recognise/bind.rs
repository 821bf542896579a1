//! Figure columns of a block bound to columns of the grid: by 栏次, by name, by alias, by position.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::column_groups::BoundColumn;
use super::head::header_unit;
use super::header::HeaderColumn;
use super::sample::{Question, Sample};
use crate::form::{Block, Column};
use crate::report::ColumnBound;

/// Binds the columns of `block` to the grid columns `places`, left to right.
pub(super) fn bind(
    block: &Block,
    places: &[usize],
    headers: &[HeaderColumn],
    sample: &Sample<'_, '_>,
) -> Vec<BoundColumn> {
    let mut binding = ColumnBinder {
        block,
        places,
        headers,
        bound: Vec::new(),
    };
    binding.by_number();
    binding.by_name();
    binding.by_words();
    binding.by_position(sample);
    binding.bound.sort_by_key(|bound| bound.column);
    binding.bound
}

struct ColumnBinder<'a> {
    block: &'a Block,
    places: &'a [usize],
    headers: &'a [HeaderColumn],
    bound: Vec<BoundColumn>,
}

/// A binding that a header's words speak for.
struct Shared {
    /// How many groups they share.
    score: usize,
    bound: BoundColumn,
}

/// A key that a column of the form goes by.
struct Key {
    text: String,
    by: ColumnBound,
}

impl<'a> ColumnBinder<'a> {
    fn free_places(&self) -> Vec<usize> {
        let taken = |place: &usize| self.bound.iter().any(|bound| bound.grid == *place);
        self.places.iter().copied().filter(|place| !taken(place)).collect()
    }

    fn free_columns(&self) -> Vec<(usize, &'a Column)> {
        let taken = |column: usize| self.bound.iter().any(|bound| bound.column == column);
        self.block
            .columns
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken(*at))
            .collect()
    }

    fn by_number(&mut self) {
        for place in self.places {
            let Some(number) = self.headers.get(*place).and_then(|header| header.number) else {
                continue;
            };
            let column = self
                .free_columns()
                .into_iter()
                .find(|(_, column)| column.number == Some(number));
            if let Some((column, _)) = column {
                self.bound.push(BoundColumn {
                    grid: *place,
                    column,
                    by: ColumnBound::Number,
                });
            }
        }
    }

    /// Full paths first, then ever shorter ones: `预算数.小计` before `小计`.
    fn by_name(&mut self) {
        let deepest = self
            .block
            .columns
            .iter()
            .map(|column| column.groups.len())
            .max()
            .unwrap_or(0);
        let spellings: Vec<(usize, Vec<String>)> = self
            .places
            .iter()
            .filter_map(|place| Some((*place, spellings(self.headers.get(*place)?))))
            .collect();
        for dropped in 0..=deepest {
            for (_, column) in self.free_columns() {
                for key in keys(column, dropped) {
                    self.match_key(&key, dropped, &spellings);
                }
            }
        }
    }

    /// Binds the columns that go by `key` to the places that say so, in order, where there are as many of each.
    fn match_key(&mut self, key: &Key, dropped: usize, spellings: &[(usize, Vec<String>)]) {
        let free = self.free_places();
        let places: Vec<usize> = spellings
            .iter()
            .filter(|(place, keys)| free.contains(place) && keys.contains(&key.text))
            .map(|(place, _)| *place)
            .collect();
        let columns: Vec<usize> = self
            .free_columns()
            .into_iter()
            .filter(|(_, column)| keys(column, dropped).iter().any(|other| other.text == key.text))
            .map(|(at, _)| at)
            .collect();
        if places.len() == columns.len() {
            let pairs = places.into_iter().zip(columns);
            self.bound.extend(pairs.map(|(grid, column)| BoundColumn {
                grid,
                column,
                by: key.by,
            }));
        }
    }

    /// By name and groups in any order, where the two mean each other more than anything else: `合计`, `预算数` below it
    /// as `预算数.合计` where each item has its own pair of columns. Groups that differ in wording count for nothing.
    fn by_words(&mut self) {
        let columns = self.free_columns();
        let places = self.free_places();
        let mut scores: Vec<Shared> = Vec::new();
        for grid in places {
            let Some(header) = self.headers.get(grid) else { continue };
            scores.extend(columns.iter().filter_map(|(at, column)| {
                let (score, by) = shared_words(column, header)?;
                let bound = BoundColumn { grid, column: *at, by };
                Some(Shared { score, bound })
            }));
        }
        let best_of = |key: fn(&Shared) -> usize| {
            let mut best: HashMap<usize, (usize, usize)> = HashMap::new();
            for shared in &scores {
                let (score, count) = best.entry(key(shared)).or_default();
                match shared.score.cmp(score) {
                    Ordering::Greater => (*score, *count) = (shared.score, 1),
                    Ordering::Equal => *count += 1,
                    Ordering::Less => {}
                }
            }
            best
        };
        let of_place = best_of(|shared| shared.bound.grid);
        let of_column = best_of(|shared| shared.bound.column);
        for Shared { score, bound } in &scores {
            let only = Some(&(*score, 1));
            if of_place.get(&bound.grid) == only && of_column.get(&bound.column) == only {
                self.bound.push(*bound);
            }
        }
    }

    /// Whether the header of a place has a word of the block that the column does not go by.
    fn contradicts(&self, place: usize, column: usize) -> bool {
        let (Some(header), Some(column)) = (self.headers.get(place), self.block.columns.get(column)) else {
            return false;
        };
        let goes_by = |column: &Column, part: &str| {
            column.answers_to(part) || column.groups.iter().any(|group| *group.key == *part)
        };
        header
            .parts
            .iter()
            .any(|part| !goes_by(column, part) && self.block.columns.iter().any(|other| goes_by(other, part)))
    }

    /// Fills the gaps between bound columns, where as many are left in the form as in the grid.
    fn by_position(&mut self, sample: &Sample<'_, '_>) {
        let mut anchors: Vec<(usize, usize)> = self.bound.iter().map(|bound| (bound.column, bound.grid)).collect();
        anchors.sort_unstable();
        if !anchors.is_sorted_by_key(|(_, grid)| *grid) {
            return;
        }
        let after = self.block.columns.len();
        let mut from = (0, 0);
        for (column, grid) in anchors.into_iter().chain(std::iter::once((after, usize::MAX))) {
            let (columns, between) = (from.0..column, from.1..grid);
            from = (column + 1, grid.saturating_add(1));
            if columns.is_empty() {
                continue;
            }
            let places: Vec<usize> = self
                .free_places()
                .into_iter()
                .filter(|place| between.contains(place) && sample.is(Question::MayBeFigures(*place)))
                .collect();
            let in_use: Vec<usize> = places
                .iter()
                .copied()
                .filter(|place| self.is_in_use(*place, sample))
                .collect();
            let fitting = [in_use, places]
                .into_iter()
                .find(|places| places.len() == columns.len());
            let pairs = fitting.into_iter().flatten().zip(columns);
            let bound: Vec<BoundColumn> = pairs
                .filter(|(grid, column)| !self.contradicts(*grid, *column))
                .map(|(grid, column)| BoundColumn {
                    grid,
                    column,
                    by: ColumnBound::Position,
                })
                .collect();
            self.bound.extend(bound);
        }
    }

    fn is_in_use(&self, place: usize, sample: &Sample<'_, '_>) -> bool {
        let headed = self.headers.get(place).is_some_and(|header| !header.parts.is_empty());
        headed || sample.is(Question::IsFilled(place))
    }
}

/// How many of its groups a column shares with a header that has its name, if any, and whether that is its own name.
fn shared_words(column: &Column, header: &HeaderColumn) -> Option<(usize, ColumnBound)> {
    let says = |key: &str| header.parts.iter().chain(&header.carried).any(|part| part == key);
    let by = if says(&column.name.key) {
        ColumnBound::Name
    } else if column.aliases.iter().any(|alias| says(&alias.key)) {
        ColumnBound::Alias
    } else {
        return None;
    };
    let groups = column.groups.iter().filter(|group| says(&group.key)).count();
    (groups > 0).then_some((groups, by))
}

/// What a column may be called, without its `dropped` outermost groups.
fn keys(column: &Column, dropped: usize) -> Vec<Key> {
    if dropped > column.groups.len() {
        return Vec::new();
    }
    let groups: String = column.groups.iter().skip(dropped).map(|group| &*group.key).collect();
    let key = |name: &str, by: ColumnBound| Key {
        text: format!("{groups}{name}"),
        by,
    };
    let aliases = column.aliases.iter().map(|alias| key(&alias.key, ColumnBound::Alias));
    std::iter::once(key(&column.name.key, ColumnBound::Name))
        .chain(aliases)
        .collect()
}

/// What a header says: its cells joined from any row down to the last, with and without a unit at the end.
fn spellings(header: &HeaderColumn) -> Vec<String> {
    let mut spellings = Vec::new();
    for parts in [&header.parts, &header.carried] {
        for from in 0..parts.len() {
            let joined: String = parts.iter().skip(from).map(String::as_str).collect();
            if let Some((bare, _)) = header_unit(&joined) {
                spellings.push(bare.to_owned());
            }
            spellings.push(joined);
        }
    }
    spellings
}
