//! For programs: `docs/schema/check.schema.json` says what it means. Amounts are strings, so that no digit is lost.

mod finding;
mod place;
mod run;
mod summary;

use std::io;

use super::{Options, Renderer};
use crate::finding::CheckedRun;

/// The renderer.
#[derive(Debug)]
pub struct Json;

impl Renderer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn description(&self) -> &'static str {
        "供程序读取的完整结果,格式见 docs/schema/check.schema.json"
    }

    fn render(&self, run: &CheckedRun<'_>, _options: Options, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &run::Run::new(run))?;
        writeln!(out)
    }
}
