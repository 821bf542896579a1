//! Delimited values.
//!
//! The fields are cut here and not by a library: every cell needs its exact place in the text, and a lost quote must not swallow
//! the rest of the file.

use std::borrow::Cow;
use std::ops::Range;

use super::assemble::{Assembler, CellMaker, Cut, shortened};
use super::document::{GridRow, Piece};
use super::limits;
use super::markup::{is_blank, visible};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::source::SourceId;

/// The pieces of `text`: a blank line ends a grid; a line with one field and no delimiter is a paragraph.
pub(super) fn pieces(source: SourceId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece> {
    let maker = CellMaker::new(source);
    let mut out = Assembler::default();
    let mut reader = Reader {
        text,
        at: 0,
        delimiter: delimiter_of(text),
        unclosed: Unclosed::default(),
    };
    while reader.at < text.len() {
        let start = reader.at;
        if !out.has_room(1) {
            let line = reader.line();
            if text
                .get(line.clone())
                .is_some_and(|line| line.contains(reader.delimiter))
            {
                out.cut(Cut::Rows, maker.origin(line.start, line.end));
                continue;
            }
            reader.at = start;
        }
        let mut cells = Vec::new();
        let end = loop {
            let field = reader.field();
            if let Some(cut) = field.cut {
                out.cut(Cut::Line, maker.origin(cut.start, cut.end));
            }
            let (text, range) = (field.text, field.range);
            cells.push(maker.cell(&text, range.start, range.end));
            if field.last {
                break field.end;
            }
            // One more than the limit, so that the assembler sees that the row is too long.
            if cells.len() > limits::ROW_CELLS {
                break reader.line().end;
            }
        };
        let origin = maker.origin(start, end);
        match cells.as_slice() {
            [only] => out.paragraph(&only.text, false, only.origin),
            _ => out.row(GridRow {
                cells,
                origin,
                hidden: false,
            }),
        }
    }
    let unclosed = reader.unclosed;
    if unclosed.count > 0 {
        let message = format!("有 {} 处引号只有一半,已当作普通文字", unclosed.count);
        let mut diagnostic =
            Diagnostic::new(&codes::UNCLOSED_QUOTE, message).help("请补上另一半引号;引号本身是内容的,请写成两个引号。");
        for at in unclosed.first {
            diagnostic = diagnostic.at_origin(maker.origin(at, at + 1), "这个引号没有成对");
        }
        diagnostics.push(diagnostic);
    }
    out.finish(diagnostics)
}

/// The delimiter of `text`: the one with which most of its first lines have the same number of fields. A semicolon wins over a
/// comma, which may then be a decimal comma.
pub(super) fn delimiter_of(text: &str) -> char {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| shortened(line, limits::LINE_BYTES))
        .take(200)
        .collect();
    let alike = |delimiter: char| {
        let mut counts: Vec<usize> = lines.iter().map(|line| unquoted(line, delimiter)).collect();
        counts.sort_unstable();
        counts
            .chunk_by(|a, b| a == b)
            .filter(|run| run.first().is_some_and(|count| *count > 0))
            .map(<[usize]>::len)
            .max()
            .unwrap_or(0)
    };
    // `max_by_key` takes the last of equals.
    [',', ';', '\t']
        .into_iter()
        .max_by_key(|delimiter| alike(*delimiter))
        .unwrap_or(',')
}

/// Delimiters of `line` outside quotes.
fn unquoted(line: &str, delimiter: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == delimiter && !quoted
        })
        .count()
}

/// A code is often written `="00201"`, so that spreadsheets leave it as text. Gives what is between the quotes, and how many
/// bytes went before and after it.
fn without_formula_mark(text: Cow<'_, str>) -> (Cow<'_, str>, (usize, usize)) {
    let inside = |text: &str| {
        let inside = text.strip_prefix("=\"")?.strip_suffix('"')?;
        (!inside.contains('"') && inside.trim() == inside).then(|| inside.to_owned())
    };
    match inside(&text) {
        Some(inside) if inside.is_empty() => (text, (0, 0)),
        Some(inside) => (Cow::Owned(inside), (2, 1)),
        None => (text, (0, 0)),
    }
}

