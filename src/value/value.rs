//! What an expression evaluates to.

use super::{Amount, CellText};

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number with its interval.
    Number(Amount),
    /// A text.
    Text(CellText),
    /// True or false.
    Bool(bool),
}

impl Value {
    /// The number, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<Amount> {
        match self {
            Self::Number(amount) => Some(*amount),
            Self::Text(_) | Self::Bool(_) => None,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Bool(_) => None,
        }
    }
}
