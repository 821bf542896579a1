//! A plan bound to a report: which table is which form, which rows every row set means, every cell as an amount.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use rust_decimal::Decimal;

use super::FigureRef;
use super::failure::Failure;
use super::filled::FilledColumns;
use super::hierarchy::PartLayout;
use super::layout::{Layout, Rows};
use super::quantity::{Printed, Quantities, Quantity};
use super::shape::{self, Shape};
use super::short::{SetPlace, Shortcuts};
use crate::form::Form;
use crate::report::{Cell, Figure, Report, Table};
use crate::resolve::plan::{Plan, RowSetId};
use crate::value::{Amount, Kind};

/// Shapes kept: reports of one form have few, but every unit may use other codes, and memory must not grow with the
/// number of reports.
const MOST_SHAPES: usize = 128;
/// Hashes of shapes met once.
const MOST_MET: usize = 4096;

/// What one plan has found out once for all reports, shared by them and by threads: its shorter ways, and the shapes of tables of fixed
/// items that it has met, so that the rows of its row sets are worked out once for each. Tables by code seldom share a shape.
#[derive(Debug, Default)]
pub struct Shapes {
    known: RwLock<HashMap<u64, Vec<Known>>>,
    /// Those met once. What no second table has is not worth keeping.
    met: Mutex<HashSet<u64>>,
    shortcuts: OnceLock<Arc<Shortcuts>>,
}

/// A shape with its rows.
type Known = (Shape, Arc<Layout>);

impl Shapes {
    /// The shorter ways of the plan's rules.
    fn shortcuts(&self, plan: &Plan) -> Arc<Shortcuts> {
        Arc::clone(self.shortcuts.get_or_init(|| Arc::new(Shortcuts::of(plan))))
    }

    fn layout(&self, plan: &Plan, shortcuts: &Shortcuts, table: &Table) -> Arc<Layout> {
        let new = || Arc::new(Layout::new(plan, shortcuts.sets(table.form), table));
        // Tables by code seldom have the rows of another.
        if plan.ruleset.forms.get(table.form).is_none_or(is_coded) {
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
pub(super) struct BoundTable {
    layout: Arc<Layout>,
    /// For each part.
    pub(super) quantities: Vec<Quantities>,
    /// Five units of the last place of the coarsest figure, in 元. Worked out when first asked for.
    tail_cap: OnceLock<Option<Decimal>>,
}

/// The cells of a part in thousandths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'b> {
    pub(super) table: usize,
    pub(super) part: usize,
    quantities: &'b Quantities,
}

impl<'b> Field<'b> {
    /// What the cells of a column hold, row by row; `None` where there is no such column.
    pub(super) fn column(&self, column: usize) -> Option<&'b [Quantity]> {
        self.quantities.column(column)
    }

    /// Whether any cell holds a figure.
    pub(super) fn has_figures(&self) -> bool {
        self.quantities.have_figures()
    }

    /// Whether every cell is blank.
    pub(super) fn is_blank(&self) -> bool {
        self.quantities.are_blank()
    }

    /// Whether there is such a column and every cell of it is blank.
    pub(super) fn is_blank_column(&self, column: usize) -> bool {
        self.quantities.is_blank_column(column)
    }

    /// Half a unit of the last place of all figures of a column, in thousandths, where that is known.
    pub(super) fn half(&self, column: usize) -> Option<i64> {
        self.quantities.half(column)
    }

    /// The cell of a row and a column.
    pub(super) fn place(&self, row: usize, column: usize) -> FigureRef {
        FigureRef {
            table: self.table,
            part: self.part,
            row,
            column,
        }
    }
}

/// A plan bound to a report. Cheap to clone, so that other figures can be tried in it.
#[derive(Debug, Clone)]
pub(super) struct Binding<'r> {
    pub(super) report: &'r Report,
    tables: Arc<Vec<BoundTable>>,
    /// The shorter ways of the plan's rules.
    pub(super) shortcuts: Arc<Shortcuts>,
    /// The table of each form: the first where a report has several.
    form_tables: Vec<Option<usize>>,
    /// Figures put in the place of the report's, in the order of their cells.
    substitutes: Vec<(FigureRef, Amount)>,
}

impl<'r> Binding<'r> {
    pub(super) fn new(plan: &Plan, report: &'r Report, shapes: &Shapes) -> Self {
        let shortcuts = shapes.shortcuts(plan);
        let bound = |table| BoundTable::new(table, shapes.layout(plan, &shortcuts, table));
        let tables: Vec<BoundTable> = report.tables.iter().map(bound).collect();
        let form_tables = (0..plan.ruleset.forms.len())
            .map(|form| report.tables.iter().position(|table| table.form == form))
            .collect();
        Self {
            report,
            tables: Arc::new(tables),
            shortcuts,
            form_tables,
            substitutes: Vec::new(),
        }
    }

    /// Makes `table` the one that its form means from now on (a form may be 可重复).
    pub(super) fn use_table(&mut self, table: usize) {
        if let Some(form) = self.report.tables.get(table).map(|table| table.form)
            && let Some(slot) = self.form_tables.get_mut(form)
        {
            *slot = Some(table);
        }
    }

