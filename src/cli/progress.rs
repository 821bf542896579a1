//! How far a batch has got, on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer reports than this are done before anyone reads a bar.
const WORTH_SHOWING: usize = 20;

/// A bar on standard error; none where that is no terminal or there is little to do.
#[derive(Debug)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for so many reports. `silent` where results go to the same terminal.
    #[must_use]
    pub fn new(reports: usize, silent: bool) -> Self {
        // A bar that nobody sees would still keep a thread.
        if silent || reports < WORTH_SHOWING || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(Some(reports as u64), ProgressDrawTarget::stderr());
        let template = "核对 {wide_bar} {pos}/{len}  已用 {elapsed}  还需 {eta}";
        // The template is fixed; were it wrong, the bar would look plain.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// One report more.
    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Takes the bar out of the way of what `write` writes.
    pub fn aside(&self, write: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
