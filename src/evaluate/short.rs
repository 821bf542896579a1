//! What of a plan can be decided in a shorter way: found once for all reports.

use super::called::Called;
use super::join::ItemNames;
use super::linear::Linear;
use crate::resolve::plan::{Body, Plan, RowSet, RowSetId};

/// The shorter ways of a plan.
#[derive(Debug, Default)]
pub(super) struct Shortcuts {
    rules: Vec<Short>,
    /// For each form, its row sets in order.
    sets: Vec<Vec<RowSetId>>,
    /// For each row set, its form and its place among those of the form.
    places: Vec<(usize, usize)>,
}

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
        let mut sets = vec![Vec::new(); plan.ruleset.forms.len()];
        let place = |(index, set): (usize, &RowSet)| {
            let of_form = sets.get_mut(set.form)?;
            of_form.push(RowSetId(u32::try_from(index).unwrap_or(u32::MAX)));
            Some((set.form, of_form.len() - 1))
        };
        let places = plan.row_sets.iter().enumerate().map(place);
        let nowhere = (usize::MAX, usize::MAX);
        Self {
            places: places.map(|place| place.unwrap_or(nowhere)).collect(),
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

    /// The form of a row set and its place among those of the form.
    pub(super) fn place(&self, set: RowSetId) -> Option<(usize, usize)> {
        self.places.get(set.0 as usize).copied()
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
