//! What an editor asks about rule files and reports, answered in byte offsets: nothing here knows a protocol, and
//! nothing reads a file but through the workspace that a [`Snapshot`] is made from.
//!
//! A feature is a file. Each takes a snapshot, a source and an offset, and survives every state that a file goes
//! through while it is typed.

mod cursor;
mod definition;
mod describe;
mod diagnostics;
mod format;
mod hover;
mod location;
mod report;
mod snapshot;
mod symbols;
mod text;
mod vocabulary;

pub use definition::definition;
pub use diagnostics::{Problem, rule_problems};
pub use format::{TextEdit, format};
pub use hover::{Hover, hover};
pub use location::Location;
pub use report::report_problems;
pub use snapshot::Snapshot;
pub use symbols::{Symbol, SymbolKind, symbols};
