//! What a row is called.

use std::fmt;

use serde::Serialize;
use serde::ser::Serializer;

/// `208 社会保障和就业支出`: code and name of a row, or its name alone; empty for a single record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowName<'a> {
    /// Its code, where the name follows one.
    pub(super) code: Option<&'a str>,
    /// As printed, or as the form has it where nothing is printed.
    pub(super) name: &'a str,
}

impl RowName<'_> {
    pub(super) fn is_empty(self) -> bool {
        match self.code {
            Some(code) => code.trim_end().is_empty() && self.name.trim_end().is_empty(),
            None => self.name.is_empty(),
        }
    }
}

impl fmt::Display for RowName<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.name.trim_end()) {
            (None, _) => out.write_str(self.name),
            (Some(code), "") => out.write_str(code.trim_end()),
            (Some(code), name) => {
                out.write_str(code)?;
                out.write_str(" ")?;
                out.write_str(name)
            }
        }
    }
}

impl Serialize for RowName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
