//! `gouji explain`: the page of a code, or all about a rule.

use super::arguments::Explain;
use super::explain_rule;
use super::project::{self, Project};
use super::{Console, Status, complain};
use crate::diagnostic::codes::run::UNKNOWN_TOPIC;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::session::Session;

/// Runs the subcommand.
pub fn run(arguments: &Explain, console: &mut Console) -> Status {
    if let Some(code) = codes::find(&arguments.topic) {
        console.result(code.page);
        return Status::Clean;
    }
    let project = Project::find();
    let mut status = complain::project(console, &project);
    let folder = match project.rules(&arguments.rules) {
        Ok(folder) => folder,
        Err(diagnostic) if looks_like_code(&arguments.topic) => {
            drop(diagnostic);
            return complain::one(console, &unknown_code(&arguments.topic));
        }
        Err(diagnostic) => return complain::one(console, &diagnostic),
    };
    let session = project::load(&folder);
    let Some(rule) = session.plan().ruleset.rule_called(&arguments.topic) else {
        complain::diagnostics(console, session.diagnostics(), session.sources());
        return tell_unknown(&arguments.topic, &session, console);
    };
    status = status.and(Status::trouble_if(session.has_errors()));
    status.and(match &arguments.report {
        None => {
            console.result(explain_rule::page(&session, rule));
            Status::Clean
        }
        Some(report) => explain_rule::on_report(&session, rule, report, arguments, console),
    })
}

fn looks_like_code(topic: &str) -> bool {
    topic.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("GJ"))
}

fn unknown_code(topic: &str) -> Diagnostic {
    let topic = topic.to_uppercase();
    Diagnostic::new(&UNKNOWN_TOPIC, format!("没有提示编号“{topic}”"))
        .maybe_help(did_you_mean(&topic, codes::all().map(|code| code.id)))
}

fn tell_unknown(topic: &str, session: &Session, console: &mut Console) -> Status {
    let ruleset = &session.plan().ruleset;
    if let Some(disabled) = ruleset.disabled.iter().find(|disabled| *disabled.rule == *topic) {
        console.result(format!("规则 {topic} 已停用\n因为:{}\n", disabled.reason));
        return Status::Clean;
    }
    if looks_like_code(topic) {
        return complain::one(console, &unknown_code(topic));
    }
    let ids = ruleset.rules.iter().map(|rule| &*rule.id);
    let message = format!("规则集“{}”里没有规则“{topic}”", session.folder());
    let diagnostic = Diagnostic::new(&UNKNOWN_TOPIC, message);
    complain::one(console, &diagnostic.maybe_help(did_you_mean(topic, ids)))
}
