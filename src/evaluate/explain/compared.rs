//! Which cells the instances that hold, or nearly do, look at: those that their explanations show, without the words of one.

use super::Marks;
use super::deciding::{Sides, decisive};
use crate::evaluate::exact::{Context, Spot};
use crate::evaluate::fast::Lookup;
use crate::evaluate::result::Grid;
use crate::evaluate::{Bound, Instance, Outcome, RuleResult};
use crate::plan::{Figure, Figures, ListRows, Node, Scope, TruthNode};
use crate::ruleset::RuleId;

impl Bound<'_> {
    /// Marks the cells on the sides of every comparison of the rule that holds or has a tail.
    pub fn mark_compared(&self, rule: RuleId, result: &RuleResult, marks: &mut Marks) {
        // Statements about a table compare nothing.
        let Some(checks) = self.plan().body(rule).and_then(|body| body.checks()) else {
            return;
        };
        let mut left = Vec::new();
        match result.whole_grid() {
            Some(grid) => self.mark_sums(rule, &checks.scope, (result, grid), marks, &mut left),
            None => left.extend((0..result.outcomes().len()).filter(|at| is_compared(result, *at))),
        }
        for at in left {
            if let Some(instance) = result.instance(at) {
                self.mark_instance(rule, &instance, marks);
            }
        }
    }

    /// Marks those of comparisons of sums, for all rows at once; the other instances are `left`.
    fn mark_sums(
        &self,
        rule: RuleId,
        scope: &Scope,
        (result, grid): (&RuleResult, &Grid),
        marks: &mut Marks,
        left: &mut Vec<usize>,
    ) {
        let shorter = self.shorter(rule);
        let sides = shorter.map(|(_, cells)| cells.sides(grid)).unwrap_or_default();
        let mut compared = marks.take_room();
        for (entry, columns) in scope.columns().iter().enumerate() {
            for check in 0..grid.checks {
                let place = |row: usize| row * grid.of_row() + entry * grid.checks + check;
                compared.clear();
                compared.extend((0..grid.joined.count).filter(|row| is_compared(result, place(*row))));
                let sum = shorter.and_then(|(rule, cells)| Some((rule.sum(check)?, cells)));
                let Some((sum, cells)) = sum else {
                    left.extend(compared.iter().map(|row| place(*row)));
                    continue;
                };
                let context = Context {
                    plan: self.plan(),
                    binding: &self.binding,
                    scope,
                    rows: &[],
                    columns,
                };
                let lookup = Lookup {
                    context,
                    cells,
                    sides: &sides,
                };
                for term in &sum.terms {
                    if !mark_term(lookup, grid, &term.figures, &compared, marks) {
                        left.extend(compared.iter().map(|row| place(*row)));
                    }
                }
            }
        }
        marks.give_back(compared);
    }

    fn mark_instance(&self, rule: RuleId, instance: &Instance, marks: &mut Marks) {
        let Some(spot) = Spot::of(self.plan(), rule, instance) else {
            return;
        };
        let binding = self.binding_for(rule, instance);
        let context = spot.context(&binding);
        let truth = &spot.check.truth;
        let mut mark = |cell, _| marks.mark(cell);
        // Of one comparison it is plain which decided.
        let measure = match &truth.node {
            TruthNode::Comparison(comparison) if comparison.links.len() == 1 => None,
            _ => self.measured(rule, instance),
        };
        match decisive(&context, truth, measure) {
            Some(Sides { left, right }) => {
                context.each_cell(left, &mut mark);
                context.each_cell(right, &mut mark);
            }
            None => context.each_cell(Node::Truth(truth), &mut mark),
        }
    }
}

fn is_compared(result: &RuleResult, at: usize) -> bool {
    matches!(result.outcomes().get(at), Some(Outcome::Holds | Outcome::Tail))
}

/// Marks the cells that a term means at these joined rows; whether all of them are to be had without doubt.
fn mark_term(lookup: Lookup<'_, '_>, grid: &Grid, figures: &Figures, joined: &[usize], marks: &mut Marks) -> bool {
    let rows_of = |side| joined.iter().filter_map(move |row| grid.joined.row(*row, side));
    match figures {
        Figures::One(Figure::OfRow { side, column }) => {
            if let Some(Some(of)) = grid.sides.get(side.index()) {
                marks.mark_column(*of, lookup.context.column(*column), rows_of(*side));
            }
            true
        }
        Figures::Many(list) => match list.rows {
            ListRows::Children(side) => {
                let Some(cells) = lookup.sides.get(side.index()).copied().flatten() else {
                    return rows_of(side).next().is_none();
                };
                let mut known = true;
                for row in rows_of(side) {
                    match lookup.children(cells, row) {
                        Some(children) => {
                            let column = lookup.context.column(list.column);
                            marks.mark_column((cells.table, cells.part), column, children.iter().copied());
                        }
                        None => known = false,
                    }
                }
                known
            }
            ListRows::Set(_) => mark_all(lookup, figures, joined, marks),
        },
        Figures::One(Figure::Single { .. } | Figure::OfParent { .. }) => mark_all(lookup, figures, joined, marks),
    }
}

/// The same of figures that are the same for all rows.
fn mark_all(lookup: Lookup<'_, '_>, figures: &Figures, joined: &[usize], marks: &mut Marks) -> bool {
    joined.is_empty() || lookup.each_cell(figures, &mut |cell| marks.mark(cell)).is_some()
}
