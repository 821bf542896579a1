//! A plan bound to a report: run, its instances taken apart, and run again with other figures in place.

use std::borrow::Cow;

use super::bind::{Binding, Shapes, Slot};
use super::context::Context;
use super::run::{self, columns_of, instance, tail_cap};
use super::trace::{Explanation, Trace, TraceValue};
use super::{Evaluation, FigureRef, Instance, Outcome, label, structure, verdict};
use crate::report::Report;
use crate::resolve::Plan;
use crate::resolve::plan::{Argument, Body, Check, Link, List, Logic, Node, NodeKind, Operator, Side};
use crate::source::Span;
use crate::value::{Amount, Kind, Value};

/// Sums of more addends than this are shown without their blank ones.
const MOST_SHOWN_WITH_BLANKS: usize = 6;

/// A plan bound to a report.
#[derive(Debug)]
pub struct Bound<'p, 'r> {
    pub(super) plan: &'p Plan,
    report: &'r Report,
    pub(super) binding: Binding<'r>,
}

/// Where an instance stands, to make a [`Context`] of.
pub(super) struct Place<'p> {
    sides: &'p [Side],
    rows: Vec<Option<usize>>,
    columns: &'p [usize],
    pub(super) check: Option<&'p Check>,
    when: Option<&'p Node>,
}

impl<'p, 'r> Bound<'p, 'r> {
    /// Binds `plan` to `report`: which table is which form, which rows every row set means. `shapes` are those that the
    /// same plan has met before.
    #[must_use]
    pub fn new(plan: &'p Plan, report: &'r Report, shapes: &Shapes) -> Self {
        Self {
            plan,
            report,
            binding: Binding::new(plan, report, shapes),
        }
    }

    /// Runs every rule over every row and column it speaks of. Rules that are not in force in the report's year are not
    /// run and have no instances.
    #[must_use]
    pub fn run(&self) -> Evaluation {
        run::run(self.plan, &self.binding)
    }

    /// The instance taken apart: the comparison that decided it, with every value and where it comes from.
    #[must_use]
    pub fn explain(&self, rule: usize, instance: &Instance) -> Explanation {
        let binding = self.binding_for(rule, instance);
        let planned = self.plan.rules.get(rule);
        let forms = planned.map(|rule| rule.forms.as_slice()).unwrap_or_default();
        let unit = forms.first().and_then(|form| {
            let table = binding.table(*form).and_then(|table| self.report.tables.get(table));
            table
                .map(|table| table.unit)
                .or_else(|| self.plan.ruleset.forms.get(*form).map(|form| form.unit))
        });
        let span = self.plan.ruleset.rules.get(rule).map(|rule| rule.span);
        let mut explanation = Explanation {
            span: span.unwrap_or(Span {
                source: crate::source::SourceId(0),
                start: 0,
                end: 0,
            }),
            sides: None,
            whole: None,
            measure: instance.measure,
            kind: Kind::Money,
            unit: unit.unwrap_or(crate::value::Unit::TenThousand),
            figures: instance
                .cause
                .as_ref()
                .map(|cause| cause.figures.clone())
                .unwrap_or_default(),
        };
        let Some(place) = place(self.plan, rule, instance) else {
            explanation.figures.extend(structural_cell(instance));
            explanation.figures.dedup();
            return explanation;
        };
        let Some(check) = place.check else { return explanation };
        explanation.span = check.span;
        let context = context(self.plan, &binding, &place);
        match deciding(&context, &check.node, instance) {
            Some((left, right, kind)) => {
                explanation.kind = kind;
                explanation.sides = Some((context.trace(left), context.trace(right)));
            }
            None => explanation.whole = Some(context.trace(&check.node)),
        }
        explanation
    }

    /// What would become of the instance with other values in the cells named.
    #[must_use]
    pub fn reevaluate(&self, rule: usize, instance_of: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        let mut binding = self.binding_for(rule, instance_of).into_owned();
        binding.substitute(substitutes);
        let cap = tail_cap(self.plan, &binding, rule);
        let Some(place) = place(self.plan, rule, instance_of) else {
            let body = self.plan.rules.get(rule).and_then(|rule| rule.body.as_ref());
            let Some(Body::Structure(structure)) = body else {
                return instance_of.clone();
            };
            let found = structure::instances(self.plan, &binding, structure);
            let same = |other: &Instance| other.row == instance_of.row && other.column == instance_of.column;
            return found.into_iter().find(same).unwrap_or_else(|| instance(Outcome::Holds));
        };
        let Some(check) = place.check else {
            return instance_of.clone();
        };
        let context = context(self.plan, &binding, &place);
        let base = Instance {
            measure: None,
            cause: None,
            ..instance_of.clone()
        };
        match place.when.map_or(Ok(true), |when| context.truth(when)) {
            Ok(false) => {
                return Instance {
                    outcome: Outcome::Skipped,
                    ..base
                };
            }
            Err(failure) => {
                return Instance {
                    outcome: failure.outcome(),
                    ..base
                };
            }
            Ok(true) => {}
        }
        match verdict::decide(&context, check, cap) {
            Ok(verdict) => Instance {
                outcome: verdict.outcome,
                measure: verdict.measure,
                ..base
            },
            Err(failure) => {
                let outcome = failure.outcome();
                Instance {
                    outcome,
                    cause: Some(Box::new(failure.cause(self.plan, &binding))),
                    ..base
                }
            }
        }
    }

