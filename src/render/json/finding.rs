//! Findings.

use serde::Serialize;

use super::place::{Label, Place, ReportLabel};
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{self, AllowanceKind, Shown, Standing, wording};
use crate::source::{Origin, SourceMap};
use crate::syntax::ast::Category;

#[derive(Serialize)]
pub(in crate::render) struct Finding<'a> {
    id: &'a str,
    standing: Option<Standing>,
    rule: Rule<'a>,
    severity: Severity,
    outcome: Outcome,
    form: Option<Form<'a>>,
    row: Option<&'a str>,
    column: Option<&'a str>,
    message: &'a str,
    author_message: Option<&'a str>,
    comparison: Option<Comparison<'a>>,
    terms: Vec<Term<'a>>,
    help: &'a [String],
    waiver: Option<Waiver<'a>>,
    rule_labels: Vec<Label<'a>>,
    report_labels: Vec<ReportLabel<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    category: Category,
    basis: Option<&'a str>,
    place: Place<'a>,
}

#[derive(Serialize)]
pub(in crate::render) struct Form<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Comparison<'a> {
    operator: &'a str,
    unit: &'a str,
    left: Side<'a>,
    right: Side<'a>,
    difference: Option<&'a str>,
    bound: Bound<'a>,
}

#[derive(Serialize)]
struct Bound<'a> {
    value: Option<&'a str>,
    kind: AllowanceKind,
    text: &'a str,
}

#[derive(Serialize)]
struct Side<'a> {
    name: &'a str,
    expression: &'a str,
    value: Option<&'a str>,
    text: &'a str,
    terms: Vec<Term<'a>>,
    blanks: usize,
    left_out: usize,
}

#[derive(Serialize)]
pub(in crate::render) struct Term<'a> {
    label: &'a str,
    sign: &'a str,
    value: Option<&'a str>,
    text: &'a str,
    depth: usize,
    place: Option<Place<'a>>,
    repair: Option<&'a str>,
}

#[derive(Serialize)]
struct Waiver<'a> {
    reason: &'a str,
    until: Option<String>,
    expired: bool,
}

impl<'a> Finding<'a> {
    pub(in crate::render) fn new(finding: &'a finding::Finding, sources: &SourceMap) -> Self {
        Self {
            id: &finding.id,
            standing: finding.standing,
            rule: Rule {
                id: &finding.rule.id,
                title: &finding.rule.title,
                category: finding.rule.category,
                basis: finding.rule.basis.as_deref(),
                place: Place::new(&finding.rule.place),
            },
            severity: finding.severity,
            outcome: finding.outcome,
            form: finding.form.as_ref().map(Form::new),
            row: finding.row.as_deref(),
            column: finding.column.as_deref(),
            message: &finding.sentence,
            author_message: finding.message.as_deref(),
            comparison: finding.comparison.as_ref().map(|comparison| Comparison {
                operator: comparison.operator,
                unit: comparison.scale.unit_label(),
                left: Side::new(&comparison.left),
                right: Side::new(&comparison.right),
                difference: plain(&comparison.difference),
                bound: Bound {
                    value: plain(&comparison.bound.value),
                    kind: comparison.bound.kind,
                    text: &comparison.bound.text,
                },
            }),
            terms: finding.terms.iter().map(Term::new).collect(),
            help: &finding.help,
            waiver: finding.waiver.as_ref().map(|waiver| Waiver {
                reason: &waiver.reason,
                until: waiver.until.map(wording::date),
                expired: waiver.expired,
            }),
            rule_labels: finding
                .rule_labels
                .iter()
                .map(|label| Label::new(Origin::Text(label.span), &label.text, sources))
                .collect(),
            report_labels: finding.report_labels.iter().map(ReportLabel::new).collect(),
        }
    }
}

impl<'a> Form<'a> {
    pub(in crate::render) fn new(form: &'a finding::FormNote) -> Self {
        Self {
            id: &form.id,
            title: &form.title,
        }
    }
}

impl<'a> Side<'a> {
    pub(in crate::render) fn new(side: &'a finding::Side) -> Self {
        Self {
            name: &side.name,
            expression: &side.expression,
            value: plain(&side.value),
            text: &side.value.text,
            terms: side.terms.iter().map(Term::new).collect(),
            blanks: side.blanks,
            left_out: side.left_out,
        }
    }
}

impl<'a> Term<'a> {
    pub(in crate::render) fn new(term: &'a finding::Term) -> Self {
        Self {
            label: &term.label,
            sign: term.sign,
            value: plain(&term.value),
            text: &term.value.text,
            depth: term.depth,
            place: term.place.as_ref().map(Place::new),
            repair: term.repair.as_deref(),
        }
    }
}

pub(in crate::render) fn plain(value: &Shown) -> Option<&str> {
    value.plain.as_deref()
}
