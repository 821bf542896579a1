//! Declared forms to [`Form`](crate::form::Form)s: parts gathered, overrides merged, formulas tied to indices.

mod build;
mod columns;
mod draft;
mod formula;
mod implied;
mod meant;
mod rows;
mod total;
mod unique;

pub(super) use build::build;
pub(super) use draft::Draft;
pub(super) use implied::severity;
pub use meant::{FormulaOf, meant};
