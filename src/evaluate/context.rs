//! Where an instance stands: the row and column at hand.

use super::FigureRef;
use super::bind::Binding;
use super::failure::Failure;
use crate::resolve::plan::{Column, Plan, Side};

/// The surroundings of an expression.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 'r> {
    pub(super) plan: &'c Plan,
    pub(super) binding: &'c Binding<'r>,
    /// The sides of 逐行.
    pub(super) sides: &'c [Side],
    /// The row of each side; `None` where it has none for the key at hand.
    pub(super) rows: &'c [Option<usize>],
    /// The column at hand of each side; empty without 逐列.
    pub(super) columns: &'c [usize],
}

impl Context<'_, '_> {
    pub(super) fn column(&self, column: Column) -> usize {
        match column {
            Column::At(index) => index,
            Column::Current(side) => self.columns.get(side).copied().unwrap_or(usize::MAX),
        }
    }

    /// The cell of the row at hand; `None` where the side has no such row, which then reads as blank.
    pub(super) fn row_cell(&self, side: usize, column: Column) -> Result<Option<FigureRef>, Failure> {
        let Some((of, row)) = self.sides.get(side).zip(self.rows.get(side)) else {
            return Ok(None);
        };
        let Some(table) = self.binding.table(of.form) else {
            let optional = self.plan.ruleset.forms.get(of.form).is_some_and(|form| form.optional);
            return if optional {
                Ok(None)
            } else {
                Err(Failure::Table(of.form))
            };
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
    pub(super) fn parent_cell(&self, side: usize, column: Column) -> Result<FigureRef, Failure> {
        let cell = self.row_cell(side, column)?.ok_or(Failure::NoParent)?;
        let part = self
            .binding
            .report
            .tables
            .get(cell.table)
            .and_then(|table| table.parts.get(cell.part));
        let row = part.and_then(|part| part.rows.get(cell.row)).ok_or(Failure::NoParent)?;
        if let Some(parent) = row.parent {
            return Ok(FigureRef { row: parent, ..cell });
        }
        let is_coded = matches!(row.key, crate::report::RowKey::Code { .. });
        let total = part.filter(|_| is_coded).and_then(|part| {
            let form = self.binding.report.tables.get(cell.table).map(|table| table.form)?;
            let axis = &self.plan.ruleset.forms.get(form)?.blocks.get(cell.part)?.axis;
            let totals = &axis.coded()?.totals;
            part.rows.iter().position(|row| match row.key {
                crate::report::RowKey::Total(index) => totals.get(index).is_some_and(|total| total.formula.is_none()),
                _ => false,
            })
        });
        total.map(|row| FigureRef { row, ..cell }).ok_or(Failure::NoParent)
    }

    /// The cell of the row at hand, and the rows of its children (of a total row, the top level); `None` where there is no
    /// such row.
    pub(super) fn children(&self, side: usize, column: Column) -> Result<Option<(FigureRef, &[usize])>, Failure> {
        let Some(cell) = self.row_cell(side, column)? else {
            return Ok(None);
        };
        let Some(layout) = self.binding.part(cell.table, cell.part) else {
            return Ok(None);
        };
        match layout.below(cell.row) {
            Ok(children) => Ok(Some((cell, children))),
            Err(twice) => Err(Failure::Duplicate(twice.map(|row| FigureRef { row, ..cell }).into())),
        }
    }
}
