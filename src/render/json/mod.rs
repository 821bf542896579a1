//! For programs: `docs/schema/check.schema.json` says what it means. Amounts are strings, so that no digit is lost.

pub(super) mod finding;
mod indented;
pub(super) mod overview;
pub(super) mod place;
pub(super) mod run;
pub(super) mod summary;
pub(super) mod tail;

use std::io;

use super::{Options, Output, Sink, Started};
use crate::finding::{CheckedReport, Overview, RulesetNote, RunHead};

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    let ruleset = RulesetNote::of(head.plan());
    // The object is closed by the sink, once its reports are known.
    let mut text = Vec::new();
    indented::write(&mut text, &run::Head::new(head, &ruleset), 0)?;
    out.write_all(text.strip_suffix(b"\n}").unwrap_or(&text))?;
    write!(out, ",\n  \"reports\": [")?;
    Ok(Box::new(Writing {
        head,
        ruleset,
        out,
        text,
        begun: false,
    }))
}

/// A JSON object being written.
struct Writing<'a> {
    head: RunHead<'a>,
    ruleset: RulesetNote,
    out: Output<'a>,
    /// What is written next, made here so that the output is not asked for every word.
    text: Vec<u8>,
    begun: bool,
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let between = if std::mem::replace(&mut self.begun, true) {
            ",\n    "
        } else {
            "\n    "
        };
        self.text.clear();
        self.text.extend_from_slice(between.as_bytes());
        let report = run::Report::new(report, &self.ruleset, self.head);
        indented::write(&mut self.text, &report, 2)?;
        self.out.write_all(&self.text)
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        let end = if self.begun { "\n  ]" } else { "]" };
        self.text.clear();
        indented::write(&mut self.text, &overview::Overview::new(overview), 1)?;
        write!(self.out, "{end},\n  \"overview\": ")?;
        self.out.write_all(&self.text)?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}
