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

/// Where an output goes.
type Output<'a> = Box<dyn io::Write + 'a>;

/// An output that was begun, or why it was not.
type Started<'a> = io::Result<Box<dyn Sink + 'a>>;

/// An output format.
#[derive(Debug)]
pub struct Renderer {
    /// The name it is chosen by.
    pub name: &'static str,
    /// The endings of file names that mean it, without dot, lower case. No two outputs share one.
    pub endings: &'static [&'static str],
    /// What it is for, in Chinese, one line.
    pub description: &'static str,
    start: for<'a> fn(RunHead<'a>, Options, Output<'a>) -> Started<'a>,
}

impl Renderer {
    /// Begins an output.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn start<'a>(
        &self,
        head: RunHead<'a>,
        options: Options,
        out: Box<dyn io::Write + 'a>,
    ) -> io::Result<Box<dyn Sink + 'a>> {
        (self.start)(head, options, out)
    }
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

/// Declares the outputs: each line is a file of this folder with its function `start`, by whose name it is chosen, the
/// endings of file names that mean it, and what it is for.
macro_rules! declare_renderers {
    ($($name:ident: $module:ident $endings:tt $description:literal;)*) => {
        $(
            pub mod $module;
            #[doc = $description]
            pub static $name: Renderer = Renderer {
                name: stringify!($module),
                endings: &$endings,
                description: $description,
                start: $module::start,
            };
        )*
        /// Every output, in the order shown to people.
        pub static ALL: &[&Renderer] = &[$(&$name),*];
    };
}

mod in_words;
mod plain;

use in_words::in_words;
pub(crate) use plain::one_line;

declare_renderers! {
    HUMAN: human ["txt"] "给人看的文字,逐条列出两边、差额和位置";
    COMPACT: compact [] "每个问题一行,以“文件:行:列:”开头,便于检索和跳转";
    MARKDOWN: markdown ["md", "markdown"] "贴进文档或合并请求的文字";
    CSV: csv ["csv"] "每个问题一行的表格,供 Excel 打开、筛选";
    HTML: html ["html", "htm"] "网页,一个文件,标出有问题的数字,可筛选、可打印";
    XLSX: xlsx ["xlsx"] "工作簿:在报告的副本上标出有问题的单元格,另附可筛选的问题清单";
    JSON: json ["json"] "供程序读取的完整结果";
    JSONL: jsonl ["jsonl", "ndjson"] "与 json 内容相同,一行一项,供程序边运行边读取";
    SARIF: sarif ["sarif"] "供代码审阅平台和编辑器显示(SARIF 2.1.0)";
    JUNIT: junit ["xml"] "供持续集成系统显示:每份报告一组,每条规则一例";
}

/// The output called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Renderer> {
    ALL.iter().copied().find(|renderer| renderer.name == name)
}

/// The output that the ending of a file's name means.
#[must_use]
pub fn for_file(path: &str) -> Option<&'static Renderer> {
    let (_, ending) = path.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    ALL.iter()
        .copied()
        .find(|renderer| renderer.endings.contains(&ending.as_str()))
}

/// Writes a whole run at once.
///
/// # Errors
/// Those of `out`.
pub fn render(
    renderer: &Renderer,
    head: RunHead<'_>,
    reports: &[CheckedReport],
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut overview = Overview::new(head.plan());
    let mut sink = renderer.start(head, options, Box::new(out))?;
    for report in reports {
        overview.add(report);
        sink.report(report)?;
    }
    sink.finish(&overview)
}
