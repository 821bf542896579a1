//! Which cells an instance looks at: those that its explanation shows, without the values and words of one.

use super::context::Context;
use super::explain::{context, deciding, place};
use super::{Bound, FigureRef, Instance};
use crate::resolve::plan::{Argument, Node, NodeKind};

impl Bound<'_, '_> {
    /// Calls `visit` with the cells of the explanation's traces, some of them more than once, without making one.
    pub fn figures(&self, rule: usize, instance: &Instance, visit: &mut dyn FnMut(FigureRef)) {
        let Some(place) = place(self.plan, rule, instance) else {
            return;
        };
        let Some(check) = place.check else { return };
        let binding = self.binding_for(rule, instance);
        let context = context(self.plan, &binding, &place);
        match &check.node.kind {
            // Of one comparison it is plain which decided.
            NodeKind::Comparison(_, links) if links.len() == 1 => context.figures(&check.node, visit),
            _ => match deciding(&context, &check.node, instance) {
                Some((left, right, _)) => {
                    context.figures(left, visit);
                    context.figures(right, visit);
                }
                None => context.figures(&check.node, visit),
            },
        }
    }
}

impl Context<'_, '_> {
    /// Calls `visit` with every cell that the trace of `node` has. Blank cells that a trace leaves out are among them.
    pub(super) fn figures(&self, node: &Node, visit: &mut dyn FnMut(FigureRef)) {
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
