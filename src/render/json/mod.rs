//! For programs: `docs/schema/check.schema.json` says what it means. Amounts are strings, so that no digit is lost.

pub(super) mod finding;
pub(super) mod overview;
pub(super) mod place;
pub(super) mod run;
pub(super) mod summary;

use std::io;

use serde::Serialize;

use super::{Options, Renderer, Sink};
use crate::finding::{CheckedReport, Overview, RulesetNote, RunHead};

/// The renderer.
#[derive(Debug)]
pub struct Json;

impl Renderer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn description(&self) -> &'static str {
        "供程序读取的完整结果"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn start<'a>(
        &self,
        head: RunHead<'a>,
        _options: Options,
        mut out: Box<dyn io::Write + 'a>,
    ) -> io::Result<Box<dyn Sink + 'a>> {
        let ruleset = RulesetNote::of(head.plan);
        // The object is closed by the sink, once its reports are known.
        let text = pretty(&run::Head::new(head, &ruleset), 0)?;
        let open = text.trim_end().trim_end_matches('}').trim_end();
        write!(out, "{open},\n  \"reports\": [")?;
        Ok(Box::new(Writing {
            head,
            ruleset,
            out,
            begun: false,
        }))
    }
}

/// A JSON object being written.
struct Writing<'a> {
    head: RunHead<'a>,
    ruleset: RulesetNote,
    out: Box<dyn io::Write + 'a>,
    begun: bool,
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.begun, true) { "," } else { "" };
        let report = run::Report::new(report, &self.ruleset, self.head.engine_version);
        write!(self.out, "{comma}\n    {}", pretty(&report, 4)?)
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        let end = if self.begun { "\n  ]" } else { "]" };
        let overview = pretty(&overview::Overview::new(overview), 2)?;
        write!(self.out, "{end},\n  \"overview\": {overview}\n}}\n")?;
        self.out.flush()
    }
}

/// JSON indented by two, its lines after the first moved in by `depth` steps more.
fn pretty(out: impl io::Write, value: &impl Serialize, depth: usize) -> io::Result<()> {
    let formatter = Deeper {
        pretty: PrettyFormatter::new(),
        depth,
    };
    Ok(value.serialize(&mut Serializer::with_formatter(out, formatter))?)
}
