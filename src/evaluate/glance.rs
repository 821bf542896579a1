//! What a comparison of sums looks at: the figures that its explanation shows, without the words of one.

use super::context::Context;
use super::explain::{context, place};
use super::{Bound, FigureRef, Instance};
use crate::report::Figure;
use crate::resolve::plan::{Argument, List, Node, NodeKind, Operator};
use crate::value::{Kind, Unit};
use rust_decimal::Decimal;

/// A part of a sum.
enum Part<'n> {
    One(&'n Node),
    List(&'n List),
}

impl Bound<'_, '_> {
    /// Calls `visit` with every figure on the sides of the instance's comparison that is there, in the order of the rule:
    /// its cell, half a unit of its last place (元, or a ratio) and what it measures. Says what the sides measure, and the unit to show money in. `None` where
    /// the rule (index) compares more than sums; figures visited by then count for nothing.
    pub fn glance(
        &self,
        rule: usize,
        instance: &Instance,
        visit: &mut dyn FnMut(FigureRef, Decimal, Kind),
    ) -> Option<(Kind, Unit)> {
        let check = usize::from(instance.check);
        self.binding.shortcuts.of_rule(rule).linears.get(check)?.as_ref()?;
        let place = place(self.plan, rule, instance)?;
        let NodeKind::Comparison(left, links) = &place.check?.node.kind else {
            return None;
        };
        let binding = self.binding_for(rule, instance);
        let context = context(self.plan, &binding, &place);
        context.glance(left, visit)?;
        context.glance(&links.first()?.right, visit)?;
        Some((left.measures, self.unit(&binding, rule)))
    }
}

impl Context<'_, '_> {
    fn glance(&self, sum: &Node, visit: &mut dyn FnMut(FigureRef, Decimal, Kind)) -> Option<()> {
        let mut pending = vec![Part::One(sum)];
        let mut see = |cell: FigureRef, kind: Kind| {
            let table = self.binding.report.tables.get(cell.table);
            let found = table.and_then(|table| table.parts.get(cell.part)?.cell(cell.row, cell.column));
            if let Some(Figure::Number { half, .. }) = found.map(|cell| &cell.figure) {
                visit(cell, *half, kind);
            }
        };
        while let Some(part) = pending.pop() {
            let node = match part {
                Part::One(node) => node,
                Part::List(list) => {
                    self.cells(list).ok()?.for_each(|cell| see(cell, Kind::Money));
                    continue;
                }
            };
            match &node.kind {
                NodeKind::Number(_) => {}
                NodeKind::Figure { .. } | NodeKind::RowFigure { .. } => {
                    if let Some(cell) = self.cell(node).ok()? {
                        see(cell, node.measures);
                    }
                }
                NodeKind::Arithmetic(Operator::Add | Operator::Subtract, parts) => {
                    pending.extend(parts.iter().rev().map(Part::One));
                }
                // An explanation shows the sum behind a minus as a whole.
                NodeKind::Negate(inner) if !matches!(inner.kind, NodeKind::Arithmetic(..)) => {
                    pending.push(Part::One(inner));
                }
                NodeKind::Aggregate(_, arguments) => {
                    pending.extend(arguments.iter().rev().map(|argument| match argument {
                        Argument::Single(node) => Part::One(node),
                        Argument::List(list) => Part::List(list),
                    }))
                }
                _ => return None,
            }
        }
        Some(())
    }
}
