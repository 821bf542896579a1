//! The whole run, its reports and diagnostics. Fields stand in the order they are written; one is there even where it is
//! null.

use serde::Serialize;

use super::finding::{Finding, plain};
use super::place::{Label, Place, PlaceOwned, ReportLabel, place};
use super::summary::Summary;
use super::tail::{Tail, tails};
use crate::diagnostic::{self, Severity};
use crate::evaluate::Outcome;
use crate::finding::{self, CheckedReport, GroupKind, RulesetNote, RunHead};
use crate::read::Format;
use crate::report::{RepairKind, ReportKind};
use crate::plan::Plan;
use crate::source::{Origin, SourceMap};

#[derive(Serialize)]
pub(in crate::render) struct Head<'a> {
    schema: &'static str,
    engine: Engine<'a>,
    ruleset: Ruleset<'a>,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
pub(in crate::render) struct Engine<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
pub(in crate::render) struct Ruleset<'a> {
    name: &'a str,
    version: Option<&'a str>,
    hash: &'a str,
    disabled: Vec<Disabled<'a>>,
}

#[derive(Serialize)]
struct Disabled<'a> {
    rule: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
pub(in crate::render) struct File<'a> {
    file: &'a str,
    hash: &'a str,
    format: Option<Format>,
}

#[derive(Serialize)]
pub(in crate::render) struct Report<'a> {
    file: &'a str,
    hash: &'a str,
    files: Vec<File<'a>>,
    ruleset_hash: &'a str,
    engine_version: &'a str,
    unit: Option<&'a str>,
    year: Option<u16>,
    kind: Option<ReportKind>,
    groups: Vec<Group<'a>>,
    summary: Summary<'a>,
    repairs: Vec<Repair<'a>>,
    diagnostics: Vec<Diagnostic<'a>>,
    changes: Option<Changes<'a>>,
}

#[derive(Serialize)]
pub(in crate::render) struct Changes<'a> {
    earlier_file: Option<&'a str>,
    new: usize,
    unchanged: usize,
    resolved: Vec<Gone<'a>>,
    unchecked: Vec<Gone<'a>>,
}

#[derive(Serialize)]
struct Gone<'a> {
    id: &'a str,
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    outcome: Outcome,
    message: &'a str,
}

#[derive(Serialize)]
struct Group<'a> {
    kind: &'static str,
    severity: Severity,
    counts: bool,
    form: Option<&'a str>,
    cause: Option<Cause<'a>>,
    findings: Vec<Finding<'a>>,
    tails: Vec<Tail<'a>>,
}

#[derive(Serialize)]
pub(in crate::render) struct Cause<'a> {
    message: &'a str,
    at: ReportLabel<'a>,
    settled_by: Option<&'a str>,
    unit: &'a str,
    help: &'a [String],
}

#[derive(Serialize)]
pub(in crate::render) struct Repair<'a> {
    cell: &'a str,
    kind: RepairKind,
    note: &'a str,
    place: Place<'a>,
}

#[derive(Serialize)]
pub(in crate::render) struct Diagnostic<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    place: PlaceOwned,
    replacement: &'a str,
}

impl<'a> Engine<'a> {
    pub(in crate::render) fn new(head: RunHead<'a>) -> Self {
        Self {
            name: "gouji",
            version: head.engine_version,
        }
    }
}

impl<'a> Head<'a> {
    pub(in crate::render) fn new(head: RunHead<'a>, ruleset: &'a RulesetNote) -> Self {
        Self {
            schema: "gouji-check/1",
            engine: Engine::new(head),
            ruleset: Ruleset::new(ruleset),
            diagnostics: diagnostics(head.diagnostics, head.sources),
        }
    }
}

impl<'a> Ruleset<'a> {
    pub(in crate::render) fn new(note: &'a RulesetNote) -> Self {
        Self {
            name: &note.name,
            version: note.version.as_deref(),
            hash: &note.hash,
            disabled: note
                .disabled
                .iter()
                .map(|(rule, reason)| Disabled { rule, reason })
                .collect(),
        }
    }
}

