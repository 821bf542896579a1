//! The run in numbers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::finding::Form;
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{self, Counts, UnboundCause};

#[derive(Serialize)]
pub(in crate::render) struct Summary<'a> {
    rules: usize,
    instances: usize,
    figures: Option<Figures>,
    outcomes: Tally,
    pilot: Tally,
    findings: Severities,
    explained: usize,
    forms: Vec<FormLine<'a>>,
    unbound: Vec<Unbound<'a>>,
    pilots: Vec<Pilot<'a>>,
    duties: Vec<Duty<'a>>,
}

#[derive(Serialize)]
struct Figures {
    read: usize,
    compared: usize,
}

#[derive(Serialize)]
pub(in crate::render) struct Severities {
    error: usize,
    warning: usize,
    notice: usize,
}

#[derive(Serialize)]
struct FormLine<'a> {
    form: Option<Form<'a>>,
    outcomes: Tally,
    pilot: usize,
}

#[derive(Serialize)]
struct Unbound<'a> {
    reason: &'a str,
    guard: Option<&'a str>,
    rules: Vec<&'a str>,
    instances: usize,
}

#[derive(Serialize)]
struct Pilot<'a> {
    rule: &'a str,
    outcomes: Tally,
}

#[derive(Serialize)]
struct Duty<'a> {
    text: &'a str,
    discharged: bool,
    rules: Vec<&'a str>,
}

/// Every outcome with its number, zero or not.
pub(in crate::render) struct Tally(pub(in crate::render) Counts);

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Outcome::ALL.len()))?;
        for outcome in Outcome::ALL {
            map.serialize_entry(&outcome, &self.0.get(outcome))?;
        }
        map.end()
    }
}

impl Severities {
    pub(in crate::render) fn new(findings: &BTreeMap<Severity, usize>) -> Self {
        let severity = |severity| findings.get(&severity).copied().unwrap_or(0);
        Self {
            error: severity(Severity::Error),
            warning: severity(Severity::Warning),
            notice: severity(Severity::Notice),
        }
    }
}

impl<'a> Summary<'a> {
    pub(in crate::render) fn new(summary: &'a finding::Summary) -> Self {
        Self {
            rules: summary.rules,
            instances: summary.instances,
            figures: summary.figures.map(|figures| Figures {
                read: figures.read,
                compared: figures.compared,
            }),
            outcomes: Tally(summary.outcomes),
            pilot: Tally(summary.pilot),
            findings: Severities::new(&summary.findings),
            explained: summary.explained,
            forms: summary
                .forms
                .iter()
                .map(|line| FormLine {
                    form: line.form.as_ref().map(Form::new),
                    outcomes: Tally(line.outcomes),
                    pilot: line.pilot,
                })
                .collect(),
            unbound: summary.unbound.iter().map(Unbound::new).collect(),
            pilots: summary
                .pilots
                .iter()
                .map(|(rule, counts)| Pilot {
                    rule,
                    outcomes: Tally(*counts),
                })
                .collect(),
            duties: summary
                .duties
                .iter()
                .map(|duty| Duty {
                    text: &duty.text,
                    discharged: duty.discharged,
                    rules: duty.rules.iter().map(|rule| &**rule).collect(),
                })
                .collect(),
        }
    }
}

impl<'a> Unbound<'a> {
    pub(in crate::render) fn new(cause: &'a UnboundCause) -> Self {
        Self {
            reason: &cause.reason,
            guard: cause.guard.as_deref(),
            rules: cause.rules.iter().map(|rule| &**rule).collect(),
            instances: cause.instances,
        }
    }
}
