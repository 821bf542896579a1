//! `gouji completions`: a completion script for a shell.

use super::arguments::Completions;
use super::{Console, Status, usage};

/// Runs the subcommand.
pub fn run(arguments: &Completions, console: &mut Console) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut usage::command(), "gouji", &mut script);
    console.result(script);
    Status::Clean
}
