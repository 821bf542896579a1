//! Outputs that tell of tails as of other findings.

use std::io;

use super::{Sink, Started};
use crate::finding::{CheckedReport, Overview, RunHead, Words};

/// An output that is given every report with its tails in words.
struct InWords<'a> {
    words: Words<'a>,
    sink: Box<dyn Sink + 'a>,
}

/// The output, given every report of the run with its tails in words.
pub(super) fn in_words<'a>(head: RunHead<'a>, sink: impl Sink + 'a) -> Started<'a> {
    Ok(Box::new(InWords {
        words: Words::new(head.program),
        sink: Box::new(sink),
    }))
}

impl Sink for InWords<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        self.sink.report(&self.words.of(report))
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        self.sink.finish(overview)
    }
}
