//! Findings to bytes, a file or a folder for each output.
//!
//! Outputs are written while a run goes on, one report after the other, so that memory does not grow with their number:
//! a [`Renderer`] starts a [`Sink`], which takes the reports in order and, last, the [`Overview`].

use std::io;

use crate::finding::{CheckedReport, Overview, RunHead};

/// How an output is to look; machine formats look at none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns of the terminal.
    pub width: usize,
    /// Colours.
    pub color: bool,
    /// Lines and marks in ASCII only, for consoles that draw the others in double width.
    pub ascii: bool,
    /// A line for each finding instead of a picture: for many reports.
    pub brief: bool,
    /// Whether lines end at the width. In a file or a pipe those that are no picture go on: whatever shows them has a
    /// width of its own, and a search must find what stands in them.
    pub wrap: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 100,
            color: false,
            ascii: false,
            brief: false,
            wrap: true,
        }
    }
}

/// An output format.
pub trait Renderer: Sync {
    /// The name it is chosen by.
    fn name(&self) -> &'static str;

    /// What it is for, in Chinese, one line.
    fn description(&self) -> &'static str;

    /// The endings of file names that mean it, without dot, lower case. No two outputs share one.
    fn endings(&self) -> &'static [&'static str];

    /// Begins an output.
    ///
    /// # Errors
    /// Those of `out`.
    fn start<'a>(
        &self,
        head: RunHead<'a>,
        options: Options,
        out: Box<dyn io::Write + 'a>,
    ) -> io::Result<Box<dyn Sink + 'a>>;
}

/// An output that is being written.
pub trait Sink {
    /// Adds a report.
    ///
    /// # Errors
    /// Those of the output.
    fn report(&mut self, report: &CheckedReport) -> io::Result<()>;

    /// Closes the output; nothing may follow.
    ///
    /// # Errors
    /// Those of the output.
    fn finish(&mut self, overview: &Overview) -> io::Result<()>;
}

/// Declares the outputs: each line is a file of this folder and its renderer.
macro_rules! declare_renderers {
    ($($module:ident: $renderer:ident;)*) => {
        $(pub mod $module;)*
        /// Every output, in the order shown to people.
        pub static ALL: &[&dyn Renderer] = &[$(&$module::$renderer),*];
    };
}

mod plain;
pub(crate) use plain::one_line;

declare_renderers! {
    human: Human;
    compact: Compact;
    markdown: Markdown;
    csv: Csv;
    html: Html;
    xlsx: Xlsx;
    json: Json;
    jsonl: JsonLines;
    sarif: Sarif;
    junit: Junit;
}

/// The output called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Renderer> {
    ALL.iter().copied().find(|renderer| renderer.name() == name)
}

/// The output that the ending of a file's name means.
#[must_use]
pub fn for_file(path: &str) -> Option<&'static dyn Renderer> {
    let (_, ending) = path.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    ALL.iter()
        .copied()
        .find(|renderer| renderer.endings().contains(&ending.as_str()))
}

/// Writes a whole run at once.
///
/// # Errors
/// Those of `out`.
pub fn render(
    renderer: &dyn Renderer,
    head: RunHead<'_>,
    reports: &[CheckedReport],
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut overview = Overview::new(head.plan);
    let mut sink = renderer.start(head, options, Box::new(out))?;
    for report in reports {
        overview.add(report);
        sink.report(report)?;
    }
    sink.finish(&overview)
}
