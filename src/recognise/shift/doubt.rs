//! Rows that may have lost other columns than their neighbours.
//!
//! Where the best combination still breaks sums, the report may be wrong there, or a row may not have lost the same
//! columns as the rest of its page. What the second would explain cannot be read.

use std::collections::{BTreeMap, BTreeSet};

use super::constraint::SummedCell;
use super::solve::{Broken, Lookups, Placements, Prepared};
use crate::recognise::partial_table::Open;

/// Doubts about one combination.
pub(super) struct Doubt<'a, 's, F> {
    figures: &'a F,
    sums: &'a [Prepared<'s>],
    broken: &'a Broken,
    counts: Vec<usize>,
    /// For a row (group, row): the other choices that may hold for it.
    pub found: BTreeMap<(usize, usize), BTreeSet<usize>>,
}

impl<'a, 's, F: Placements> Doubt<'a, 's, F> {
    /// No doubts yet.
    pub fn new(figures: &'a F, sums: &'a [Prepared<'s>], broken: &'a Broken) -> Self {
        Self {
            figures,
            sums,
            broken,
            counts: figures.choices(),
            found: BTreeMap::new(),
        }
    }

    fn chosen(&self, open: Open) -> usize {
        self.broken.chosen.get(open.group).copied().unwrap_or(0)
    }

    fn others(&self, open: Open) -> impl Iterator<Item = usize> + use<F> {
        let own = self.chosen(open);
        (0..self.counts.get(open.group).copied().unwrap_or(0)).filter(move |choice| *choice != own)
    }

    /// Rows for which another choice breaks fewer sums.
    pub fn row_by_row(&mut self, lookups: &mut Lookups) {
        let mut by_row: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for (at, sum) in self.sums.iter().enumerate() {
            for (_, open) in &sum.open {
                by_row.entry((open.group, open.row)).or_default().insert(at);
            }
        }
        by_row.retain(|_, sums| !sums.is_disjoint(&self.broken.sums));
        for ((group, row), sums) in by_row {
            let sums: Vec<&Prepared<'_>> = sums.iter().filter_map(|at| self.sums.get(*at)).collect();
            let terms: usize = sums.iter().map(|sum| sum.open.len()).sum();
            let breaks = |choice: Option<usize>| {
                let of = |open: Open| match choice {
                    Some(choice) if (open.group, open.row) == (group, row) => choice,
                    _ => self.chosen(open),
                };
                sums.iter().filter(|sum| sum.is_broken(self.figures, of)).count()
            };
            let now = breaks(None);
            let mut better = BTreeSet::new();
            for choice in self.others(Open { group, row }) {
                if !lookups.take(terms) || breaks(Some(choice)) < now {
                    better.insert(choice);
                }
            }
            if !better.is_empty() {
                self.found.entry((group, row)).or_default().extend(better);
            }
        }
    }

    /// Where one column has too much and another too little of the same rows, figures may stand in the wrong one of
    /// them, with all the rows above and below: every row that another choice moves from one to the other.
    pub fn between_columns(&mut self) {
        let mut off: BTreeMap<usize, (BTreeSet<usize>, BTreeSet<usize>)> = BTreeMap::new();
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        for at in &self.broken.sums {
            let Some(sum) = self.sums.get(*at) else { continue };
            let (Some(rows), Some(term)) = (sum.sum.rows, sum.sum.terms.first()) else {
                continue;
            };
            let Some(deviation) = sum.deviation(self.figures, |open| self.chosen(open)) else {
                continue;
            };
            let (more, less) = off.entry(rows).or_default();
            let side = if deviation.is_sign_positive() { more } else { less };
            side.insert(term.column);
            parts.insert(rows, term.part);
        }
        let mut pairs: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
        for (rows, (more, less)) in &off {
            let Some(part) = parts.get(rows) else { continue };
            for (one, other) in more.iter().flat_map(|one| less.iter().map(move |other| (*one, *other))) {
                pairs.insert((*part, one, other));
                pairs.insert((*part, other, one));
            }
        }
        let mut rows: BTreeMap<(usize, usize), Open> = BTreeMap::new();
        if !pairs.is_empty() {
            let terms = self.sums.iter().flat_map(|sum| &sum.open);
            rows.extend(terms.map(|(term, open)| ((term.part, term.row), *open)));
        }
        for ((part, row), open) in rows {
            let place = |column: usize| SummedCell {
                part,
                row,
                column,
                negative: false,
            };
            for (_, from, to) in pairs.iter().filter(|(of, _, _)| *of == part) {
                let Some(cell) = self.figures.cell(&place(*from), open, self.chosen(open)) else {
                    continue;
                };
                let moves = |choice: &usize| self.figures.cell(&place(*to), open, *choice) == Some(cell);
                let moving: Vec<usize> = self.others(open).filter(moves).collect();
                if !moving.is_empty() {
                    self.found.entry((open.group, open.row)).or_default().extend(moving);
                }
            }
        }
    }
}