/// A field: its text as seen, that text's place, the end of the field, and whether it ends its row.
struct Field<'a> {
    text: Cow<'a, str>,
    range: Range<usize>,
    end: usize,
    last: bool,
    /// What of it is too long to be read.
    cut: Option<Range<usize>>,
}

/// Quotes that are never closed.
#[derive(Default)]
struct Unclosed {
    count: usize,
    /// Where the first of them stand.
    first: Vec<usize>,
}

impl Unclosed {
    fn add(&mut self, at: usize) {
        self.count += 1;
        if self.first.len() < limits::LABELS {
            self.first.push(at);
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    delimiter: char,
    unclosed: Unclosed,
}

impl<'a> Reader<'a> {
    /// Reads a field and moves past the delimiter or line end after it.
    fn field(&mut self) -> Field<'a> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        let body = rest.get(blanks..).unwrap_or_default();
        if let Some(inside) = body.strip_prefix('"')
            && let Some(field) = self.quoted(self.at + blanks + 1, inside)
        {
            return field;
        }
        let raw = rest.split([self.delimiter, '\n']).next().unwrap_or_default();
        let start = self.at;
        let end = start + raw.len();
        let last = self.step(end);
        let shown = shortened(raw, limits::LINE_BYTES);
        let (text, range) = visible(shown);
        let (text, skipped) = without_formula_mark(text);
        let rest = raw.get(shown.len()..).unwrap_or_default();
        let cut = (!rest.trim_matches(is_blank).is_empty()).then_some(start + shown.len()..end);
        Field {
            text,
            range: start + range.start + skipped.0..start + range.end - skipped.1,
            end: start + raw.trim_end_matches('\r').len(),
            last,
            cut,
        }
    }

    /// A field whose opening quote stands before `start`; `None` where the quotes are part of the text (`"三供一业"分离`, or a quote that is never closed).
    fn quoted(&mut self, start: usize, inside: &'a str) -> Option<Field<'a>> {
        let mut from = 0;
        let close = loop {
            let found = inside
                .get(from..)?
                .bytes()
                .take(limits::QUOTED_BYTES.saturating_sub(from))
                .position(|byte| byte == b'"');
            let Some(at) = found.map(|found| from + found) else {
                self.unclosed.add(start - 1);
                return None;
            };
            if inside.as_bytes().get(at + 1) == Some(&b'"') {
                from = at + 2;
            } else {
                break at;
            }
        };
        let after = inside.get(close + 1..)?;
        let blanks = after.len() - after.trim_start_matches([' ', '\u{3000}', '\r']).len();
        let follows = after.get(blanks..)?;
        if !(follows.is_empty() || follows.starts_with([self.delimiter, '\n'])) {
            return None;
        }
        let raw = inside.get(..close)?;
        let end = start + close + 1;
        let last = self.step(end + blanks);
        let (text, range) = visible(raw);
        let text = if text.contains("\"\"") {
            Cow::Owned(text.replace("\"\"", "\""))
        } else {
            text
        };
        Some(Field {
            text,
            range: start + range.start..start + range.end,
            end,
            last,
            cut: None,
        })
    }

    /// Moves past the rest of the line; where that stands, without its end.
    fn line(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at = start + length + usize::from(length < rest.len());
        start..start + rest.get(..length).unwrap_or_default().trim_end_matches('\r').len()
    }

    /// Moves past what ends a field at `end`; whether the row ends there too.
    fn step(&mut self, end: usize) -> bool {
        let follows = self.text.get(end..).unwrap_or_default();
        self.at = end + follows.chars().next().map_or(0, char::len_utf8);
        !follows.starts_with(self.delimiter)
    }
}
