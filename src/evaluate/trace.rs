//! An instance taken apart: the expression as a tree with every value and where it comes from.

use super::Measure;
use crate::source::Span;
use crate::value::{Amount, CellText, Kind, Unit};

/// A cell of a report: indices of table, part, row and column in the [`Report`](crate::report::Report).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FigureRef {
    /// Index into [`Report::tables`](crate::report::Report::tables).
    pub table: usize,
    /// Index into [`Table::parts`](crate::report::Table::parts).
    pub part: usize,
    /// Index into [`Part::rows`](crate::report::Part::rows).
    pub row: usize,
    /// Index into [`Part::columns`](crate::report::Part::columns).
    pub column: usize,
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Where the expression stands in the rule (the identity in the form, for implied rules).
    pub span: Span,
    /// The expression in words, for people: `03[208].项目支出`, `sum(…)`, `+`.
    pub label: String,
    /// Its value.
    pub value: TraceValue,
    /// Its sign in the sum it stands in.
    pub negative: bool,
    /// The cell it is, for a single figure.
    pub figure: Option<FigureRef>,
    /// What it is made of. Blank addends of long sums are left out; [`Trace::blanks`] counts them.
    pub children: Vec<Trace>,
    /// How many blank addends were left out of `children`.
    pub blanks: usize,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum TraceValue {
    /// A number of a kind.
    Amount(Amount, Kind),
    /// A text.
    Text(CellText),
    /// True or false.
    Bool(bool),
    /// The report has no such thing.
    Missing,
    /// It cannot be computed; why, in Chinese.
    Error(String),
}

/// An instance taken apart.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Where the check stands.
    pub span: Span,
    /// The two sides of the comparison that decided it; `None` for rules that compare nothing.
    pub sides: Option<(Trace, Trace)>,
    /// The tree of the whole check, where it is not one comparison.
    pub whole: Option<Trace>,
    /// The comparison.
    pub measure: Option<Measure>,
    /// What its figures are.
    pub kind: Kind,
    /// The unit to show money in: that of the first table concerned.
    pub unit: Unit,
    /// Cells that the rule is about although it compares nothing (a duplicate row, a negative figure).
    pub figures: Vec<FigureRef>,
}
