//! Diagnostics, told on standard error.

use super::project::Project;
use super::{Console, Status};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::Options;
use crate::render::human::render_diagnostics;
use crate::source::SourceMap;

/// The diagnostics as people read them.
pub(super) fn text(diagnostics: &[Diagnostic], sources: &SourceMap, options: Options) -> String {
    let mut text = Vec::new();
    // Writing to memory can't fail.
    let _ = render_diagnostics(diagnostics, sources, options, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Tells of `diagnostics`.
pub(super) fn diagnostics(console: &mut Console, diagnostics: &[Diagnostic], sources: &SourceMap) {
    let text = text(diagnostics, sources, console.error_options());
    console.remark(text);
}

/// Tells of those that are more than notices: of repaired figures and the like, the result itself speaks.
pub(super) fn graver(console: &mut Console, all: &[Diagnostic], sources: &SourceMap) {
    let graver = all.iter().filter(|diagnostic| diagnostic.severity > Severity::Notice);
    diagnostics(console, &graver.cloned().collect::<Vec<_>>(), sources);
}

/// Tells of one that has no place in a text and stops the run.
pub(super) fn one(console: &mut Console, diagnostic: &Diagnostic) -> Status {
    diagnostics(console, std::slice::from_ref(diagnostic), &SourceMap::new());
    Status::Trouble
}

/// Tells what is wrong with the project's configuration.
pub(super) fn project(console: &mut Console, project: &Project) -> Status {
    diagnostics(console, &project.diagnostics, &project.sources);
    Status::trouble_if(project.has_errors())
}
