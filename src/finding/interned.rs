//! The few words that findings hold as they are, read back from a saved finding.

use serde::{Deserialize, Deserializer, de};

use crate::syntax::ast::ComparisonOperator;
use crate::value::Unit;

/// A sign, the symbol of an operator or the name of a unit. (Under a name of its own it is not taken for something that is
/// borrowed from what is read back.)
pub type Word = &'static str;

/// Signs of terms.
const SIGNS: [&str; 3] = ["", "+", "-"];

/// Reads a [`Word`] back.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    let word = String::deserialize(deserializer)?;
    let operators = ComparisonOperator::ALL.into_iter().map(ComparisonOperator::symbol);
    let units = Unit::ALL.into_iter().map(Unit::label);
    let mut known = SIGNS.into_iter().chain(operators).chain(units);
    known
        .find(|known| *known == word)
        .ok_or_else(|| de::Error::custom(format!("unknown word {word}")))
}
