//! Rule files put together: one header, inherited forms and rules, overrides, waivers, years.
//!
//! [`load`] reads a folder and its parents, [`assemble`] makes one [`Ruleset`] of them. Parents come first, files in
//! the order of their names; a child may declare an inherited form anew, but changes an inherited rule only by 覆盖.

mod amend;
mod assemble;
mod catalogue;
mod code_list;
mod codes;
mod context;
mod cycle;
mod date;
mod decode;
mod definitions;
mod folder;
mod form;
mod gather;
mod guards;
mod hash;
mod header;
mod lineage;
mod load;
mod model;
mod rule;
mod tail_cap;
mod years;

pub use assemble::assemble;
pub use codes::{Codes, ListedCode};
pub use folder::{Folder, LoadedCodeList};
pub use form::{FormulaOf, meant};
pub use load::load;
pub use model::*;
pub use rule::{NamedFigures, NamedRows, Statement};
