//! Which ways to place the cells of all groups are tenable, by the sums of the table.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::constraint::{Reason, Sum, SummedCell};
use super::doubt::Doubt;
use crate::recognise::partial_table::Open;

/// Combinations of the groups' choices that are tried.
const MOST_COMBINATIONS: usize = 4096;
/// Cells that are looked up for each step with a table.
const MOST_LOOKUPS: usize = 4_000_000;
/// Tenable combinations of which the rows are doubted one by one.
const MOST_DOUBTED: usize = 8;

/// A figure in a sum: its value and half a unit of its last place.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognise) enum Addend {
    /// Blank.
    Nothing,
    /// A number.
    Number(Decimal, Decimal),
    /// Something that cannot be read; sums with it say nothing.
    Unknown,
}

/// What was found out about a group.
#[derive(Debug, Clone, Default)]
pub(in crate::recognise) struct Verdict {
    /// The tenable choices; one where it is decided.
    pub tenable: Vec<usize>,
    /// Rows for which another choice would break fewer sums, with that choice.
    pub doubtful: BTreeMap<usize, BTreeSet<usize>>,
    /// What spoke against the other choices.
    pub reasons: BTreeSet<Reason>,
}

/// The table as the solver sees it.
pub(in crate::recognise) trait Placements {
    /// The choices of each group; empty for a group that was given up.
    fn choices(&self) -> Vec<usize>;
    /// The choice of each group that is taken where the sums do not speak against it.
    fn preferred(&self) -> Vec<Option<usize>>;
    /// Where the row of a term is open.
    fn open(&self, term: &SummedCell) -> Option<Open>;
    /// The figure of a term in a row that is not open.
    fn fixed(&self, term: &SummedCell) -> Addend;
    /// The figure of a term in an open row under a choice of its group.
    fn placed(&self, term: &SummedCell, open: Open, choice: usize) -> Addend;
    /// The cell, where it is not blank, that a choice puts into the place of a term.
    fn cell(&self, term: &SummedCell, open: Open, choice: usize) -> Option<usize>;
    /// The most that a sum may be off, whatever its figures' precision; in 元.
    fn cap(&self) -> Option<Decimal>;
}

/// A sum with its closed rows added up.
pub(super) struct Prepared<'s> {
    pub sum: &'s Sum,
    value: Decimal,
    half: Decimal,
    finest: Decimal,
    pub open: Vec<(&'s SummedCell, Open)>,
}

/// How many cells may still be looked up in a document: a second or two for all of them, however many tables it has.
/// Past them rows are not placed any more.
#[derive(Debug)]
pub(in crate::recognise) struct Lookups(usize);

impl Default for Lookups {
    fn default() -> Self {
        Self(20_000_000)
    }
}

impl Lookups {
    /// Takes `count` of them for a step; whether there were as many.
    pub fn take(&mut self, count: usize) -> bool {
        let enough = count <= MOST_LOOKUPS && count <= self.0;
        if enough {
            self.0 -= count;
        }
        enough
    }
}

/// Finds the tenable choices of every group.
pub(in crate::recognise) fn solve(figures: &impl Placements, sums: &[Sum], lookups: &mut Lookups) -> Vec<Verdict> {
    let counts = figures.choices();
    let mut solver = Solver {
        figures,
        sums: sums.iter().filter_map(|sum| prepare(figures, sum)).collect(),
        left: counts.iter().map(|count| (0..*count).collect()).collect(),
        verdicts: vec![Verdict::default(); counts.len()],
        lookups,
    };
    if !solver.prefer() {
        solver.prune();
        solver.combine();
    }
    solver.verdicts
}

fn prepare<'s>(figures: &impl Placements, sum: &'s Sum) -> Option<Prepared<'s>> {
    let mut prepared = Prepared {
        sum,
        value: Decimal::ZERO,
        half: Decimal::ZERO,
        finest: Decimal::ZERO,
        open: Vec::new(),
    };
    for term in &sum.terms {
        match figures.open(term) {
            Some(open) => prepared.open.push((term, open)),
            None => prepared.add(figures.fixed(term), term.negative)?,
        }
    }
    (!prepared.open.is_empty()).then_some(prepared)
}

