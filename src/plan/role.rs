//! Which report a reference is about.

use crate::form::FormId;

/// What a report is to the one that is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The report that is checked.
    #[default]
    Own,
    /// 上年: that of the year before.
    LastYear,
    /// 预算: the budget of the year.
    Budget,
    /// 所属: those of the subordinate units.
    Subordinates,
    /// 文: the running text of the report that is checked.
    Narrative,
}

/// A table of some report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TableRef {
    /// Which report's.
    pub role: Role,
    /// The form it is recognised as.
    pub form: FormId,
}

impl TableRef {
    /// The table of the report that is checked.
    #[must_use]
    pub const fn own(form: FormId) -> Self {
        Self { role: Role::Own, form }
    }
}

/// Why an expression has no value whatever the report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// It is about a report, or a part of one, that is not at hand.
    Report(Role),
    /// The rule has an error there, which has been reported.
    Broken,
}
