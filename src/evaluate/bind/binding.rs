//! A plan bound to a report: which table is which form, which rows every row set means, what every cell holds.

use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;

use super::hierarchy::PartLayout;
use super::last_place;
use super::places::{Places, RowSetPlace};
use super::row_layout::{RowLayout, Rows};
use super::shapes::Shapes;
use crate::evaluate::Failure;
use crate::form::{BlockIx, FormId};
use crate::plan::{Plan, Role, RowSetId, TableRef};
use crate::report::{Figure, FigureRef, Report, Table, TableIx};
use crate::value::Amount;

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) enum Slot {
    Blank,
    Number(Amount),
    Unreadable,
    Missing,
}

/// What is known of a table once it is bound.
#[derive(Debug)]
struct BoundTable {
    layout: Arc<RowLayout>,
    /// One unit of the last place of the coarsest figure, in 元. Worked out when first asked for.
    last_place: OnceLock<Decimal>,
}

/// A plan bound to a report. Cheap to clone, so that other figures can be tried in it.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Binding<'r> {
    pub(in crate::evaluate) report: &'r Report,
    places: &'r Places,
    tables: Arc<[BoundTable]>,
    /// The table of each form: the first where a report has several.
    form_tables: Arc<[Option<TableIx>]>,
    /// Figures put in the place of the report's, in the order of their cells.
    substitutes: Vec<(FigureRef, Amount)>,
}

impl<'r> Binding<'r> {
    pub(in crate::evaluate) fn new(plan: &Plan, places: &'r Places, shapes: &Shapes, report: &'r Report) -> Self {
        let bound = |table: &Table| BoundTable {
            layout: shapes.layout(plan, places, table),
            last_place: OnceLock::new(),
        };
        let mut form_tables = vec![None; plan.ruleset.forms.len()];
        for (at, table) in report.numbered_tables() {
            if let Some(slot) = form_tables.get_mut(table.form.index()) {
                slot.get_or_insert(at);
            }
        }
        Self {
            report,
            places,
            tables: report.tables.iter().map(bound).collect(),
            form_tables: form_tables.into(),
            substitutes: Vec::new(),
        }
    }

    /// Makes `table` the one that its form means from now on (a form may be 可重复).
    pub(in crate::evaluate) fn use_table(&mut self, table: TableIx) {
        let form = self.report.table(table).map(|table| table.form);
        let slots = Arc::make_mut(&mut self.form_tables);
        if let Some(slot) = form.and_then(|form| slots.get_mut(form.index())) {
            *slot = Some(table);
        }
    }

    /// The table of a form in the report that is checked.
    pub(in crate::evaluate) fn own_table(&self, form: FormId) -> Option<TableIx> {
        self.form_tables.get(form.index()).copied().flatten()
    }

    /// A table that is there.
    pub(in crate::evaluate) fn table(&self, table: TableRef) -> Result<TableIx, Failure> {
        match table.role {
            Role::Own => self.own_table(table.form).ok_or(Failure::Table(table.form)),
            // No other report is at hand yet.
            Role::LastYear | Role::Budget | Role::Subordinates | Role::Narrative => Err(Failure::Report(table.role)),
        }
    }

    /// The rows of a set; `None` where they are not to be had.
    pub(in crate::evaluate) fn rows(&self, set: RowSetId) -> Option<&Rows> {
        self.rows_in_layout(set).map(|(_, _, rows)| rows)
    }

    /// The same with the layout they are in and their place there.
    pub(super) fn rows_in_layout(&self, set: RowSetId) -> Option<(&Arc<RowLayout>, usize, &Rows)> {
        let RowSetPlace { form, place, .. } = self.places.of_set(set)?;
        let layout = &self.tables.get(self.own_table(form)?.index())?.layout;
        Some((layout, place, layout.sets.get(place)?.as_ref()?))
    }

