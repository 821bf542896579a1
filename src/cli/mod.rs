//! The command line: one file for each subcommand, and the edges they share.

mod archives;
pub mod arguments;
mod cache;
mod check;
pub mod columns;
mod complain;
mod completions;
mod console;
pub mod diff;
mod explain;
mod explain_rule;
mod explain_tree;
mod format;
mod inputs;
mod inspect;
mod inspect_repairs;
mod inspect_table;
mod interrupt;
mod language_server;
mod lint;
mod output;
mod progress;
mod project;
mod status;
mod targets;
mod test;
pub mod today;
pub mod usage;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::FromArgMatches;
use clap::error::ErrorKind;

use self::arguments::{Arguments, ColorChoice, Command};
pub use self::console::Console;
pub use self::status::Status;

/// Runs one command line, the program's name included. A bug ends the run with a sentence, never with a stack of
/// English.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        Console::new(ColorChoice::Never).remark(format!("程序内部错误,位置 {place}\n"));
    }));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    catch_unwind(AssertUnwindSafe(|| parse(arguments))).unwrap_or_else(|_| {
        Console::new(ColorChoice::Never).remark("这次运行没有完成。请把上面这句话和命令行反馈给我们。\n");
        Status::Trouble
    })
}

fn parse(arguments: Vec<OsString>) -> Status {
    let matches = usage::command().try_get_matches_from(arguments);
    match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => {
            let mut console = Console::new(arguments.color);
            dispatch(&arguments, &mut console).and(console.status())
        }
        Err(error) => answer(&error),
    }
}

/// Help that was asked for is a result; everything else is a mistake.
fn answer(error: &clap::Error) -> Status {
    let mut console = Console::new(ColorChoice::Auto);
    let text = usage::explain(error);
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console.result(text);
        return Status::Clean.and(console.status());
    }
    console.remark(text);
    Status::Trouble
}

fn dispatch(arguments: &Arguments, console: &mut Console) -> Status {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, console),
        Command::Lint(arguments) => lint::run(arguments, console),
        Command::Test(arguments) => test::run(arguments, console),
        Command::Inspect(arguments) => inspect::run(arguments, console),
        Command::Explain(arguments) => explain::run(arguments, console),
        Command::Format(arguments) => format::run(arguments, console),
        Command::Lsp => language_server::run(),
        Command::Completions(arguments) => completions::run(arguments, console),
    }
}
