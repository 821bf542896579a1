//! `gouji check`: reports against rules.

use std::cell::RefCell;
use std::io::{ErrorKind, Read};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::archives::Archives;
use super::arguments::{Check, FactOptions};
use super::cache::Cache;
use super::inputs::{FileInput, Inputs, ReportInput, Selection};
use super::progress::Progress;
use super::project::{self, Project, shown};
use super::targets::Targets;
use super::{Console, Status, complain, interrupt};
use crate::diagnostic::codes::run::{EARLIER_RUN, MISSING_INPUT, UNREADABLE_INPUT};
use crate::diagnostic::{Diagnostic, Severity, any_error};
use crate::finding::{Baseline, ChangeTotals, CheckedReport, Overview, RunHead};
use crate::session::{self, CheckOptions, Disk, File, Session, in_chinese, in_order};
use crate::source::SourceMap;

/// Runs the subcommand.
pub fn run(arguments: &Check, console: &mut Console) -> Status {
    let (project, session, mut status) = match project::open(&arguments.rules, console) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    // The program ends next, and the system takes all memory back at once.
    let session = ManuallyDrop::new(session);
    let selection = Selection {
        ignore: arguments.ignore.iter().chain(&project.config.ignore).cloned().collect(),
        per_folder: arguments.per_folder || project.config.per_folder,
    };
    let mut inputs = Inputs::find(&arguments.reports, &project, &selection);
    complain::diagnostics(console, &inputs.diagnostics, &SourceMap::new());
    status = status.and(Status::trouble_if(!inputs.diagnostics.is_empty()));

    if inputs.reports.is_empty() {
        return status;
    }
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: env!("CARGO_PKG_VERSION"),
        diagnostics: session.diagnostics(),
        single: inputs.reports.len() == 1,
    };
    let mut overview = Overview::new(session.plan());
    overview.expect(inputs.reports.len());
    overview.failures = std::mem::take(&mut inputs.diagnostics);
    overview.passed_over = std::mem::take(&mut inputs.passed_over);
    let mut baseline = match arguments
        .against
        .as_deref()
        .map(|path| against(path, &session))
        .transpose()
    {
        Ok(baseline) => baseline,
        Err(diagnostic) => return complain::one(console, &diagnostic),
    };
    if let Some(baseline) = &mut baseline {
        baseline.expect(inputs.reports.iter().map(ReportInput::name));
    }
    overview.changes = baseline.as_ref().map(|_| ChangeTotals::default());
    let shared = RefCell::new(&mut *console);
    let targets = Targets::open(arguments, &project, head, inputs.reports.len(), &shared);
    let mut targets = match targets {
        Ok(targets) => targets,
        Err(diagnostic) => return complain::one(&mut shared.borrow_mut(), &diagnostic),
    };
    let checked = check_all(
        arguments,
        &project,
        &session,
        &inputs,
        &mut overview,
        &mut targets,
        &mut baseline,
    );
    status = status.and(checked);
    overview.unchecked = inputs.reports.len() - overview.reports.len();
    status = status.and(Status::trouble_if(overview.unchecked > 0));
    if let (Some(changes), Some(baseline)) = (&mut overview.changes, baseline) {
        changes.close(baseline);
    }
    let failures = targets.finish(&overview);
    for diagnostic in &failures {
        complain::one(&mut shared.borrow_mut(), diagnostic);
    }
    status.and(Status::trouble_if(!failures.is_empty()))
}

