//! Expressions to trees of values.

use super::bind::Slot;
use super::context::Context;
use super::trace::{Trace, TraceValue};
use super::{Outcome, label};
use crate::resolve::plan::{Argument, List, Node, NodeKind, Operator};
use crate::value::{Amount, Kind, Value};

/// Sums of more addends than this are shown without their blank ones.
const MOST_SHOWN_WITH_BLANKS: usize = 6;

impl Context<'_, '_> {
    /// An expression with its value and what it is made of.
    pub(super) fn trace(&self, node: &Node) -> Trace {
        let mut trace = Trace {
            span: node.span,
            label: label::of(self, node),
            value: self.trace_value(node),
            negative: false,
            figure: self.cell(node).ok().flatten(),
            children: Vec::new(),
            blanks: 0,
        };
        match &node.kind {
            NodeKind::Arithmetic(Operator::Add | Operator::Subtract, _) => self.addends(node, false, &mut trace),
            NodeKind::Negate(inner) => match inner.kind {
                NodeKind::Arithmetic(..) => trace.children.push(self.trace(inner)),
                _ => trace.children.push(Trace {
                    negative: true,
                    ..self.trace(inner)
                }),
            },
            NodeKind::Aggregate(_, arguments) => {
                for argument in arguments {
                    match argument {
                        Argument::Single(node) => self.push(&mut trace, self.trace(node)),
                        Argument::List(list) => self.list(list, &mut trace),
                    }
                }
            }
            NodeKind::Arithmetic(_, parts) | NodeKind::Logic(_, parts) | NodeKind::Contains(parts) => {
                trace.children.extend(parts.iter().map(|part| self.trace(part)));
            }
            NodeKind::BothOrNeither(parts) => trace.children.extend(parts.iter().map(|part| self.trace(part))),
            NodeKind::Call(_, parts) | NodeKind::AtMostOne(parts) => {
                trace.children.extend(parts.iter().map(|part| self.trace(part)));
            }
            NodeKind::If(parts) => trace.children.extend(parts.iter().map(|part| self.trace(part))),
            NodeKind::Not(inner) | NodeKind::Blank(inner) | NodeKind::Zero(inner) => {
                trace.children.push(self.trace(inner))
            }
            NodeKind::Comparison(first, links) => {
                trace.children.push(self.trace(first));
                trace.children.extend(links.iter().map(|link| self.trace(&link.right)));
            }
            _ => {}
        }
        trace
    }

    /// The addends of a sum, however it is nested, each with its sign.
    fn addends(&self, node: &Node, negative: bool, into: &mut Trace) {
        let mut pending = vec![(node, negative)];
        while let Some((node, negative)) = pending.pop() {
            match &node.kind {
                NodeKind::Arithmetic(operator @ (Operator::Add | Operator::Subtract), parts) => {
                    let [left, right] = &**parts;
                    pending.push((right, negative ^ (*operator == Operator::Subtract)));
                    pending.push((left, negative));
                }
                NodeKind::Negate(inner) => pending.push((inner, !negative)),
                _ => into.children.push(Trace {
                    negative,
                    ..self.trace(node)
                }),
            }
        }
        self.leave_out_blanks(into);
    }

    /// Takes the blank figures out of a long sum, and counts them. A short one shows them: a blank that should not be
    /// one is often the cause.
    fn leave_out_blanks(&self, sum: &mut Trace) {
        if sum.children.len() > MOST_SHOWN_WITH_BLANKS {
            for child in std::mem::take(&mut sum.children) {
                self.push(sum, child);
            }
        }
    }

    fn push(&self, into: &mut Trace, child: Trace) {
        let is_blank_cell = matches!(&child.value, TraceValue::Amount(amount, _) if *amount == Amount::BLANK)
            && child.children.is_empty()
            && !matches!(child.figure.map(|cell| self.binding.slot(cell)), Some(Slot::Number(_)));
        if is_blank_cell {
            into.blanks += 1;
        } else {
            into.children.push(child);
        }
    }

    fn list(&self, list: &List, into: &mut Trace) {
        let span = match list {
            List::Rows { span, .. } | List::Children { span, .. } => *span,
            List::Unavailable(_) => return,
        };
        let Ok(cells) = self.cells(list) else { return };
        for cell in cells {
            let value = match self.binding.slot(cell) {
                Slot::Number(amount) => TraceValue::Amount(amount, Kind::Money),
                Slot::Blank => {
                    into.blanks += 1;
                    continue;
                }
                Slot::Missing => TraceValue::Missing,
                Slot::Unreadable => TraceValue::Error("不能确定是什么数".to_owned()),
            };
            into.children.push(Trace {
                span,
                label: label::of_cell(self, cell),
                value,
                negative: false,
                figure: Some(cell),
                children: Vec::new(),
                blanks: 0,
            });
        }
    }

    fn trace_value(&self, node: &Node) -> TraceValue {
        match self.value(node) {
            Ok(Value::Number(amount)) => TraceValue::Amount(amount, node.measures),
            Ok(Value::Text(text)) => TraceValue::Text(text),
            Ok(Value::Bool(value)) => TraceValue::Bool(value),
            Err(failure) if failure.outcome() == Outcome::Unbound => TraceValue::Missing,
            Err(failure) => TraceValue::Error(failure.cause(self.plan, self.binding).message),
        }
    }
}
