//! The functions of the language, one declaration each: names, signature, meaning, an example and the code.
//! Completion, hover, the reference page and the type checker are all made from [`ALL`].

mod aggregate;
mod arithmetic;
mod condition;
mod declaration;
mod document;
mod text;

pub use declaration::{
    AggregateFunction, Body, Builtin, Family, NumberFunction, Parameter, Result, Special, TextFunction, TruthFunction,
};

use crate::diagnostic::did_you_mean;

/// Every function, by family.
pub static ALL: &[&[Builtin]] = &[
    aggregate::FUNCTIONS,
    arithmetic::FUNCTIONS,
    condition::FUNCTIONS,
    text::FUNCTIONS,
    document::FUNCTIONS,
];

/// Every function in order.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    ALL.iter().copied().flatten()
}

/// The function called `name`, in English or Chinese.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    all().find(|builtin| builtin.name == name || builtin.chinese == name)
}

/// The help for an unknown function `name`.
#[must_use]
pub fn suggestion(name: &str) -> Option<String> {
    did_you_mean(name, all().flat_map(|builtin| [builtin.name, builtin.chinese]))
}
