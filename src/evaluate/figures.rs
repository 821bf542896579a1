//! Which cells the instances that hold look at: those that their explanations show, without the words of one.

use super::bind::Field;
use super::context::Context;
use super::explain::{context, deciding, place};
use super::linear::Linear;
use super::reach::Reach;
use super::{Bound, FigureRef, Instance, Marks, Outcome, RuleResult};
use crate::resolve::plan::{Argument, Body, Node, NodeKind};

impl Bound<'_, '_> {
    /// Marks the cells on the sides of every comparison of the rule (index) that holds.
    pub fn mark_compared(&self, rule: usize, result: &RuleResult, marks: &mut Marks) {
        let mut unknown = Vec::new();
        self.mark_sums(rule, result, marks, &mut unknown);
        for at in unknown {
            if let Some(instance) = result.instance(at) {
                self.figures(rule, &instance, &mut |figure| marks.mark(figure));
            }
        }
    }

    /// Marks those of comparisons of sums; the other instances that hold become `unknown`.
    fn mark_sums(&self, rule: usize, result: &RuleResult, marks: &mut Marks, unknown: &mut Vec<usize>) {
        let holds = |at: &usize| result.outcomes().get(*at) == Some(&Outcome::Holds);
        let body = self.plan.rules.get(rule).and_then(|rule| rule.body.as_ref());
        let (Some(Body::Checks { scope, checks, .. }), Some(grid)) = (body, result.whole_grid()) else {
            // Statements about structure compare nothing.
            if matches!(body, Some(Body::Checks { .. })) {
                unknown.extend((0..result.outcomes().len()).filter(holds));
            }
            return;
        };
        let sides = scope
            .rows
            .as_ref()
            .map(|rows| rows.sides.as_slice())
            .unwrap_or_default();
        let fields: Vec<Option<Field<'_>>> = grid.fields(&self.binding).collect();
        let linears = self.binding.linears.of_rule(rule);
        let no_columns: &[Vec<usize>] = &[Vec::new()];
        let columns = scope.columns.as_ref().map_or(no_columns, |scope| &scope.columns);
        let mut next = 0..;
        for row in 0..grid.joined.count {
            for columns in columns {
                let context = Context {
                    plan: self.plan,
                    binding: &self.binding,
                    sides,
                    rows: grid.joined.row(row),
                    columns,
                };
                let reach = Reach {
                    context,
                    fields: &fields,
                };
                for (check, at) in (0..checks.len()).zip(next.by_ref()) {
                    if holds(&at) && !mark_all(reach, linears.get(check).and_then(Option::as_ref), marks) {
                        unknown.push(at);
                    }
                }
            }
        }
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
            _ => match deciding(&context, &check.node, self.measured(rule, instance)) {
                Some((left, right, _)) => {
                    context.figures(left, visit);
                    context.figures(right, visit);
                }
                None => context.figures(&check.node, visit),
            },
        }
    }
}

/// Marks all cells of the comparison, if there is one and they are to be had.
fn mark_all(reach: Reach<'_, '_>, linear: Option<&Linear>, marks: &mut Marks) -> bool {
    linear.is_some_and(|linear| {
        linear.terms.iter().all(|term| {
            let mut mark = |field: Field<'_>, index, _| marks.mark_at(field.table, field.part, index);
            reach.each(term.figures, &mut mark).is_some()
        })
    })
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
