//! The gouji binary.

fn main() -> std::process::ExitCode {
    gouji::cli::run(std::env::args_os()).into()
}
