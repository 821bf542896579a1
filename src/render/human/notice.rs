//! A diagnostic as a picture.

use super::snippet::Frame;
use super::text::wrap;
use crate::diagnostic::miette::{Mark, Picture, Snippet, SnippetLine};
use crate::diagnostic::{Diagnostic, Label};
use crate::finding::{Place, wording};
use crate::source::{Origin, SourceId, Span};

/// The picture of a diagnostic: its first file with it, others nested. Labels that would overlap, and those in
/// workbooks, are said in words.
pub(super) fn picture(diagnostic: &Diagnostic, frame: Frame<'_>) -> Picture {
    let ink = frame.ink;
    let mut files: Vec<(SourceId, Vec<&Label>)> = Vec::new();
    for label in &diagnostic.labels {
        let source = label.at.source();
        match files.iter_mut().find(|(file, _)| *file == source) {
            Some((_, labels)) => labels.push(label),
            None => files.push((source, vec![label])),
        }
    }
    let mut picture = Picture {
        severity: Some(diagnostic.severity),
        heading: ink.clean(&format!(
            "{} {} {}",
            diagnostic.severity.label(),
            diagnostic.code.id,
            diagnostic.code.summary
        )),
        message: wrap(&ink.clean(&diagnostic.message), frame.width.saturating_sub(4)).join("\n"),
        help: diagnostic
            .help
            .as_ref()
            .map(|help| wrap(&ink.clean(help), frame.width.saturating_sub(8)).join("\n")),
        ..Picture::default()
    };
    for (index, (source, labels)) in files.into_iter().enumerate() {
        let inset = if index == 0 { 10 } else { 16 };
        let frame = Frame {
            width: frame.width.saturating_sub(inset).max(40),
            ..frame
        };
        let (snippet, overlapping) = snippet(source, &labels, frame);
        for text in overlapping.into_iter().filter(|text| !text.is_empty()) {
            picture.message.push('\n');
            picture
                .message
                .push_str(&wrap(&ink.clean(&text), frame.width).join("\n"));
        }
        if index == 0 {
            picture.snippet = snippet;
        } else if snippet.is_some() {
            picture.related.push(Picture {
                heading: wording::SEE_ALSO.to_owned(),
                snippet,
                ..Picture::default()
            });
        }
    }
    picture
}

/// The labels of one file, and what has to be said in words.
fn snippet(source: SourceId, labels: &[&Label], frame: Frame<'_>) -> (Option<Snippet>, Vec<String>) {
    let mut spans: Vec<(Span, String)> = Vec::new();
    let mut said = Vec::new();
    let mut cells = Snippet::default();
    for label in labels {
        match label.at {
            Origin::Text(span) => {
                let apart = |other: &Span| span.end <= other.start || other.end <= span.start;
                let free = spans.iter().all(|(other, _)| *other != span && apart(other));
                if free {
                    spans.push((span, label.text.clone()));
                } else {
                    said.push(label.text.clone());
                }
            }
            Origin::Cell(cell) => {
                let place = Place::new(frame.sources, label.at, "".into());
                let text = cell.a1();
                cells.marks.push(Mark {
                    line: cells.lines.len(),
                    range: 0..text.len(),
                    text: frame.ink.clean(&label.text),
                });
                cells.lines.push(SnippetLine {
                    number: cell.row as usize + 1,
                    text,
                    name: frame.ink.clean(&place.short()),
                });
            }
        }
    }
    let snippet = if cells.lines.is_empty() {
        frame.text(source, &spans)
    } else {
        Some(cells)
    };
    (snippet, said)
}
