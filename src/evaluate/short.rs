//! What of a plan can be decided in a shorter way: found once for all reports.

use super::called::Called;
use super::linear::Linear;
use crate::resolve::plan::{Body, Plan, RowSet, RowSetId};

/// The shorter ways of a plan.
#[derive(Debug, Default)]
pub(super) struct Shortcuts {
    rules: Vec<Short>,
    /// For each form, its row sets in order.
    sets: Vec<Vec<RowSetId>>,
    /// For each row set, where it is found.
    places: Vec<SetPlace>,
}

/// Where the rows of a row set are found.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetPlace {
    pub(super) form: usize,
    pub(super) block: usize,
    /// Its place among the row sets of the form.
    pub(super) place: usize,
}

/// Those of a rule.
#[derive(Debug, Default)]
pub(super) struct Short {
    /// For each of its checks, the comparison of sums that it is; empty where none is to be had.
    pub(super) linears: Vec<Option<Linear>>,
    /// Its condition, where that only asks what rows are called.
    pub(super) called: Option<Called>,
}

impl Shortcuts {
    pub(super) fn of(plan: &Plan) -> Self {
        let of_body = |body: &Option<Body>| match body {
            Some(Body::Checks { when, checks, .. }) => Short {
                linears: checks.iter().map(Linear::of).collect(),
                called: when.as_ref().and_then(Called::of),
            },
            _ => Short::default(),
        };
        let mut sets = vec![Vec::new(); plan.ruleset.forms.len()];
        let place = |(index, set): (usize, &RowSet)| {
            let id = RowSetId(u32::try_from(index).unwrap_or(u32::MAX));
            let place = sets.get_mut(set.form).map_or(usize::MAX, |of_form| {
                of_form.push(id);
                of_form.len() - 1
            });
            let (form, block) = (set.form, set.block);
            SetPlace { form, block, place }
        };
        let places = plan.row_sets.iter().enumerate().map(place).collect();
        Self {
            places,
            rules: plan.rules.iter().map(|rule| of_body(&rule.body)).collect(),
            sets,
        }
    }

    /// Those of the rule (index).
    pub(super) fn of_rule(&self, rule: usize) -> &Short {
        self.rules.get(rule).unwrap_or(Short::NONE)
    }

    /// The row sets of a form in order.
    pub(super) fn sets(&self, form: usize) -> &[RowSetId] {
        self.sets.get(form).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the rows of a row set are found.
    pub(super) fn place(&self, set: RowSetId) -> Option<SetPlace> {
        self.places.get(set.0 as usize).copied()
    }
}

impl Short {
    /// All is decided the long way.
    pub(super) const NONE: &Self = &Self {
        linears: Vec::new(),
        called: None,
    };
}
