//! Rules run again with something else in the report: what a supposed cause would settle, and what it would break.

use std::cell::{Cell, OnceCell};
use std::collections::HashSet;

use super::Oracle;
use super::case::Case;
use super::lookout::Lookout;
use super::view::View;
use crate::evaluate::{Evaluation, Instance, Outcome, Sights};
use crate::form::{ColumnIx, FormId};
use crate::report::{FigureRef, Report, RowRef, TableIx};
use crate::ruleset::RuleId;
use crate::value::Amount;

/// What suppositions are tried on.
pub(super) struct Trial<'a> {
    pub view: View<'a>,
    pub oracle: &'a dyn Oracle,
    pub evaluation: &'a Evaluation,
    pub cases: &'a [Case],
    pub lookout: Lookout,
    /// Where the rules look, if the oracle does not know.
    pub own_sights: OnceCell<Sights>,
    /// Rule instances that may still be run again.
    pub runs: Cell<usize>,
}

impl Trial<'_> {
    /// Which of the cases (indices) would hold with other figures; `None` where they are more than may be run.
    pub fn settled(&self, figures: &[(FigureRef, Amount)], among: &[usize]) -> Option<Vec<usize>> {
        if among.is_empty() {
            return Some(Vec::new());
        }
        self.spend(among.len())?;
        let cases = among.iter().filter_map(|index| Some((*index, self.cases.get(*index)?)));
        let (indices, asked): (Vec<usize>, Vec<_>) =
            cases.map(|(index, case)| (index, (case.rule, &case.instance))).unzip();
        let again = self.oracle.reevaluate_all(&asked, figures);
        // Where nothing is left to compare, nothing is wrong.
        let settles = |again: &Instance| matches!(again.outcome, Outcome::Holds | Outcome::Tail | Outcome::Vacuous);
        let settled = indices.into_iter().zip(&again).filter(|(_, again)| settles(again));
        Some(settled.map(|(index, _)| index).collect())
    }

    /// The rules (each once) of which an instance that looks at the form holds now and would not with other
    /// figures, of those that `wanted` says yes to. `None` where they are more than may be run.
    pub fn broken(
        &self,
        figures: &[(FigureRef, Amount)],
        form: FormId,
        wanted: impl Fn(RuleId) -> bool,
    ) -> Option<Vec<RuleId>> {
        let speaks = |rule: RuleId| self.view.plan.rule(rule).is_some_and(|rule| rule.forms.contains(&form));
        let wanted = |rule: RuleId| speaks(rule) && wanted(rule);
        let cells = figures.iter().map(|(cell, _)| *cell);
        let held = self.lookout.held(
            (self.sights(), self.view),
            self.evaluation,
            cells,
            wanted,
            self.runs.get(),
        )?;
        self.spend(held.len())?;
        let asked: Vec<(RuleId, &Instance)> = held.iter().map(|(rule, instance)| (*rule, instance)).collect();
        let again = self.oracle.reevaluate_all(&asked, figures);
        let fails = |again: &Instance| matches!(again.outcome, Outcome::Fails | Outcome::Error);
        let broken = asked.iter().zip(&again).filter(|(_, again)| fails(again));
        let mut broken: Vec<RuleId> = broken.map(|((rule, _), _)| *rule).collect();
        broken.dedup();
        Some(broken)
    }

    fn sights(&self) -> &Sights {
        let own = || self.own_sights.get_or_init(|| Sights::of(self.view.plan));
        self.oracle.sights().unwrap_or_else(own)
    }

    /// Whether the whole report may still be run once more.
    pub fn affords_report(&self) -> bool {
        self.instances() <= self.runs.get()
    }

    fn instances(&self) -> usize {
        self.evaluation.rules.iter().map(|rule| rule.outcomes().len()).sum()
    }

    /// Which of the cases (indices) would not fail in another report, whose rows are those of this one with others
    /// behind them; `None` where something fails in it that doesn't in this one.
    pub fn settled_in(&self, report: &Report, among: &[usize]) -> Option<Vec<usize>> {
        self.spend(self.instances())?;
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
