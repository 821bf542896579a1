//! What an editor underlines.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Origin, SourceId};

use super::location::Location;
use super::snapshot::Snapshot;

/// Something to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes of the file asked about.
    pub range: Range<usize>,
    /// How grave it is.
    pub severity: Severity,
    /// The code of a diagnostic, or the id of the rule that a figure breaks.
    pub code: String,
    /// What is wrong and what to do, one thought a line.
    pub message: String,
    /// Other places that have to do with it.
    pub related: Vec<(Location, String)>,
}

/// The problems of the rule file `source` and those of its ruleset that have no place of their own.
#[must_use]
pub fn rule_problems(snapshot: &Snapshot, source: SourceId) -> Vec<Problem> {
    problems(snapshot.diagnostics(), source)
}

/// The problems of the file `source` among `diagnostics`. Those without a place stand at its start.
pub(super) fn problems(diagnostics: &[Diagnostic], source: SourceId) -> Vec<Problem> {
    diagnostics
        .iter()
        .filter_map(|diagnostic| problem(diagnostic, source))
        .collect()
}

fn problem(diagnostic: &Diagnostic, source: SourceId) -> Option<Problem> {
    let (range, own, others) = match diagnostic.labels.split_first() {
        Some((primary, others)) => (text_range(primary.at, source)?, primary.text.as_str(), others),
        None => (0..0, "", [].as_slice()),
    };
    let mut message = diagnostic.message.clone();
    for line in [Some(own), diagnostic.help.as_deref()].into_iter().flatten() {
        if !line.is_empty() && !message.contains(line) {
            message.push('\n');
            message.push_str(line);
        }
    }
    let related = others
        .iter()
        .filter_map(|label| match label.at {
            Origin::Text(span) => Some((Location::from(span), label.text.clone())),
            Origin::Cell(_) => None,
        })
        .collect();
    Some(Problem {
        range,
        severity: diagnostic.severity,
        code: diagnostic.code.id.to_owned(),
        message,
        related,
    })
}

/// The bytes of `source` that `at` means, where it means some.
pub(super) fn text_range(at: Origin, source: SourceId) -> Option<Range<usize>> {
    match at {
        Origin::Text(span) if span.source == source => Some(span.range()),
        Origin::Text(_) | Origin::Cell(_) => None,
    }
}
