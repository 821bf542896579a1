//! Which ways to place the cells of all groups are tenable, by the sums of the table.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::constraint::{Reason, Sum, Term};
use crate::recognise::draft::Open;

/// Combinations of the groups' choices that are tried.
const MOST_COMBINATIONS: usize = 4096;
/// Cells that are looked up in all.
const MOST_LOOKUPS: usize = 4_000_000;

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
pub(in crate::recognise) trait Figures {
    /// The choices of each group; empty for a group that was given up.
    fn choices(&self) -> Vec<usize>;
    /// Where the row of a term is open.
    fn open(&self, term: &Term) -> Option<Open>;
    /// The figure of a term in a row that is not open.
    fn fixed(&self, term: &Term) -> Addend;
    /// The figure of a term in an open row under a choice of its group.
    fn placed(&self, term: &Term, open: Open, choice: usize) -> Addend;
    /// The most that a sum may be off, whatever its figures' precision; in 元.
    fn cap(&self) -> Option<Decimal>;
}

/// A sum with its closed rows added up.
struct Prepared<'s> {
    sum: &'s Sum,
    value: Decimal,
    half: Decimal,
    finest: Decimal,
    open: Vec<(&'s Term, Open)>,
}

/// Finds the tenable choices of every group.
pub(in crate::recognise) fn solve(figures: &impl Figures, sums: &[Sum]) -> Vec<Verdict> {
    let counts = figures.choices();
    let mut solver = Solver {
        figures,
        sums: sums.iter().filter_map(|sum| prepare(figures, sum)).collect(),
        left: counts.iter().map(|count| (0..*count).collect()).collect(),
        verdicts: vec![Verdict::default(); counts.len()],
    };
    solver.prune();
    solver.combine();
    solver.verdicts
}

fn prepare<'s>(figures: &impl Figures, sum: &'s Sum) -> Option<Prepared<'s>> {
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

    /// Whether the sum is further from zero than rounding explains, when the rows of each group stand as `chosen` says.
    fn is_broken(&self, figures: &impl Figures, chosen: impl Fn(Open) -> usize) -> bool {
        let mut total = Prepared {
            open: Vec::new(),
            ..*self
        };
        for (term, open) in &self.open {
            let addend = figures.placed(term, *open, chosen(*open));
            if total.add(addend, term.negative).is_none() {
                return false;
            }
        }
        let units = total.finest.checked_mul(Decimal::TEN).unwrap_or(total.half);
        let bound = total.half.min(figures.cap().unwrap_or(units));
        total.value.abs() > bound
    }
}

/// What a combination breaks.
struct Broken {
    chosen: Vec<usize>,
    sums: BTreeSet<usize>,
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
}

impl<F: Figures> Solver<'_, F> {
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
            if left.len() < 2 || terms.saturating_mul(left.len()) > MOST_LOOKUPS {
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
        let Some(combinations) = combinations.filter(|count| count.saturating_mul(terms) <= MOST_LOOKUPS) else {
            self.settle(&[]);
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
        if let [only] = tenable.as_slice()
            && !only.sums.is_empty()
        {
            self.doubt(only);
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
        let of = |open: Open| chosen.get(open.group).copied().unwrap_or(0);
        let broken = self
            .sums
            .iter()
            .enumerate()
            .filter(|(_, sum)| sum.is_broken(self.figures, of));
        let (sums, families) = broken.map(|(at, sum)| (at, sum.sum.family)).unzip();
        Broken { chosen, sums, families }
    }

    /// Notes the tenable choices of each group; all that are left where none could be tried.
    fn settle(&mut self, tenable: &[&Broken]) {
        for (group, (left, verdict)) in self.left.iter().zip(&mut self.verdicts).enumerate() {
            let chosen: BTreeSet<usize> = tenable
                .iter()
                .filter_map(|broken| broken.chosen.get(group).copied())
                .collect();
            verdict.tenable = if chosen.is_empty() {
                left.clone()
            } else {
                chosen.into_iter().collect()
            };
        }
    }

    /// Where the one tenable combination still breaks sums, a row in them may have lost other columns than its
    /// neighbours: if any other choice for it alone breaks fewer sums, it cannot be read.
    fn doubt(&mut self, only: &Broken) {
        let mut by_row: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for (at, sum) in self.sums.iter().enumerate() {
            for (_, open) in &sum.open {
                by_row.entry((open.group, open.row)).or_default().insert(at);
            }
        }
        by_row.retain(|_, sums| !sums.is_disjoint(&only.sums));
        let counts = self.figures.choices();
        let mut lookups = MOST_LOOKUPS;
        for ((group, row), sums) in by_row {
            let sums: Vec<&Prepared<'_>> = sums.iter().filter_map(|at| self.sums.get(*at)).collect();
            let settled = |open: Open| only.chosen.get(open.group).copied().unwrap_or(0);
            let breaks = |choice: usize| {
                let of = |open: Open| {
                    if (open.group, open.row) == (group, row) {
                        choice
                    } else {
                        settled(open)
                    }
                };
                sums.iter().filter(|sum| sum.is_broken(self.figures, of)).count()
            };
            let own = only.chosen.get(group).copied().unwrap_or(0);
            let now = breaks(own);
            let terms: usize = sums.iter().map(|sum| sum.open.len()).sum();
            for choice in 0..counts.get(group).copied().unwrap_or(0) {
                lookups = lookups.saturating_sub(terms);
                if choice != own
                    && (lookups == 0 || breaks(choice) < now)
                    && let Some(verdict) = self.verdicts.get_mut(group)
                {
                    verdict.doubtful.entry(row).or_default().insert(choice);
                }
            }
        }
    }
}