    /// The same with the table and the part they are in.
    pub(in crate::evaluate) fn rows_in_part(&self, set: RowSetId) -> Option<(TableIx, BlockIx, &Rows)> {
        let RowSetPlace { form, block, place } = self.places.of_set(set)?;
        let table = self.own_table(form)?;
        let rows = self.tables.get(table.index())?.layout.sets.get(place)?.as_ref()?;
        Some((table, block, rows))
    }

    /// The hierarchy of a part.
    pub(in crate::evaluate) fn part(&self, table: TableIx, part: BlockIx) -> Option<&PartLayout> {
        self.tables.get(table.index())?.layout.parts.get(part.index())
    }

    /// A cell as it is.
    pub(in crate::evaluate) fn slot(&self, at: FigureRef) -> Slot {
        let found = self.substitutes.binary_search_by_key(&at, |(cell, _)| *cell);
        if let Some((_, amount)) = found.ok().and_then(|index| self.substitutes.get(index)) {
            return Slot::Number(*amount);
        }
        match self.report.cell(at).map(|cell| &cell.figure) {
            Some(Figure::Blank) => Slot::Blank,
            Some(Figure::Number { value, half }) => {
                Amount::printed(*value, *half).map_or(Slot::Unreadable, Slot::Number)
            }
            Some(Figure::Unreadable(_)) => Slot::Unreadable,
            Some(Figure::Missing) | None => Slot::Missing,
        }
    }

    /// A cell as a number.
    pub(in crate::evaluate) fn amount(&self, at: FigureRef) -> Result<Amount, Failure> {
        match self.slot(at) {
            Slot::Number(amount) => Ok(amount),
            Slot::Blank => Ok(Amount::BLANK),
            Slot::Unreadable => Err(Failure::Unreadable(at)),
            Slot::Missing => {
                let form = self
                    .report
                    .table(at.table)
                    .map_or(FormId::new(usize::MAX), |table| table.form);
                Err(Failure::Column(form, at.part, at.column))
            }
        }
    }

    /// The cells of a table that hold something.
    pub(in crate::evaluate) fn filled_cells(&self, table: TableIx) -> impl Iterator<Item = FigureRef> + '_ {
        let parts = self.report.table(table).into_iter().flat_map(Table::numbered_parts);
        parts.flat_map(move |(part, of)| {
            of.row_indices().flat_map(move |row| {
                let cells = of.column_indices().map(move |column| FigureRef {
                    table,
                    part,
                    row,
                    column,
                });
                cells.filter(|cell| matches!(self.slot(*cell), Slot::Number(_) | Slot::Unreadable))
            })
        })
    }

    /// Whether any cell of a table holds something.
    pub(in crate::evaluate) fn is_filled(&self, table: TableIx) -> bool {
        let cells = self.report.table(table).into_iter().flat_map(|table| &table.parts);
        let mut cells = cells.flat_map(|part| &part.cells);
        cells.any(|cell| matches!(cell.figure, Figure::Number { .. } | Figure::Unreadable(_)))
            || self.substitutes.iter().any(|(cell, _)| cell.table == table)
    }

    /// Puts other values in the place of cells.
    pub(in crate::evaluate) fn substitute(&mut self, substitutes: &[(FigureRef, Amount)]) {
        self.substitutes = substitutes.to_vec();
        self.substitutes.sort_by_key(|(cell, _)| *cell);
    }

    /// Five units of the last place of the coarsest figure in the form's table, in 元.
    pub(in crate::evaluate) fn tail_cap(&self, plan: &Plan, form: FormId) -> Option<Decimal> {
        let index = self.own_table(form)?;
        let (bound, table) = self.tables.get(index.index()).zip(self.report.table(index))?;
        let place = bound
            .last_place
            .get_or_init(|| last_place::coarsest(plan, table, |_, _| None));
        place.checked_mul(Decimal::from(5))
    }

    /// Tells the last place of a table's coarsest figure where it has been found out in passing.
    pub(in crate::evaluate) fn know_last_place(&self, table: TableIx, place: Decimal) {
        if let Some(bound) = self.tables.get(table.index()) {
            let _ = bound.last_place.set(place);
        }
    }
}
