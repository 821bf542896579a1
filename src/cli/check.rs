//! `gouji check`: reports against rules.

use std::io::Read;
use std::path::Path;

use super::arguments::{Check, FactOptions, OutputFormat};
use super::inputs::Inputs;
use super::project::{self, Project, shown};
use super::{Console, Status, complain, output};
use crate::diagnostic::codes::run::{MISSING_INPUT, UNREADABLE_INPUT};
use crate::diagnostic::{Diagnostic, Severity};
use crate::finding::{CheckedReport, CheckedRun, RulesetNote};
use crate::render::human::Human;
use crate::render::json::Json;
use crate::render::{Options, Renderer};
use crate::session::{CheckOptions, Disk, any_error, in_chinese};
use crate::source::{SourceMap, Workspace};

/// Runs the subcommand.
pub fn run(arguments: &Check, console: &mut Console) -> Status {
    let (project, session, mut status) = match project::open(&arguments.rules, console) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    let inputs = Inputs::find(&arguments.reports, &project);
    complain::diagnostics(console, &inputs.diagnostics, &SourceMap::new());
    status = status.and(Status::trouble_if(!inputs.diagnostics.is_empty()));

    let options = options(&arguments.facts);
    let mut sources = session.sources().clone();
    let mut reports = Vec::new();
    for path in &inputs.paths {
        match read(path, &arguments.stdin_filename) {
            Ok((name, bytes)) => reports.push(session.check_bytes(&mut sources, &name, &bytes, &options).checked),
            Err(diagnostic) => status = status.and(complain::one(console, &diagnostic)),
        }
    }
    let threshold = arguments
        .fail_on
        .map(Severity::from)
        .or(project.config.fail_on)
        .unwrap_or(Severity::Error);
    let verdicts = reports.iter().map(|report| verdict(report, threshold));
    let verdict = verdicts.fold(Status::Clean, Status::and);
    let verdict = if arguments.exit_zero && verdict == Status::Findings {
        Status::Clean
    } else {
        verdict
    };
    let machine = format(arguments, &project) != OutputFormat::Human;
    let run = CheckedRun {
        sources: &sources,
        ruleset: &RulesetNote::of(session.plan()),
        engine_version: env!("CARGO_PKG_VERSION"),
        // People have been told already.
        diagnostics: if machine { session.diagnostics() } else { &[] },
        reports: &reports,
    };
    status.and(verdict).and(deliver(arguments, &project, &run, console))
}

fn verdict(report: &CheckedReport, threshold: Severity) -> Status {
    let found = report.worst().is_some_and(|worst| worst >= threshold);
    Status::findings_if(found).and(Status::trouble_if(
        any_error(&report.diagnostics) || report.format.is_none(),
    ))
}

fn format(arguments: &Check, project: &Project) -> OutputFormat {
    let configured = project.config.output_format.map(OutputFormat::from);
    arguments.output_format.or(configured).unwrap_or(OutputFormat::Human)
}

/// Renders the run to where it is wanted.
fn deliver(arguments: &Check, project: &Project, run: &CheckedRun<'_>, console: &mut Console) -> Status {
    let renderer: &dyn Renderer = match format(arguments, project) {
        OutputFormat::Human => &Human,
        OutputFormat::Json => &Json,
    };
    let options = Options {
        color: console.color() && arguments.output.is_none(),
        ..Options::default()
    };
    let mut text = Vec::new();
    // Writing to memory can't fail.
    let _ = renderer.render(run, options, &mut text);
    let Some(path) = &arguments.output else {
        console.result(text);
        return Status::Clean;
    };
    // What went wrong with a report is in the file; whoever looks at the terminal must know too.
    for report in run.reports.iter().filter(|report| any_error(&report.diagnostics)) {
        complain::graver(console, &report.diagnostics, run.sources);
    }
    match output::write(path, &text) {
        Ok(()) => Status::Clean,
        Err(diagnostic) => complain::one(console, &diagnostic),
    }
}

/// What the options say about the report.
pub(super) fn options(facts: &FactOptions) -> CheckOptions {
    CheckOptions {
        unit: facts.unit.clone(),
        year: facts.year,
    }
}

/// Name and bytes of an input; `-` is standard input.
///
/// # Errors
/// A diagnostic where it can't be read.
pub(super) fn read(path: &Path, stdin_name: &str) -> Result<(String, Vec<u8>), Box<Diagnostic>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| unreadable("标准输入", error))?;
        return Ok((stdin_name.to_owned(), bytes));
    }
    let name = shown(path);
    if !path.exists() {
        let diagnostic = Diagnostic::new(&MISSING_INPUT, format!("找不到“{name}”"));
        return Err(Box::new(diagnostic.help("检查文件名、后缀和所在目录")));
    }
    let bytes = Disk
        .read(&path.to_string_lossy())
        .map_err(|error| unreadable(&name, error))?;
    Ok((name, bytes))
}

fn unreadable(name: &str, error: std::io::Error) -> Box<Diagnostic> {
    let message = format!("打不开“{name}”:{}", in_chinese(error));
    let help = "检查权限;关掉正打开它的程序;把文件复制到本机再试";
    Box::new(Diagnostic::new(&UNREADABLE_INPUT, message).help(help))
}
