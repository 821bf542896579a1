//! A ruleset ready to run. Types only; the passes beside this folder make them.

mod node;
mod rows;
mod scope;

pub use node::{Argument, Column, Link, List, Logic, Node, NodeKind, Operator, Subject, TextOf};
pub use rows::{RowSet, RowSetId, RowSetKind};
pub use scope::{Body, Check, ColumnScope, JoinKey, RowScope, Scope, Side, Structure};

use crate::ruleset::Ruleset;

/// A ruleset ready to run: every name bound to a form, a block, a row set and a column.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The ruleset it was made from; `rules` runs parallel to [`Ruleset::rules`].
    pub ruleset: Ruleset,
    /// What to compute for each rule.
    pub rules: Vec<PlannedRule>,
    /// The order to run rules in (indices): guards before what rests on them.
    pub order: Vec<usize>,
    /// Every set of rows that any rule speaks of, once each; bound to a report once per table shape.
    pub row_sets: Vec<RowSet>,
}

/// A rule ready to run.
#[derive(Debug, Clone)]
pub struct PlannedRule {
    /// The forms it speaks of (indices), in the order met; the first gives the unit to show money in.
    pub forms: Vec<usize>,
    /// The guards it rests on (rule indices).
    pub guards: Vec<usize>,
    /// What to compute; `None` where the rule has errors and cannot run.
    pub body: Option<Body>,
}
