//! The declaration of a diagnostic code.

use super::Severity;

/// A kind of diagnostic: its number, its gravity, a line about it and its page. Declared once, in
/// [`codes`](super::codes); numbers are never reused.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `GJ` and four digits.
    pub id: &'static str,
    /// How grave it is unless said otherwise.
    pub severity: Severity,
    /// What it is, in a few Chinese words.
    pub summary: &'static str,
    /// `docs/diagnostics/ID.md`: what it means, an example that raises it, what to do.
    pub page: &'static str,
}

/// Declares codes and `ALL`, the list of them. Every code needs its page under `docs/diagnostics/`.
macro_rules! declare_codes {
    ($($name:ident = $id:literal, $severity:ident, $summary:literal;)*) => {
        $(
            #[doc = concat!($id, ": ", $summary)]
            pub static $name: $crate::diagnostic::Code = $crate::diagnostic::Code {
                id: $id,
                severity: $crate::diagnostic::Severity::$severity,
                summary: $summary,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/", $id, ".md")),
            };
        )*
        /// Every code of this family.
        pub static ALL: &[&$crate::diagnostic::Code] = &[$(&$name),*];
    };
}

pub(super) use declare_codes;

/// A code in a saved diagnostic is its id; one that is no longer declared can't be read back.
pub(super) mod by_id {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::Code;

    pub fn serialize<S: Serializer>(code: &&'static Code, serializer: S) -> Result<S::Ok, S::Error> {
        code.id.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Code, D::Error> {
        let id = String::deserialize(deserializer)?;
        crate::diagnostic::codes::find(&id).ok_or_else(|| de::Error::custom(format!("no code {id}")))
    }
}
