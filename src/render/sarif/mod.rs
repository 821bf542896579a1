//! SARIF 2.1.0 (OASIS): results of static analysis, for code review sites and viewers of editors.
//!
//! One run. Results are written while it goes on; what SARIF wants at the end of it (the files met, what was said while
//! they were read) is kept until then: a few lines a report.

mod location;
mod result;
mod tool;

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use self::location::Files;
use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::{Diagnostic, Severity, any_error};
use crate::finding::wording::changes;
use crate::finding::{CheckedReport, Overview, RunHead};
use crate::source::SourceMap;

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    write!(
        out,
        "{{\n\"$schema\": {},\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [",
        json!("https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"),
        tool::tool(head)
    )?;
    let rules = head.plan().ruleset.rules.iter().enumerate();
    let mut writing = Writing {
        head,
        out,
        begun: false,
        rules: rules.map(|(index, rule)| (&*rule.id, index)).collect(),
        files: Files::default(),
        notifications: Vec::new(),
        successful: !any_error(head.diagnostics),
    };
    writing.notify(head.diagnostics, head.sources, &[]);
    in_words(head, writing)
}

struct Writing<'a> {
    head: RunHead<'a>,
    out: Output<'a>,
    begun: bool,
    rules: HashMap<&'a str, usize>,
    files: Files,
    /// Written out already: what was said while files were read.
    notifications: Vec<String>,
    successful: bool,
}

impl Writing<'_> {
    fn result(&mut self, mut result: Value) -> io::Result<()> {
        let rule = result.get("ruleId").and_then(Value::as_str);
        if let Some(index) = rule.and_then(|rule| self.rules.get(rule)).copied() {
            set(&mut result, "ruleIndex", json!(index));
        }
        let comma = if std::mem::replace(&mut self.begun, true) {
            ","
        } else {
            ""
        };
        write!(self.out, "{comma}\n{result}")
    }

    /// `whole` are the files that a diagnostic without a place is about.
    fn notify(&mut self, diagnostics: &[Diagnostic], sources: &SourceMap, whole: &[&str]) {
        for diagnostic in diagnostics {
            let labels = diagnostic.labels.iter();
            let mut locations: Vec<Value> = labels.map(|label| self.files.label(label, sources)).collect();
            if locations.is_empty() {
                locations.extend(whole.iter().map(|name| self.files.file(name)));
            }
            let mut text = diagnostic.message.clone();
            if let Some(help) = &diagnostic.help {
                text.push('\n');
                text.push_str(help);
            }
            let notification = json!({
                "descriptor": { "id": diagnostic.code.id },
                "level": level(diagnostic.severity),
                "message": { "text": text },
                "locations": locations,
            });
            self.notifications.push(notification.to_string());
        }
    }
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        self.successful &= !report.is_incomplete();
        for file in &report.files {
            self.files.hashed(&file.name, &file.hash);
        }
        let files = report.files.iter().map(|file| &*file.name);
        let whole = if report.files.is_empty() {
            vec![&*report.name]
        } else {
            files.collect()
        };
        self.notify(&report.diagnostics, &report.sources, &whole);
        for group in &report.groups {
            for finding in &group.findings {
                let result = result::result(finding, group, report, &mut self.files);
                self.result(result)?;
            }
        }
        if let Some(changed) = &report.changes {
            for finding in &changed.resolved {
                let result = result::absent(finding, report, &mut self.files);
                self.result(result)?;
            }
        }
        self.out.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        self.notify(&overview.failures, &SourceMap::new(), &[]);
        self.successful &= overview.failures.is_empty() && overview.unchecked == 0;
        for source in self.head.sources.iter() {
            self.files.hash_known(&source.name, &source.hash);
        }
        let mut properties =
            json!({ "ruleset": &*self.head.plan().ruleset.name, "rulesetHash": &*self.head.plan().ruleset.hash });
        if let Some(totals) = &overview.changes {
            set(&mut properties, "changes", json!(changes::total(totals)));
        }
        write!(
            self.out,
            "\n],\n\"artifacts\": [{}],\n\"invocations\": [{{\n\"executionSuccessful\": {},\n\"toolExecutionNotifications\": [{}]\n}}],\n\"properties\": {properties}\n}}]\n}}\n",
            lines(self.files.artifacts().iter().map(Value::to_string)),
            self.successful,
            lines(std::mem::take(&mut self.notifications).into_iter()),
        )?;
        self.out.flush()
    }
}

/// Sets a property of an object.
fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

/// JSON values as lines of an array.
fn lines(values: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = values.map(|value| format!("\n{value}")).collect();
    lines.join(",")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}
