//! What came of one rule, kept small: most instances hold, and nobody asks about them.

use std::sync::{Arc, OnceLock};

use smallvec::SmallVec;

use super::bind::Binding;
use super::filled::FilledColumns;
use super::join::Joined;
use super::reach::Fields;
use super::run::instance;
use super::{Cause, FigureRef, Instance, Measure, Outcome, RowContext};
use crate::resolve::plan::Side;

/// What came of one rule: an outcome for each instance, and more only of those that did not simply hold.
#[derive(Debug, Clone, Default)]
pub struct RuleResult {
    outcomes: Outcomes,
    places: Places,
    /// What there is to say, by instance (index), ascending.
    told: Vec<(usize, Told)>,
}

/// An outcome for each instance, in place for the many rules that have few.
pub(super) type Outcomes = SmallVec<[Outcome; 24]>;

/// What there is to say of an instance.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) measure: Option<Measure>,
    pub(super) cause: Option<Box<Cause>>,
}

/// Where the instances stand.
#[derive(Debug, Clone, Default)]
pub(super) enum Places {
    /// The one instance stands nowhere.
    #[default]
    Nowhere,
    /// As each says itself.
    Listed(Vec<Instance>),
    /// Row by row, column by column, check by check.
    Grid(Grid),
    /// At rows and cells of a table.
    Points { table: usize, points: Vec<Point> },
    /// At the cells of some columns that hold figures, listed when someone asks for one.
    Filled {
        columns: FilledColumns,
        points: OnceLock<Vec<Point>>,
    },
}

/// The rows, columns and checks of a rule.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Table and part of each side of 逐行; none for rules that are not about rows.
    pub(super) sides: SmallVec<[Option<(usize, usize)>; 1]>,
    pub(super) joined: Joined,
    /// The first column at hand of each entry of 逐列; `None` for rules that are not about columns.
    pub(super) columns: Option<SmallVec<[Option<usize>; 2]>>,
    pub(super) checks: usize,
    /// Where each instance stands, if one is left out: joined row, column at hand, check.
    pub(super) order: Option<Vec<(usize, Option<usize>, u16)>>,
}

/// A row of a part or a cell in it. Kept small, since there are as many as cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    part: u32,
    row: u32,
    /// [`NO_COLUMN`] for a row.
    column: u32,
}

const NO_COLUMN: u32 = u32::MAX;

impl Point {
    /// A row of a part, or the cell in a column of it.
    pub(super) fn new(part: usize, row: usize, column: Option<usize>) -> Self {
        // Neither are there so many in memory.
        let small = |number: usize| u32::try_from(number).unwrap_or(NO_COLUMN - 1);
        Self {
            part: small(part),
            row: small(row),
            column: column.map_or(NO_COLUMN, small),
        }
    }

    /// The cell; `None` for a row.
    pub(super) fn cell(self, table: usize) -> Option<FigureRef> {
        (self.column != NO_COLUMN).then_some(FigureRef {
            table,
            part: self.part as usize,
            row: self.row as usize,
            column: self.column as usize,
        })
    }
}

/// No more room than this is made before it is needed.
const MOST_EXPECTED: usize = 4096;

/// What comes of a rule about rows or cells of a table, one after the other.
pub(super) struct Points {
    table: usize,
    points: Vec<Point>,
    /// What did not simply hold, by point (index).
    told: Vec<(usize, Outcome, Told)>,
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
    pub(super) fn one(outcome: Outcome) -> Self {
        Self {
            outcomes: [outcome].into_iter().collect(),
            ..Self::default()
        }
    }

    /// The result of so many instances that hold, one for each figure of some columns.
    pub(super) fn filled(columns: FilledColumns, figures: usize) -> Self {
        let points = OnceLock::new();
        Self {
            outcomes: Outcomes::from_elem(Outcome::Holds, figures),
            places: Places::Filled { columns, points },
            told: Vec::new(),
        }
    }

