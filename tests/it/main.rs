//! The behaviour of gouji, one module each.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop where they fail"
)]

mod format;
mod syntax;
