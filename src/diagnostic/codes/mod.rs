//! Every diagnostic code, one file a family. Numbers: GJ00xx syntax, GJ01xx ruleset, GJ02xx names and kinds,
//! GJ03xx reading files, GJ04xx recognising tables, GJ05xx running.

use super::Code;

pub mod read;
pub mod recognise;
pub mod resolve;
pub mod ruleset;
pub mod run;
pub mod syntax;

/// Numbers that have been given up. People have them in their notes and scripts, so none is ever used again.
pub const RETIRED: [&str; 1] = ["GJ0216"];

/// Every code, by number.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        syntax::ALL,
        ruleset::ALL,
        resolve::ALL,
        read::ALL,
        recognise::ALL,
        run::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The code numbered `id` (case does not matter).
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
}
