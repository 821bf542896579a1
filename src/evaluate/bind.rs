//! A plan bound to a report: which table is which form, which rows every row set means, every cell as an amount.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rust_decimal::Decimal;

use super::FigureRef;
use super::failure::Failure;
use super::layout::{self, Layout, PartLayout, Rows, Shape};
use crate::report::{Figure, Report, Table};
use crate::resolve::plan::{Plan, RowSetId};
use crate::value::Amount;

/// Shapes kept: reports of one form have few, but every unit may use other codes, and memory must not grow with the
/// number of reports.
const MOST_SHAPES: usize = 128;

/// The table shapes that one plan has met, so that the rows of its row sets are worked out once for each. Shared by all
/// reports, and by threads.
#[derive(Debug, Default)]
pub struct Shapes {
    known: RwLock<HashMap<u64, Vec<Known>>>,
}

/// A shape with its rows.
type Known = (Shape, Arc<Layout>);

impl Shapes {
    fn layout(&self, plan: &Plan, table: &Table) -> Arc<Layout> {
        let hash = layout::hash(table);
        // A thread that panicked leaves at worst a shape less.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let same = known
            .get(&hash)
            .and_then(|shapes| shapes.iter().find(|(shape, _)| shape.is_of(table)));
        if let Some((_, layout)) = same {
            return Arc::clone(layout);
        }
        drop(known);
        let layout = Arc::new(Layout::new(plan, table));
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

/// A cell ready to calculate with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Blank,
    Number(Amount),
    Unreadable,
    Missing,
}

/// A table ready to calculate with.
#[derive(Debug)]
struct BoundTable {
    layout: Arc<Layout>,
    /// Row-major, a list for each part.
    slots: Vec<Vec<Slot>>,
    /// For each part the columns that are blank in every row.
    blank_columns: Vec<Vec<bool>>,
    /// One unit of the last place of the coarsest figure in it.
    last_place: Decimal,
}

/// A plan bound to a report. Cheap to clone, so that other figures can be tried in it.
#[derive(Debug, Clone)]
pub(super) struct Binding<'r> {
    pub(super) report: &'r Report,
    tables: Arc<Vec<BoundTable>>,
    /// The table of each form: the first where a report has several.
    form_tables: Vec<Option<usize>>,
    /// The rows of each set, in the table of its form.
    sets: Arc<Vec<Option<Arc<Rows>>>>,
    /// Figures put in the place of the report's, in the order of their cells.
    substitutes: Vec<(FigureRef, Amount)>,
}

impl<'r> Binding<'r> {
    pub(super) fn new(plan: &Plan, report: &'r Report, shapes: &Shapes) -> Self {
        let tables: Vec<BoundTable> = report
            .tables
            .iter()
            .map(|table| BoundTable::new(plan, table, shapes.layout(plan, table)))
            .collect();
        let form_tables = (0..plan.ruleset.forms.len())
            .map(|form| report.tables.iter().position(|table| table.form == form))
            .collect();
        let sets = Arc::new(vec![None; plan.row_sets.len()]);
        let mut binding = Self {
            report,
            tables: Arc::new(tables),
            form_tables,
            sets,
            substitutes: Vec::new(),
        };
        for table in binding.form_tables.clone().into_iter().flatten() {
            binding.use_table(table);
        }
        binding
    }

    /// Makes `table` the one that its form means from now on (a form may be 可重复).
    pub(super) fn use_table(&mut self, table: usize) {
        let Some(bound) = self.tables.get(table) else { return };
        if let Some(form) = self.report.tables.get(table).map(|table| table.form)
            && let Some(slot) = self.form_tables.get_mut(form)
        {
            *slot = Some(table);
        }
        let sets = Arc::make_mut(&mut self.sets);
        for (id, rows) in &bound.layout.sets {
            if let Some(slot) = sets.get_mut(id.0 as usize) {
                *slot = Some(Arc::clone(rows));
            }
        }
    }

    /// The table of a form.
    pub(super) fn table(&self, form: usize) -> Option<usize> {
        self.form_tables.get(form).copied().flatten()
    }

    /// The rows of a set; `None` where the report lacks the table.
    pub(super) fn rows(&self, set: RowSetId) -> Option<&Rows> {
        self.sets.get(set.0 as usize).and_then(Option::as_deref)
    }

