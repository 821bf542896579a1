//! Rules: from their parts, from forms, and as overrides change them.

mod build;
mod implied;
mod overrides;
mod parts;
mod statement;
mod unit;

pub(super) use build::{bare_id, build};
pub(super) use implied::of_form;
pub(super) use overrides::{Override, apply};
pub(super) use parts::unknown_form;
pub use statement::{NamedFigures, NamedRows, Statement};