/// Checks the reports in parallel and hands them on in order.
fn check_all(
    arguments: &Check,
    project: &Project,
    session: &Session,
    inputs: &Inputs,
    overview: &mut Overview,
    targets: &mut Targets<'_, '_>,
    baseline: &mut Option<Baseline>,
) -> Status {
    let reports = inputs.reports.as_slice();
    let reading = Reading {
        session,
        large: Mutex::new(()),
        cache: arguments.cache.as_deref().and_then(Cache::open),
        archives: &inputs.archives,
        stdin_name: &arguments.stdin_filename,
        options: options(&arguments.facts),
    };
    let threshold = arguments
        .fail_on
        .map(Severity::from)
        .or(project.config.fail_on)
        .unwrap_or(Severity::Error);
    // How many processors there are takes a dozen files to find out.
    let processors = || std::thread::available_parallelism().map_or(1, Into::into);
    let threads = match reports.len() {
        0 | 1 => 1,
        several => arguments.threads.unwrap_or_else(processors).min(several),
    };
    let progress = Progress::new(reports.len(), targets.on_terminal());
    if reports.len() > 1 {
        interrupt::listen();
    }
    let mut status = Status::Clean;
    let work = |index: usize| reports.get(index).map(|input| reading.check(input));
    let deliver = |_, checked: &mut Option<CheckedReport>| {
        let Some(report) = checked else {
            return ControlFlow::Continue(());
        };
        if let Some(baseline) = baseline {
            baseline.compare(session.plan(), report);
        }
        let verdict = verdict(report, threshold);
        status = status.and(if arguments.exit_zero && verdict == Status::Findings {
            Status::Clean
        } else {
            verdict
        });
        overview.add(report);
        progress.aside(|| targets.report(report));
        progress.step();
        if reports.len() == 1 {
            // The system takes its memory back sooner than it could be given back.
            std::mem::forget(checked.take());
        }
        if interrupt::interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    in_order(reports.len(), threads, work, deliver);
    progress.finish();
    status
}

/// Reports of more bytes are checked one at a time: each takes several times its size in memory.
const LARGE: usize = 16 << 20;

/// What it takes to check a report.
struct Reading<'a> {
    session: &'a Session,
    /// Held by whoever checks a large report.
    large: Mutex<()>,
    cache: Option<Cache>,
    archives: &'a Archives,
    stdin_name: &'a str,
    options: CheckOptions,
}

impl Reading<'_> {
    /// A report from the disk to findings. A file that can't be opened is told of in the report.
    fn check(&self, input: &ReportInput) -> CheckedReport {
        let mut files = Vec::new();
        let mut failures = Vec::new();
        for file in &input.files {
            let read = match file {
                FileInput::Path(path) => read(path, self.stdin_name),
                FileInput::Member(place) => {
                    let bytes = self.archives.read(&place.archive, &place.member);
                    bytes.map(|bytes| (file.name(), bytes))
                }
            };
            match read {
                Ok((name, bytes)) => files.push(File {
                    name,
                    bytes: bytes.into(),
                }),
                Err(diagnostic) => failures.push(*diagnostic),
            }
        }
        let name = input.name();
        let name = match files.as_slice() {
            // Standard input goes by the name given for it.
            [only] if name == "-" => only.name.clone(),
            _ => name,
        };
        let size: usize = files.iter().map(|file| file.bytes.len()).sum();
        let _alone = (size > LARGE).then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
        let mut checked = match &self.cache {
            Some(cache) => cache.check(self.session, &name, files, &self.options),
            None => self.session.check(&name, files, &self.options).checked,
        };
        checked.diagnostics.extend(failures);
        checked
    }
}

/// The earlier run to compare with.
fn against(path: &Path, session: &Session) -> Result<Baseline, Box<Diagnostic>> {
    let (name, bytes) = read(path, "标准输入")?;
    session::baseline(&bytes, &session.plan().ruleset.hash).map_err(|reason| {
        let message = format!("“{name}”不能当作上次的结果:{reason}");
        let help = "这里要写上次核对时用 -o 写出的 .json 文件";
        Box::new(Diagnostic::new(&EARLIER_RUN, message).help(help))
    })
}

fn verdict(report: &CheckedReport, threshold: Severity) -> Status {
    let found = report.worst().is_some_and(|worst| worst >= threshold);
    Status::findings_if(found).and(Status::trouble_if(
        any_error(&report.diagnostics) || report.report.is_none(),
    ))
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
    let bytes = Disk.read_at(path).map_err(|error| unreadable(&name, error))?;
    Ok((name, bytes))
}

pub(super) fn unreadable(name: &str, error: std::io::Error) -> Box<Diagnostic> {
    let error = in_chinese(error);
    let help = match error.kind() {
        ErrorKind::FileTooLarge => "确认选对了文件;确实这么大的,拆成几个文件分别检查",
        _ => "检查权限;关掉正打开它的程序;把文件复制到本机再试",
    };
    let message = format!("打不开“{name}”:{error}");
    Box::new(Diagnostic::new(&UNREADABLE_INPUT, message).help(help))
}
