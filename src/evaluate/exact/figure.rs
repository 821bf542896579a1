//! Figures and lists to the cells they mean.

use super::{Context, Result};
use crate::evaluate::Failure;
use crate::evaluate::bind::Slot;
use crate::plan::{Column, Figure, List, ListRows, RowSetId, SideIx};
use crate::report::{FigureRef, RowIx, RowKey};
use crate::value::{Amount, Kind};

/// The cells of a list: one of them, and the rows that they stand in.
#[derive(Clone, Copy)]
pub(in crate::evaluate) struct Cells<'c> {
    cell: FigureRef,
    rows: &'c [RowIx],
}

impl Cells<'_> {
    /// The cells in order.
    pub(in crate::evaluate) fn iter(&self) -> impl ExactSizeIterator<Item = FigureRef> {
        let cell = self.cell;
        self.rows.iter().map(move |row| FigureRef { row: *row, ..cell })
    }

    /// Whether there are none.
    pub(in crate::evaluate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<'c> Context<'c, '_> {
    /// The cell that a figure means; `None` where it reads as blank because there is no such row.
    pub(in crate::evaluate) fn cell(&self, figure: Figure) -> Result<Option<FigureRef>> {
        match figure {
            Figure::Single { rows, column, lenient } => {
                let found = self.single_cell(rows, column)?;
                match found {
                    Some(cell) if lenient && matches!(self.binding.slot(cell), Slot::Missing) => Ok(None),
                    Some(cell) => Ok(Some(cell)),
                    None if lenient => Ok(None),
                    None => Err(Failure::Row(rows)),
                }
            }
            Figure::OfRow { side, column } => self.row_cell(side, column),
            Figure::OfParent { side, column } => self.parent_cell(side, column).map(Some),
        }
    }

    /// The amount of a figure.
    pub(super) fn amount(&self, figure: Figure) -> Result<Amount> {
        self.cell(figure)?
            .map_or(Ok(Amount::BLANK), |cell| self.binding.amount(cell))
    }

    /// The cells of a list.
    pub(in crate::evaluate) fn cells(&self, list: &List) -> Result<Cells<'c>> {
        let nothing = Cells {
            cell: FigureRef::default(),
            rows: &[],
        };
        let found = match list.rows {
            ListRows::Set(rows) => self.set(rows, list.column)?,
            ListRows::Children(side) => self.children(side, list.column)?,
        };
        Ok(found.unwrap_or(nothing))
    }

    /// What a cell measures: an item may say so of its own.
    pub(in crate::evaluate) fn kind_of(&self, cell: FigureRef) -> Kind {
        let form = self.binding.report.table(cell.table).map(|table| table.form);
        let block = form.and_then(|form| self.plan.ruleset.form(form)?.block(cell.part));
        let item = match self.binding.report.row(cell.in_row()).map(|row| row.key) {
            Some(RowKey::Item(item)) => block.and_then(|block| block.axis.item(item)?.kind),
            _ => None,
        };
        let column = || {
            block
                .and_then(|block| block.column(cell.column))
                .map(|column| column.kind)
        };
        item.or_else(column).unwrap_or(Kind::Money)
    }

    fn single_cell(&self, set: RowSetId, column: Column) -> Result<Option<FigureRef>> {
        let Some(Cells { cell, rows }) = self.cells_of(set, column)? else {
            return Ok(None);
        };
        let at = |row: RowIx| FigureRef { row, ..cell };
        match rows {
            [] => Ok(None),
            [row] => Ok(Some(at(*row))),
            several => Err(Failure::Duplicate(several.iter().map(|row| at(*row)).collect())),
        }
    }

    /// The cells of a set of rows, none of which counts twice.
    fn set(&self, set: RowSetId, column: Column) -> Result<Option<Cells<'c>>> {
        let found = self.cells_of(set, column)?;
        if let Some(cells) = found
            && self.binding.rows(set).is_some_and(|rows| rows.duplicated)
        {
            return Err(Failure::Duplicate(cells.iter().collect()));
        }
        Ok(found)
    }

    fn cells_of(&self, set: RowSetId, column: Column) -> Result<Option<Cells<'c>>> {
        let Some(declared) = self.plan.row_set(set) else {
            return Ok(None);
        };
        let cell = FigureRef {
            table: self.binding.table(declared.table)?,
            part: declared.block,
            row: RowIx::default(),
            column: self.column(column),
        };
        let rows = self.binding.rows(set).map(|rows| rows.rows.as_slice());
        Ok(rows.map(|rows| Cells { cell, rows }))
    }

    /// The cell of the row at hand; `None` where the side has no such row, which then reads as blank.
    pub(in crate::evaluate) fn row_cell(&self, side: SideIx, column: Column) -> Result<Option<FigureRef>> {
        let Some((of, row)) = self.side(side).zip(self.rows.get(side.index())) else {
            return Ok(None);
        };
        let table = match self.binding.table(of.table) {
            Ok(table) => table,
            Err(failure) => {
                let form = self.plan.ruleset.form(of.table.form);
                let optional = form.is_some_and(|form| form.optional);
                return if optional { Ok(None) } else { Err(failure) };
            }
        };
        let column = self.column(column);
        Ok(row.map(|row| FigureRef {
            table,
            part: of.block,
            row,
            column,
        }))
    }

    /// The cell of the parent of the row at hand: of a top-level row, the plain total.
    fn parent_cell(&self, side: SideIx, column: Column) -> Result<FigureRef> {
        let cell = self.row_cell(side, column)?.ok_or(Failure::NoParent)?;
        let report = self.binding.report;
        let row = report.row(cell.in_row()).ok_or(Failure::NoParent)?;
        if let Some(parent) = row.parent {
            return Ok(FigureRef { row: parent, ..cell });
        }
        let is_coded = matches!(row.key, RowKey::Code { .. });
        let table = report.table(cell.table).filter(|_| is_coded).ok_or(Failure::NoParent)?;
        let block = self
            .plan
            .ruleset
            .form(table.form)
            .and_then(|form| form.block(cell.part));
        let coded = block.and_then(|block| block.axis.coded()).ok_or(Failure::NoParent)?;
        let is_plain_total = |key: RowKey| matches!(key, RowKey::Total(total) if coded.is_plain_total(total));
        let mut rows = table.part(cell.part).ok_or(Failure::NoParent)?.numbered_rows();
        let total = rows.find(|(_, row)| is_plain_total(row.key));
        total.map(|(row, _)| FigureRef { row, ..cell }).ok_or(Failure::NoParent)
    }

    /// The cells of the children of the row at hand (of a total row, of the top level); `None` where there is no such row.
    pub(in crate::evaluate) fn children(&self, side: SideIx, column: Column) -> Result<Option<Cells<'c>>> {
        let Some(cell) = self.row_cell(side, column)? else {
            return Ok(None);
        };
        let Some(layout) = self.binding.part(cell.table, cell.part) else {
            return Ok(None);
        };
        match layout.below(cell.row) {
            Ok(rows) => Ok(Some(Cells { cell, rows })),
            Err(twice) => Err(Failure::Duplicate(twice.map(|row| FigureRef { row, ..cell }).into())),
        }
    }
}
