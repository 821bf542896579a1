//! Why an instance is unbound, cannot be computed, or fails without a comparison. How that is said stands in
//! `finding/wording/`.

use super::Failure;
use crate::form::{FormId, LevelIx};
use crate::report::{FigureRef, TableIx};
use crate::ruleset::RuleId;

/// Why an instance came out as it did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Cause {
    /// A guard it rests on fails.
    Guard(RuleId),
    /// The rule has an error and was not run.
    BrokenRule,
    /// Something in it has no value.
    NoValue(Failure),
    /// It compares nothing, and what it says is not so.
    Unmet(Unmet),
}

/// Why what is said without a comparison is not so.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Unmet {
    /// A parent has a figure and no row below it.
    Childless,
    /// The report lacks a table that it must have.
    TableAbsent(FormId),
    /// Two rows have one key: a cell of each, the earlier first.
    RowsAlike([FigureRef; 2]),
    /// A code whose parent has no row: a cell of its row, and the parent's level.
    ParentAbsent(FigureRef, LevelIx),
    /// A cell that must not be blank is.
    Blank(FigureRef),
    /// A cell that must not be negative cannot be read.
    SignUnreadable(FigureRef),
    /// A table without figures does not say that it is empty.
    EmptyUnsaid,
    /// A table with figures says that it is empty.
    EmptySaid {
        /// The table.
        table: TableIx,
        /// Which of its notes says so.
        note: usize,
        /// Some of its figures.
        figures: Vec<FigureRef>,
    },
}

impl Cause {
    /// The guard that failed, where one did.
    #[must_use]
    pub fn guard(&self) -> Option<RuleId> {
        match self {
            Self::Guard(rule) => Some(*rule),
            _ => None,
        }
    }

    /// The cells concerned.
    #[must_use]
    pub fn figures(&self) -> &[FigureRef] {
        match self {
            Self::NoValue(failure) => failure.figures(),
            Self::Unmet(unmet) => unmet.figures(),
            Self::Guard(_) | Self::BrokenRule => &[],
        }
    }
}

impl Unmet {
    /// The cells concerned.
    #[must_use]
    pub fn figures(&self) -> &[FigureRef] {
        match self {
            Self::RowsAlike(cells) => cells,
            Self::ParentAbsent(cell, _) | Self::Blank(cell) | Self::SignUnreadable(cell) => std::slice::from_ref(cell),
            Self::EmptySaid { figures, .. } => figures,
            Self::Childless | Self::TableAbsent(_) | Self::EmptyUnsaid => &[],
        }
    }
}

impl From<Failure> for Cause {
    fn from(failure: Failure) -> Self {
        Self::NoValue(failure)
    }
}

impl From<Unmet> for Cause {
    fn from(unmet: Unmet) -> Self {
        Self::Unmet(unmet)
    }
}
