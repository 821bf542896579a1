//! What became of every rule instance.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{FigureRef, RuleResult};
use crate::syntax::ast::ComparisonOperator;
use crate::value::Amount;

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

    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
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

/// All that came of a run of one plan over one report.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// One for each rule of the plan, in the plan's order.
    pub rules: Vec<RuleResult>,
}

/// One application of a rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Instance {
    /// Which 检查 of the rule (0 for rules that a form implies).
    pub check: u16,
    /// The table (index into the report's) it is about, where a report has several of one form that may repeat.
    pub table: Option<usize>,
    /// The row it is about, for rules over rows.
    pub row: Option<RowContext>,
    /// The column it is about, for rules over columns: an index into the block's columns of the row's first table.
    pub column: Option<usize>,
    /// What came of it.
    pub outcome: Outcome,
    /// Both sides of the comparison that decided it, where one did and it was missed. Of one that holds,
    /// [`Explanation::measure`](super::Explanation::measure) tells.
    pub measure: Option<Measure>,
    /// Why it is unbound or cannot be computed.
    pub cause: Option<Box<Cause>>,
}

/// The row an instance is about: one for each joined table, `None` where the table has no such row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowContext {
    /// `(table, part, row)` in the report, in the order of 逐行.
    pub rows: Arc<[Option<(usize, usize, usize)>]>,
}

/// Both sides of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// The comparison.
    pub operator: ComparisonOperator,
    /// Left.
    pub left: Amount,
    /// Right.
    pub right: Amount,
    /// `left − right`, in 元 (or as a ratio, or a count).
    pub difference: Decimal,
    /// The bound that applied: the rounding bound after the cap, or the stated tolerance; zero for exact comparisons.
    pub bound: Decimal,
    /// Whether 尾差上限 cut the rounding bound.
    pub capped: bool,
}

/// Why an instance is unbound or cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cause {
    /// One sentence in Chinese.
    pub message: String,
    /// The guard that failed (rule index), where one did.
    pub guard: Option<usize>,
    /// The cells concerned.
    pub figures: Vec<FigureRef>,
}
