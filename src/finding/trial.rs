//! Rules run again with something else in the report: what a supposed cause would settle, and what it would break.

use std::cell::Cell;
use std::collections::HashSet;

use super::Oracle;
use super::case::Case;
use super::view::View;
use crate::evaluate::{Evaluation, Instance, Outcome};
use crate::form::{ColumnIx, FormId};
use crate::plan::Body;
use crate::report::{FigureRef, Report, RowRef, TableIx};
use crate::ruleset::RuleId;
use crate::value::Amount;

/// What suppositions are tried on.
pub(super) struct Trial<'a> {
    pub view: View<'a>,
    pub oracle: &'a dyn Oracle,
    pub evaluation: &'a Evaluation,
    pub cases: &'a [Case],
    /// Rule instances that may still be run again.
    pub runs: Cell<usize>,
}

impl Trial<'_> {
    /// Which of the cases (indices) would hold with other figures; `None` where they are more than may be run.
    pub fn settled(&self, figures: &[(FigureRef, Amount)], among: &[usize]) -> Option<Vec<usize>> {
        self.spend(among.len())?;
        let settled = among.iter().copied().filter(|index| {
            self.cases.get(*index).is_some_and(|case| {
                let again = self.oracle.reevaluate(case.rule, &case.instance, figures);
                // Where nothing is left to compare, nothing is wrong.
                matches!(again.outcome, Outcome::Holds | Outcome::Tail | Outcome::Vacuous)
            })
        });
        Some(settled.collect())
    }

    /// The rules (each once) of which an instance that looks at the form holds now and would not with other
    /// figures, of those that `wanted` says yes to. `None` where they are more than may be run.
    pub fn broken(
        &self,
        figures: &[(FigureRef, Amount)],
        form: FormId,
        wanted: impl Fn(RuleId) -> bool,
    ) -> Option<Vec<RuleId>> {
        let mut asked: Vec<(RuleId, Instance)> = Vec::new();
        for (index, (rule, result)) in self.view.plan.rules.iter().zip(&self.evaluation.rules).enumerate() {
            let index = RuleId::new(index);
            // Statements about structure look at a whole table each time, and no figure that is tried concerns them.
            let compares = matches!(rule.body, Some(Body::Checks(_)));
            if compares && rule.forms.contains(&form) && wanted(index) {
                let held = result.with_outcome(|outcome| matches!(outcome, Outcome::Holds | Outcome::Tail));
                asked.extend(held.map(|(_, instance)| (index, instance)));
            }
        }
        self.spend(asked.len())?;
        let mut broken: Vec<RuleId> = asked
            .into_iter()
            .filter(|(rule, instance)| {
                let again = self.oracle.reevaluate(*rule, instance, figures);
                matches!(again.outcome, Outcome::Fails | Outcome::Error)
            })
            .map(|(rule, _)| rule)
            .collect();
        broken.dedup();
        Some(broken)
    }

    /// Which of the cases (indices) would not fail in another report, whose rows are those of this one with others
    /// behind them; `None` where something fails in it that doesn't in this one.
    pub fn settled_in(&self, report: &Report, among: &[usize]) -> Option<Vec<usize>> {
        let instances = self.evaluation.rules.iter().map(|rule| rule.outcomes().len()).sum();
        self.spend(instances)?;
        let other = self.oracle.evaluate(report)?;
        let before = self.failing(self.evaluation);
        let after = self.failing(&other);
        if !after.is_subset(&before) {
            return None;
        }
        let still = |case: &Case| after.contains(&self.key(case.rule, &case.instance));
        let settled = among
            .iter()
            .copied()
            .filter(|index| self.cases.get(*index).is_some_and(|case| !still(case)));
        Some(settled.collect())
    }

    fn failing(&self, evaluation: &Evaluation) -> HashSet<Key> {
        let rules = evaluation.rules.iter().enumerate();
        rules
            .flat_map(|(rule, result)| {
                let rule = RuleId::new(rule);
                let failing = result.with_outcome(|outcome| matches!(outcome, Outcome::Fails | Outcome::Error));
                failing.map(move |(_, instance)| self.key(rule, &instance))
            })
            .collect()
    }

    /// What makes an instance the same in two reports: rows that only one of them has don't count.
    fn key(&self, rule: RuleId, instance: &Instance) -> Key {
        let known = |row: &RowRef| self.view.row(*row).is_some();
        let rows = instance.row.as_ref().map(|context| {
            let rows = context.rows.iter();
            rows.map(|row| row.filter(|row| known(row))).collect()
        });
        (rule, instance.check, instance.table, rows, instance.column)
    }

    fn spend(&self, runs: usize) -> Option<()> {
        self.runs.set(self.runs.get().checked_sub(runs)?);
        Some(())
    }
}

type Rows = Vec<Option<RowRef>>;
type Key = (RuleId, u16, Option<TableIx>, Option<Rows>, Option<ColumnIx>);