impl Prepared<'_> {
    /// `None` where the sum cannot be made.
    fn add(&mut self, addend: Addend, negative: bool) -> Option<()> {
        match addend {
            Addend::Nothing => Some(()),
            Addend::Unknown => None,
            Addend::Number(value, half) => {
                let value = if negative { -value } else { value };
                self.value = self.value.checked_add(value)?;
                self.half = self.half.checked_add(half)?;
                self.finest = self.finest.max(half);
                Some(())
            }
        }
    }

    /// What the sum is off by, where that is more than rounding explains, when the rows of each group stand as `chosen`
    /// says.
    pub fn deviation(&self, figures: &impl Placements, chosen: impl Fn(Open) -> usize) -> Option<Decimal> {
        let mut total = Prepared {
            open: Vec::new(),
            ..*self
        };
        for (term, open) in &self.open {
            let addend = figures.placed(term, *open, chosen(*open));
            total.add(addend, term.negative)?;
        }
        let units = total.finest.checked_mul(Decimal::TEN).unwrap_or(total.half);
        let bound = total.half.min(figures.cap().unwrap_or(units));
        (total.value.abs() > bound).then_some(total.value)
    }

    pub fn is_broken(&self, figures: &impl Placements, chosen: impl Fn(Open) -> usize) -> bool {
        self.deviation(figures, chosen).is_some()
    }
}

/// What a combination breaks.
pub(super) struct Broken {
    pub chosen: Vec<usize>,
    pub sums: BTreeSet<usize>,
    families: BTreeSet<usize>,
}

impl Broken {
    /// Whether this combination rules the other one out: it breaks nothing where the other breaks something, it breaks
    /// only part of what the other does (then the report is wrong there, however it is read), or far less.
    fn rules_out(&self, other: &Self) -> bool {
        let (few, many) = (self.sums.len(), other.sums.len());
        few < many && (few == 0 || self.families.is_subset(&other.families) || many >= 3 * few + 3)
    }
}

struct Solver<'s, F> {
    figures: &'s F,
    sums: Vec<Prepared<'s>>,
    left: Vec<Vec<usize>>,
    verdicts: Vec<Verdict>,
    lookups: &'s mut Lookups,
}

