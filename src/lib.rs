//! gouji (勾稽): a declarative rules language for reports whose figures must tie to one another.
pub mod builtin;
pub mod diagnostic;
pub mod evaluate;
<<<<<<< HEAD
pub mod format;
=======
pub mod finding;
>>>>>>> finding
pub mod form;
pub mod read;
pub mod render;
pub mod report;
pub mod resolve;
pub mod ruleset;
pub mod source;
pub mod syntax;
pub mod value;
