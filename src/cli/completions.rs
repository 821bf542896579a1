//! `gouji completions`: a completion script for a shell.

use clap::{Arg, Command};

use super::arguments::Completions;
use super::{Console, Status, usage};

/// The command tree with one line of help an option: shells show no more.
fn short(command: Command) -> Command {
    let first_line = |arg: Arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        match help.split_once('\n') {
            Some((first, _)) => arg.help(first.trim_end_matches(':').to_owned()),
            None => arg,
        }
    };
    command.mut_args(first_line).mut_subcommands(short)
}

/// Runs the subcommand.
pub fn run(arguments: &Completions, console: &mut Console) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut short(usage::command()), "gouji", &mut script);
    console.result(script);
    Status::Clean
}
