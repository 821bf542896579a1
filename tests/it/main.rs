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

mod architecture;
mod baseline;
mod cli;
mod config;
mod diagnostics;
mod evaluate;
mod exactness;
mod finding;
mod format;
mod formats;
mod generated;
mod growth;
mod guides;
mod hostile;
#[cfg(target_os = "linux")]
mod hostile_batch;
mod ide;
mod joins;
mod lsp;
mod names;
mod number;
mod ordered;
mod project;
mod read;
mod read_pdf;
mod recognise;
mod reference;
mod render;
mod render_html;
mod render_lists;
mod render_xlsx;
mod resolve;
mod ruleset;
mod rulesets;
mod sample;
mod saved;
mod session;
mod spec;
mod subcommands;
mod syntax;
mod tails;
