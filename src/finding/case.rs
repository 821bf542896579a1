//! One rule instance that did not hold, with what is needed to explain it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::identity::{Ids, Keyed};
use super::labels::{report_labels, rule_labels};
use super::side::{self, Addend, Sides};
use super::subject::subject;
use super::view::View;
use super::{Allowance, AllowanceKind, Comparison, Finding, Oracle, RuleNote, Scale, Shown, message, wording};
use crate::diagnostic::Severity;
use crate::evaluate::{Explanation, Instance, Measure, Outcome, Trace, TraceValue};
use crate::form::FormId;
use crate::plan::{Body, SaidBy};
use crate::report::FigureRef;
use crate::ruleset::{Rule, RuleId};
use crate::syntax::ast::ComparisonOperator;
use crate::value::Kind;

/// A rule instance that did not hold.
pub(super) struct Case {
    pub rule: RuleId,
    pub instance: Instance,
    pub finding: Finding,
    /// The form it is about.
    pub form: Option<FormId>,
    /// Single figures that enter left − right with factor ±1; `negative` is the sign in that difference.
    pub addends: Vec<Addend>,
    /// Every cell the rule looked at.
    pub cells: BTreeSet<FigureRef>,
    pub scale: Scale,
    /// Names of both sides.
    pub names: (String, String),
    /// How many single figures are on the left, and on the right.
    pub counts: (usize, usize),
    /// Cells that keep it from being computed.
    pub obstacles: Vec<FigureRef>,
}

impl Case {
    /// Gives the finding its id.
    pub fn name(&mut self, ids: &mut Ids<'_>) {
        let points = self.counts == (0, 0);
        let pointed: Vec<FigureRef> = self.cells.iter().filter(|_| points).copied().collect();
        self.finding.id = ids.next(&Keyed {
            rule: &self.finding.rule.id,
            form: self.form,
            instance: &self.instance,
            column: self.finding.column.as_deref(),
            pointed: &pointed,
        });
    }

    /// The comparison, where one equality (and nothing else) decided.
    pub fn equality(&self) -> Option<Measure> {
        self.instance.measure.filter(|measure| {
            matches!(
                measure.operator,
                ComparisonOperator::Equal | ComparisonOperator::Approximately
            )
        })
    }
}

/// Takes an instance apart. `note` is the rule's own, made once.
pub(super) fn build(
    view: View<'_>,
    oracle: &dyn Oracle,
    (id, rule): (RuleId, &Rule),
    note: &Arc<RuleNote>,
    instance: Instance,
) -> Case {
    let explanation = oracle.explain(id, &instance);
    let mut addends = Vec::new();
    let mut cells: BTreeSet<FigureRef> = explanation.figures.iter().copied().collect();
    let mut printed = Vec::new();
    let mut collect = |trace: &Trace| {
        side::cells(trace, &mut |figure, node| {
            cells.insert(figure);
            if let TraceValue::Amount(amount, kind) = node.value
                && kind == explanation.kind
            {
                printed.push(amount);
            }
        });
    };
    let mut counts = (0, 0);
    if let Some((left, right)) = &explanation.sides {
        side::addends(left, false, &mut |addend| addends.push(addend));
        counts.0 = addends.len();
        side::addends(right, true, &mut |addend| addends.push(addend));
        counts.1 = addends.len() - counts.0;
        collect(left);
        collect(right);
    }
    explanation.whole.iter().for_each(&mut collect);
    let scale = Scale::of(explanation.kind, explanation.unit, printed);
    let subject = subject(view, id, &instance);
    let body = view.plan.body(id);
    let names = wording::side_names(body);
    let sides = Sides { view, scale };
    let comparison = instance
        .measure
        .or(explanation.measure)
        .and_then(|measure| compare(view, sides, body, &explanation, &names, measure));
    let terms = match (&comparison, &explanation.whole) {
        (None, Some(whole)) => sides.terms(whole),
        _ => Vec::new(),
    };
    let mut finding = Finding {
        id: String::new(),
        rule: Arc::clone(note),
        severity: match instance.outcome {
            Outcome::Tail => Severity::Notice,
            Outcome::Error => Severity::Warning,
            _ => rule.severity,
        },
        outcome: instance.outcome,
        form: subject.form.and_then(|form| view.form_note(form)),
        row: subject.row,
        column: subject.column,
        sentence: String::new(),
        message: None,
        comparison,
        terms,
        help: Vec::new(),
        waiver: None,
        rule_labels: Vec::new(),
        report_labels: report_labels(view, sides, &explanation, &instance),
        standing: None,
    };
    finding.sentence = sentence(view, id, &instance, &explanation, &finding, &names, scale);
    finding.rule_labels = rule_labels(&explanation, &finding);
    finding.message = rule
        .message
        .as_ref()
        .filter(|_| instance.outcome != Outcome::Error)
        .map(|(text, _)| message::fill(text, view, &instance, &finding, scale));
    let obstacles = instance
        .cause
        .as_ref()
        .filter(|_| instance.outcome == Outcome::Error)
        .map(|cause| cause.figures().to_vec())
        .unwrap_or_default();
    cells.extend(obstacles.iter().copied());
    Case {
        rule: id,
        instance,
        finding,
        form: subject.form,
        addends,
        cells,
        scale,
        names,
        counts,
        obstacles,
    }
}

