//! `gouji lint`: everything there is to say about rule files.

use super::arguments::Lint;
use super::console::Console;
use super::{Status, complain, project};
use crate::diagnostic::Severity;
use crate::session::Session;

/// Runs the subcommand.
pub fn run(arguments: &Lint, console: &mut Console) -> Status {
    let (folders, mut status) = match project::folders(&arguments.folders, console) {
        Ok(found) => found,
        Err(status) => return status,
    };
    for folder in folders {
        let session = project::load(&folder);
        let text = complain::text(session.diagnostics(), session.sources(), console.options());
        console.result(text);
        console.result(format!("{folder}:{}\n", verdict(&session)));
        status = status.and(Status::trouble_if(session.has_errors()));
    }
    status
}

fn verdict(session: &Session) -> String {
    let count = |severity| {
        let all = session.diagnostics().iter();
        all.filter(|diagnostic| diagnostic.severity == severity).count()
    };
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| (count(severity), severity.label()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{label} {count} 处"))
        .collect();
    let ruleset = &session.plan().ruleset;
    let size = format!("{} 张表,{} 条规则", ruleset.forms.len(), ruleset.rules.len());
    if counts.is_empty() {
        format!("{size},没有问题")
    } else {
        format!("{size},{}", counts.join(","))
    }
}
