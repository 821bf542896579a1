//! Rule files put together: one header, inherited forms and rules, overrides, waivers, years.

mod model;

pub use model::*;
