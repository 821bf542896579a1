//! Pieces of rule files and reports with marks under what is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use super::line::{Fitted, fit, fit_row, near};
use super::text::{Ink, width, wrap};
use crate::diagnostic::miette::{Mark, Snippet, SnippetLine};
use crate::finding::{Place, Position, ReportLabel, wording};
use crate::source::{Origin, Source, SourceId, SourceMap, Span};

/// No more lines of a rule file are shown at once.
const MOST_LINES: u32 = 12;
/// Columns kept free for what is said under the last mark of a line.
const SAYING: usize = 18;
/// No line is cut to less.
const NARROWEST: usize = 36;

/// What snippets are made with.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub sources: &'a SourceMap,
    pub ink: Ink,
    /// Columns that a line may take, with what is said under it.
    pub width: usize,
}

impl Frame<'_> {
    /// A line as wide as there is room, unless what is said under its last mark would then not fit.
    fn roomy(self, fit: impl Fn(usize) -> Fitted) -> Fitted {
        let widest = fit(self.width);
        let crowded = widest
            .ranges
            .iter()
            .any(|range| self.width < middle(&widest.text, range) + SAYING);
        if crowded {
            fit(self.width.saturating_sub(SAYING).max(NARROWEST))
        } else {
            widest
        }
    }

    /// The lines of a text with spans marked. Spans that overlap one before them are left out; they, and spans in
    /// other files, are the caller's to say in words. `None` where there is no text.
    pub fn text(self, source: SourceId, spans: &[(Span, String)]) -> Option<Snippet> {
        let source = self.sources.get(source)?;
        let mut by_line: BTreeMap<u32, Vec<(Range<usize>, String)>> = BTreeMap::new();
        let mut spans: Vec<&(Span, String)> = spans.iter().filter(|(span, _)| span.source == source.id).collect();
        spans.sort_by_key(|(span, _)| (span.start, span.end));
        let mut free_from = 0;
        for (span, text) in spans {
            if span.start < free_from || source.text.is_empty() {
                continue;
            }
            free_from = span.end.max(span.start + 1);
            split_lines(source, *span, text, &mut by_line);
        }
        self.lines(source, by_line)
    }

    fn lines(self, source: &Source, mut by_line: BTreeMap<u32, Vec<(Range<usize>, String)>>) -> Option<Snippet> {
        let (first, last) = (*by_line.keys().next()?, *by_line.keys().next_back()?);
        if last - first < MOST_LINES && source.landmarks.is_empty() {
            for line in first..=last {
                by_line.entry(line).or_default();
            }
        }
        let mut snippet = Snippet::default();
        for (line, marks) in by_line {
            let range = source.lines().line_range(&source.text, line);
            let text = source.text.get(range.clone()).unwrap_or_default();
            let ranges: Vec<Range<usize>> = marks.iter().map(|(range, _)| range.clone()).collect();
            let (text, ranges) = near(text, ranges);
            let mut fitted = self.roomy(|width| fit(text, &ranges, width, self.ink));
            if fitted.text.trim().is_empty() {
                fitted.text = " ".into();
                fitted.ranges.fill(0..1);
            }
            let at = marks.first().map_or(range.start, |(mark, _)| range.start + mark.start);
            let place = Place::new(self.sources, Origin::Text(Span::new(source.id, at, at)), "".into());
            let said = marks.into_iter().map(|(_, text)| text).collect();
            add(
                self,
                &mut snippet,
                (number(&place.position) as usize, place.full()),
                fitted,
                said,
            );
        }
        Some(snippet)
    }

    /// Rows of one report file (or one sheet) with cells marked; `labels` are all in it.
    pub fn report(self, labels: &[&ReportLabel]) -> Option<Snippet> {
        let mut texts: BTreeMap<u32, Vec<&ReportLabel>> = BTreeMap::new();
        let mut rows: BTreeMap<u32, Vec<&ReportLabel>> = BTreeMap::new();
        for label in labels {
            match label.place.origin {
                Origin::Text(span) => {
                    let line = self.sources.get(span.source);
                    let line = line.map_or(0, |source| source.lines().line_of(span.start as usize));
                    texts.entry(line).or_default().push(label);
                }
                Origin::Cell(cell) => rows.entry(cell.row.saturating_add(1)).or_default().push(label),
            }
        }
        let mut snippet = Snippet::default();
        for (line, labels) in texts {
            self.text_row(line, &labels, &mut snippet);
        }
        for (row, labels) in rows {
            self.sheet_row(row, &labels, &mut snippet);
        }
        (!snippet.lines.is_empty()).then_some(snippet)
    }

    /// The row in `line` (0-based) of a text.
    fn text_row(self, line: u32, labels: &[&ReportLabel], snippet: &mut Snippet) {
        let mut spans: Vec<(Span, String)> = Vec::new();
        for label in labels {
            let Origin::Text(span) = label.place.origin else {
                continue;
            };
            let said = said(label, self.ink);
            // Cells that the row lacks all stand at the row.
            match spans.iter_mut().find(|(other, _)| *other == span) {
                Some((_, text)) => {
                    text.push('、');
                    text.push_str(&said);
                }
                None => spans.push((span, said)),
            }
        }
        spans.sort_by_key(|(span, _)| (span.start, span.end));
        let Some(source) = spans.first().and_then(|(span, _)| self.sources.get(span.source)) else {
            return;
        };
        let range = source.lines().line_range(&source.text, line);
        let text = source.text.get(range.clone()).unwrap_or_default();
        let clamp = |offset: u32| (offset as usize).clamp(range.start, range.end) - range.start;
        let ranges: Vec<Range<usize>> = spans
            .iter()
            .map(|(span, _)| clamp(span.start)..clamp(span.end))
            .collect();
        let (text, ranges) = near(text, ranges);
        let blank = format!("({})", wording::BLANK);
        let fitted = self.roomy(|width| {
            fit_row(text, &ranges, width, self.ink, &blank).unwrap_or_else(|| fit(text, &ranges, width, self.ink))
        });
        if fitted.text.is_empty() {
            return;
        }
        let number = labels.first().map_or(0, |label| number(&label.place.position));
        let name = match labels.first().map(|label| &label.place) {
            Some(place) if !matches!(place.position, Position::Line { .. }) => place.full(),
            _ => format!("{}:{number}", source.name),
        };
        let said = spans.into_iter().map(|(_, text)| text).collect();
        add(self, snippet, (number as usize, name), fitted, said);
    }

    /// `公用经费合计 │ 决算数 │ (空白)`: what is known of a spreadsheet row without its sheet.
    fn sheet_row(self, number: u32, labels: &[&ReportLabel], snippet: &mut Snippet) {
        let Some(first) = labels.first() else { return };
        let mut fitted = Fitted::default();
        let mut said = Vec::new();
        let push = |text: &mut String, cell: &str| {
            if !text.is_empty() && !cell.is_empty() {
                text.push_str(self.ink.bar());
            }
            text.push_str(cell);
        };
        push(&mut fitted.text, &self.ink.cut(&self.ink.clean(&first.row), 40));
        for label in labels {
            push(&mut fitted.text, &self.ink.cut(&self.ink.clean(&label.column), 40));
            push(&mut fitted.text, "");
            let printed = self.ink.clean(label.place.text.trim());
            let value = if printed.is_empty() {
                format!("({})", wording::BLANK)
            } else {
                self.ink.cut(&printed, 40)
            };
            push(&mut fitted.text, &value);
            let end = fitted.text.len();
            fitted.ranges.push(end - value.len()..end);
            let cell = match &label.place.position {
                Position::Cell { cell, .. } => cell.clone(),
                _ => String::new(),
            };
            said.push(match &label.note {
                Some(note) => format!("{cell} {}", self.ink.clean(note)),
                None => cell,
            });
        }
        add(self, snippet, (number as usize, first.place.short()), fitted, said);
    }
}

