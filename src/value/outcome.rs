//! What becomes of a rule instance.

/// The outcome of a rule instance. None is ever dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 成立
    Holds,
    /// 尾差: a comparison missed by no more than rounding explains.
    Tail,
    /// 不符
    Fails,
    /// 已说明: a failure that a waiver covers. Evaluation never gives it; findings do.
    Explained,
    /// 不适用: its condition, or the left side of its 则, is false.
    Skipped,
    /// 无数据: it met no rows, or every figure in it is blank.
    Vacuous,
    /// 未查: the report lacks what it speaks of, a guard failed, or the rule has an error.
    Unbound,
    /// 无法计算: division by zero, overflow, two rows of one key, an unreadable cell.
    Error,
}

impl Outcome {
    /// All outcomes in order.
    pub const ALL: [Self; 8] = [
        Self::Holds,
        Self::Tail,
        Self::Fails,
        Self::Explained,
        Self::Skipped,
        Self::Vacuous,
        Self::Unbound,
        Self::Error,
    ];

    /// The Chinese word, which is also its keyword.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Holds => "成立",
            Self::Tail => "尾差",
            Self::Fails => "不符",
            Self::Explained => "已说明",
            Self::Skipped => "不适用",
            Self::Vacuous => "无数据",
            Self::Unbound => "未查",
            Self::Error => "无法计算",
        }
    }
}
