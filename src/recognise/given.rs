//! Tables given in a rule's test.

use std::collections::BTreeSet;

use super::assemble::assemble;
use super::column_groups::GridLayout;
use super::header::Header;
use super::header_run::HeaderRun;
use super::line::GridRowRef;
use super::partial_table::{self, LostCells, Situation};
use super::remarks;
use super::sample::Sample;
use super::shift::Lookups;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Checked, Diagnostic, codes::recognise as codes, did_you_mean};
use crate::form::{Form, FormId};
use crate::read::Grid;
use crate::report::{FoundBy, Table, UnitSource};
use crate::source::{Origin, SourceId, Span};

/// The table that `grid` gives as `form`, which is the form of index `form_index`.
///
/// The first row holds the headers: names of figure columns (their paths, aliases and 栏次 too), and whatever of code,
/// name and 行次 the rows are told apart by (`科目代码`, `科目名称`, `项目`, `行次`). Columns that it leaves out are
/// missing. Money is in the form's unit. A form with blocks takes them side by side or one below the other, each under a row
/// with its name.
#[must_use]
pub fn given_table(form_index: usize, form: &Form, grid: &Grid) -> Checked<Table> {
    let words = Vocabulary::new(form);
    let rows: Vec<GridRowRef<'_>> = grid
        .rows
        .iter()
        .map(|row| GridRowRef { grid: 0, row })
        .filter(|row| row.row.cells.iter().any(|cell| !cell.text.is_empty()))
        .collect();
    let (head, body) = rows.split_at(rows.len().min(1));
    let header = Header {
        names: head,
        shared: None,
        numbers: None,
    };
    let mut columns = header.columns(&words);
    for column in &mut columns {
        // A test may call a column by its path or its 栏次.
        column.parts = column.printed.split(['.', '。']).map(crate::value::normalise).collect();
        column.carried.clear();
        let number = column.printed.strip_prefix('栏').unwrap_or(&column.printed);
        column.number = number.parse().ok().filter(|number| words.numbers.contains(number));
    }
    // The writer of a test says which column is which.
    let layout = GridLayout::new(form, columns, &Sample::new(&words, body)).without_positions(form);
    let mut diagnostics = unknown_headers(form, &layout, head);
    let origin = head
        .first()
        .map_or(Origin::Text(Span::new(SourceId(0), 0, 0)), |row| row.row.origin);
    let run = HeaderRun {
        layout: layout.into(),
        rows: body.to_vec(),
    };
    let situation = Situation {
        words: &words,
        lost: LostCells::None,
        unit: None,
    };
    let mut partial = partial_table::find_rows(form, vec![run], &situation);
    partial.order();
    let parts = assemble(form, &mut partial, form.unit, None, &mut Lookups::default()).parts;
    let own = std::mem::take(&mut partial.diagnostics);
    diagnostics.extend(
        own.into_iter()
            .filter(|diagnostic| diagnostic.code != &codes::SURPLUS_COLUMN),
    );
    diagnostics.extend(remarks::figures(form, &parts, &BTreeSet::new()));
    Checked::new(
        Table {
            form: FormId::new(form_index),
            found_by: FoundBy::Given,
            origin,
            unit: form.unit,
            unit_from: UnitSource::Form,
            parts,
            notes: Vec::new(),
        },
        remarks::limit(diagnostics),
    )
}

/// Headers that are neither a key nor a column of the form.
fn unknown_headers(form: &Form, layout: &GridLayout, head: &[GridRowRef<'_>]) -> Vec<Diagnostic> {
    let used: Vec<usize> = layout
        .column_groups
        .iter()
        .flat_map(|group| group.used().collect::<Vec<_>>())
        .collect();
    let mut known: Vec<String> = Vec::new();
    for column in form.blocks.iter().flat_map(|block| &block.columns) {
        known.push(column.name.text.to_string());
        known.push(column.path());
    }
    let cells = head.iter().flat_map(|row| row.filled());
    cells
        .filter(|(at, _)| {
            let keyed = layout.columns.get(*at).is_some_and(|column| column.role.is_some());
            !used.contains(at) && !keyed
        })
        .map(|(_, cell)| {
            Diagnostic::new(
                &codes::GIVEN_COLUMN,
                format!("表{}没有名为“{}”的列", form.id, cell.text),
            )
            .at_origin(cell.origin, "")
            .maybe_help(did_you_mean(&cell.text, known.iter().map(String::as_str)))
        })
        .collect()
}
