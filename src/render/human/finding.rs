//! A finding, or a cause with its findings, as one picture.

use super::columns::Columns;
use super::listed::drawn;
use super::snippet::{Frame, together};
use super::text::{width, wrap};
use crate::diagnostic::Severity;
use crate::diagnostic::miette::Picture;
use crate::finding::{Finding, FindingGroup, GroupKind, Place, ReportLabel, SharedCause, Side, Term, wording};
use crate::syntax::ast::Category;

/// Terms of a side that are listed; the rest is counted.
const MOST_TERMS: usize = 16;
/// Places of the report that are shown; all are named beside the terms.
const MOST_PLACES: usize = 4;
/// Columns before a message.
const MARK: usize = 4;
/// Columns before help.
const HELP: usize = 8;
/// Columns before a line of a file, its number among them.
const GUTTER: usize = 10;
/// Columns that nesting adds.
const NESTING: usize = 6;

impl Frame<'_> {
    fn narrower(self, by: usize) -> Self {
        Self {
            width: self.width.saturating_sub(by).max(40),
            ..self
        }
    }
}

/// The picture of a group of one finding or of one cause.
pub(super) fn group(group: &FindingGroup, frame: Frame<'_>) -> Vec<Picture> {
    match &group.kind {
        GroupKind::Cause(cause) => match group.findings.as_slice() {
            [only] => vec![single(only, Some(cause), frame)],
            _ => vec![shared(group, cause, frame)],
        },
        _ => group
            .findings
            .iter()
            .map(|finding| single(finding, None, frame))
            .collect(),
    }
}

fn single(finding: &Finding, cause: Option<&SharedCause>, frame: Frame<'_>) -> Picture {
    let ink = frame.ink;
    let hints: Vec<String> = cause
        .into_iter()
        .flat_map(|cause| std::iter::once(&cause.sentence).chain(&cause.help))
        .chain(&finding.help)
        .cloned()
        .collect();
    Picture {
        severity: Some(finding.severity),
        heading: ink.clean(&heading(finding)),
        message: message(finding, frame.narrower(MARK)),
        snippet: frame
            .narrower(GUTTER)
            .text(finding.rule.place.origin.source(), &rule_marks(finding)),
        help: help(&hints, frame),
        related: places(finding, frame.narrower(NESTING)),
    }
}

fn shared(group: &FindingGroup, cause: &SharedCause, frame: Frame<'_>) -> Picture {
    let inner = frame.narrower(NESTING);
    Picture {
        severity: Some(group.severity()),
        heading: frame.ink.clean(&format!(
            "{} {}",
            wording::changes::group_level(group),
            wording::one_cause(group.findings.len())
        )),
        message: paragraphs(&[cause.sentence.as_str()], frame.narrower(MARK)).join("\n"),
        snippet: frame.narrower(GUTTER).report(&[&cause.label]),
        help: help(&cause.help, frame),
        related: group
            .findings
            .iter()
            .zip(drawn(&group.findings))
            .filter(|(_, drawn)| *drawn)
            .map(|(finding, _)| Picture {
                severity: Some(finding.severity),
                heading: frame.ink.clean(&heading(finding)),
                message: message(finding, inner.narrower(MARK)),
                snippet: inner
                    .narrower(GUTTER)
                    .text(finding.rule.place.origin.source(), &rule_marks(finding)),
                help: help(&finding.help, inner),
                related: Vec::new(),
            })
            .collect(),
    }
}

pub(super) fn heading(finding: &Finding) -> String {
    format!(
        "{} {} {}",
        wording::changes::level(finding),
        finding.rule.id,
        finding.rule.title
    )
    .trim_end()
    .to_owned()
}

fn rule_marks(finding: &Finding) -> Vec<(crate::source::Span, String)> {
    finding
        .rule_labels
        .iter()
        .map(|label| (label.span, label.text.clone()))
        .collect()
}

fn help(lines: &[String], frame: Frame<'_>) -> Option<String> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    (!lines.is_empty()).then(|| paragraphs(&lines, frame.narrower(HELP)).join("\n"))
}

fn paragraphs(texts: &[&str], frame: Frame<'_>) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| wrap(&frame.ink.clean(text), frame.width))
        .collect()
}