impl<F: Placements> Solver<'_, F> {
    /// Takes what every group prefers, if no sum is broken by it.
    fn prefer(&mut self) -> bool {
        let preferred = self.figures.preferred();
        let Some(chosen) = preferred.into_iter().collect::<Option<Vec<usize>>>() else {
            return false;
        };
        if chosen.is_empty() || !self.broken(chosen.clone()).sums.is_empty() {
            return false;
        }
        for (verdict, choice) in self.verdicts.iter_mut().zip(chosen) {
            verdict.tenable = vec![choice];
        }
        true
    }

    /// Drops choices of single groups that break sums within the group, where others break none.
    fn prune(&mut self) {
        let mut own: Vec<Vec<&Prepared<'_>>> = self.left.iter().map(|_| Vec::new()).collect();
        for sum in &self.sums {
            let mut groups = sum.open.iter().map(|(_, open)| open.group);
            let first = groups.next();
            if let Some(own) = first
                .filter(|first| groups.all(|group| group == *first))
                .and_then(|at| own.get_mut(at))
            {
                own.push(sum);
            }
        }
        for ((left, own), verdict) in self.left.iter_mut().zip(own).zip(&mut self.verdicts) {
            let terms: usize = own.iter().map(|sum| sum.open.len()).sum();
            if left.len() < 2 || !self.lookups.take(terms.saturating_mul(left.len())) {
                continue;
            }
            let broken = |choice: usize| -> BTreeSet<Reason> {
                let sums = own.iter().filter(|sum| sum.is_broken(self.figures, |_| choice));
                sums.map(|sum| sum.sum.reason).collect()
            };
            let tried: Vec<(usize, BTreeSet<Reason>)> = left.iter().map(|choice| (*choice, broken(*choice))).collect();
            if tried.iter().any(|(_, reasons)| reasons.is_empty()) {
                left.retain(|choice| {
                    tried
                        .iter()
                        .any(|(other, reasons)| other == choice && reasons.is_empty())
                });
                verdict
                    .reasons
                    .extend(tried.into_iter().flat_map(|(_, reasons)| reasons));
            }
        }
    }

    /// Tries what is left of all groups together.
    fn combine(&mut self) {
        let combinations = self
            .left
            .iter()
            .filter(|left| !left.is_empty())
            .try_fold(1_usize, |product, left| {
                product
                    .checked_mul(left.len())
                    .filter(|product| *product <= MOST_COMBINATIONS)
            });
        let terms: usize = self.sums.iter().map(|sum| sum.open.len()).sum();
        let combinations = combinations.filter(|count| self.lookups.take(count.saturating_mul(terms)));
        let Some(combinations) = combinations else {
            let all = self.figures.choices().into_iter().zip(self.figures.preferred());
            for (verdict, (count, preferred)) in self.verdicts.iter_mut().zip(all) {
                verdict.tenable = preferred.map_or_else(|| (0..count).collect(), |choice| vec![choice]);
            }
            return;
        };
        let tried: Vec<Broken> = (0..combinations).map(|number| self.try_combination(number)).collect();
        let fewest = tried.iter().map(|broken| broken.sums.len()).min().unwrap_or(0);
        let best: Vec<&Broken> = tried
            .iter()
            .filter(|broken| broken.sums.len() == fewest)
            .take(8)
            .collect();
        let (out, tenable): (Vec<&Broken>, Vec<&Broken>) = tried
            .iter()
            .partition(|broken| best.iter().any(|best| best.rules_out(broken)));
        let preferred = self.figures.preferred().into_iter().collect::<Option<Vec<usize>>>();
        let preferred =
            preferred.and_then(|preferred| tenable.iter().find(|broken| broken.chosen == preferred).copied());
        if let Some(preferred) = preferred {
            self.settle(&[preferred]);
            return;
        }
        let kept: BTreeSet<usize> = tenable.iter().flat_map(|broken| &broken.sums).copied().collect();
        let against: BTreeSet<Reason> = out
            .iter()
            .flat_map(|broken| broken.sums.difference(&kept))
            .filter_map(|at| Some(self.sums.get(*at)?.sum.reason))
            .collect();
        for (left, verdict) in self.left.iter().zip(&mut self.verdicts) {
            if left.len() > 1 {
                verdict.reasons.extend(&against);
            }
        }
        self.settle(&tenable);
        for broken in tenable
            .iter()
            .filter(|broken| !broken.sums.is_empty())
            .take(MOST_DOUBTED)
        {
            let mut doubt = Doubt::new(self.figures, &self.sums, broken);
            doubt.row_by_row(self.lookups);
            doubt.between_columns();
            for ((group, row), choices) in doubt.found {
                if let Some(verdict) = self.verdicts.get_mut(group) {
                    verdict.doubtful.entry(row).or_default().extend(choices);
                }
            }
        }
    }

    fn try_combination(&self, number: usize) -> Broken {
        let mut rest = number;
        let chosen: Vec<usize> = self
            .left
            .iter()
            .map(|left| {
                let count = left.len().max(1);
                let choice = left.get(rest % count).copied().unwrap_or(0);
                rest /= count;
                choice
            })
            .collect();
        self.broken(chosen)
    }

    /// What a combination breaks.
    fn broken(&self, chosen: Vec<usize>) -> Broken {
        let of = |open: Open| chosen.get(open.group).copied().unwrap_or(0);
        let broken = self
            .sums
            .iter()
            .enumerate()
            .filter(|(_, sum)| sum.is_broken(self.figures, of));
        let (sums, families) = broken.map(|(at, sum)| (at, sum.sum.family)).unzip();
        Broken { chosen, sums, families }
    }

    /// Notes the tenable choices of each group.
    fn settle(&mut self, tenable: &[&Broken]) {
        for (group, verdict) in self.verdicts.iter_mut().enumerate() {
            let chosen: BTreeSet<usize> = tenable
                .iter()
                .filter_map(|broken| broken.chosen.get(group).copied())
                .collect();
            verdict.tenable = chosen.into_iter().collect();
        }
    }
}
