//! What a rule ranges over.

use super::{Node, RowSetId};
use crate::source::Span;

/// What to compute for a rule.
#[derive(Debug, Clone)]
pub enum Body {
    /// Assertions over a scope.
    Checks {
        /// What they range over.
        scope: Scope,
        /// The condition.
        when: Option<Node>,
        /// The assertions.
        checks: Vec<Check>,
    },
    /// A statement about a table's structure.
    Structure(Structure),
}

/// An assertion.
#[derive(Debug, Clone)]
pub struct Check {
    /// What must be true.
    pub node: Node,
    /// Where it stands.
    pub span: Span,
    /// Whether any figure of the report is in it. Without one it is never *no data*.
    pub has_figures: bool,
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
    pub sides: Vec<Side>,
    /// The key they are joined by; a single side needs none.
    pub key: JoinKey,
}

/// One row set of a join.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// The form (index).
    pub form: usize,
    /// The block (index).
    pub block: usize,
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

/// The columns of 逐列. Each entry gives the column at hand of every side (or of the one block a rule without rows is
/// about).
#[derive(Debug, Clone)]
pub struct ColumnScope {
    /// `columns[i][side]`: a column index in the side's block.
    pub columns: Vec<Vec<usize>>,
    /// The form and block the first column index counts in.
    pub block: (usize, usize),
}

/// A statement about a table's structure.
#[derive(Debug, Clone)]
pub enum Structure {
    /// 非负: the columns, per block, that hold no figure below zero.
    NonNegative {
        /// The form.
        form: usize,
        /// `(block, columns)`
        columns: Vec<(usize, Vec<usize>)>,
    },
    /// 必填: the figures that are not blank.
    Required {
        /// The form.
        form: usize,
        /// `(block, rows, columns)`
        figures: Vec<(usize, RowSetId, Vec<usize>)>,
    },
    /// 空表说明, with its words.
    EmptyStatement {
        /// The form.
        form: usize,
        /// The words that say so.
        words: Vec<String>,
    },
    /// No two rows with one key.
    UniqueRows {
        /// The form.
        form: usize,
    },
    /// Every code has its parent's row.
    CodeTree {
        /// The form.
        form: usize,
    },
    /// The report has the table.
    TablePresent {
        /// The form.
        form: usize,
    },
}

impl Structure {
    /// The form it is about.
    #[must_use]
    pub fn form(&self) -> usize {
        match self {
            Self::NonNegative { form, .. }
            | Self::Required { form, .. }
            | Self::EmptyStatement { form, .. }
            | Self::UniqueRows { form }
            | Self::CodeTree { form }
            | Self::TablePresent { form } => *form,
        }
    }
}
