//! Rows, columns and cells of a report by the names people use for them.

use std::sync::Arc;

use super::{FormNote, Place, ReportLabel, RowName, wording};
use crate::evaluate::Trace;
use crate::form::{Axis, Block, BlockIx, Column, ColumnIx, Form, FormId};
use crate::plan::Plan;
use crate::report::{Cell, Figure, FigureRef, Part, Report, Row, RowKey, RowRef, Table, TableIx};
use crate::source::{Origin, SourceMap};
use crate::value::{CellText, Kind};

/// What is needed to name things of a report.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub plan: &'a Plan,
    pub report: &'a Report,
    pub sources: &'a SourceMap,
}

impl<'a> View<'a> {
    pub fn table(self, table: TableIx) -> Option<&'a Table> {
        self.report.table(table)
    }

    pub fn part(self, table: TableIx, part: BlockIx) -> Option<&'a Part> {
        self.report.part(table, part)
    }

    pub fn row(self, row: RowRef) -> Option<&'a Row> {
        self.report.row(row)
    }

    pub fn cell(self, figure: FigureRef) -> Option<&'a Cell> {
        self.report.cell(figure)
    }

    pub fn form(self, table: TableIx) -> Option<&'a Form> {
        self.plan.ruleset.form(self.table(table)?.form)
    }

    pub fn block(self, table: TableIx, part: BlockIx) -> Option<&'a Block> {
        self.form(table)?.block(part)
    }

    pub fn column(self, table: TableIx, part: BlockIx, column: ColumnIx) -> Option<&'a Column> {
        self.block(table, part)?.column(column)
    }

    /// What a cell's figure is.
    pub fn kind(self, figure: FigureRef) -> Option<Kind> {
        let block = self.block(figure.table, figure.part)?;
        let item = match (&block.axis, self.row(figure.in_row())?.key) {
            (axis @ Axis::Items(_), RowKey::Item(item)) => axis.item(item).and_then(|item| item.kind),
            _ => None,
        };
        item.or_else(|| block.column(figure.column).map(|column| column.kind))
    }

    pub fn form_note(self, form: FormId) -> Option<FormNote> {
        let form = self.plan.ruleset.form(form)?;
        Some(FormNote {
            id: Arc::clone(&form.id),
            title: form.title().into(),
        })
    }

    /// `208 社会保障和就业支出`; empty for a record.
    pub fn row_label(self, row: RowRef) -> String {
        self.row_called(row).map(|name| name.to_string()).unwrap_or_default()
    }

    /// What a row is called: by the printed name, or the form's where nothing is printed.
    pub fn row_called(self, at: RowRef) -> Option<RowName<'a>> {
        let row = self.row(at)?;
        let declared = self.block(at.table, at.part).and_then(|block| match row.key {
            RowKey::Item(item) => block.axis.item(item).map(|item| &item.name),
            RowKey::Total(total) => block.axis.total(total).map(|total| &total.name),
            _ => None,
        });
        let name = match declared {
            Some(name) if row.name.is_empty() => &*name.text,
            _ => &row.name,
        };
        let code = row.code.as_deref();
        Some(RowName {
            code: code.filter(|_| matches!(row.key, RowKey::Code { .. })),
            name,
        })
    }

    /// `决算数.合计`; empty where the block has but one column.
    pub fn column_label(self, table: TableIx, part: BlockIx, column: ColumnIx) -> String {
        self.column(table, part, column).map(Column::path).unwrap_or_default()
    }

    /// A table, a block of it, or a column.
    pub fn scope_label(self, table: TableIx, part: Option<BlockIx>, column: Option<ColumnIx>) -> String {
        let form = self.form(table).map_or("", |form| &form.id);
        let block = part.and_then(|part| self.block(table, part));
        let block = block.and_then(|block| block.name.as_ref()).map(|name| &*name.text);
        let column = part
            .zip(column)
            .map(|(part, column)| self.column_label(table, part, column));
        wording::scope(form, block, column.as_deref())
    }

    /// Row and column of a cell, with the form's id in front: `06 公用经费合计`.
    pub fn cell_name(self, figure: FigureRef) -> String {
        let form = self.form(figure.table).map_or("", |form| &form.id);
        let row = self.row_label(figure.in_row());
        let only_column = self
            .block(figure.table, figure.part)
            .is_some_and(|block| block.columns.len() == 1);
        let column = if only_column && !row.is_empty() {
            String::new()
        } else {
            self.column_label(figure.table, figure.part, figure.column)
        };
        [form, &row, &column]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A row with the form's id in front: `02 合计`.
    pub fn row_name(self, figure: FigureRef) -> String {
        let form = self.form(figure.table).map_or("", |form| &form.id);
        let row = self.row_label(figure.in_row());
        format!("{form} {row}").trim().to_owned()
    }

    /// What a part of a rule is called.
    pub fn label_of(self, trace: &Trace) -> String {
        wording::label(self.plan, self.report, &trace.label)
    }

    pub fn place(self, origin: Origin, text: CellText) -> Place {
        Place::new(self.sources, origin, text)
    }

    /// A place as sentences name it: `第456行`, `公开06表!C7`; with its file where the report has several.
    pub fn whereabouts(self, origin: Origin) -> String {
        let place = self.place(origin, "".into());
        if self.report.files.len() > 1 {
            format!("{} {}", place.file, place.in_file())
        } else {
            place.in_file()
        }
    }

    /// Why a cell deserves a second look: what had to be done to read it, or why it cannot be read.
    pub fn note(self, cell: &Cell) -> Option<String> {
        match (&cell.repair, &cell.figure) {
            (Some(repair), _) => Some(repair.note.clone()),
            (None, Figure::Unreadable(reason)) => Some(reason.to_string()),
            _ => None,
        }
    }

    /// A cell as a place in the report.
    pub fn label(self, figure: FigureRef, value: &str) -> Option<ReportLabel> {
        let cell = self.cell(figure)?;
        Some(ReportLabel {
            place: self.place(cell.origin, cell.text.clone()),
            form: self
                .form(figure.table)
                .map(|form| Arc::clone(&form.id))
                .unwrap_or_default(),
            row: self.row_label(figure.in_row()),
            column: self.column_label(figure.table, figure.part, figure.column),
            value: value.to_owned(),
            note: self.note(cell),
            suspect: cell.repair.is_some() || !matches!(cell.figure, Figure::Number { .. }),
        })
    }

    /// How a cell without a number reads; `None` for a number.
    pub fn words(self, cell: &Cell) -> Option<&'static str> {
        match cell.figure {
            Figure::Number { .. } => None,
            Figure::Blank => Some(wording::BLANK),
            Figure::Unreadable(_) => Some(wording::UNREADABLE),
            Figure::Missing => Some(wording::MISSING),
        }
    }
}
