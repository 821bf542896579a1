//! Money units.

use rust_decimal::Decimal;
use serde::Serialize;

/// A unit of money. The interpreter calculates in 元; units matter where figures are read and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
pub enum Unit {
    /// 元
    #[serde(rename = "元")]
    Yuan,
    /// 千元
    #[serde(rename = "千元")]
    Thousand,
    /// 万元
    #[serde(rename = "万元")]
    TenThousand,
    /// 百万元
    #[serde(rename = "百万元")]
    Million,
    /// 亿元
    #[serde(rename = "亿元")]
    HundredMillion,
}

impl Unit {
    /// All units, smallest first.
    pub const ALL: [Self; 5] = [
        Self::Yuan,
        Self::Thousand,
        Self::TenThousand,
        Self::Million,
        Self::HundredMillion,
    ];

    /// The unit as it is written.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::Million => "百万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// The power of ten of one unit in 元: 4 for 万元.
    #[must_use]
    pub fn exponent(self) -> u32 {
        match self {
            Self::Yuan => 0,
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::HundredMillion => 8,
        }
    }

    /// The unit spelled exactly `text` (`人民币万元` too).
    #[must_use]
    pub fn from_label(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches("人民币");
        Self::ALL.into_iter().find(|unit| unit.label() == text)
    }

    /// `value` of this unit in 元; `None` on overflow.
    #[must_use]
    pub fn to_yuan(self, value: Decimal) -> Option<Decimal> {
        super::mul_exact(value, Decimal::from(10_u64.pow(self.exponent())))
    }

    /// `value` 元 in this unit; exact, since only the scale moves (`None` past 28 decimals).
    #[must_use]
    pub fn from_yuan(self, value: Decimal) -> Option<Decimal> {
        if value.is_zero() {
            return Some(Decimal::ZERO);
        }
        let mut shown = value;
        shown.set_scale(value.scale() + self.exponent()).ok()?;
        Some(shown)
    }
}
