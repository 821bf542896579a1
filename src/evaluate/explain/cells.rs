//! The cells that an expression looks at, in the order of the rule: those that its trace has, without the words of one.

use rust_decimal::Decimal;

use crate::evaluate::exact::{Context, Spot};
use crate::evaluate::{Bound, Instance};
use crate::plan::{Argument, Node, NumberNode, Operator, TruthNode};
use crate::report::{Figure, FigureRef};
use crate::ruleset::RuleId;
use crate::value::{Kind, Unit};

use super::trace_build::figure_of;

/// What a comparison of sums is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What its sides measure.
    pub kind: Kind,
    /// The unit to show money in.
    pub unit: Unit,
}

impl Bound<'_> {
    /// Calls `visit` with every figure on the sides of the instance's comparison that is there: its cell, half a unit of its last
    /// place (元, or a ratio) and what it measures. `None` where the rule compares more than sums; figures visited by then count for
    /// nothing.
    pub fn see_figures(
        &self,
        rule: RuleId,
        instance: &Instance,
        visit: &mut dyn FnMut(FigureRef, Decimal, Kind),
    ) -> Option<Seen> {
        let spot = Spot::of(self.plan(), rule, instance)?;
        let TruthNode::Comparison(comparison) = &spot.check.truth.node else {
            return None;
        };
        let link = comparison.links.first().filter(|_| is_plain_sum(&spot))?;
        let binding = self.binding_for(rule, instance);
        let context = spot.context(&binding);
        let mut see = |cell: FigureRef, kind: Kind| {
            if let Some(Figure::Number { half, .. }) = binding.report.cell(cell).map(|cell| &cell.figure) {
                visit(cell, *half, kind);
            }
        };
        context.each_cell(Node::Number(&comparison.first), &mut see);
        context.each_cell(Node::Number(&link.right), &mut see);
        Some(Seen {
            kind: context.kind(comparison.first.measures),
            unit: self.unit(&binding, rule),
        })
    }
}

/// Whether both sides are sums of figures, each added or taken off as it is.
fn is_plain_sum(spot: &Spot<'_>) -> bool {
    spot.check.balance.as_ref().is_some_and(|balance| {
        let mut terms = balance.left.terms.iter().chain(&balance.right.terms);
        terms.all(|term| term.factor.abs() == Decimal::ONE)
    })
}

impl<'c> Context<'c, '_> {
    /// Calls `visit` with every cell that the trace of `node` has, and what it measures. Blank cells that a trace leaves out are among
    /// them. What cannot be bound has none.
    pub(super) fn each_cell(&self, node: Node<'c>, visit: &mut dyn FnMut(FigureRef, Kind)) {
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            if let Some(figure) = figure_of(node) {
                if let Ok(Some(cell)) = self.cell(figure) {
                    visit(cell, self.kind(node.measures()));
                }
                continue;
            }
            match node {
                Node::List(list) => {
                    if let Ok(cells) = self.cells(list) {
                        cells.iter().for_each(|cell| visit(cell, self.kind_of(cell)));
                    }
                }
                Node::Truth(truth) => match &truth.node {
                    // A tolerance is no part of what is compared, nor what need not be there.
                    TruthNode::Comparison(comparison) => {
                        pending.extend(comparison.links.iter().rev().map(|link| Node::Number(&link.right)));
                        pending.push(Node::Number(&comparison.first));
                    }
                    TruthNode::Exists(_) => {}
                    _ => pending.extend(node.children().into_iter().rev()),
                },
                Node::Number(number) => match &number.node {
                    // Most comparisons are of sums, and looked at often.
                    NumberNode::Arithmetic(Operator::Add | Operator::Subtract, parts) => {
                        let [left, right] = &**parts;
                        pending.extend([Node::Number(right), Node::Number(left)]);
                    }
                    NumberNode::Aggregate { arguments, .. } => {
                        pending.extend(arguments.iter().rev().map(|argument| match argument {
                            Argument::Single(number) => Node::Number(number),
                            Argument::List(list) => Node::List(list),
                        }));
                    }
                    _ => pending.extend(node.children().into_iter().rev()),
                },
                Node::Text(_) => pending.extend(node.children().into_iter().rev()),
            }
        }
    }
}
