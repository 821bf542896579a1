//! What a rule computes.

use std::sync::Arc;

use super::{Balance, RowSetId, TableRef, Truth, TruthNode};
use crate::form::{BlockIx, ColumnIx, FormId};
use crate::ruleset::Statement;
use crate::source::Span;

/// What to compute for a rule.
#[derive(Debug, Clone)]
pub enum Body {
    /// Assertions over a scope.
    Checks(Checks),
    /// A statement about a table that compares nothing.
    Statement {
        /// The table's form.
        form: FormId,
        /// What it says.
        statement: Statement,
    },
}

/// Assertions over a scope.
#[derive(Debug, Clone)]
pub struct Checks {
    /// Who says so.
    pub said_by: SaidBy,
    /// What they range over.
    pub scope: Scope,
    /// The condition.
    pub when: Option<Truth>,
    /// The assertions.
    pub checks: Vec<Check>,
}

/// Who says what is asserted: it decides what the sides are called.
#[derive(Debug, Clone)]
pub enum SaidBy {
    /// The author of the rule.
    Author,
    /// 纵向 or 汇总 of a form: every parent is the sum of its children.
    RollUp(FormId),
    /// The identity of a column.
    Column(Defined),
    /// The identity of an item.
    Item(Defined),
    /// The identity of a total row in codes.
    Total(Defined),
}

/// What an identity defines.
#[derive(Debug, Clone)]
pub struct Defined {
    /// The form.
    pub form: FormId,
    /// The block.
    pub block: BlockIx,
    /// The name of the column or the row.
    pub name: Arc<str>,
}

/// An assertion.
#[derive(Debug, Clone)]
pub struct Check {
    /// What must be true.
    pub truth: Truth,
    /// Where it stands.
    pub span: Span,
    /// Whether any figure of the report is in it. Without one it is never *no data*.
    pub has_figures: bool,
    /// The normal form, where it is one comparison of sums.
    pub balance: Option<Balance>,
}

/// What assertions range over.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// The rows, for 逐行.
    pub rows: Option<RowScope>,
    /// The columns, for 逐列.
    pub columns: Option<ColumnScope>,
}

/// The rows of 逐行.
#[derive(Debug, Clone)]
pub struct RowScope {
    /// The row sets joined (at least one).
    pub sides: Vec<RowSide>,
    /// The key they are joined by; a single side needs none.
    pub key: JoinKey,
}

/// One row set of a join.
#[derive(Debug, Clone, Copy)]
pub struct RowSide {
    /// The table.
    pub table: TableRef,
    /// The block.
    pub block: BlockIx,
    /// The rows.
    pub rows: RowSetId,
}

/// What rows are joined by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinKey {
    /// The code; total rows of coded tables join each other.
    Code,
    /// The normalised name.
    Name,
    /// 行次
    Line,
}

/// The columns of 逐列.
#[derive(Debug, Clone)]
pub struct ColumnScope {
    /// `columns[i][side]`: the column at hand of every side (or of the one block a rule without rows is about).
    pub columns: Vec<Vec<ColumnIx>>,
    /// The form that the first column index counts in.
    pub form: FormId,
    /// The block of the form.
    pub block: BlockIx,
}

impl Body {
    /// The assertions, where there are some.
    #[must_use]
    pub fn checks(&self) -> Option<&Checks> {
        match self {
            Self::Checks(checks) => Some(checks),
            Self::Statement { .. } => None,
        }
    }

    /// The statement about a table, where it is one.
    #[must_use]
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Self::Checks(_) => None,
            Self::Statement { statement, .. } => Some(statement),
        }
    }

    /// The form that implies the rule, or that 汇总 names; `None` for a rule with 检查.
    #[must_use]
    pub fn form(&self) -> Option<FormId> {
        match self {
            Self::Checks(checks) => checks.said_by.form(),
            Self::Statement { form, .. } => Some(*form),
        }
    }

    /// What an identity defines.
    #[must_use]
    pub fn defined(&self) -> Option<&Defined> {
        self.checks().and_then(|checks| checks.said_by.defined())
    }

    /// Whether every parent is said to be the sum of its children.
    #[must_use]
    pub fn is_roll_up(&self) -> bool {
        self.checks()
            .is_some_and(|checks| matches!(checks.said_by, SaidBy::RollUp(_)))
    }

    /// Whether the left side is the total of what stands below it in the same column.
    #[must_use]
    pub fn totals_rows(&self) -> bool {
        self.checks().is_some_and(|checks| match checks.said_by {
            SaidBy::RollUp(_) | SaidBy::Item(_) | SaidBy::Total(_) => true,
            SaidBy::Author | SaidBy::Column(_) => false,
        })
    }
}

impl SaidBy {
    /// The form that says so.
    #[must_use]
    pub fn form(&self) -> Option<FormId> {
        match self {
            Self::Author => None,
            Self::RollUp(form) => Some(*form),
            Self::Column(defined) | Self::Item(defined) | Self::Total(defined) => Some(defined.form),
        }
    }

    /// What an identity defines.
    #[must_use]
    pub fn defined(&self) -> Option<&Defined> {
        match self {
            Self::Author | Self::RollUp(_) => None,
            Self::Column(defined) | Self::Item(defined) | Self::Total(defined) => Some(defined),
        }
    }
}

impl Check {
    /// An assertion, with its normal form.
    #[must_use]
    pub fn new(truth: Truth, span: Span, has_figures: bool) -> Self {
        let balance = match &truth.node {
            TruthNode::Comparison(comparison) if has_figures => Balance::of(comparison),
            _ => None,
        };
        Self {
            truth,
            span,
            has_figures,
            balance,
        }
    }
}

impl Scope {
    /// The tables of 逐行; none without it.
    #[must_use]
    pub fn sides(&self) -> &[RowSide] {
        self.rows.as_ref().map(|rows| rows.sides.as_slice()).unwrap_or_default()
    }

    /// The columns at hand for each entry of 逐列; one entry without columns where there is none.
    #[must_use]
    pub fn columns(&self) -> &[Vec<ColumnIx>] {
        const NONE: &[Vec<ColumnIx>] = &[Vec::new()];
        self.columns.as_ref().map_or(NONE, |scope| &scope.columns)
    }
}
