//! Why an expression has no value.

use super::Outcome;
use crate::form::{BlockIx, ColumnIx, FormId};
use crate::plan::{Role, RowSetId, Unavailable};
use crate::report::FigureRef;
use crate::value::{ArithmeticError, CellText};

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Failure {
    /// The report that it is about is not at hand.
    Report(Role),
    /// The rule has an error there.
    Broken,
    /// The report does not say which year it is of.
    Year,
    /// The report does not say which unit it is of.
    Unit,
    /// The report lacks the table.
    Table(FormId),
    /// The table lacks the row.
    Row(RowSetId),
    /// The table lacks the column.
    Column(FormId, BlockIx, ColumnIx),
    /// The row at hand has no parent.
    NoParent,
    /// The cell cannot be read.
    Unreadable(FigureRef),
    /// Two rows answer where one is meant.
    Duplicate(Vec<FigureRef>),
    /// A code that the list lacks.
    UnknownCode(CellText),
    /// Arithmetic.
    Arithmetic(ArithmeticError),
}

impl Failure {
    /// Whether something is missing (未查) or wrong (无法计算).
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Report(_)
            | Self::Broken
            | Self::Year
            | Self::Unit
            | Self::Table(_)
            | Self::Row(_)
            | Self::Column(..)
            | Self::NoParent => Outcome::Unbound,
            Self::Unreadable(_) | Self::Duplicate(_) | Self::UnknownCode(_) | Self::Arithmetic(_) => Outcome::Error,
        }
    }

    /// The cells concerned.
    #[must_use]
    pub fn figures(&self) -> &[FigureRef] {
        match self {
            Self::Unreadable(figure) => std::slice::from_ref(figure),
            Self::Duplicate(figures) => figures,
            Self::Report(_)
            | Self::Broken
            | Self::Year
            | Self::Unit
            | Self::Table(_)
            | Self::Row(_)
            | Self::Column(..)
            | Self::NoParent
            | Self::UnknownCode(_)
            | Self::Arithmetic(_) => &[],
        }
    }
}

impl From<ArithmeticError> for Failure {
    fn from(error: ArithmeticError) -> Self {
        Self::Arithmetic(error)
    }
}

impl From<Unavailable> for Failure {
    fn from(why: Unavailable) -> Self {
        match why {
            Unavailable::Report(role) => Self::Report(role),
            Unavailable::Broken => Self::Broken,
        }
    }
}
