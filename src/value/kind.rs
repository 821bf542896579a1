//! What a figure measures.

use serde::Serialize;

/// The kind of a value; declared on form columns and checked before any report is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Money (金额), with a unit.
    Money,
    /// A count of people, vehicles, batches (数量); exact.
    Count,
    /// A ratio or percentage (比率); 1 is 100 %.
    Ratio,
    /// A classification code (代码): text that happens to be digits.
    Code,
    /// Text (文本).
    Text,
    /// True or false (是非).
    Bool,
}

impl Kind {
    /// The kind's Chinese name, which is also its keyword.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Money => "金额",
            Self::Count => "数量",
            Self::Ratio => "比率",
            Self::Code => "代码",
            Self::Text => "文本",
            Self::Bool => "是非",
        }
    }

    /// Whether arithmetic may be done with it.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Money | Self::Count | Self::Ratio)
    }
}
