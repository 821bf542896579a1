//! All behaviour tests, one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says when it was skipped"
)]

mod cli;
mod config;
mod diagnostics;
mod evaluate;
mod finding;
mod format;
mod generated;
mod guides;
mod hostile;
mod ide;
mod lsp;
mod number;
mod project;
mod read;
mod recognise;
mod reference;
mod render;
mod resolve;
mod ruleset;
mod rulesets;
mod sample;
mod session;
mod spec;
mod syntax;
mod tidy;
mod tools;
