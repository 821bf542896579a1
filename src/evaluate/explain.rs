//! A plan bound to a report: run, its instances taken apart, and run again with other figures in place.

use std::borrow::Cow;

use super::bind::{Binding, Shapes};
use super::context::Context;
use super::run::{self, Way, columns_of, instance, tail_cap};
use super::trace::Explanation;
use super::{Evaluation, FigureRef, Instance, Measure, Outcome, structure, verdict};
use crate::report::Report;
use crate::resolve::Plan;
use crate::resolve::plan::{Body, Check, Link, Logic, Node, NodeKind, Side, Structure};
use crate::source::Span;
use crate::value::{Amount, Kind, Unit, Value};

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
        run::run(self.plan, &self.binding, Way::Short)
    }

    /// The same with nothing but exact arithmetic, to hold the other against.
    #[must_use]
    pub fn run_exactly(&self) -> Evaluation {
        run::run(self.plan, &self.binding, Way::Exact)
    }

    /// The instance taken apart: the comparison that decided it, with every value and where it comes from.
    #[must_use]
    pub fn explain(&self, rule: usize, instance: &Instance) -> Explanation {
        let measure = self.measured(rule, instance);
        let binding = self.binding_for(rule, instance);
        let span = self.plan.ruleset.rules.get(rule).map(|rule| rule.span);
        let mut explanation = Explanation {
            span: span.unwrap_or(Span {
                source: crate::source::SourceId(0),
                start: 0,
                end: 0,
            }),
            sides: None,
            whole: None,
            measure,
            kind: Kind::Money,
            unit: self.unit(&binding, rule),
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
        match decisive(&context, &check.node, measure) {
            Some((left, right, kind)) => {
                explanation.kind = kind;
                explanation.sides = Some((context.trace(left), context.trace(right)));
            }
            None => explanation.whole = Some(context.trace(&check.node)),
        }
        explanation
    }

    /// The unit to show the money of a rule in: that of the first table concerned.
    pub(super) fn unit(&self, binding: &Binding<'_>, rule: usize) -> Unit {
        let forms = self.plan.rules.get(rule).map(|rule| rule.forms.as_slice());
        let unit = forms.and_then(<[usize]>::first).and_then(|form| {
            let table = binding.table(*form).and_then(|table| self.report.tables.get(table));
            table
                .map(|table| table.unit)
                .or_else(|| self.plan.ruleset.forms.get(*form).map(|form| form.unit))
        });
        unit.unwrap_or(Unit::TenThousand)
    }

    /// Both sides of the comparison that decided the instance, held or missed.
    pub(super) fn measured(&self, rule: usize, instance: &Instance) -> Option<Measure> {
        if instance.measure.is_some() || !matches!(instance.outcome, Outcome::Holds | Outcome::Vacuous) {
            return instance.measure;
        }
        let binding = self.binding_for(rule, instance);
        match self.plan.rules.get(rule)?.body.as_ref()? {
            Body::Structure(Structure::NonNegative { .. }) => {
                structure::not_negative(&binding, structural_cell(instance)?)
            }
            Body::Structure(_) => None,
            Body::Checks { scope, .. } => {
                // A rule that met no rows compared nothing.
                if scope.rows.is_some() && instance.row.is_none()
                    || scope.columns.is_some() && instance.column.is_none()
                {
                    return None;
                }
                let place = place(self.plan, rule, instance)?;
                let context = context(self.plan, &binding, &place);
                let cap = tail_cap(self.plan, &binding, rule);
                verdict::decide(&context, place.check?, cap).ok()?.measure
            }
        }
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
            let found = structure::result(self.plan, &binding, Way::Short, structure);
            let same = |other: &Instance| other.row == instance_of.row && other.column == instance_of.column;
            let again = found.instances().find(same);
            return again.unwrap_or_else(|| instance(Outcome::Holds));
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

/// The two sides of the comparison that decided, which has this measure. Of one alone it is plain.
pub(super) fn decisive<'n>(
    context: &Context<'_, '_>,
    node: &'n Node,
    measure: Option<Measure>,
) -> Option<(&'n Node, &'n Node, Kind)> {
    match &node.kind {
        NodeKind::Comparison(left, links) if links.len() == 1 => {
            links.first().map(|link| (&**left, &link.right, left.measures))
        }
        _ => deciding(context, node, measure),
    }
}

fn deciding<'n>(
    context: &Context<'_, '_>,
    node: &'n Node,
    measure: Option<Measure>,
) -> Option<(&'n Node, &'n Node, Kind)> {
    match &node.kind {
        NodeKind::Comparison(first, links) => of_chain(context, first, links, measure),
        NodeKind::Logic(Logic::Implies, parts) => {
            let [_, consequence] = &**parts;
            deciding(context, consequence, measure)
        }
        NodeKind::Logic(_, parts) => {
            let [a, b] = &**parts;
            deciding(context, a, measure).or_else(|| deciding(context, b, measure))
        }
        NodeKind::If(parts) => {
            let [_, yes, no] = &**parts;
            deciding(context, yes, measure).or_else(|| deciding(context, no, measure))
        }
        _ => None,
    }
}

fn of_chain<'n>(
    context: &Context<'_, '_>,
    first: &'n Node,
    links: &'n [Link],
    measure: Option<Measure>,
) -> Option<(&'n Node, &'n Node, Kind)> {
    let mut left = first;
    for link in links {
        let is_it = match measure {
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
