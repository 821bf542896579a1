//! Differences that rounding explains. A report has many, and most outputs do no more than count them: they are kept
//! without words, which [`Words`](super::Words) finds.

use super::{Scale, Standing};
use crate::evaluate::Instance;
use crate::report::FigureRef;
use crate::ruleset::RuleId;

/// A rule instance whose outcome is [`Outcome::Tail`](crate::evaluate::Outcome::Tail); always a notice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tail {
    /// See [`Finding::id`](super::Finding::id).
    pub id: String,
    /// The rule.
    pub rule: RuleId,
    /// The instance; its measure is there.
    pub instance: Instance,
    /// How its figures are shown.
    pub scale: Scale,
    /// The cells whose figures it compares, each once, in the order of the rule.
    pub cells: Vec<FigureRef>,
    /// Further cells left out because there are too many.
    pub left_out: usize,
    /// Whether it was there before, where an earlier run is compared with.
    pub standing: Option<Standing>,
}
