//! What was done to read a figure.

use rust_decimal::Decimal;

use crate::value::Unit;

/// What was done to read a cell, to be shown with the figure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// In Chinese, one clause: `小数点误作逗号,“314, 63”读作 314.63`.
    pub note: String,
}

/// What was wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// Blanks inside a number (`7983. 87`).
    InnerSpace,
    /// Full-width digits or marks.
    FullWidth,
    /// A comma for a decimal point (`314, 63`).
    DecimalComma,
    /// A dot as thousands separator (`2.119.60`).
    DotSeparator,
    /// Binary noise of a stored number (`8508.68000000017`).
    FloatNoise,
    /// A number stored as text.
    TextNumber,
    /// The row had lost cells, so the figure was moved to the column it belongs to.
    Shifted,
}

impl RepairKind {
    /// What was wrong, in Chinese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InnerSpace => "数字中间有空格",
            Self::FullWidth => "用了全角字符",
            Self::DecimalComma => "小数点误作逗号",
            Self::DotSeparator => "千分位误作点",
            Self::FloatNoise => "存储的数值带有计算误差",
            Self::TextNumber => "数字按文本存放",
            Self::Shifted => "单元格错位",
        }
    }
}

impl Repair {
    /// The repair `kind` by which `original` was read as `shown`.
    pub(super) fn of(kind: RepairKind, original: &str, shown: &str) -> Self {
        let note = format!("{},“{original}”读作 {shown}", kind.label());
        Self { kind, note }
    }
}

/// A number as it would be written by the book.
pub(super) fn shown(value: Decimal, decimals: u32, percent: bool, unit: Option<Unit>) -> String {
    // `{:.n}` cuts off instead of rounding, so no digit may be lost here.
    let places = decimals.max(value.normalize().scale()) as usize;
    let percent = if percent { "%" } else { "" };
    let unit = unit.map_or("", Unit::label);
    format!("{value:.places$}{percent}{unit}")
}