    /// The hierarchy of a part.
    pub(super) fn part(&self, table: usize, part: usize) -> Option<&PartLayout> {
        self.tables.get(table)?.layout.parts.get(part)
    }

    /// A cell as it is.
    pub(super) fn slot(&self, at: FigureRef) -> Slot {
        let found = self.substitutes.binary_search_by_key(&at, |(cell, _)| *cell);
        if let Some((_, amount)) = found.ok().and_then(|index| self.substitutes.get(index)) {
            return Slot::Number(*amount);
        }
        let columns = self
            .report
            .tables
            .get(at.table)
            .and_then(|table| table.parts.get(at.part));
        let Some(columns) = columns
            .map(|part| part.columns.len())
            .filter(|columns| at.column < *columns)
        else {
            return Slot::Missing;
        };
        let part = self.tables.get(at.table).and_then(|table| table.slots.get(at.part));
        part.and_then(|slots| slots.get(at.row * columns + at.column))
            .copied()
            .unwrap_or(Slot::Missing)
    }

    /// Whether the column of this cell is blank in every row.
    pub(super) fn is_blank_column(&self, at: FigureRef) -> bool {
        let columns = self
            .tables
            .get(at.table)
            .and_then(|table| table.blank_columns.get(at.part));
        self.substitutes.is_empty() && columns.and_then(|columns| columns.get(at.column)) == Some(&true)
    }

    /// A cell as a number.
    pub(super) fn amount(&self, at: FigureRef) -> Result<Amount, Failure> {
        match self.slot(at) {
            Slot::Number(amount) => Ok(amount),
            Slot::Blank => Ok(Amount::BLANK),
            Slot::Unreadable => Err(Failure::Unreadable(at)),
            Slot::Missing => {
                let form = self.report.tables.get(at.table).map_or(usize::MAX, |table| table.form);
                Err(Failure::Column(form, at.part, at.column))
            }
        }
    }

    /// Puts other values in the place of cells.
    pub(super) fn substitute(&mut self, substitutes: &[(FigureRef, Amount)]) {
        self.substitutes = substitutes.to_vec();
        self.substitutes.sort_by_key(|(cell, _)| *cell);
    }

    /// One unit of the last place of the coarsest figure in the form's table, in 元.
    pub(super) fn last_place(&self, form: usize) -> Option<Decimal> {
        self.table(form)
            .and_then(|table| self.tables.get(table))
            .map(|table| table.last_place)
    }
}

impl BoundTable {
    fn new(plan: &Plan, table: &Table, layout: Arc<Layout>) -> Self {
        let mut coarsest = Decimal::ZERO;
        let mut slots = Vec::with_capacity(table.parts.len());
        let mut blank_columns = Vec::with_capacity(table.parts.len());
        for (index, part) in table.parts.iter().enumerate() {
            let block = plan
                .ruleset
                .forms
                .get(table.form)
                .and_then(|form| form.blocks.get(index));
            let width = part.columns.len().max(1);
            let mut of_part = Vec::with_capacity(part.cells.len());
            let mut blank = vec![true; width];
            for (at, cell) in part.cells.iter().enumerate() {
                if let Some(blank) = blank.get_mut(at % width) {
                    *blank &= cell.figure == Figure::Blank;
                }
                of_part.push(match &cell.figure {
                    Figure::Blank => Slot::Blank,
                    Figure::Missing => Slot::Missing,
                    Figure::Unreadable(_) => Slot::Unreadable,
                    Figure::Number { value, half } => {
                        let column = block.and_then(|block| block.columns.get(at % width));
                        if column.is_some_and(|column| column.kind == crate::value::Kind::Money) {
                            coarsest = coarsest.max(*half);
                        }
                        Amount::printed(*value, *half).map_or(Slot::Unreadable, Slot::Number)
                    }
                });
            }
            slots.push(of_part);
            blank_columns.push(blank);
        }
        let printed = coarsest.checked_mul(Decimal::TWO).filter(|place| !place.is_zero());
        let usual = || table.unit.to_yuan(Decimal::new(1, 2)).unwrap_or(Decimal::ONE);
        Self {
            layout,
            slots,
            blank_columns,
            last_place: printed.unwrap_or_else(usual),
        }
    }
}