/// What the finding says: the author's words, the engine's sentence, both sides taken apart, the difference.
fn message(finding: &Finding, frame: Frame<'_>) -> String {
    let mut said: Vec<&str> = vec![&finding.sentence];
    said.extend(finding.message.as_deref());
    let mut lines = paragraphs(&said, frame);
    let mut table = Columns::new("llrl");
    match &finding.comparison {
        Some(comparison) => {
            side(&comparison.left, frame, &mut table);
            side(&comparison.right, frame, &mut table);
            let unit = comparison.scale.difference_unit().to_owned();
            table.row([
                wording::DIFFERENCE.into(),
                String::new(),
                comparison.difference.text.clone(),
                unit,
            ]);
            lines.extend(table.lines(frame.ink, frame.width, &[1]));
            add_bound(&mut lines, &frame.ink.clean(&comparison.bound.text), frame.width);
            repairs(
                comparison.left.terms.iter().chain(&comparison.right.terms),
                frame,
                &mut lines,
            );
        }
        None => {
            terms(&finding.terms, 0, frame, &mut table);
            lines.extend(table.lines(frame.ink, frame.width, &[1]));
            repairs(finding.terms.iter(), frame, &mut lines);
        }
    }
    let mut grounds = Vec::new();
    if let Some(basis) = &finding.rule.basis {
        grounds.push(wording::basis(basis));
    }
    if finding.rule.category == Category::Verify {
        grounds.push(wording::VERIFY.to_owned());
    }
    let grounds: Vec<&str> = grounds.iter().map(String::as_str).collect();
    lines.extend(paragraphs(&grounds, frame));
    lines.join("\n")
}

/// The bound, on the difference's line where it fits, else on its own.
fn add_bound(lines: &mut Vec<String>, bound: &str, most: usize) {
    let joined = lines.last().map(|line| format!("{line},{bound}"));
    match (lines.last_mut(), joined) {
        (Some(last), Some(joined)) if width(&joined) <= most => *last = joined,
        _ => lines.extend(wrap(bound, most)),
    }
}

/// What had to be done to read the figures that are listed.
fn repairs<'t>(terms: impl Iterator<Item = &'t Term>, frame: Frame<'_>, lines: &mut Vec<String>) {
    for term in terms.filter(|term| term.repair.is_some()).take(MOST_PLACES) {
        let place = term.place.as_ref().map(Place::in_file).unwrap_or_default();
        let note = wording::with_subject(&place, term.repair.as_deref().unwrap_or_default());
        lines.extend(paragraphs(&[&wording::note(&note)], frame));
    }
}

fn side(side: &Side, frame: Frame<'_>, table: &mut Columns) {
    let ink = frame.ink;
    let lone = match side.terms.as_slice() {
        [only] if only.value == side.value && side.blanks == 0 => Some(only),
        _ => None,
    };
    table.row([
        ink.clean(&side.name),
        ink.clean(&side.expression),
        ink.clean(&side.value.text),
        lone.map(|term| place(term, frame)).unwrap_or_default(),
    ]);
    if lone.is_none() {
        terms(&side.terms, side.left_out, frame, table);
        if side.blanks > 0 {
            table.row([String::new(), wording::blanks(side.blanks)]);
        }
    }
}

fn terms(terms: &[Term], left_out: usize, frame: Frame<'_>, table: &mut Columns) {
    let ink = frame.ink;
    for term in terms.iter().take(MOST_TERMS) {
        let indent = "  ".repeat(term.depth.min(4));
        let sign = if term.sign.is_empty() {
            String::new()
        } else {
            format!("{} ", term.sign)
        };
        table.row([
            String::new(),
            format!("{indent}{sign}{}", ink.clean(&term.label)),
            ink.clean(&term.value.text),
            place(term, frame),
        ]);
    }
    let more = left_out + terms.len().saturating_sub(MOST_TERMS);
    if more > 0 {
        table.row([String::new(), wording::more_terms(more)]);
    }
}

fn place(term: &Term, frame: Frame<'_>) -> String {
    let place = term.place.as_ref().map(Place::in_file);
    frame.ink.clean(&place.unwrap_or_default())
}

/// The report's own lines. Where they would be many, those of suspect cells, then of figures that are a whole side.
fn places(finding: &Finding, frame: Frame<'_>) -> Vec<Picture> {
    let mut labels: Vec<&ReportLabel> = finding.report_labels.iter().collect();
    let total = labels.len();
    if total > MOST_PLACES {
        let whole = finding.whole_sides();
        let rank = |label: &&ReportLabel| match (label.suspect, whole.contains(&&label.place)) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        labels.sort_by_key(rank);
        let telling = labels.iter().filter(|label| rank(label) < 2).count();
        labels.truncate(if telling == 0 {
            MOST_PLACES / 2
        } else {
            telling.min(MOST_PLACES)
        });
    }
    let shown = labels.len();
    let mut pictures = Vec::new();
    while let Some(first) = labels.first().copied() {
        let (here, rest): (Vec<&ReportLabel>, Vec<&ReportLabel>) = labels
            .into_iter()
            .partition(|label| together(&label.place, &first.place));
        labels = rest;
        let more = if labels.is_empty() { total - shown } else { 0 };
        if let Some(snippet) = frame.narrower(GUTTER).report(&here) {
            pictures.push(Picture {
                severity: Some(Severity::Notice),
                heading: wording::in_report(more),
                snippet: Some(snippet),
                ..Picture::default()
            });
        }
    }
    pictures
}
