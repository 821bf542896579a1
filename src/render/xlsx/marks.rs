//! Cells at fault: which, in what colour and with what to say there.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::look::Tint;
use super::text::in_file;
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{CheckedReport, Finding, GroupKind, Place};

/// Findings told of in one comment; the list holds them all.
const MOST_NOTES: usize = 12;

/// A cell of a workbook: sheet, row and column, 0-based.
pub(super) type Spot = (usize, u32, u32);

/// What is put on a cell.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Its background.
    pub tint: Tint,
    notes: Vec<String>,
    more: usize,
}

impl Mark {
    /// The comment.
    pub fn text(&self) -> String {
        let mut text = self.notes.join("\n\n");
        if self.more > 0 {
            text.push_str(&format!("\n\n另有 {} 条,见问题清单", self.more));
        }
        text
    }
}

/// The marks of a report; `locate` says which cell a place is.
pub(super) fn marks(report: &CheckedReport, locate: &dyn Fn(&Place) -> Option<Spot>) -> BTreeMap<Spot, Mark> {
    let mut marks: BTreeMap<Spot, Mark> = BTreeMap::new();
    let mut put = |place: &Place, tint: Tint, note: String| {
        let Some(spot) = locate(place) else { return };
        let note = in_file(&note, report);
        let mark = marks.entry(spot).or_insert(Mark {
            tint,
            notes: Vec::new(),
            more: 0,
        });
        mark.tint = mark.tint.max(tint);
        if mark.notes.contains(&note) {
        } else if mark.notes.len() < MOST_NOTES {
            mark.notes.push(note);
        } else {
            mark.more += 1;
        }
    };
    for group in &report.groups {
        if matches!(group.kind, GroupKind::Tails(_)) {
            continue;
        }
        if let GroupKind::Cause(cause) = &group.kind {
            let mut note = cause.sentence.clone();
            for help in &cause.help {
                note.push('\n');
                note.push_str(help);
            }
            put(&cause.label.place, Tint::Cause, note);
        }
        for finding in group.findings.iter().filter(|finding| finding.outcome != Outcome::Tail) {
            let tint = tint(finding);
            let subjects = subjects(finding);
            for label in &finding.report_labels {
                let subject = subjects.is_empty() || label.suspect || subjects.contains(&key(&label.place));
                let tint = if subject || tint < Tint::Related {
                    tint
                } else {
                    Tint::Related
                };
                put(&label.place, tint, note(finding));
            }
        }
    }
    marks
}

/// The colour of a finding.
pub(super) fn tint(finding: &Finding) -> Tint {
    if finding.outcome == Outcome::Explained {
        return Tint::Explained;
    }
    severity_tint(finding.severity)
}

/// The colour of a severity.
pub(super) fn severity_tint(severity: Severity) -> Tint {
    match severity {
        Severity::Error => Tint::Error,
        Severity::Warning => Tint::Warning,
        Severity::Notice => Tint::Notice,
    }
}

type Key = crate::source::Origin;

fn key(place: &Place) -> Key {
    place.origin
}

/// The cells that are a side by themselves; the others are what a side is made of.
fn subjects(finding: &Finding) -> HashSet<Key> {
    let sides = finding
        .comparison
        .iter()
        .flat_map(|comparison| [&comparison.left, &comparison.right]);
    sides
        .filter(|side| side.terms.iter().filter(|term| term.depth == 0).count() == 1)
        .filter_map(|side| side.terms.first()?.place.as_ref().map(key))
        .collect()
}

fn note(finding: &Finding) -> String {
    let title = &finding.rule.title;
    let gap = if title.is_empty() { "" } else { " " };
    let status = match finding.outcome {
        Outcome::Explained => "已说明 ",
        _ => "",
    };
    let severity = finding.severity.label();
    let mut text = format!(
        "{status}{severity} {}{gap}{title}\n{}",
        finding.rule.id, finding.sentence
    );
    for line in finding.message.iter().chain(&finding.help) {
        text.push('\n');
        text.push_str(line);
    }
    text
}

/// The places of `spots` as cells, by origin.
pub(super) fn by_origin(spots: &HashMap<crate::source::Origin, Spot>) -> impl Fn(&Place) -> Option<Spot> + '_ {
    |place| spots.get(&place.origin).copied()
}
