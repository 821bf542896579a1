//! For programs that read while the run goes on: a JSON object a line. `docs/schema/check-line.schema.json` says what
//! each means; what is in them is what the JSON output holds.

use std::io::{self, Write};

use serde::Serialize;

use super::json::finding::Finding;
use super::json::overview::Overview as OverviewObject;
use super::json::run::{self, Cause, Changes, Diagnostic, Engine, File, Repair, Ruleset};
use super::json::summary::Summary;
use super::{Options, Output, Sink, Started};
use crate::finding::{CheckedReport, GroupKind, Overview, RulesetNote, RunHead};

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, out: Output<'a>) -> Started<'a> {
    let mut lines = Lines(out);
    let ruleset = RulesetNote::of(head.plan);
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

struct Lines<'a>(Output<'a>);

impl Lines<'_> {
    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, line)?;
        self.0.write_all(b"\n")
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
        self.0.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        self.write(&Line::Overview {
            overview: Box::new(OverviewObject::new(overview)),
        })?;
        self.0.flush()
    }
}