/// The number that stands before a row: of the line, the spreadsheet's row, the page, the row of the table, the paragraph.
fn number(position: &Position) -> u32 {
    match position {
        Position::Line { line: number, .. }
        | Position::Cell { row: number, .. }
        | Position::Page { page: number, .. }
        | Position::Table { row: number, .. }
        | Position::Paragraph(number) => *number,
    }
}

/// The column in which a mark's middle stands.
fn middle(text: &str, range: &Range<usize>) -> usize {
    let before = text.get(..range.start).unwrap_or_default();
    width(before) + width(text.get(range.clone()).unwrap_or_default()) / 2
}

/// Adds a line with its marks, and what is said at each, in as many lines as that takes.
fn add(frame: Frame<'_>, snippet: &mut Snippet, (number, name): (usize, String), fitted: Fitted, said: Vec<String>) {
    let ink = frame.ink;
    let line = snippet.lines.len();
    let mut free_from = 0;
    for (range, text) in fitted.ranges.into_iter().zip(said) {
        let text = ink.clean(&text);
        // Two places in one cell share its mark.
        if range.start < free_from {
            if let Some(mark) = snippet.marks.last_mut() {
                mark.text = format!("{}、{text}", mark.text);
            }
            continue;
        }
        free_from = range.end.max(range.start + 1);
        snippet.marks.push(Mark { line, range, text });
    }
    for mark in snippet.marks.iter_mut().filter(|mark| mark.line == line) {
        let room = frame.width.saturating_sub(middle(&fitted.text, &mark.range) + 4);
        mark.text = wrap(&mark.text, room.max(SAYING - 4)).join("\n");
    }
    snippet.lines.push(SnippetLine {
        number,
        text: fitted.text,
        name: ink.clean(&name),
    });
}

