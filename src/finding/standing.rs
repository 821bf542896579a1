//! Whether a finding was there before.

/// Whether a finding was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 新增
    New,
    /// 仍在
    Unchanged,
}

impl Standing {
    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Unchanged => "仍在",
        }
    }
}
