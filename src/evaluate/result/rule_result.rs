//! What came of one rule.

use std::sync::{Arc, OnceLock};

use smallvec::SmallVec;

use super::grid::Grid;
use super::point::{Listing, Point};
use crate::evaluate::{Cause, Instance, Measure, Outcome};
use crate::report::TableIx;

/// What came of one rule: an outcome for each instance, and more only of those that did not simply hold.
#[derive(Debug, Clone, Default)]
pub struct RuleResult {
    outcomes: Outcomes,
    places: Places,
    /// What there is to say, by instance (index), ascending.
    told: Vec<(usize, Detail)>,
}

/// An outcome for each instance, in place for the many rules that have few.
pub(in crate::evaluate) type Outcomes = SmallVec<[Outcome; 24]>;

/// What there is to say of an instance.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) struct Detail {
    pub(in crate::evaluate) measure: Option<Measure>,
    pub(in crate::evaluate) cause: Option<Box<Cause>>,
}

/// Where the instances stand.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) enum Places {
    /// The one instance stands nowhere.
    #[default]
    Nowhere,
    /// As each says itself.
    Listed(Vec<Instance>),
    /// Row by row, column by column, check by check.
    Grid(Grid),
    /// At rows and cells of a table.
    Points { table: TableIx, points: Vec<Point> },
    /// The same, listed when someone asks for one.
    Unlisted {
        table: TableIx,
        listing: Arc<dyn Listing>,
        points: OnceLock<Vec<Point>>,
    },
}

impl Detail {
    /// A comparison that was missed.
    pub(in crate::evaluate) fn measured(measure: Option<Measure>) -> Self {
        Self { measure, cause: None }
    }

    /// A cause.
    pub(in crate::evaluate) fn caused(cause: impl Into<Cause>) -> Self {
        Self {
            measure: None,
            cause: Some(Box::new(cause.into())),
        }
    }
}

impl RuleResult {
    /// The result of these instances, in this order.
    #[must_use]
    pub fn listed(instances: Vec<Instance>) -> Self {
        Self {
            outcomes: instances.iter().map(|instance| instance.outcome).collect(),
            places: Places::Listed(instances),
            told: Vec::new(),
        }
    }

    /// The result of one instance that stands nowhere and of which there is nothing to say.
    pub(in crate::evaluate) fn one(outcome: Outcome) -> Self {
        Self {
            outcomes: [outcome].into_iter().collect(),
            ..Self::default()
        }
    }

    /// The result of so many instances that hold, at points of a table.
    pub(in crate::evaluate) fn holding(table: TableIx, count: usize, listing: Arc<dyn Listing>) -> Self {
        let points = OnceLock::new();
        Self {
            outcomes: Outcomes::from_elem(Outcome::Holds, count),
            places: Places::Unlisted { table, listing, points },
            told: Vec::new(),
        }
    }

    pub(in crate::evaluate) fn new(outcomes: Outcomes, places: Places, told: Vec<(usize, Detail)>) -> Self {
        Self { outcomes, places, told }
    }

    /// How every instance came out: row by row, column by column, check by check. Never empty once a rule has run: one
    /// that met no rows has one vacuous instance, one that could not be bound one unbound instance.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// How many instances came out so.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.iter().filter(|came| **came == outcome).count()
    }

    /// The instance of this index.
    #[must_use]
    pub fn instance(&self, at: usize) -> Option<Instance> {
        let outcome = *self.outcomes.get(at)?;
        let mut instance = match &self.places {
            Places::Nowhere => Instance::of(outcome),
            Places::Listed(instances) => instances.get(at)?.clone(),
            Places::Grid(grid) => grid.instance(at)?,
            Places::Points { table, points } => points.get(at)?.instance(*table),
            Places::Unlisted { table, listing, points } => {
                let points = points.get_or_init(|| listing.points());
                points.get(at)?.instance(*table)
            }
        };
        instance.outcome = outcome;
        if let Ok(told) = self.told.binary_search_by_key(&at, |(at, _)| *at)
            && let Some((_, told)) = self.told.get(told)
        {
            instance.measure = told.measure;
            instance.cause.clone_from(&told.cause);
        }
        Some(instance)
    }

    /// Every instance, in order.
    pub fn instances(&self) -> impl Iterator<Item = Instance> {
        (0..self.outcomes.len()).filter_map(|at| self.instance(at))
    }

    /// The instances, with their indices, that came out as wanted.
    pub fn with_outcome(&self, wanted: impl Fn(Outcome) -> bool) -> impl Iterator<Item = (usize, Instance)> {
        let chosen = self.outcomes.iter().enumerate();
        let chosen = chosen.filter(move |(_, outcome)| wanted(**outcome));
        chosen.filter_map(|(at, _)| Some((at, self.instance(at)?)))
    }

    /// Its rows, columns and checks, if it has instances for all of them.
    pub(in crate::evaluate) fn whole_grid(&self) -> Option<&Grid> {
        match &self.places {
            Places::Grid(grid) if grid.order.is_none() => Some(grid),
            _ => None,
        }
    }

    /// Makes every instance that came out one way one that came out another.
    pub fn relabel(&mut self, from: Outcome, to: Outcome) {
        for outcome in self.outcomes.iter_mut().filter(|outcome| **outcome == from) {
            *outcome = to;
        }
    }
}
