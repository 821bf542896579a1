//! Where the rows of row sets are found: worked out once for a plan.

use crate::form::{BlockIx, FormId};
use crate::plan::{Plan, Role, RowSetId};

/// Where the rows of a plan's row sets are found.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Places {
    /// For each form, the row sets of its table in the report that is checked, in order.
    sets: Vec<Vec<RowSetId>>,
    /// For each row set; `None` where it is of another report.
    places: Vec<Option<RowSetPlace>>,
}

/// Where the rows of a row set are found.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct RowSetPlace {
    pub(in crate::evaluate) form: FormId,
    pub(in crate::evaluate) block: BlockIx,
    /// Its place among the row sets of the form.
    pub(in crate::evaluate) place: usize,
}

impl Places {
    pub(in crate::evaluate) fn of(plan: &Plan) -> Self {
        let mut sets = vec![Vec::new(); plan.ruleset.forms.len()];
        let numbered = plan.row_sets.iter().enumerate();
        let places = numbered.map(|(index, set)| {
            let own = set.table.role == Role::Own;
            let of_form: &mut Vec<RowSetId> = sets.get_mut(set.table.form.index()).filter(|_| own)?;
            of_form.push(RowSetId::new(index));
            Some(RowSetPlace {
                form: set.table.form,
                block: set.block,
                place: of_form.len() - 1,
            })
        });
        let places = places.collect();
        Self { sets, places }
    }

    /// The row sets of a form in order.
    pub(in crate::evaluate) fn sets(&self, form: FormId) -> &[RowSetId] {
        self.sets.get(form.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the rows of a row set are found; `None` where it is of another report.
    pub(in crate::evaluate) fn of_set(&self, set: RowSetId) -> Option<RowSetPlace> {
        self.places.get(set.index()).copied().flatten()
    }
}
