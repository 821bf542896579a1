//! What changed in a report since an earlier run.

use crate::diagnostic::Severity;
use crate::evaluate::Outcome;

/// A finding of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFinding {
    /// See [`Finding::id`](super::Finding::id).
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// How grave it was.
    pub severity: Severity,
    /// What it was.
    pub outcome: Outcome,
    /// What was wrong, one sentence.
    pub sentence: String,
}

/// A report of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierReport {
    /// What it was called.
    pub name: String,
    /// The unit, where known.
    pub unit: Option<String>,
    /// The year, where known.
    pub year: Option<u16>,
    /// What was found.
    pub findings: Vec<EarlierFinding>,
}

/// What changed in a report since the earlier run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What the report was called then; `None` where it was not among those checked.
    pub earlier: Option<String>,
    /// Findings, tails aside, that were not there before.
    pub new: usize,
    /// Findings, tails aside, that were.
    pub unchanged: usize,
    /// What was found then and is gone; tails are not told of.
    pub resolved: Vec<EarlierFinding>,
    /// What was found then by rules that could not be run this time.
    pub unchecked: Vec<EarlierFinding>,
}
