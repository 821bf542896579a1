//! Failures beyond the first few of one rule or of one cause: a line each, with place, both sides and difference.

use std::sync::Arc;

use super::columns::Columns;
use super::finding::heading;
use super::text::{Ink, wrap};
use crate::finding::{Finding, FindingGroup, GroupKind, Place, Side, wording};

/// So many failures of one rule and table, or of one cause, are drawn in full.
pub(super) const MOST_DRAWN: usize = 5;

/// Failures on their own, rule by rule: counts what is drawn and keeps what is only listed.
#[derive(Default)]
pub(super) struct Further<'a> {
    /// Rule and form of the failures counted.
    of: Option<(Arc<str>, Option<Arc<str>>)>,
    seen: usize,
    kept: Vec<&'a Finding>,
}

impl<'a> Further<'a> {
    /// What is to be written before a group: the lines of a rule and table that it no longer speaks of.
    pub fn before(&mut self, group: &FindingGroup, ink: Ink, width: usize) -> Vec<String> {
        let key = group.findings.first().map(key);
        let failing = matches!(group.kind, GroupKind::Single | GroupKind::Cause(_));
        if failing && self.of == key {
            return Vec::new();
        }
        let lines = self.rest(ink, width);
        self.of = key;
        self.seen = 0;
        lines
    }

    /// Keeps a failure on its own where enough of its rule and table have been drawn.
    pub fn takes(&mut self, group: &'a FindingGroup) -> bool {
        if !matches!(group.kind, GroupKind::Single) {
            return false;
        }
        self.seen += group.findings.len();
        let keep = self.seen > MOST_DRAWN;
        if keep {
            self.kept.extend(&group.findings);
        }
        keep
    }

    /// The lines of what was kept.
    pub fn rest(&mut self, ink: Ink, width: usize) -> Vec<String> {
        let kept = std::mem::take(&mut self.kept);
        let Some(first) = kept.first() else {
            return Vec::new();
        };
        let mut lines = wrap(&ink.clean(&wording::listed(&heading(first), kept.len())), width);
        rows(&kept, "  ", ink, width, &mut lines);
        lines
    }
}

/// Which failures of a cause are drawn: the first of each rule before the second of any.
pub(super) fn drawn(findings: &[Finding]) -> Vec<bool> {
    let mut drawn = vec![false; findings.len()];
    let mut rules: Vec<&str> = Vec::new();
    for (finding, flag) in findings.iter().zip(&mut drawn) {
        if rules.len() < MOST_DRAWN && !rules.contains(&&*finding.rule.id) {
            rules.push(&finding.rule.id);
            *flag = true;
        }
    }
    let more = MOST_DRAWN.saturating_sub(rules.len());
    drawn
        .iter_mut()
        .filter(|flag| !**flag)
        .take(more)
        .for_each(|flag| *flag = true);
    drawn
}

/// The failures of a cause that are not drawn.
pub(super) fn of_cause(group: &FindingGroup, ink: Ink, width: usize) -> Vec<String> {
    if !matches!(group.kind, GroupKind::Cause(_)) {
        return Vec::new();
    }
    let flags = drawn(&group.findings);
    let rest: Vec<&Finding> = group
        .findings
        .iter()
        .zip(flags)
        .filter(|(_, drawn)| !drawn)
        .map(|(finding, _)| finding)
        .collect();
    if rest.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![wording::listed_of_cause(rest.len())];
    for of_rule in rest.chunk_by(|a, b| key(a) == key(b)) {
        let Some(first) = of_rule.first() else { continue };
        indented(&heading(first), "  ", ink, width, &mut lines);
        rows(of_rule, "    ", ink, width, &mut lines);
    }
    lines
}

fn key(finding: &Finding) -> (Arc<str>, Option<Arc<str>>) {
    let form = finding.form.as_ref().map(|form| Arc::clone(&form.id));
    (Arc::clone(&finding.rule.id), form)
}

/// For failures of one rule: a row for each that compares, a sentence for each other one, and what may have happened to
/// it. A unit that all rows share stands in the head of its column.
fn rows(findings: &[&Finding], indent: &str, ink: Ink, width: usize, out: &mut Vec<String>) {
    let mut units = findings.iter().filter_map(|finding| finding.comparison.as_ref());
    let first = units.next().map(|comparison| comparison.scale.difference_unit());
    let unit = first.filter(|unit| units.all(|comparison| comparison.scale.difference_unit() == *unit));
    let mut table = Columns::new("llrrrl");
    if first.is_some() {
        let [row, column, rest @ ..] = wording::listed_heads(unit.unwrap_or_default());
        let any = |what: fn(&Finding) -> bool, head: String| {
            let any = findings.iter().any(|finding| what(finding));
            if any { head } else { String::new() }
        };
        let row = any(|finding| finding.row.is_some(), row);
        let column = any(|finding| finding.column.is_some(), column);
        table.row([row, column].into_iter().chain(rest));
    }
    for finding in findings {
        let Some(comparison) = &finding.comparison else {
            continue;
        };
        let label = |text: Option<&str>| ink.clean(text.unwrap_or_default());
        let difference = match unit {
            Some(_) => &comparison.difference.text,
            None => &comparison.difference_text,
        };
        table.row([
            label(finding.row.as_deref()),
            label(finding.column.as_deref()),
            ink.clean(&comparison.left.value.text),
            ink.clean(&comparison.right.value.text),
            difference.clone(),
            ink.clean(&places(&comparison.left, &comparison.right)),
        ]);
    }
    let mut rows = table
        .lines(ink, width.saturating_sub(indent.len()), &[1, 0])
        .into_iter();
    let mut row = |out: &mut Vec<String>| out.extend(rows.next().map(|line| format!("{indent}{line}")));
    if first.is_some() {
        row(out);
    }
    for finding in findings {
        match finding.comparison {
            Some(_) => row(out),
            None => indented(&finding.sentence, indent, ink, width, out),
        }
        for help in &finding.help {
            indented(help, &format!("{indent}  → "), ink, width, out);
        }
    }
}

fn indented(text: &str, indent: &str, ink: Ink, width: usize, out: &mut Vec<String>) {
    let indent = if ink.ascii {
        indent.replace('→', ">")
    } else {
        indent.to_owned()
    };
    let blank = " ".repeat(super::text::width(&indent));
    let wrapped = wrap(&ink.clean(text), width.saturating_sub(blank.len()));
    out.extend(
        wrapped
            .into_iter()
            .enumerate()
            .map(|(at, line)| format!("{}{line}", if at == 0 { &indent } else { &blank })),
    );
}

/// Where sides of one figure are printed; where neither is, the first figure of all.
fn places(left: &Side, right: &Side) -> String {
    let place = |side: &Side| {
        side.terms
            .iter()
            .find_map(|term| term.place.as_ref())
            .map(Place::in_file)
    };
    let lone = |side: &Side| place(side).filter(|_| side.terms.len() == 1);
    match (lone(left), lone(right)) {
        (Some(left), Some(right)) if left != right => format!("{left}、{right}"),
        (Some(place), _) | (None, Some(place)) => place,
        (None, None) => place(left).or_else(|| place(right)).unwrap_or_default(),
    }
}
