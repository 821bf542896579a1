//! Drawing: the only file that knows miette.
//!
//! Callers hand over pictures whose lines are already cut to size, free of control characters and numbered as people
//! count them (for a workbook, by the spreadsheet's rows). Miette's own idea of lines, of wrapping and of English is not
//! used: lines keep their given numbers, nothing is wrapped, `help:` becomes 帮助.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic as Drawable, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::Severity;

/// Marks the line that miette puts its English `help:` on.
const HELP_MARK: char = '\u{e000}';

/// How to draw.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Colours.
    pub color: bool,
    /// Only ASCII for lines and marks.
    pub ascii: bool,
}

/// One message: a headline, what it says, the text it is about, help, and messages that belong to it. Each may be empty;
/// no line is drawn for what is.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// How grave; decides colour and mark.
    pub severity: Option<Severity>,
    /// The headline; may be empty.
    pub heading: String,
    /// What it says; several lines are kept as they are.
    pub message: String,
    /// The text it is about.
    pub snippet: Option<Snippet>,
    /// What to do; several lines are kept as they are.
    pub help: Option<String>,
    /// Messages that belong to it.
    pub related: Vec<Picture>,
}

/// Lines of one file with places marked in them.
#[derive(Debug, Clone, Default)]
pub struct Snippet {
    /// The lines, ascending by number; without line ends, tabs and control characters, none empty.
    pub lines: Vec<SnippetLine>,
    /// Marks, disjoint.
    pub marks: Vec<Mark>,
}

/// A line to show.
#[derive(Debug, Clone)]
pub struct SnippetLine {
    /// Its number, 1-based.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// The name of its place, shown above it (`规则.gj:12:8`).
    pub name: String,
}

/// A marked place.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Index into [`Snippet::lines`].
    pub line: usize,
    /// Bytes of that line.
    pub range: Range<usize>,
    /// What to say there; may be empty.
    pub text: String,
}

/// Draws a picture; ends with a line end.
#[must_use]
pub fn draw(picture: &Picture, style: Style) -> String {
    let theme = GraphicalTheme {
        characters: if style.ascii {
            ThemeCharacters::ascii()
        } else {
            ThemeCharacters::unicode()
        },
        styles: if style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_wrap_lines(false)
        .with_context_lines(0)
        .with_show_related_as_nested(true)
        .without_primary_span_start()
        .without_syntax_highlighting()
        // Only wrapping looks at the width; nested pictures subtract from it.
        .with_width(usize::from(u16::MAX));
    let mut drawn = String::new();
    // Writing to a string cannot fail, and every span is inside its source.
    if handler.render_report(&mut drawn, &Drawing::new(picture)).is_err() {
        drawn = format!("{}\n{}\n", picture.heading, picture.message);
    }
    let mut out = String::with_capacity(drawn.len());
    for line in drawn.lines().filter(|line| !is_idle(line)) {
        match line.split_once(HELP_MARK) {
            Some((before, after)) => {
                out.push_str(&before.replacen("help: ", "帮助: ", 1));
                out.push_str(after.trim_end());
            }
            None => out.push_str(line.trim_end()),
        }
        out.push('\n');
    }
    out
}

/// Whether a line carries nothing but branches and the mark of an empty message.
fn is_idle(line: &str) -> bool {
    let mut escaped = false;
    line.chars().all(|c| match (escaped, c) {
        (false, '\x1b') => {
            escaped = true;
            true
        }
        (true, c) => {
            escaped = c != 'm';
            true
        }
        (false, c) => " │|×⚠☞x!>".contains(c),
    })
}

/// A picture as miette wants it.
#[derive(Debug)]
struct Drawing<'a> {
    picture: &'a Picture,
    source: Option<Lines<'a>>,
    related: Vec<Drawing<'a>>,
}

impl<'a> Drawing<'a> {
    fn new(picture: &'a Picture) -> Self {
        Self {
            picture,
            source: picture.snippet.as_ref().map(Lines::new),
            related: picture.related.iter().map(Drawing::new).collect(),
        }
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.picture.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl Drawable for Drawing<'_> {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        let heading = &self.picture.heading;
        (!heading.is_empty()).then(|| Box::new(heading) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.picture.severity {
            Some(Severity::Error) => miette::Severity::Error,
            Some(Severity::Warning) => miette::Severity::Warning,
            Some(Severity::Notice) | None => miette::Severity::Advice,
        })
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        let help = self.picture.help.as_ref()?;
        Some(Box::new(format!("{HELP_MARK}{help}")))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source.as_ref()?;
        Some(Box::new(source.marks()))
    }

    fn related<'s>(&'s self) -> Option<Box<dyn Iterator<Item = &'s dyn Drawable> + 's>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(self.related.iter().map(|drawing| drawing as &dyn Drawable)))
    }
}

/// The lines of a snippet as one text, each line knowing its own number.
#[derive(Debug)]
struct Lines<'a> {
    snippet: &'a Snippet,
    text: String,
    /// Where each line starts in `text`.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(snippet: &'a Snippet) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for line in &snippet.lines {
            starts.push(text.len());
            text.push_str(&line.text);
            text.push('\n');
        }
        Self { snippet, text, starts }
    }

    fn marks(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.snippet.marks.iter().filter_map(|mark| {
            let start = *self.starts.get(mark.line)?;
            let text = Some(mark.text.clone()).filter(|text| !text.is_empty());
            Some(LabeledSpan::new(text, start + mark.range.start, mark.range.len()))
        })
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }
}

impl SourceCode for Lines<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let first = self.line_of(span.offset());
        let last = self.line_of((span.offset() + span.len()).saturating_sub(1).max(span.offset()));
        let start = self.starts.get(first).copied().unwrap_or(0);
        let end = self
            .starts
            .get(last + 1)
            .copied()
            .unwrap_or(self.text.len())
            .saturating_sub(1);
        let (Some(line), Some(data)) = (self.snippet.lines.get(first), self.text.get(start..end.max(start))) else {
            return Err(MietteError::OutOfBounds);
        };
        // Miette joins snippets whose lines follow one another; it must see gaps in the given numbers.
        Ok(Box::new(MietteSpanContents::new_named(
            line.name.clone(),
            data.as_bytes(),
            (start, end.max(start) - start).into(),
            line.number.saturating_sub(1),
            0,
            last - first + 1,
        )))
    }
}
