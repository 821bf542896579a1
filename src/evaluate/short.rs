//! What of a plan can be decided in a shorter way: found once for all reports.

use super::called::Called;
use super::join::ItemNames;
use super::linear::Linear;
use crate::resolve::plan::{Body, Plan};

/// The shorter ways of a plan's rules.
#[derive(Debug, Default)]
pub(super) struct Shortcuts(Vec<Short>);

/// Those of a rule.
#[derive(Debug, Default)]
pub(super) struct Short {
    /// For each of its checks, the comparison of sums that it is; empty where none is to be had.
    pub(super) linears: Vec<Option<Linear>>,
    /// Its condition, where that only asks what rows are called.
    pub(super) called: Option<Called>,
    /// What its rows are joined by, where they are items joined by name.
    pub(super) items: Option<ItemNames>,
}

impl Shortcuts {
    pub(super) fn of(plan: &Plan) -> Self {
        let of_body = |body: &Option<Body>| match body {
            Some(Body::Checks { scope, when, checks }) => Short {
                linears: checks.iter().map(Linear::of).collect(),
                called: when.as_ref().and_then(Called::of),
                items: scope.rows.as_ref().and_then(|rows| ItemNames::of(plan, rows)),
            },
            _ => Short::default(),
        };
        Self(plan.rules.iter().map(|rule| of_body(&rule.body)).collect())
    }

    /// Those of the rule (index).
    pub(super) fn of_rule(&self, rule: usize) -> &Short {
        self.0.get(rule).unwrap_or(Short::NONE)
    }
}

impl Short {
    /// All is decided the long way.
    pub(super) const NONE: &Self = &Self {
        linears: Vec::new(),
        called: None,
        items: None,
    };
}
