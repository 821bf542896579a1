//! A ruleset ready to run: types only. [`resolve`](crate::resolve) makes them; evaluation, analysis and other engines read
//! them.
//!
//! Nothing here can be ill-typed: numbers, texts and truths are three types, and a list knows what its figures measure.

mod body;
mod linear;
mod list;
mod node;
mod number;
mod role;
mod row_set;
mod text;
mod truth;

pub use body::{Body, Check, Checks, ColumnScope, Defined, JoinKey, RowScope, RowSide, SaidBy, Scope};
pub use linear::{Balance, Sum, Term};
pub use list::{Argument, List, ListRows};
pub use node::{Choice, Expression, Node};
pub use number::{Column, Figure, Figures, Measured, Number, NumberNode, Operator, SideIx};
pub use role::{Role, TableRef, Unavailable};
pub use row_set::{RowSet, RowSetId, RowSetKind};
pub use text::{CodeListIx, RowText, Text, TextNode};
pub use truth::{Comparison, Equality, EqualityLink, Link, Logic, Subject, Tolerance, Truth, TruthNode};

use crate::form::FormId;
use crate::ruleset::{RuleId, Ruleset};

/// A ruleset ready to run: every name bound to a form, a block, a row set and a column.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The ruleset it was made from; `rules` runs parallel to [`Ruleset::rules`].
    pub ruleset: Ruleset,
    /// What to compute for each rule.
    pub rules: Vec<PlannedRule>,
    /// The order to run rules in: guards before what rests on them.
    pub order: Vec<RuleId>,
    /// Every set of rows that any rule speaks of, once each; bound to a report once per table shape.
    pub row_sets: Vec<RowSet>,
}

/// A rule ready to run.
#[derive(Debug, Clone)]
pub struct PlannedRule {
    /// The forms it speaks of, in the order met; the first gives the unit to show money in.
    pub forms: Vec<FormId>,
    /// The guards it rests on.
    pub guards: Vec<RuleId>,
    /// What to compute; `None` where the rule has errors and cannot run.
    pub body: Option<Body>,
}

impl Plan {
    /// A rule ready to run.
    #[must_use]
    pub fn rule(&self, rule: RuleId) -> Option<&PlannedRule> {
        self.rules.get(rule.index())
    }

    /// What to compute for a rule; `None` where it has errors and cannot run.
    #[must_use]
    pub fn body(&self, rule: RuleId) -> Option<&Body> {
        self.rule(rule)?.body.as_ref()
    }

    /// A set of rows.
    #[must_use]
    pub fn row_set(&self, set: RowSetId) -> Option<&RowSet> {
        self.row_sets.get(set.index())
    }
}
