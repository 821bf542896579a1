//! Layouts kept for table shapes met before, over all reports and threads.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::places::Places;
use super::row_layout::RowLayout;
use super::shape::{self, Shape};
use crate::form::Form;
use crate::plan::Plan;
use crate::report::Table;

/// Shapes kept: reports of one form have few, but every unit may use other codes, and memory must not grow with the
/// number of reports.
const MOST_SHAPES: usize = 128;
/// Hashes of shapes met once.
const MOST_MET: usize = 4096;

/// The shapes of tables of fixed items that were met, so that the rows of row sets are worked out once for each. Tables by code seldom
/// share a shape.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Shapes {
    known: RwLock<HashMap<u64, Vec<Known>>>,
    /// Those met once. What no second table has is not worth keeping.
    met: Mutex<HashSet<u64>>,
}

/// A shape with its rows.
type Known = (Shape, Arc<RowLayout>);

impl Shapes {
    /// The layout of a table.
    pub(super) fn layout(&self, plan: &Plan, places: &Places, table: &Table) -> Arc<RowLayout> {
        let new = || Arc::new(RowLayout::new(plan, places.sets(table.form), table));
        // Tables by code seldom have the rows of another.
        if plan.ruleset.form(table.form).is_none_or(is_coded) {
            return new();
        }
        let hash = shape::hash(table);
        // A thread that panicked leaves at worst a shape less.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let same = known
            .get(&hash)
            .and_then(|shapes| shapes.iter().find(|(shape, _)| shape.is_of(table)));
        if let Some((_, layout)) = same {
            return Arc::clone(layout);
        }
        drop(known);
        let layout = new();
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.len() >= MOST_MET {
            met.clear();
        }
        if met.insert(hash) {
            return layout;
        }
        drop(met);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_SHAPES {
            known.clear();
        }
        known
            .entry(hash)
            .or_default()
            .push((Shape::of(table), Arc::clone(&layout)));
        layout
    }
}

/// Whether rows of the form are told apart by code.
fn is_coded(form: &Form) -> bool {
    form.blocks.iter().any(|block| block.axis.coded().is_some())
}
