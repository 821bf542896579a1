//! Where the results of a check go: the terminal, or files, each in the format of its name.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::arguments::Check;
use super::output::Pending;
use super::project::Project;
use super::{Console, complain};
use crate::diagnostic::codes::run::CONFIG_VALUE;
use crate::diagnostic::{Diagnostic, any_error, did_you_mean};
use crate::finding::{CheckedReport, Overview, RunHead, wording};
use crate::render::{self, Options, Renderer, Sink, one_line};

/// More reports than this are shown in brief: a finding a line.
const MOST_IN_FULL: usize = 5;

/// The outputs of a run.
pub struct Targets<'a, 'c> {
    console: &'a RefCell<&'c mut Console>,
    targets: Vec<Target<'a>>,
    /// Whether people see the results while they come.
    shown: bool,
    /// Whether one report is checked, of which no counts need be given.
    single: bool,
}

struct Target<'a> {
    sink: Box<dyn Sink + 'a>,
    /// The file; `None` for the terminal.
    file: Option<Pending>,
    failure: Option<io::Error>,
}

impl<'a, 'c> Targets<'a, 'c> {
    /// Opens the files asked for, or the terminal.
    ///
    /// # Errors
    /// A diagnostic where a file can't be written or the format is unknown.
    pub fn open(
        arguments: &Check,
        project: &Project,
        head: RunHead<'a>,
        reports: usize,
        console: &'a RefCell<&'c mut Console>,
    ) -> Result<Self, Box<Diagnostic>> {
        let chosen = match &arguments.output_format {
            Some(name) => render::find(name),
            None => configured(project)?,
        };
        let brief = reports > MOST_IN_FULL && !arguments.detail;
        let mut targets = Vec::new();
        for path in &arguments.output {
            let renderer = arguments.output_format.as_ref().and(chosen);
            let renderer = renderer
                .or_else(|| render::for_file(&path.to_string_lossy()))
                .or(chosen);
            let options = Options {
                brief,
                wrap: false,
                ..Options::default()
            };
            targets.push(Target::file(path, renderer.unwrap_or(&render::HUMAN), head, options)?);
        }
        let shown = targets.is_empty();
        if shown {
            let renderer = chosen.unwrap_or(&render::HUMAN);
            let options = Options {
                brief,
                ..console.borrow().options()
            };
            let out = BufWriter::new(ToConsole(console));
            let sink = renderer.start(told(renderer, head), options, Box::new(out));
            targets.push(Target {
                // The console swallows its errors and tells of them at the end.
                sink: sink.map_err(|error| Box::new(Diagnostic::new(&CONFIG_VALUE, error.to_string())))?,
                file: None,
                failure: None,
            });
        }
        Ok(Self {
            console,
            targets,
            shown,
            single: head.single,
        })
    }

    /// Whether results go to the terminal, where a progress bar would be in their way.
    #[must_use]
    pub fn on_terminal(&self) -> bool {
        self.shown
    }

    /// Hands on a report.
    pub fn report(&mut self, report: &CheckedReport) {
        for target in &mut self.targets {
            if target.failure.is_none() {
                target.failure = target.sink.report(report).err();
            }
        }
        // What went wrong with a report is in the file; whoever looks at the terminal must know too.
        if !self.shown && any_error(&report.diagnostics) {
            let console = &mut self.console.borrow_mut();
            if !self.single {
                console.remark(format!("{}\n", one_line(&report.name)));
            }
            complain::graver(console, &report.diagnostics, &report.sources);
            if !self.single {
                console.remark("\n");
            }
        }
    }

    /// Closes the outputs. Returns what could not be written.
    #[must_use]
    pub fn finish(self, overview: &Overview) -> Vec<Diagnostic> {
        let mut failures = Vec::new();
        for mut target in self.targets {
            let finished = match target.failure.take() {
                Some(failure) => Err(failure),
                None => target.sink.finish(overview),
            };
            drop(target.sink);
            let Some(file) = target.file else { continue };
            let committed = match finished {
                Ok(()) => file.commit(),
                Err(error) => Err(file.failed(error)),
            };
            failures.extend(committed.err().map(|diagnostic| *diagnostic));
        }
        if !self.shown {
            let counted = (!self.single).then(|| wording::overview::counted_of(overview));
            // What could not be checked has been told of.
            let checked = overview.outcomes.total() > 0;
            let totals = checked.then(|| wording::overview::totals(overview));
            for line in counted.into_iter().chain(totals) {
                self.console.borrow_mut().remark(format!("{line}\n"));
            }
        }
        failures
    }
}

impl<'a> Target<'a> {
    fn file(path: &Path, renderer: &Renderer, head: RunHead<'a>, options: Options) -> Result<Self, Box<Diagnostic>> {
        let (pending, file) = Pending::create(path)?;
        match renderer.start(told(renderer, head), options, Box::new(file)) {
            Ok(sink) => Ok(Self {
                sink,
                file: Some(pending),
                failure: None,
            }),
            Err(error) => Err(pending.failed(error)),
        }
    }
}

/// What an output is told of the rules: people have seen on the terminal already what is wrong with them.
fn told<'a>(renderer: &Renderer, head: RunHead<'a>) -> RunHead<'a> {
    RunHead {
        diagnostics: if renderer.name == render::HUMAN.name {
            &[]
        } else {
            head.diagnostics
        },
        ..head
    }
}

/// The format that the configuration names.
fn configured(project: &Project) -> Result<Option<&'static Renderer>, Box<Diagnostic>> {
    let Some((name, span)) = &project.config.output_format else {
        return Ok(None);
    };
    let names = || render::ALL.iter().map(|renderer| renderer.name);
    render::find(name).map(Some).ok_or_else(|| {
        let known = format!("可写的格式:{}", names().collect::<Vec<_>>().join("、"));
        let help = did_you_mean(name, names()).unwrap_or(known);
        let diagnostic = Diagnostic::new(&CONFIG_VALUE, format!("没有“{name}”这种输出格式"));
        Box::new(diagnostic.at(*span, "这里").help(help))
    })
}

/// Standard output as a stream.
struct ToConsole<'a, 'c>(&'a RefCell<&'c mut Console>);

impl Write for ToConsole<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().result(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
