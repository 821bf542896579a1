//! Json.
use super::{Options, Renderer};
use crate::finding::CheckedRun;
/// The renderer.
#[derive(Debug)]
pub struct Json;
impl Renderer for Json {
    fn name(&self) -> &'static str { "json" }
    fn description(&self) -> &'static str { "供程序读取" }
    fn render(&self, _run: &CheckedRun<'_>, _options: Options, _out: &mut dyn std::io::Write) -> std::io::Result<()> { Ok(()) }
}
