//! A line for each thing that is wrong, for editors that jump to `file:line:column:` and for grep.

use std::io::{self, Write};

use super::plain::{one_line, place};
use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::Diagnostic;
use crate::evaluate::Outcome;
use crate::finding::wording::{self, changes};
use crate::finding::{CheckedReport, Finding, GroupKind, Overview, Place, RunHead};
use crate::source::SourceMap;

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, out: Output<'a>) -> Started<'a> {
    let mut lines = Lines(out);
    for diagnostic in head.diagnostics {
        lines.diagnostic(diagnostic, head.sources, "")?;
    }
    in_words(head, lines)
}

struct Lines<'a>(Output<'a>);

impl Lines<'_> {
    fn line(&mut self, place: &str, text: &str) -> io::Result<()> {
        let place = one_line(place);
        let colon = if place.is_empty() { "" } else { ": " };
        writeln!(self.0, "{place}{colon}{}", one_line(text))
    }

    /// `otherwise` is what to name where the diagnostic has no place.
    fn diagnostic(&mut self, diagnostic: &Diagnostic, sources: &SourceMap, otherwise: &str) -> io::Result<()> {
        let place = diagnostic.labels.first().map_or_else(
            || otherwise.to_owned(),
            |label| Place::new(sources, label.at, "".into()).full(),
        );
        let (severity, code) = (diagnostic.severity.label(), diagnostic.code.id);
        self.line(&place, &format!("{severity} {code} {}", diagnostic.message))
    }

    fn finding(&mut self, finding: &Finding, report: &CheckedReport) -> io::Result<()> {
        let place = place(finding).map_or_else(|| report.name.to_string(), Place::full);
        let title = if finding.rule.title.is_empty() {
            String::new()
        } else {
            format!("{}:", finding.rule.title)
        };
        let mut text = format!(
            "{} {} {title}{}",
            changes::level(finding),
            finding.rule.id,
            finding.sentence
        );
        if let Some(comparison) = &finding.comparison {
            text.push_str(&format!(" [{}]", comparison.difference_text));
        }
        if let (Outcome::Explained, Some(waiver)) = (finding.outcome, &finding.waiver) {
            text.push_str(&format!(" {}", wording::explained(&waiver.reason, waiver.until)));
        }
        self.line(&place, &text)
    }
}

impl Sink for Lines<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        for diagnostic in &report.diagnostics {
            self.diagnostic(diagnostic, &report.sources, &report.name)?;
        }
        for group in &report.groups {
            if let GroupKind::Cause(cause) = &group.kind {
                self.line(
                    &cause.label.place.full(),
                    &format!("{} {}", wording::CAUSE, cause.sentence),
                )?;
            }
            for finding in &group.findings {
                self.finding(finding, report)?;
            }
        }
        if let Some(changed) = &report.changes {
            for line in changes::vanished_lines(changed) {
                self.line(&report.name, &line)?;
            }
        }
        self.0.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        for failure in &overview.failures {
            self.diagnostic(failure, &SourceMap::new(), "")?;
        }
        for (name, findings) in overview.changes.iter().flat_map(|changes| &changes.left) {
            self.line(
                name,
                &format!("{} {}", changes::UNCHECKED, changes::left(name, *findings)),
            )?;
        }
        self.0.flush()
    }
}