    /// The whole run over another report, to see what would become of it.
    #[must_use]
    pub fn evaluate(&self, report: &Report) -> Evaluation {
        Bound::new(self.plan, report, &Shapes::default()).run()
    }

    /// The binding in which the instance's form means the instance's table.
    pub(super) fn binding_for(&self, rule: usize, instance: &Instance) -> Cow<'_, Binding<'r>> {
        let mut binding = Cow::Borrowed(&self.binding);
        let speaks_of = |form: usize| self.plan.rules.get(rule).is_some_and(|rule| rule.forms.contains(&form));
        if let Some(table) = instance.table
            && self.report.tables.get(table).is_some_and(|table| speaks_of(table.form))
        {
            binding.to_mut().use_table(table);
        }
        binding
    }
}

fn structural_cell(instance: &Instance) -> Option<FigureRef> {
    let (table, part, row) = (*instance.row.as_ref()?.rows.first()?)?;
    Some(FigureRef {
        table,
        part,
        row,
        column: instance.column?,
    })
}

pub(super) fn place<'p>(plan: &'p Plan, rule: usize, instance: &Instance) -> Option<Place<'p>> {
    let Body::Checks { scope, when, checks } = plan.rules.get(rule)?.body.as_ref()? else {
        return None;
    };
    let sides = scope
        .rows
        .as_ref()
        .map(|rows| rows.sides.as_slice())
        .unwrap_or_default();
    let rows = match &instance.row {
        Some(row) => row.rows.iter().map(|row| row.map(|(_, _, row)| row)).collect(),
        None => vec![None; sides.len()],
    };
    let columns = columns_of(scope, instance.column);
    Some(Place {
        sides,
        rows,
        columns,
        check: checks.get(usize::from(instance.check)),
        when: when.as_ref(),
    })
}

pub(super) fn context<'c, 'r>(plan: &'c Plan, binding: &'c Binding<'r>, place: &'c Place<'_>) -> Context<'c, 'r> {
    Context {
        plan,
        binding,
        sides: place.sides,
        rows: &place.rows,
        columns: place.columns,
    }
}

/// The two sides of the comparison whose measure the instance has.
pub(super) fn deciding<'n>(
    context: &Context<'_, '_>,
    node: &'n Node,
    instance: &Instance,
) -> Option<(&'n Node, &'n Node, Kind)> {
    match &node.kind {
        NodeKind::Comparison(first, links) => of_chain(context, first, links, instance),
        NodeKind::Logic(Logic::Implies, parts) => {
            let [_, consequence] = &**parts;
            deciding(context, consequence, instance)
        }
        NodeKind::Logic(_, parts) => {
            let [a, b] = &**parts;
            deciding(context, a, instance).or_else(|| deciding(context, b, instance))
        }
        NodeKind::If(parts) => {
            let [_, yes, no] = &**parts;
            deciding(context, yes, instance).or_else(|| deciding(context, no, instance))
        }
        _ => None,
    }
}

fn of_chain<'n>(
    context: &Context<'_, '_>,
    first: &'n Node,
    links: &'n [Link],
    instance: &Instance,
) -> Option<(&'n Node, &'n Node, Kind)> {
    let mut left = first;
    for link in links {
        let is_it = match instance.measure {
            None => true,
            Some(measure) => {
                link.operator == measure.operator
                    && context.value(left).ok() == Some(Value::Number(measure.left))
                    && context.value(&link.right).ok() == Some(Value::Number(measure.right))
            }
        };
        if is_it {
            return Some((left, &link.right, left.measures));
        }
        left = &link.right;
    }
    None
}

impl Context<'_, '_> {
    /// An expression with its value and what it is made of.
    fn trace(&self, node: &Node) -> Trace {
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