    pub(super) fn new(outcomes: Outcomes, places: Places, told: Vec<(usize, Told)>) -> Self {
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
            Places::Nowhere => instance(outcome),
            Places::Listed(instances) => instances.get(at)?.clone(),
            Places::Grid(grid) => grid.instance(at)?,
            Places::Points { table, points } => at_point(*table, *points.get(at)?),
            Places::Filled { columns, points } => {
                let points = points.get_or_init(|| columns.points());
                at_point(columns.table, *points.get(at)?)
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
    pub fn that(&self, wanted: impl Fn(Outcome) -> bool) -> impl Iterator<Item = (usize, Instance)> {
        let chosen = self.outcomes.iter().enumerate();
        let chosen = chosen.filter(move |(_, outcome)| wanted(**outcome));
        chosen.filter_map(|(at, _)| Some((at, self.instance(at)?)))
    }

    /// Its rows, columns and checks, if it has instances for all of them.
    pub(super) fn whole_grid(&self) -> Option<&Grid> {
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

impl Grid {
    /// The cells of each side.
    pub(super) fn fields<'b>(&self, binding: &'b Binding<'_>) -> Fields<'b> {
        if self.sides.is_empty() {
            return Fields::new();
        }
        let sides = self.sides.iter();
        let fields = sides.map(|side| side.and_then(|(table, part)| binding.field(table, part)));
        fields.collect()
    }

    /// How many instances a joined row has.
    pub(super) fn of_row(&self) -> usize {
        let entries = self.columns.as_ref().map_or(1, |columns| columns.len());
        entries.saturating_mul(self.checks)
    }

    /// Whether another row has the key of the joined row.
    pub(super) fn is_doubled(&self, row: usize) -> bool {
        self.joined.duplicates.contains_key(&row)
    }

    /// Joined row, column at hand and check of an instance.
    fn place(&self, at: usize) -> Option<(usize, Option<usize>, u16)> {
        match &self.order {
            Some(order) => order.get(at).copied(),
            None => {
                let of_row = self.of_row();
                self.within_row(at.checked_div(of_row)?, at.checked_rem(of_row)?)
            }
        }
    }

    /// The same of an instance counted from the first of its joined row.
    pub(super) fn within_row(&self, row: usize, at: usize) -> Option<(usize, Option<usize>, u16)> {
        let check = u16::try_from(at.checked_rem(self.checks)?).unwrap_or(u16::MAX);
        let entry = at.checked_div(self.checks)?;
        let column = match &self.columns {
            Some(columns) => *columns.get(entry)?,
            None => None,
        };
        Some((row, column, check))
    }

    fn instance(&self, at: usize) -> Option<Instance> {
        let (row, column, check) = self.place(at)?;
        let rows = self.sides.iter().zip(self.joined.rows(row));
        let rows: Arc<[_]> = rows
            .map(|(side, row)| {
                let (table, part) = (*side)?;
                Some((table, part, row?))
            })
            .collect();
        Some(Instance {
            check,
            table: None,
            row: (!self.sides.is_empty()).then_some(RowContext { rows }),
            column,
            outcome: Outcome::Holds,
            measure: None,
            cause: None,
        })
    }

    /// Table and part of each side.
    pub(super) fn sides(
        sides: &[Side],
        table: impl Fn(usize) -> Option<usize>,
    ) -> SmallVec<[Option<(usize, usize)>; 1]> {
        if sides.is_empty() {
            return SmallVec::new();
        }
        sides.iter().map(|side| Some((table(side.form)?, side.block))).collect()
    }
}

impl Points {
    pub(super) fn new(table: usize) -> Self {
        Self {
            table,
            points: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Makes room for about so many more.
    pub(super) fn expect(&mut self, more: usize) {
        self.points.reserve(more.min(MOST_EXPECTED));
    }

    /// An instance that holds.
    pub(super) fn hold(&mut self, at: Point) {
        self.points.push(at);
    }

    /// An instance of which there is something to say.
    pub(super) fn tell(&mut self, at: Point, outcome: Outcome, told: Told) {
        self.told.push((self.points.len(), outcome, told));
        self.points.push(at);
    }

    pub(super) fn result(self) -> RuleResult {
        let (table, points) = (self.table, self.points);
        let mut outcomes = Outcomes::from_elem(Outcome::Holds, points.len());
        for (at, outcome, _) in &self.told {
            if let Some(slot) = outcomes.get_mut(*at) {
                *slot = *outcome;
            }
        }
        let told = self.told.into_iter().map(|(at, _, told)| (at, told));
        RuleResult::new(outcomes, Places::Points { table, points }, told.collect())
    }
}

fn at_point(table: usize, point: Point) -> Instance {
    Instance {
        check: 0,
        table: None,
        row: Some(RowContext {
            rows: [Some((table, point.part as usize, point.row as usize))].into(),
        }),
        column: (point.column != NO_COLUMN).then_some(point.column as usize),
        outcome: Outcome::Holds,
        measure: None,
        cause: None,
    }
}
