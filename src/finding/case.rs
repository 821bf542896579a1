//! One rule instance that did not hold, with what is needed to explain it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::identity::{Ids, Keyed};
use super::labels::{report_labels, rule_labels};
use super::side::{self, Addend, Sides};
use super::subject::subject;
use super::view::View;
use super::{Bound, BoundKind, Comparison, Finding, Oracle, RuleNote, Scale, Shown, message, wording};
use crate::diagnostic::Severity;
use crate::evaluate::{Explanation, FigureRef, Instance, Measure, Outcome, Trace, TraceValue};
use crate::ruleset::{Rule, RuleBody};
use crate::syntax::ast::{ComparisonOperator, Expression, ExpressionKind};
use crate::value::Kind;

/// Nested expressions are searched no deeper than this for a stated tolerance.
const DEEPEST: usize = 64;

/// A rule instance that did not hold.
pub(super) struct Case {
    /// Index of the rule.
    pub rule: usize,
    pub instance: Instance,
    pub finding: Finding,
    /// The form (index) it is about.
    pub form: Option<usize>,
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
    (index, rule): (usize, &Rule),
    note: &Arc<RuleNote>,
    instance: Instance,
) -> Case {
    let explanation = oracle.explain(index, &instance);
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
    let subject = subject(view, index, rule, &instance);
    let names = wording::side_names(&rule.body, subject.own.as_deref());
    let sides = Sides { view, scale };
    let comparison = instance
        .measure
        .or(explanation.measure)
        .and_then(|measure| compare(view, sides, rule, &instance, &explanation, &names, measure));
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
    finding.sentence = sentence(view, rule, &instance, &explanation, &finding, &names, scale);
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
        .map(|cause| cause.figures.clone())
        .unwrap_or_default();
    cells.extend(obstacles.iter().copied());
    Case {
        rule: index,
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
    rule: &Rule,
    instance: &Instance,
    explanation: &Explanation,
    names: &(String, String),
    measure: Measure,
) -> Option<Comparison> {
    let (left, right) = explanation.sides.as_ref()?;
    let scale = sides.scale;
    let written = |trace: &Trace| {
        let source: String = match rule.body {
            RuleBody::Checks { .. } => view
                .sources
                .slice(trace.span)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        };
        match trace.figure {
            _ if !source.is_empty() => source,
            Some(_) => trace.label.clone(),
            // What an implied rule adds up, the name of the side says.
            None => String::new(),
        }
    };
    let kind = if stated(rule, instance) {
        BoundKind::Stated
    } else if measure.bound.is_zero() {
        BoundKind::Exact
    } else if measure.capped {
        BoundKind::Capped
    } else {
        BoundKind::Rounding
    };
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
        bound: Bound {
            value: scale.shown(measure.bound),
            kind,
            text: wording::bound(kind, measure.operator, &scale.distance(measure.bound)),
        },
        scale,
    })
}

/// Whether the check states its tolerance (`± t`).
fn stated(rule: &Rule, instance: &Instance) -> bool {
    fn search(expression: &Expression, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        match &expression.kind {
            ExpressionKind::Comparison(first, links) => {
                search(first, depth + 1) || links.iter().any(|link| link.tolerance.is_some())
            }
            ExpressionKind::Binary(left, _, right) => search(left, depth + 1) || search(right, depth + 1),
            ExpressionKind::Unary(_, inner) => search(inner, depth + 1),
            _ => false,
        }
    }
    let RuleBody::Checks { checks, .. } = &rule.body else {
        return false;
    };
    checks
        .get(usize::from(instance.check))
        .is_some_and(|check| search(check, 0))
}

fn sentence(
    view: View<'_>,
    rule: &Rule,
    instance: &Instance,
    explanation: &Explanation,
    finding: &Finding,
    names: &(String, String),
    scale: Scale,
) -> String {
    let mut about: Vec<&str> = finding.row.iter().map(String::as_str).collect();
    about.extend(finding.column.as_deref());
    let about = about.join(" ");
    if instance.outcome == Outcome::Error {
        let why = instance
            .cause
            .as_ref()
            .map_or(wording::INCOMPUTABLE, |cause| &cause.message);
        return wording::with_subject(&about, why);
    }
    if let Some(cause) = &instance.cause {
        return wording::with_subject(&about, &cause.message);
    }
    let Some(measure) = instance.measure.or(explanation.measure) else {
        let figure = explanation.figures.first().copied();
        let mut subject = about;
        if let Some(figure) = figure
            && finding.row.is_none()
        {
            subject = view.cell_name(figure);
        }
        let what = figure
            .and_then(|figure| view.cell(figure))
            .filter(|cell| matches!(rule.body, RuleBody::NonNegative { .. }) && !cell.text.is_empty())
            .map(|cell| format!("{} {}", wording::broken(&rule.body), cell.text));
        return wording::with_subject(&subject, what.as_deref().unwrap_or_else(|| wording::broken(&rule.body)));
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
pub(super) fn rule_note(view: View<'_>, rule: &Rule) -> Arc<RuleNote> {
    let subject = subject(view, usize::MAX, rule, &nothing());
    Arc::new(RuleNote {
        id: Arc::clone(&rule.id),
        title: if rule.title.is_empty() {
            wording::title(&rule.body, subject.own.as_deref())
        } else {
            rule.title.to_string()
        },
        category: rule.category,
        basis: rule.basis.clone(),
        place: view.place(crate::source::Origin::Text(rule.span), (&*rule.id).into()),
    })
}

/// An instance of nothing in particular, to name a rule by itself.
fn nothing() -> Instance {
    Instance {
        table: None,
        check: 0,
        row: None,
        column: None,
        outcome: Outcome::Vacuous,
        measure: None,
        cause: None,
    }
}

/// Whether a figure of this kind can be put right by another value.
pub(super) fn is_numeric(scale: Scale) -> bool {
    matches!(scale.kind, Kind::Money | Kind::Count | Kind::Ratio)
}
