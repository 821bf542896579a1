//! For programs that read while the run goes on: a JSON object a line. `docs/schema/check-line.schema.json` says what
//! each means; what is in them is what the JSON output holds.

use std::io::{self, Write};

use serde::Serialize;

use super::json::finding::Finding;
use super::json::overview::Overview as OverviewObject;
use super::json::run::{self, Cause, Changes, Diagnostic, Engine, File, Repair, Ruleset};
use super::json::summary::Summary;
use super::json::tail::{Tail, tails};
use super::{Options, Output, Sink, Started};
use crate::finding::{CheckedReport, GroupKind, Overview, RulesetNote, RunHead};
use crate::plan::Plan;

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, out: Output<'a>) -> Started<'a> {
    let mut lines = Lines { plan: head.plan(), out };
    let ruleset = RulesetNote::of(head.plan());
    lines.write(&Line::Run {
        schema: "gouji-check-line/1",
        engine: Engine::new(head),
        ruleset: Ruleset::new(&ruleset),
    })?;
    for diagnostic in run::diagnostics(head.diagnostics, head.sources) {
        lines.write(&Line::Diagnostic {
            report: None,
            diagnostic,
        })?;
    }
    Ok(Box::new(lines))
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Run {
        schema: &'static str,
        engine: Engine<'a>,
        ruleset: Ruleset<'a>,
    },
    Diagnostic {
        report: Option<&'a str>,
        diagnostic: Diagnostic<'a>,
    },
    Finding {
        id: &'a str,
        report: &'a str,
        unit: Option<&'a str>,
        year: Option<u16>,
        /// Findings of one report with the same number belong together.
        group: usize,
        counts: bool,
        cause: Option<Cause<'a>>,
        finding: Box<Finding<'a>>,
    },
    Tail {
        id: &'a str,
        report: &'a str,
        unit: Option<&'a str>,
        year: Option<u16>,
        group: usize,
        form: &'a str,
        tail: Box<Tail<'a>>,
    },
    Report {
        report: &'a str,
        hash: &'a str,
        files: Vec<File<'a>>,
        unit: Option<&'a str>,
        year: Option<u16>,
        summary: Box<Summary<'a>>,
        repairs: Vec<Repair<'a>>,
        changes: Option<Changes<'a>>,
    },
    Overview {
        overview: Box<OverviewObject<'a>>,
    },
}

struct Lines<'a> {
    plan: &'a Plan,
    out: Output<'a>,
}

impl Lines<'_> {
    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl Sink for Lines<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        for diagnostic in run::diagnostics(&report.diagnostics, &report.sources) {
            self.write(&Line::Diagnostic {
                report: Some(&report.name),
                diagnostic,
            })?;
        }
        for (index, group) in report.groups.iter().enumerate() {
            for finding in &group.findings {
                let cause = match &group.kind {
                    GroupKind::Cause(cause) => Some(Cause::new(cause)),
                    _ => None,
                };
                self.write(&Line::Finding {
                    id: &finding.id,
                    report: &report.name,
                    unit: report.unit.as_deref(),
                    year: report.year,
                    group: index + 1,
                    counts: group.counts(),
                    cause,
                    finding: Box::new(Finding::new(finding, &report.sources)),
                })?;
            }
            let GroupKind::Tails(form) = &group.kind else { continue };
            for tail in tails(group, self.plan, report) {
                self.write(&Line::Tail {
                    id: tail.id,
                    report: &report.name,
                    unit: report.unit.as_deref(),
                    year: report.year,
                    group: index + 1,
                    form: &form.id,
                    tail: Box::new(tail),
                })?;
            }
        }
        self.write(&Line::Report {
            report: &report.name,
            hash: &report.hash,
            files: run::files(report),
            unit: report.unit.as_deref(),
            year: report.year,
            summary: Box::new(Summary::new(&report.summary)),
            repairs: run::repairs(report),
            changes: report.changes.as_ref().map(Changes::new),
        })?;
        self.out.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        self.write(&Line::Overview {
            overview: Box::new(OverviewObject::new(overview)),
        })?;
        self.out.flush()
    }
}