    /// The table of a form.
    pub(super) fn table(&self, form: usize) -> Option<usize> {
        self.form_tables.get(form).copied().flatten()
    }

    /// The rows of a set; `None` where the report lacks the table.
    pub(super) fn rows(&self, set: RowSetId) -> Option<&Rows> {
        self.rows_in_layout(set).map(|(_, _, rows)| rows)
    }

    /// The same with the layout they are in and their place there.
    pub(super) fn rows_in_layout(&self, set: RowSetId) -> Option<(&Arc<Layout>, usize, &Rows)> {
        let SetPlace { form, place, .. } = self.shortcuts.place(set)?;
        let layout = &self.tables.get(self.table(form)?)?.layout;
        Some((layout, place, layout.sets.get(place)?.as_ref()?))
    }

    /// The same with the cells of their part, under the condition of [`Self::field`].
    pub(super) fn rows_in_field(&self, set: RowSetId) -> Option<(Field<'_>, &Rows)> {
        self.substitutes.is_empty().then_some(())?;
        let SetPlace { form, block, place } = self.shortcuts.place(set)?;
        let table = self.table(form)?;
        let bound = self.tables.get(table)?;
        let rows = bound.layout.sets.get(place)?.as_ref()?;
        let field = Field {
            table,
            part: block,
            quantities: bound.quantities.get(block)?,
        };
        Some((field, rows))
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
        let part = self.report.tables.get(at.table);
        let cell = part.and_then(|table| table.parts.get(at.part)?.cell(at.row, at.column));
        match cell.map(|cell| &cell.figure) {
            Some(Figure::Blank) => Slot::Blank,
            Some(Figure::Number { value, half }) => {
                Amount::printed(*value, *half).map_or(Slot::Unreadable, Slot::Number)
            }
            Some(Figure::Unreadable(_)) => Slot::Unreadable,
            Some(Figure::Missing) | None => Slot::Missing,
        }
    }

    /// The cells of a part in thousandths; `None` while others stand in the place of some, which only slots show.
    pub(super) fn field(&self, table: usize, part: usize) -> Option<Field<'_>> {
        self.substitutes.is_empty().then_some(())?;
        let quantities = self.tables.get(table)?.quantities.get(part)?;
        Some(Field {
            table,
            part,
            quantities,
        })
    }

    /// These columns (with their parts, in order) of a table and how many figures they hold, if none of them is negative and all other cells are
    /// blank, as far as that is plain.
    pub(super) fn not_negative(&self, table: usize, columns: &[(usize, usize)]) -> Option<(FilledColumns, usize)> {
        self.substitutes.is_empty().then_some(())?;
        let quantities = &self.tables.get(table)?.quantities;
        let mut figures = 0;
        for (part, column) in columns {
            figures += quantities.get(*part)?.figures_not_negative(*column)?;
        }
        let filled = FilledColumns {
            tables: Arc::clone(&self.tables),
            table,
            columns: columns.into(),
        };
        Some((filled, figures))
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

    /// Five units of the last place of the coarsest figure in the form's table, in 元.
    pub(super) fn tail_cap(&self, plan: &Plan, form: usize) -> Option<Decimal> {
        let index = self.table(form)?;
        let (bound, table) = self.tables.get(index).zip(self.report.tables.get(index))?;
        *bound.tail_cap.get_or_init(|| {
            let place = last_place(plan, table, &bound.quantities);
            place.checked_mul(Decimal::from(5))
        })
    }
}

/// Whether rows of the form are told apart by code.
fn is_coded(form: &Form) -> bool {
    form.blocks.iter().any(|block| block.axis.coded().is_some())
}

impl BoundTable {
    fn new(table: &Table, layout: Arc<Layout>) -> Self {
        Self {
            layout,
            quantities: table.parts.iter().map(Quantities::of).collect(),
            tail_cap: OnceLock::new(),
        }
    }
}

/// One unit of the last place of the coarsest amount of money in a table, in 元.
fn last_place(plan: &Plan, table: &Table, quantities: &[Quantities]) -> Decimal {
    let form = plan.ruleset.forms.get(table.form);
    let mut coarsest = Decimal::ZERO;
    for (index, (part, quantities)) in table.parts.iter().zip(quantities).enumerate() {
        let block = form.and_then(|form| form.blocks.get(index));
        let columns = block.map(|block| block.columns.as_slice()).unwrap_or_default();
        let money = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.kind == Kind::Money);
        for (column, _) in money {
            match quantities.printed(column) {
                Printed::Nothing => {}
                Printed::Alike(half) => coarsest = coarsest.max(half),
                Printed::Variously => {
                    let cells = (0..part.rows.len()).filter_map(|row| part.cell(row, column));
                    coarsest = cells.filter_map(half).fold(coarsest, Decimal::max);
                }
            }
        }
    }
    let printed = coarsest.checked_mul(Decimal::TWO).filter(|place| !place.is_zero());
    let usual = || table.unit.to_yuan(Decimal::new(1, 2)).unwrap_or(Decimal::ONE);
    printed.unwrap_or_else(usual)
}

fn half(cell: &Cell) -> Option<Decimal> {
    match &cell.figure {
        Figure::Number { half, .. } => Some(*half),
        _ => None,
    }
}
