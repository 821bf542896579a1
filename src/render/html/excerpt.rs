//! Lines of a text with places marked in them.

use std::io;

use super::escape::Text;
use crate::source::{Origin, SourceId, SourceMap, Span};

/// No more lines are shown at once.
const MOST_LINES: u32 = 14;
/// No more of a line is shown: a text drawn from a document may have a paragraph in one.
const LONGEST: usize = 600;

/// The lines that hold `marks`, all of one source, each mark with what is to be said of it. Marks that overlap one
/// before them are left out. Writes nothing where the source has no text.
pub(super) fn write(
    sources: &SourceMap,
    source: SourceId,
    marks: &[(Span, &str)],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Some(source) = sources.get(source).filter(|source| !source.text.is_empty()) else {
        return Ok(());
    };
    let mut marks: Vec<(Span, &str)> = marks
        .iter()
        .filter(|(span, _)| span.source == source.id)
        .copied()
        .collect();
    marks.sort_by_key(|(span, _)| (span.start, span.end));
    let (Some((first, _)), Some(last)) = (marks.first(), marks.iter().map(|(span, _)| span.end).max()) else {
        return Ok(());
    };
    let lines = source.lines();
    let top = lines.line_of(first.start as usize);
    let bottom = lines.line_of((last as usize).saturating_sub(1).max(first.start as usize));
    let bottom = bottom.clamp(top, top + MOST_LINES);
    let start = lines.line_range(&source.text, top).start;
    let end = lines.line_range(&source.text, bottom).end.min(start + LONGEST * 4);
    write!(out, "<pre>")?;
    let mut at = start;
    for (span, said) in marks {
        let (from, to) = (span.start as usize, (span.end as usize).min(end));
        if from < at || from > end || to < from {
            continue;
        }
        let (Some(before), Some(marked)) = (source.text.get(at..from), source.text.get(from..to)) else {
            continue;
        };
        write!(out, "{}<mark>{}</mark>", Text(before), Text(marked))?;
        if !said.is_empty() {
            write!(out, "<span class=\"v\">{}</span>", Text(said))?;
        }
        at = to;
    }
    let mut stop = end;
    while !source.text.is_char_boundary(stop.min(source.text.len())) {
        stop -= 1;
    }
    write!(out, "{}", Text(source.text.get(at..stop).unwrap_or_default()))?;
    write!(out, "</pre>")
}

/// The span of a place in a text.
pub(super) fn span(origin: Origin) -> Option<Span> {
    match origin {
        Origin::Text(span) => Some(span),
        Origin::Cell(_) => None,
    }
}
