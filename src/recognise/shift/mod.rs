//! Rows that have lost blank cells, as scanners lose them: which cell belongs to which column.
//!
//! Nothing is guessed: rows of one page with as many cells have lost the same columns, and every choice of columns that
//! the keys of the rows allow is tried against the sums that the form declares. What all tenable choices agree on is
//! taken; the rest cannot be read.

mod choice;
mod constraint;
mod doubt;
mod solve;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

pub(super) use constraint::{SumRow, SummedCell, sums};
pub(super) use solve::{Addend, Lookups, Placements, Verdict, solve};

use super::column_groups::GridLayout;
use super::header_run::HeaderRun;
use super::line::GridRowRef;
use super::partial_table::Open;
use super::row_view::Placement;
use super::vocabulary::Vocabulary;
use crate::form::Form;

/// Rows of one page that have lost as many cells.
pub(super) struct Group<'d> {
    /// The rows.
    pub rows: Vec<GridRowRef<'d>>,
    /// Where their cells may belong; at least one.
    pub choices: Vec<Choice>,
    /// Cells lost.
    pub lost: usize,
    /// Whether there were several ways to place what is not blank, before the keys of the rows were asked.
    pub in_doubt: bool,
    /// Whether there were too many ways to try.
    pub given_up: bool,
    /// The columns they belong to.
    pub layout: Arc<GridLayout>,
    /// The choice that is taken if nothing speaks against it: the one that moves nothing.
    pub preferred: Option<usize>,
}

impl Group<'_> {
    /// Takes the choice that moves nothing unless the sums speak against it.
    pub fn prefer_natural(&mut self) {
        let filled = |at: &usize| {
            let cell = |row: &GridRowRef<'_>| row.row.cells.get(*at).is_some_and(|cell| !cell.text.is_empty());
            self.rows.iter().any(cell)
        };
        let filled: Vec<usize> = (0..self.layout.width).filter(filled).collect();
        let stays = |choice: &Choice| filled.iter().all(|at| choice.columns.get(*at) == Some(at));
        if let Some(at) = self.choices.iter().position(stays) {
            self.choices.swap(0, at);
            self.preferred = Some(0);
        } else if self.choices.len() == 1 {
            self.preferred = Some(0);
        }
    }
}

/// One way to place the cells of a group.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// Which cell stands in which column.
    pub placement: Rc<Placement>,
    /// Which column each cell goes to.
    pub columns: Vec<usize>,
}

impl Choice {
    fn new(placement: Placement) -> Self {
        let columns = placement
            .iter()
            .enumerate()
            .filter_map(|(column, cell)| cell.map(|_| column));
        Self {
            columns: columns.collect(),
            placement: Rc::new(placement),
        }
    }
}

/// Looks at cells in all groups of a run; past them rows are not placed any more.
const MOST_WORK: usize = 50_000_000;

/// The rows of a run that have lost cells, in groups, and where each of them (by its index) is.
pub(super) fn groups<'d>(
    form: &Form,
    words: &Vocabulary,
    run: &HeaderRun<'d>,
) -> (Vec<Group<'d>>, BTreeMap<usize, Open>) {
    let layout = &run.layout;
    let mut by_shape: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, row) in run.rows.iter().enumerate() {
        let cells = row.row.cells.len();
        // A lone text is the title of a section.
        if cells < layout.width && row.filled().nth(1).is_some() {
            by_shape.entry((row.grid, cells)).or_default().push(at);
        }
    }
    let mut work = MOST_WORK;
    let mut groups = Vec::new();
    let mut places = BTreeMap::new();
    for ((_, cells), at) in by_shape {
        let rows: Vec<GridRowRef<'d>> = at.iter().filter_map(|at| run.rows.get(*at)).copied().collect();
        let found = choice::choices(form, words, layout, &rows, cells, &mut work);
        for (row, at) in at.into_iter().enumerate() {
            places.insert(
                at,
                Open {
                    group: groups.len(),
                    row,
                },
            );
        }
        groups.push(Group {
            rows,
            choices: found.choices,
            lost: layout.width - cells,
            in_doubt: found.in_doubt,
            given_up: found.given_up,
            layout: Arc::clone(layout),
            preferred: None,
        });
    }
    (groups, places)
}
