//! Where text goes: results to standard output, words about the run to standard error.

use std::io::{IsTerminal, Write};

use terminal_size::{Height, Width, terminal_size_of};

use super::Status;
use super::arguments::ColorChoice;
use crate::render::Options;

/// Both streams. A reader that has gone away (`| head`) silences the stream and is no error.
pub struct Console {
    out: Stream,
    err: Stream,
}

struct Stream {
    to: Box<dyn Write>,
    terminal: bool,
    /// Columns, where it is a terminal that says so.
    width: Option<usize>,
    color: bool,
    closed: bool,
    failed: bool,
}

impl Stream {
    fn new(to: Box<dyn Write>, terminal: bool, size: Option<(Width, Height)>, choice: ColorChoice) -> Self {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !forbidden,
        };
        Self {
            to,
            terminal,
            width: size.map(|(Width(columns), _)| usize::from(columns)),
            color,
            closed: false,
            failed: false,
        }
    }

    fn options(&self) -> Options {
        let usual = Options::default();
        Options {
            width: self.width.unwrap_or(usual.width),
            color: self.color,
            wrap: self.terminal,
            ..usual
        }
    }

    fn write(&mut self, text: &[u8]) {
        if self.closed {
            return;
        }
        if let Err(error) = self.to.write_all(text).and_then(|()| self.to.flush()) {
            self.closed = true;
            self.failed = error.kind() != std::io::ErrorKind::BrokenPipe;
        }
    }
}

impl Console {
    /// The process's own streams.
    #[must_use]
    pub fn new(color: ColorChoice) -> Self {
        let (out, err) = (std::io::stdout(), std::io::stderr());
        let (out_terminal, err_terminal) = (out.is_terminal(), err.is_terminal());
        let (out_size, err_size) = (terminal_size_of(&out), terminal_size_of(&err));
        Self {
            out: Stream::new(Box::new(out), out_terminal, out_size, color),
            err: Stream::new(Box::new(err), err_terminal, err_size, color),
        }
    }

    /// How results are to look on the terminal, or wherever they go instead.
    #[must_use]
    pub fn options(&self) -> Options {
        self.out.options()
    }

    /// How words about the run are to look.
    #[must_use]
    pub fn error_options(&self) -> Options {
        self.err.options()
    }

    /// Writes a piece of the result.
    pub fn result(&mut self, text: impl AsRef<[u8]>) {
        self.out.write(text.as_ref());
    }

    /// Writes about the run.
    pub fn remark(&mut self, text: impl AsRef<[u8]>) {
        self.err.write(text.as_ref());
    }

    /// [`Status::Trouble`] where results could not be written (a full disk).
    #[must_use]
    pub fn status(&self) -> Status {
        Status::trouble_if(self.out.failed)
    }
}
