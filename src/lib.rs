//! gouji (勾稽): a declarative rules language for reports whose figures must tie to one another.
pub mod diagnostic;
pub mod evaluate;
pub mod form;
pub mod format;
pub mod read;
pub mod report;
pub mod resolve;
pub mod ruleset;
pub mod source;
pub mod syntax;
pub mod value;
