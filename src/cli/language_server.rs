//! `gouji lsp`: the language server, started by an editor.

use super::Status;
use super::today::today;
use crate::lsp;

/// Runs the server on standard input and output until the editor ends it; 1 where it left without saying so, as the
/// protocol wants.
pub fn run() -> Status {
    Status::findings_if(lsp::run(today) != 0)
}