/// What to say under a cell of a text: its column, its value where something else is printed, and what was done to read
/// it.
fn said(label: &ReportLabel, ink: Ink) -> String {
    let mut out = ink.clean(&label.column);
    let printed: String = label.place.text.chars().filter(|c| *c != ',').collect();
    let value: String = label.value.chars().filter(|c| *c != ',').collect();
    let mut add = |text: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text);
    };
    match &label.note {
        Some(note) => add(&format!("({})", ink.clean(note))),
        None if printed.trim() != value && !printed.trim().is_empty() => add(&ink.clean(&label.value)),
        None => {}
    }
    out
}

/// The parts of a span on each of its lines; what is to be said stands at the last.
fn split_lines(source: &Source, span: Span, text: &str, by_line: &mut BTreeMap<u32, Vec<(Range<usize>, String)>>) {
    let (start, end) = (span.start as usize, (span.end as usize).min(source.text.len()));
    let first = source.lines().line_of(start);
    let mut last = source.lines().line_of(end.saturating_sub(1).max(start));
    let mut said = text.to_owned();
    if last - first >= MOST_LINES {
        last = first;
    }
    for line in (first..=last).rev() {
        let range = source.lines().line_range(&source.text, line);
        let from = start.clamp(range.start, range.end);
        let to = end.clamp(range.start, range.end);
        let piece = source.text.get(from..to).unwrap_or_default();
        let from = from + (piece.len() - piece.trim_start().len());
        let to = from + piece.trim().len();
        if from < to || first == last {
            by_line
                .entry(line)
                .or_default()
                .push((from - range.start..to - range.start, std::mem::take(&mut said)));
        }
    }
}

/// Whether two places can be shown in one snippet: one text, or one sheet.
pub(super) fn together(a: &Place, b: &Place) -> bool {
    match (a.origin, b.origin) {
        (Origin::Text(a), Origin::Text(b)) => a.source == b.source,
        (Origin::Cell(a), Origin::Cell(b)) => (a.source, a.sheet) == (b.source, b.sheet),
        _ => false,
    }
}