fn compare(
    view: View<'_>,
    sides: Sides<'_>,
    body: Option<&Body>,
    explanation: &Explanation,
    names: &(String, String),
    measure: Measure,
) -> Option<Comparison> {
    let (left, right) = explanation.sides.as_ref()?;
    let scale = sides.scale;
    let written = |trace: &Trace| {
        let is_written = body
            .and_then(Body::checks)
            .is_some_and(|checks| matches!(checks.said_by, SaidBy::Author));
        let source = if is_written { view.sources.slice(trace.span) } else { "" };
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        match trace.figure {
            _ if !source.is_empty() => source,
            Some(_) => view.label_of(trace),
            // What an implied rule adds up, the name of the side says.
            None => String::new(),
        }
    };
    let kind = AllowanceKind::of(&measure);
    let signed = scale.signed(measure.difference);
    Some(Comparison {
        operator: measure.operator.symbol(),
        left: sides.side(left, names.0.clone(), written(left)),
        right: sides.side(right, names.1.clone(), written(right)),
        difference_text: match scale.difference_unit() {
            "" => signed.clone(),
            unit => format!("{signed} {unit}"),
        },
        difference: Shown {
            text: signed,
            plain: Some(scale.plain(measure.difference)),
        },
        bound: Allowance {
            value: scale.shown(measure.bound),
            kind,
            text: wording::bound(kind, measure.operator, &scale.distance(measure.bound)),
        },
        scale,
    })
}

fn sentence(
    view: View<'_>,
    rule: RuleId,
    instance: &Instance,
    explanation: &Explanation,
    finding: &Finding,
    names: &(String, String),
    scale: Scale,
) -> String {
    let mut about: Vec<&str> = finding.row.iter().map(String::as_str).collect();
    about.extend(finding.column.as_deref());
    let about = about.join(" ");
    let cause = instance.cause.as_ref();
    let cause = cause.map(|cause| wording::cause_of(view.plan, view.report, rule, cause));
    if instance.outcome == Outcome::Error {
        return wording::with_subject(&about, cause.as_deref().unwrap_or(wording::INCOMPUTABLE));
    }
    if let Some(cause) = cause {
        return wording::with_subject(&about, &cause);
    }
    let Some(measure) = instance.measure.or(explanation.measure) else {
        let figure = explanation.figures.first().filter(|_| finding.row.is_none());
        let subject = figure.map_or(about, |figure| view.cell_name(*figure));
        return wording::with_subject(&subject, wording::NOT_MET);
    };
    // An identity's own column or row already names the left side.
    let shown = |side: Option<&super::Side>, amount: crate::value::Amount| {
        side.map_or_else(|| scale.number(amount.value), |side| side.value.text.clone())
    };
    let comparison = finding.comparison.as_ref();
    wording::Comparing {
        subject: if about == names.0 { "" } else { &about },
        operator: measure.operator,
        names: (&names.0, &names.1),
        values: (
            &shown(comparison.map(|comparison| &comparison.left), measure.left),
            &shown(comparison.map(|comparison| &comparison.right), measure.right),
        ),
        difference: measure.difference,
        scale,
    }
    .sentence()
}

/// The rule as findings cite it.
pub(super) fn rule_note(view: View<'_>, id: RuleId, rule: &Rule) -> Arc<RuleNote> {
    Arc::new(RuleNote {
        id: Arc::clone(&rule.id),
        title: if rule.title.is_empty() {
            wording::title(view.plan.body(id))
        } else {
            rule.title.to_string()
        },
        category: rule.category,
        basis: rule.basis.clone(),
        place: view.place(crate::source::Origin::Text(rule.span), (&*rule.id).into()),
    })
}

/// Whether a figure of this kind can be put right by another value.
pub(super) fn is_numeric(scale: Scale) -> bool {
    matches!(scale.kind, Kind::Money | Kind::Count | Kind::Ratio)
}
