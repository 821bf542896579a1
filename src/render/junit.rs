//! JUnit XML, as continuous integration shows it: a suite for each report, a case for each rule that was run and one
//! for the reading. Jenkins' schema (junit-10.xsd) is what is kept to.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::plain::{entity, place, said, within};
use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Outcome;
use crate::finding::wording::{self, changes};
use crate::finding::{CheckedReport, Counts, Finding, Overview, RunHead, form_of};

/// The case of what is not a rule.
const READING: &str = "读取";

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"gouji {}\">", escaped(&head.plan().ruleset.name))?;
    in_words(head, Writing { head, out })
}

struct Writing<'a> {
    head: RunHead<'a>,
    out: Output<'a>,
}

/// What came of a case.
enum Verdict {
    Passed,
    Failed(String),
    Broken(String),
    Skipped(String),
}

struct Case {
    class: String,
    name: String,
    verdict: Verdict,
    /// What is worth knowing though it passed.
    remarks: String,
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let mut cases = vec![reading(report)];
        let mut findings: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in report.groups.iter().flat_map(|group| &group.findings) {
            findings.entry(&finding.rule.id).or_default().push(finding);
        }
        let plan = self.head.plan();
        for ((id, rule), counts) in plan.ruleset.numbered_rules().zip(&report.summary.by_rule) {
            let form = form_of(plan, id).and_then(|form| plan.ruleset.form(form));
            let class = form.map_or_else(
                || wording::NO_FORM.to_owned(),
                |form| format!("{} {}", form.id, form.title()),
            );
            let found = findings.get(&*rule.id).map(Vec::as_slice).unwrap_or_default();
            let verdict = if rule.pilot {
                pilot(counts)
            } else {
                verdict(counts, &rule.id, found, report)
            };
            let remarks = match verdict {
                Verdict::Passed => told(found, report),
                _ => String::new(),
            };
            cases.push(Case {
                class: class.trim_end().to_owned(),
                name: format!("{} {}", rule.id, rule.title).trim_end().to_owned(),
                verdict,
                remarks,
            });
        }
        cases.extend(plan.ruleset.disabled.iter().map(|disabled| Case {
            class: wording::DISABLED.to_owned(),
            name: disabled.rule.to_string(),
            verdict: Verdict::Skipped(wording::disabled(&disabled.rule, &disabled.reason)),
            remarks: String::new(),
        }));
        let head = wording::report_head(&report.name, report.unit.as_deref(), report.year);
        let changes = report.changes.as_ref().map(|changed| {
            let gone = changed
                .resolved
                .iter()
                .map(|finding| format!("\n{} {}", changes::RESOLVED, changes::gone(finding)));
            changes::report(changed) + &gone.collect::<String>()
        });
        self.suite(&head, &cases, changes.as_deref())?;
        self.out.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        let broken = overview.failures.iter().map(|failure| failure.message.clone());
        let unchecked = (overview.unchecked > 0).then(|| wording::overview::counted_of(overview));
        let cases: Vec<Case> = broken
            .chain(unchecked)
            .map(|message| Case {
                class: READING.to_owned(),
                name: message.clone(),
                verdict: Verdict::Broken(message),
                remarks: String::new(),
            })
            .collect();
        let changes = overview.changes.as_ref().map(changes::total);
        if !cases.is_empty() || changes.is_some() {
            self.suite(wording::overview::OVERVIEW, &cases, changes.as_deref())?;
        }
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}

