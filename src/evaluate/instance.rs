//! One application of a rule, and what became of it.

use std::sync::Arc;

use super::{Cause, Measure, Outcome};
use crate::form::ColumnIx;
use crate::report::{RowRef, TableIx};

/// One application of a rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Instance {
    /// Which 检查 of the rule (0 for rules that a form implies).
    pub check: u16,
    /// The table it is about, where a report has several of one form that may repeat.
    pub table: Option<TableIx>,
    /// The row it is about, for rules over rows.
    pub row: Option<RowContext>,
    /// The column it is about, for rules over columns: of the row's first table.
    pub column: Option<ColumnIx>,
    /// What came of it.
    pub outcome: Outcome,
    /// Both sides of the comparison that decided it, where one did and it was missed. Of one that holds,
    /// [`Explanation::measure`](super::Explanation::measure) tells.
    pub measure: Option<Measure>,
    /// Why it is unbound, cannot be computed, or fails without a comparison.
    pub cause: Option<Box<Cause>>,
}

/// The row an instance is about: one for each joined table, `None` where the table has no such row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowContext {
    /// In the order of 逐行.
    pub rows: Arc<[Option<RowRef>]>,
}

impl Instance {
    /// One with an outcome and nothing else.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        Self {
            check: 0,
            table: None,
            row: None,
            column: None,
            outcome,
            measure: None,
            cause: None,
        }
    }

    /// One with an outcome and its cause.
    #[must_use]
    pub fn caused(outcome: Outcome, cause: impl Into<Cause>) -> Self {
        Self {
            cause: Some(Box::new(cause.into())),
            ..Self::of(outcome)
        }
    }

    /// The row of the first table that has it.
    #[must_use]
    pub fn first_row(&self) -> Option<RowRef> {
        self.row.as_ref()?.rows.iter().flatten().next().copied()
    }
}
