//! Findings to bytes, one file an output.

use std::io;

use crate::finding::CheckedRun;

/// How an output is to look; machine formats look at none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns of the terminal.
    pub width: usize,
    /// Colours.
    pub color: bool,
    /// Lines and marks in ASCII only, for consoles that draw the others in double width.
    pub ascii: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 100,
            color: false,
            ascii: false,
        }
    }
}

/// An output format.
pub trait Renderer: Sync {
    /// The name it is chosen by.
    fn name(&self) -> &'static str;

    /// What it is for, in Chinese, one line.
    fn description(&self) -> &'static str;

    /// Writes a run.
    ///
    /// # Errors
    /// Those of `out`.
    fn render(&self, run: &CheckedRun<'_>, options: Options, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Declares the outputs: each line is a file of this folder and its renderer.
macro_rules! declare_renderers {
    ($($module:ident: $renderer:ident;)*) => {
        $(pub mod $module;)*
        /// Every output, in the order shown to people.
        pub static ALL: &[&dyn Renderer] = &[$(&$module::$renderer),*];
    };
}

declare_renderers! {
    human: Human;
    json: Json;
}

/// The output called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Renderer> {
    ALL.iter().copied().find(|renderer| renderer.name() == name)
}