impl<'a> Report<'a> {
    pub(in crate::render) fn new(report: &'a CheckedReport, ruleset: &'a RulesetNote, head: RunHead<'a>) -> Self {
        Self {
            file: &report.name,
            hash: &report.hash,
            files: files(report),
            ruleset_hash: &ruleset.hash,
            engine_version: head.engine_version,
            unit: report.unit.as_deref(),
            year: report.year,
            kind: report.kind,
            groups: report
                .groups
                .iter()
                .map(|group| Group::new(group, head.plan(), report))
                .collect(),
            summary: Summary::new(&report.summary),
            repairs: repairs(report),
            diagnostics: diagnostics(&report.diagnostics, &report.sources),
            changes: report.changes.as_ref().map(Changes::new),
        }
    }
}

pub(in crate::render) fn files(report: &CheckedReport) -> Vec<File<'_>> {
    let files = report.files.iter().map(|file| File {
        file: &file.name,
        hash: &file.hash,
        format: file.format,
    });
    files.collect()
}

pub(in crate::render) fn repairs(report: &CheckedReport) -> Vec<Repair<'_>> {
    let repairs = report.repairs.iter().map(|repair| Repair {
        cell: &repair.cell,
        kind: repair.kind,
        note: &repair.note,
        place: Place::new(&repair.place),
    });
    repairs.collect()
}

impl<'a> Changes<'a> {
    pub(in crate::render) fn new(changes: &'a finding::Changes) -> Self {
        Self {
            earlier_file: changes.earlier.as_deref(),
            new: changes.new,
            unchanged: changes.unchanged,
            resolved: changes.resolved.iter().map(Gone::new).collect(),
            unchecked: changes.unchecked.iter().map(Gone::new).collect(),
        }
    }
}

impl<'a> Gone<'a> {
    fn new(finding: &'a finding::EarlierFinding) -> Self {
        Self {
            id: &finding.id,
            rule: &finding.rule,
            title: &finding.title,
            severity: finding.severity,
            outcome: finding.outcome,
            message: &finding.sentence,
        }
    }
}

impl<'a> Cause<'a> {
    pub(in crate::render) fn new(cause: &'a finding::SharedCause) -> Self {
        Self {
            message: &cause.sentence,
            at: ReportLabel::new(&cause.label),
            settled_by: cause.value.as_ref().and_then(plain),
            unit: cause.unit,
            help: &cause.help,
        }
    }
}

impl<'a> Group<'a> {
    fn new(group: &'a finding::FindingGroup, plan: &'a Plan, checked: &'a CheckedReport) -> Self {
        let (kind, form, cause) = match &group.kind {
            GroupKind::Single => ("single", None, None),
            GroupKind::Cause(cause) => ("cause", None, Some(cause)),
            GroupKind::Tails(form) => ("tails", Some(&*form.id), None),
            GroupKind::Explained => ("explained", None, None),
        };
        Self {
            kind,
            severity: group.severity(),
            counts: group.counts(),
            form,
            cause: cause.map(|cause| Cause::new(cause)),
            findings: group
                .findings
                .iter()
                .map(|finding| Finding::new(finding, &checked.sources))
                .collect(),
            tails: tails(group, plan, checked).collect(),
        }
    }
}

pub(in crate::render) fn diagnostics<'a>(
    diagnostics: &'a [diagnostic::Diagnostic],
    sources: &SourceMap,
) -> Vec<Diagnostic<'a>> {
    diagnostics
        .iter()
        .map(|diagnostic| Diagnostic {
            code: diagnostic.code.id,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            labels: diagnostic
                .labels
                .iter()
                .map(|label| Label::new(label.at, &label.text, sources))
                .collect(),
            help: diagnostic.help.as_deref(),
            fix: diagnostic.fix.as_ref().map(|fix| Fix {
                title: &fix.title,
                place: place(Origin::Text(fix.span), sources),
                replacement: &fix.replacement,
            }),
        })
        .collect()
}
