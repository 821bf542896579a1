//! Traces to sides: what each side of a comparison is made of.

use rust_decimal::Decimal;

use super::view::View;
use super::{Scale, Shown, Side, Term, wording};
use crate::evaluate::{Trace, TraceLabel, TraceValue};
use crate::report::FigureRef;
use crate::value::{Amount, Kind, add_exact};

/// More terms than this are counted, not listed.
const MOST_TERMS: usize = 200;
/// Traces are looked into no deeper than this.
const DEEPEST: usize = 64;

/// A single figure that enters a side with factor +1 or −1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addend {
    pub figure: FigureRef,
    pub negative: bool,
    pub amount: Amount,
}

/// The amount of a node.
pub(super) fn amount(trace: &Trace) -> Option<Amount> {
    match trace.value {
        TraceValue::Amount(amount, _) => Some(amount),
        _ => None,
    }
}

/// Whether a node is the signed sum of its children. Judged by its figures, so that `sum(…)`, `+` and a roll-up are
/// all one; a product that happens to equal the sum does no harm, for what follows is checked by running the rule.
fn is_sum(trace: &Trace) -> bool {
    let Some(total) = amount(trace) else { return false };
    !trace.children.is_empty()
        && trace
            .children
            .iter()
            .try_fold(Decimal::ZERO, |sum, child| {
                let value = amount(child)?.value;
                add_exact(sum, if child.negative { -value } else { value })
            })
            .is_some_and(|sum| sum == total.value)
}

/// Calls `visit` with every single figure below `trace` that enters it with factor ±1.
pub(super) fn addends(trace: &Trace, negative: bool, visit: &mut impl FnMut(Addend)) {
    fn walk(trace: &Trace, negative: bool, depth: usize, visit: &mut impl FnMut(Addend)) {
        if let (Some(figure), Some(amount)) = (trace.figure, amount(trace)) {
            visit(Addend {
                figure,
                negative,
                amount,
            });
        } else if depth < DEEPEST && is_sum(trace) {
            for child in &trace.children {
                walk(child, negative != child.negative, depth + 1, visit);
            }
        }
    }
    walk(trace, negative != trace.negative, 0, visit);
}

/// Calls `visit` with every cell in the tree, with its node.
pub(super) fn cells<'t>(trace: &'t Trace, visit: &mut impl FnMut(FigureRef, &'t Trace)) {
    let mut stack = vec![trace];
    while let Some(node) = stack.pop() {
        if let Some(figure) = node.figure {
            visit(figure, node);
        }
        stack.extend(node.children.iter().rev());
    }
}

/// Makes sides and terms that are shown in one scale.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub view: View<'a>,
    pub scale: Scale,
}

impl Sides<'_> {
    /// A side called `name`, written `expression`.
    pub fn side(self, trace: &Trace, name: String, expression: String) -> Side {
        let mut list = TermList::default();
        if trace.children.is_empty() {
            let lone = expression.clone();
            self.push(trace, lone, "", 0, &mut list);
        } else {
            self.children(trace, false, 0, 0, &mut list);
        }
        Side {
            name,
            expression,
            value: self.value(trace),
            terms: list.terms,
            blanks: list.blanks,
            left_out: list.left_out,
            span: trace.span,
        }
    }

    /// What `trace` is made of.
    pub fn terms(self, trace: &Trace) -> Vec<Term> {
        let mut list = TermList::default();
        self.children(trace, false, 0, 0, &mut list);
        list.terms
    }

    fn children(self, trace: &Trace, negative: bool, depth: usize, nesting: usize, list: &mut TermList) {
        list.blanks += trace.blanks;
        let sum = is_sum(trace);
        for child in &trace.children {
            let negative = negative != child.negative;
            if nesting < DEEPEST && matches!(child.label, TraceLabel::Negative) && is_sum(child) {
                self.children(child, negative, depth, nesting + 1, list);
                continue;
            }
            let sign = match (sum, negative) {
                (true, true) => "-",
                (true, false) => "+",
                (false, _) => "",
            };
            self.push(child, self.view.label_of(child), sign, depth, list);
            if nesting < DEEPEST && child.figure.is_none() {
                self.children(child, false, depth + 1, nesting + 1, list);
            }
        }
    }

    fn push(self, trace: &Trace, label: String, sign: &'static str, depth: usize, list: &mut TermList) {
        if list.terms.len() >= MOST_TERMS {
            list.left_out += 1;
            return;
        }
        let cell = trace.figure.and_then(|figure| self.view.cell(figure));
        list.terms.push(Term {
            label,
            sign,
            value: self.value(trace),
            place: cell.map(|cell| self.view.place(cell.origin, cell.text.clone())),
            repair: cell.and_then(|cell| self.view.note(cell)),
            depth,
            span: trace.span,
        });
    }

    /// The value of a node: a figure, or the word for what is there instead.
    pub fn value(self, trace: &Trace) -> Shown {
        let words = trace
            .figure
            .and_then(|figure| self.view.cell(figure))
            .and_then(|cell| self.view.words(cell));
        match (&trace.value, words) {
            (_, Some(words)) => Shown::words(words),
            (TraceValue::Amount(amount, kind), None) => self.scale_for(*kind).shown(amount.value),
            (TraceValue::Text(text), None) => Shown::words(format!("“{text}”")),
            (TraceValue::Bool(value), None) => Shown::words(if *value { wording::TRUE } else { wording::FALSE }),
            (TraceValue::Missing, None) => Shown::words(wording::MISSING),
            (TraceValue::Error(failure), None) => {
                Shown::words(wording::failure_of(self.view.plan, self.view.report, failure))
            }
        }
    }

    /// What a node's value reads as.
    pub fn text(self, trace: &Trace) -> String {
        let cell = trace.figure.and_then(|figure| self.view.cell(figure));
        match (&trace.value, cell.and_then(|cell| self.view.words(cell))) {
            (TraceValue::Amount(amount, kind), None) => self.scale_for(*kind).number(amount.value),
            _ => self.value(trace).text,
        }
    }

    /// The common scale; figures of another kind (the ratio between two amounts) have their own.
    fn scale_for(self, kind: Kind) -> Scale {
        if kind == self.scale.kind {
            self.scale
        } else {
            Scale::of(kind, self.scale.unit, [])
        }
    }
}

#[derive(Default)]
struct TermList {
    terms: Vec<Term>,
    blanks: usize,
    left_out: usize,
}
