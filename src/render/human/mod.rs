//! For a person at a terminal: every finding with both sides taken apart, the rule and the report's own lines with marks
//! under the figures, then the run in numbers.

mod brief;
mod columns;
mod finding;
mod line;
mod listed;
mod notice;
mod overview;
mod snippet;
mod summary;
mod text;

use std::io;

use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::miette::{Style, draw};
use crate::diagnostic::{Diagnostic, Severity};
use crate::finding::{CheckedReport, GroupKind, Overview, RunHead, wording};
use crate::source::SourceMap;
use snippet::Frame;
use text::Ink;

/// No terminal is taken to be narrower than this, nor wider than it is pleasant to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=160;

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, options: Options, mut out: Output<'a>) -> Started<'a> {
    render_diagnostics(head.diagnostics, head.sources, options, &mut *out)?;
    let writing = Writing {
        head,
        options,
        out,
        begun: !head.diagnostics.is_empty(),
    };
    // What is brief is silent about tails.
    if options.brief {
        Ok(Box::new(writing))
    } else {
        in_words(head, writing)
    }
}

/// A text being written.
struct Writing<'a> {
    head: RunHead<'a>,
    options: Options,
    out: Output<'a>,
    /// Whether there is something that a blank line must set apart.
    begun: bool,
}

impl Writing<'_> {
    /// A line for each thing that is wrong; nothing for a report in which nothing is.
    fn brief(&mut self, report: &CheckedReport) -> io::Result<()> {
        let ink = frame(&report.sources, self.options).ink;
        let lines = brief::lines(report, ink, running(self.options));
        if !lines.is_empty() && std::mem::replace(&mut self.begun, true) {
            writeln!(self.out)?;
        }
        for line in lines {
            writeln!(self.out, "{line}")?;
        }
        // Whoever watches sees a report when it is done.
        self.out.flush()
    }
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        if self.options.brief {
            return self.brief(report);
        }
        if std::mem::replace(&mut self.begun, true) {
            writeln!(self.out)?;
        }
        write_report(report, self.options, &mut *self.out)
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        let ink = frame(self.head.sources, self.options).ink;
        let width = running(self.options);
        let single = self.head.single;
        let mut lines = Vec::new();
        if !single {
            if self.begun {
                writeln!(self.out)?;
            }
            lines = overview::lines(overview, ink, width);
        } else {
            lines.extend(overview::passed_over(overview, ink));
        }
        lines.extend(summary::disabled(&self.head.plan().ruleset.disabled, ink, width));
        let changes = overview.changes.iter();
        let changes: Vec<String> = changes
            .flat_map(|changes| summary::changed_in_all(changes, single, ink, width))
            .collect();
        if !changes.is_empty() {
            lines.push(String::new());
        }
        lines.extend(changes);
        for line in lines {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

fn frame(sources: &SourceMap, options: Options) -> Frame<'_> {
    Frame {
        sources,
        ink: Ink { ascii: options.ascii },
        width: options.width.clamp(*WIDTHS.start(), *WIDTHS.end()),
    }
}

/// How wide lines may be that are no part of a picture.
fn running(options: Options) -> usize {
    if options.wrap {
        options.width.clamp(*WIDTHS.start(), *WIDTHS.end())
    } else {
        usize::MAX / 2
    }
}

fn style(options: Options) -> Style {
    Style {
        color: options.color,
        ascii: options.ascii,
    }
}

/// `text` as a terminal may be given it: no control characters, nothing that turns the direction of writing.
#[must_use]
pub fn harmless(text: &str) -> String {
    Ink { ascii: false }.clean(text)
}

/// Writes diagnostics (with codes) as findings are written.
///
/// # Errors
/// Those of `out`.
pub fn render_diagnostics(
    diagnostics: &[Diagnostic],
    sources: &SourceMap,
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let picture = notice::picture(diagnostic, frame(sources, options));
        out.write_all(draw(&picture, style(options)).as_bytes())?;
    }
    Ok(())
}

fn write_report(report: &CheckedReport, options: Options, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = &report.sources;
    let frame = frame(sources, options);
    let (ink, width) = (frame.ink, running(options));
    let head = wording::report_head(&report.name, report.unit.as_deref(), report.year);
    writeln!(out, "{}\n", ink.clean(&head))?;
    // What may have made a finding wrong comes before the findings; what is only worth knowing, after them.
    let (notices, grave): (Vec<&Diagnostic>, Vec<&Diagnostic>) = report
        .diagnostics
        .iter()
        .partition(|diagnostic| diagnostic.severity == Severity::Notice);
    for diagnostic in grave {
        render_diagnostics(std::slice::from_ref(diagnostic), sources, options, out)?;
        writeln!(out)?;
    }
    let mut further = listed::Further::default();
    for group in &report.groups {
        write_lines(&further.before(group, ink, width), out)?;
        if further.takes(group) {
            continue;
        }
        let lines = match &group.kind {
            GroupKind::Tails(form) => summary::tails(form, group, ink, width),
            GroupKind::Explained => summary::explained(group, ink, width),
            GroupKind::Single | GroupKind::Cause(_) => {
                for picture in finding::group(group, frame) {
                    writeln!(out, "{}", draw(&picture, style(options)))?;
                }
                listed::of_cause(group, ink, width)
            }
        };
        write_lines(&lines, out)?;
    }
    write_lines(&further.rest(ink, width), out)?;
    write_lines(&summary::notices(&notices, sources, ink, width), out)?;
    write_lines(&summary::repairs(&report.repairs, ink, width), out)?;
    let lines = summary::summary(report, ink, width);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A block of lines and a blank one behind it; nothing for no lines.
fn write_lines(lines: &[String], out: &mut dyn io::Write) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{line}")?;
    }
    if lines.is_empty() { Ok(()) } else { writeln!(out) }
}
