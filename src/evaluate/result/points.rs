//! Results of rules about rows or cells of one table.

use super::point::Point;
use super::rule_result::{Detail, Outcomes, Places, RuleResult};
use crate::evaluate::Outcome;
use crate::report::TableIx;

/// No more room than this is made before it is needed.
const MOST_EXPECTED: usize = 4096;

/// What comes of a rule about rows or cells of a table, one after the other.
pub(in crate::evaluate) struct Points {
    table: TableIx,
    points: Vec<Point>,
    /// What did not simply hold, by point (index).
    told: Vec<(usize, Outcome, Detail)>,
}

impl Points {
    pub(in crate::evaluate) fn new(table: TableIx) -> Self {
        Self {
            table,
            points: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Makes room for about so many more.
    pub(in crate::evaluate) fn expect(&mut self, more: usize) {
        self.points.reserve(more.min(MOST_EXPECTED));
    }

    /// An instance that holds.
    pub(in crate::evaluate) fn hold(&mut self, at: Point) {
        self.points.push(at);
    }

    /// An instance of which there is something to say.
    pub(in crate::evaluate) fn tell(&mut self, at: Point, outcome: Outcome, detail: Detail) {
        self.told.push((self.points.len(), outcome, detail));
        self.points.push(at);
    }

    /// What came of them; vacuous where there are none.
    pub(in crate::evaluate) fn result(self) -> RuleResult {
        let (table, points) = (self.table, self.points);
        if points.is_empty() {
            return RuleResult::one(Outcome::Vacuous);
        }
        let mut outcomes = Outcomes::from_elem(Outcome::Holds, points.len());
        for (at, outcome, _) in &self.told {
            if let Some(slot) = outcomes.get_mut(*at) {
                *slot = *outcome;
            }
        }
        let told = self.told.into_iter().map(|(at, _, detail)| (at, detail));
        RuleResult::new(outcomes, Places::Points { table, points }, told.collect())
    }
}
