//! Which cells the instances that hold, or nearly do, look at: those that their explanations show, without the words of one.

use super::bind::Field;
use super::context::Context;
use super::explain::{context, decisive, place};
use super::linear::Figures;
use super::reach::Reach;
use super::result::Grid;
use super::{Bound, FigureRef, Instance, Marks, Outcome, RuleResult};
use crate::resolve::plan::{Argument, Body, Node, NodeKind};

impl Bound<'_, '_> {
    /// Marks the cells on the sides of every comparison of the rule (index) that holds or has a tail.
    pub fn mark_compared(&self, rule: usize, result: &RuleResult, marks: &mut Marks) {
        let mut unknown = Vec::new();
        self.mark_sums(rule, result, marks, &mut unknown);
        for at in unknown {
            if let Some(instance) = result.instance(at) {
                self.figures(rule, &instance, &mut |figure| marks.mark(figure));
            }
        }
    }

    /// Marks those of comparisons of sums; the other instances become `unknown`.
    fn mark_sums(&self, rule: usize, result: &RuleResult, marks: &mut Marks, unknown: &mut Vec<usize>) {
        let outcomes = result.outcomes();
        let holds = |at: usize| matches!(outcomes.get(at), Some(Outcome::Holds | Outcome::Tail));
        let body = self.plan.rules.get(rule).and_then(|rule| rule.body.as_ref());
        let (Some(Body::Checks { scope, checks, .. }), Some(grid)) = (body, result.whole_grid()) else {
            // Statements about structure compare nothing.
            if matches!(body, Some(Body::Checks { .. })) {
                unknown.extend((0..outcomes.len()).filter(|at| holds(*at)));
            }
            return;
        };
        let sides = scope
            .rows
            .as_ref()
            .map(|rows| rows.sides.as_slice())
            .unwrap_or_default();
        let fields = grid.fields(&self.binding);
        let linears = &self.binding.shortcuts.of_rule(rule).linears;
        let no_columns: &[Vec<usize>] = &[Vec::new()];
        let columns = scope.columns.as_ref().map_or(no_columns, |scope| &scope.columns);
        let mut holding = marks.room();
        for (entry, columns_at_hand) in columns.iter().enumerate() {
            for check in 0..checks.len() {
                let place = |row: usize| (row * columns.len() + entry) * checks.len() + check;
                holding.clear();
                holding.extend((0..grid.joined.count).filter(|row| holds(place(*row))));
                let Some(Some(linear)) = linears.get(check) else {
                    unknown.extend(holding.iter().map(|row| place(*row)));
                    continue;
                };
                let context = Context {
                    plan: self.plan,
                    binding: &self.binding,
                    sides,
                    rows: &[],
                    columns: columns_at_hand,
                };
                let fields = &fields;
                let reach = Reach { context, fields };
                for term in &linear.terms {
                    if !mark_term(reach, grid, term.figures, &holding, marks) {
                        unknown.extend(holding.iter().map(|row| place(*row)));
                    }
                }
            }
        }
        marks.give_back(holding);
    }

    /// Calls `visit` with the cells of the explanation's traces, some of them more than once, without making one.
    fn figures(&self, rule: usize, instance: &Instance, visit: &mut dyn FnMut(FigureRef)) {
        let Some(place) = place(self.plan, rule, instance) else {
            return;
        };
        let Some(check) = place.check else { return };
        let binding = self.binding_for(rule, instance);
        let context = context(self.plan, &binding, &place);
        match &check.node.kind {
            // Of one comparison it is plain which decided.
            NodeKind::Comparison(_, links) if links.len() == 1 => context.figures(&check.node, visit),
            _ => match decisive(&context, &check.node, self.measured(rule, instance)) {
                Some((left, right, _)) => {
                    context.figures(left, visit);
                    context.figures(right, visit);
                }
                None => context.figures(&check.node, visit),
            },
        }
    }
}

/// Marks the cells that a term means at these joined rows; whether all of them are to be had without doubt.
fn mark_term(reach: Reach<'_, '_>, grid: &Grid, figures: Figures, rows: &[usize], marks: &mut Marks) -> bool {
    let rows_of = |side: usize| rows.iter().filter_map(move |row| grid.joined.row(*row, side));
    match figures {
        Figures::OfRow { side, column } => {
            if let Some(Some(of)) = grid.sides.get(side) {
                marks.mark_column(*of, reach.context.column(column), rows_of(side));
            }
            true
        }
        Figures::OfChildren { side, column } => {
            let Some(field) = reach.fields.get(side).copied().flatten() else {
                return rows_of(side).next().is_none();
            };
            let mut known = true;
            for row in rows_of(side) {
                match reach.children(field, row) {
                    Some(children) => {
                        let of = (field.table, field.part);
                        marks.mark_column(of, reach.context.column(column), children.iter().copied());
                    }
                    None => known = false,
                }
            }
            known
        }
        // The same for all rows.
        Figures::Single { .. } | Figures::OfRows { .. } => {
            let mut mark = |field: Field<'_>, row, column, _| marks.mark(field.place(row, column));
            rows.is_empty() || reach.each(figures, &mut mark).is_some()
        }
    }
}

impl Context<'_, '_> {
    /// Calls `visit` with every cell that the trace of `node` has. Blank cells that a trace leaves out are among them.
    fn figures(&self, node: &Node, visit: &mut dyn FnMut(FigureRef)) {
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            match &node.kind {
                NodeKind::Figure { .. } | NodeKind::RowFigure { .. } | NodeKind::ParentFigure { .. } => {
                    if let Ok(Some(cell)) = self.cell(node) {
                        visit(cell);
                    }
                }
                NodeKind::Aggregate(_, arguments) => {
                    for argument in arguments {
                        match argument {
                            Argument::Single(node) => pending.push(node),
                            Argument::List(list) => self.cells(list).into_iter().flatten().for_each(&mut *visit),
                        }
                    }
                }
                NodeKind::Arithmetic(_, parts)
                | NodeKind::Logic(_, parts)
                | NodeKind::Contains(parts)
                | NodeKind::BothOrNeither(parts) => pending.extend(&**parts),
                NodeKind::Call(_, parts) | NodeKind::AtMostOne(parts) => pending.extend(parts),
                NodeKind::If(parts) => pending.extend(&**parts),
                NodeKind::Negate(inner) | NodeKind::Not(inner) | NodeKind::Blank(inner) | NodeKind::Zero(inner) => {
                    pending.push(inner);
                }
                NodeKind::Comparison(first, links) => {
                    pending.push(first);
                    pending.extend(links.iter().map(|link| &link.right));
                }
                _ => {}
            }
        }
    }
}
