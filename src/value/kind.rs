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
    /// Every kind with its Chinese and English keyword.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Money, "金额", "money"),
        (Self::Count, "数量", "count"),
        (Self::Ratio, "比率", "ratio"),
        (Self::Code, "代码", "code"),
        (Self::Text, "文本", "text"),
        (Self::Bool, "是非", "bool"),
    ];

    /// The kind's Chinese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _, _)| *kind == self)
            .map_or("", |(_, chinese, _)| chinese)
    }

    /// The kind named by a keyword, Chinese or English.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, chinese, english)| *chinese == word || *english == word)
            .map(|(kind, _, _)| *kind)
    }

    /// Whether arithmetic may be done with it.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Money | Self::Count | Self::Ratio)
    }
}