impl Writing<'_> {
    fn suite(&mut self, name: &str, cases: &[Case], remarks: Option<&str>) -> io::Result<()> {
        let count = |is: fn(&Verdict) -> bool| cases.iter().filter(|case| is(&case.verdict)).count();
        writeln!(
            self.out,
            "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
            escaped(name),
            cases.len(),
            count(|verdict| matches!(verdict, Verdict::Failed(_))),
            count(|verdict| matches!(verdict, Verdict::Broken(_))),
            count(|verdict| matches!(verdict, Verdict::Skipped(_))),
        )?;
        for case in cases {
            let start = format!(
                "<testcase classname=\"{}\" name=\"{}\"",
                escaped(&case.class),
                escaped(&case.name)
            );
            let body = match &case.verdict {
                Verdict::Passed if case.remarks.is_empty() => String::new(),
                Verdict::Passed => format!("<system-out>{}</system-out>", escaped(&case.remarks)),
                Verdict::Failed(text) => element("failure", Outcome::Fails.label(), text),
                Verdict::Broken(text) if case.class == READING => element("error", READING, text),
                Verdict::Broken(text) => element("error", Outcome::Error.label(), text),
                Verdict::Skipped(reason) => format!("<skipped message=\"{}\"/>", escaped(reason)),
            };
            if body.is_empty() {
                writeln!(self.out, "{start}/>")?;
            } else {
                writeln!(self.out, "{start}>{body}</testcase>")?;
            }
        }
        if let Some(remarks) = remarks {
            writeln!(self.out, "<system-out>{}</system-out>", escaped(remarks))?;
        }
        writeln!(self.out, "</testsuite>")
    }
}

/// An element whose message is the first line of its text.
fn element(name: &str, kind: &str, text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    format!(
        "<{name} type=\"{kind}\" message=\"{}\">{}</{name}>",
        escaped(first),
        escaped(text)
    )
}

fn reading(report: &CheckedReport) -> Case {
    let said = |severity: Severity| {
        let of = report
            .diagnostics
            .iter()
            .filter(move |diagnostic| diagnostic.severity == severity);
        of.map(|diagnostic: &Diagnostic| format!("{} {}", diagnostic.code.id, diagnostic.message))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let wrong = said(Severity::Error);
    Case {
        class: READING.to_owned(),
        name: READING.to_owned(),
        verdict: if report.is_incomplete() {
            Verdict::Broken(wrong)
        } else {
            Verdict::Passed
        },
        remarks: said(Severity::Warning),
    }
}

fn verdict(counts: &Counts, rule: &str, found: &[&Finding], report: &CheckedReport) -> Verdict {
    let met = |outcomes: &[Outcome]| outcomes.iter().any(|outcome| counts.get(*outcome) > 0);
    if met(&[Outcome::Fails]) {
        Verdict::Failed(told(found, report))
    } else if met(&[Outcome::Error]) {
        Verdict::Broken(told(found, report))
    } else if met(&[Outcome::Holds, Outcome::Tail, Outcome::Explained]) {
        Verdict::Passed
    } else {
        let unbound = report
            .summary
            .unbound
            .iter()
            .filter(|cause| cause.rules.iter().any(|of| &**of == rule));
        let reasons: Vec<&str> = unbound.map(|cause| &*cause.reason).collect();
        let outcome = [Outcome::Unbound, Outcome::Skipped]
            .into_iter()
            .find(|outcome| met(&[*outcome]));
        let label = outcome.unwrap_or(Outcome::Vacuous).label();
        Verdict::Skipped(if reasons.is_empty() {
            label.to_owned()
        } else {
            format!("{label}:{}", reasons.join(";"))
        })
    }
}

/// Rules on trial fail nothing.
fn pilot(counts: &Counts) -> Verdict {
    Verdict::Skipped(format!("{}:{}", wording::PILOT, wording::tally(counts)))
}

/// A line for each finding.
fn told(found: &[&Finding], report: &CheckedReport) -> String {
    let mut out = String::new();
    for finding in found {
        let place = place(finding).map_or(String::new(), |place| format!("({})", within(place, report)));
        let newline = if out.is_empty() { "" } else { "\n" };
        // Writing to memory can't fail.
        let _ = write!(out, "{newline}{} {}{place}", changes::level(finding), said(finding));
    }
    out
}

/// `text` for XML 1.0, which has no control characters other than line breaks and tabs.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => match entity(c) {
                Some(entity) => out.push_str(entity),
                None => out.push(c),
            },
        }
    }
    out
}
