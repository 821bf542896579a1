//! The tables of a report that is no workbook of ours to copy, as sheets of a new one.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Seek, Write};

use super::book::{Book, NOTES, RELATIONS, Sheet};
use super::list::HEAD;
use super::look::{Font, Look, Shape, Tint};
use super::marks::{Mark, Spot};
use super::notes;
use super::sheet::{Cell, Print, Setup, SheetWriter};
use super::style::MAIN;
use crate::finding::CheckedReport;
use crate::form::{Column, ColumnIx, Form};
use crate::report::{Figure, Part, Row, RowIx, Table};
use crate::plan::Plan;
use crate::source::Origin;
use crate::value::{Kind, Unit};

/// The most decimals shown.
const MOST_DECIMALS: u32 = 8;

/// A sheet laid out: its cells, and what origin each shows.
pub(super) struct Laid<'r> {
    /// The name wanted for it.
    pub name: String,
    rows: Vec<Vec<(Cell<'r>, Option<Origin>)>>,
    widths: Vec<usize>,
}

/// The tables of a report laid out in sheets.
pub(super) fn lay_out<'r>(plan: &'r Plan, report: &'r CheckedReport) -> Vec<Laid<'r>> {
    let tables = report.report.iter().flat_map(|report| &report.tables);
    tables
        .filter_map(|table| Some(sheet(plan.ruleset.form(table.form)?, table)))
        .collect()
}

/// Which cell shows what.
pub(super) fn spots(sheets: &[Laid<'_>]) -> HashMap<Origin, Spot> {
    let mut spots = HashMap::new();
    for (sheet, index) in sheets.iter().zip(0..) {
        for (row, at) in sheet.rows.iter().zip(0..) {
            for ((_, origin), column) in row.iter().zip(0..) {
                if let Some(origin) = origin {
                    spots.entry(*origin).or_insert((index, at, column));
                }
            }
        }
    }
    spots
}

fn sheet<'r>(form: &'r Form, table: &'r Table) -> Laid<'r> {
    let title = format!("{} {}", form.id, form.title());
    let bold = Look {
        font: Font::Large,
        ..Look::default()
    };
    let unit = format!("单位:{}", table.unit.label());
    let mut rows = vec![
        vec![(Cell::text(title.clone(), bold), Some(table.origin))],
        vec![(Cell::text(unit, Look::default()), None)],
    ];
    let mut widths = vec![12, 30];
    for (part, block) in table.parts.iter().zip(&form.blocks) {
        if let Some(name) = &block.name {
            rows.push(vec![(Cell::text(&*name.text, bold), None)]);
        }
        let heads = ["编码", "名称"].into_iter().map(|head| (Cell::text(head, HEAD), None));
        let columns = block
            .columns
            .iter()
            .map(|column| (Cell::text(column.path(), HEAD), None));
        rows.push(heads.chain(columns).collect());
        widths.resize(widths.len().max(block.columns.len() + 2), 16);
        for (row, at) in part.rows.iter().zip(0..) {
            rows.push(line(part, row, at, &block.columns, table.unit));
        }
        rows.push(Vec::new());
    }
    for (note, origin) in &table.notes {
        rows.push(vec![(Cell::text(note.as_str(), Look::default()), Some(*origin))]);
    }
    Laid {
        name: title,
        rows,
        widths,
    }
}

const BOXED: Look = super::list::BODY;

fn line<'r>(
    part: &'r Part,
    row: &'r Row,
    at: usize,
    columns: &[Column],
    unit: Unit,
) -> Vec<(Cell<'r>, Option<Origin>)> {
    let code = Cell::text(row.code.as_deref().unwrap_or_default(), BOXED);
    let mut cells = vec![(code, None), (Cell::text(&*row.name, BOXED), Some(row.origin))];
    for (index, column) in columns.iter().enumerate() {
        let cell = part.cell(RowIx::new(at), ColumnIx::new(index));
        let shown = cell.map_or_else(Cell::default, |cell| match &cell.figure {
            Figure::Number { value, half } => number(*value, *half, column.kind, unit),
            Figure::Blank | Figure::Unreadable(_) => Cell::text(&*cell.text, BOXED),
            Figure::Missing => Cell::text(
                "",
                Look {
                    tint: Some(Tint::Grey),
                    ..BOXED
                },
            ),
        });
        // A cell that the report lacks has the place of its row.
        let origin = cell.map(|cell| cell.origin).filter(|origin| *origin != row.origin);
        cells.push((
            Cell {
                look: Look {
                    body: true,
                    ..shown.look
                },
                ..shown
            },
            origin,
        ));
    }
    cells
}

/// A figure as a number with the decimals it is printed with.
fn number(value: rust_decimal::Decimal, half: rust_decimal::Decimal, kind: Kind, unit: Unit) -> Cell<'static> {
    let shown = |value: rust_decimal::Decimal| match kind {
        Kind::Money => unit.from_yuan(value).unwrap_or(value).normalize(),
        _ => value.normalize(),
    };
    let (value, half) = (shown(value), shown(half));
    let decimals = if half.is_zero() {
        value.scale()
    } else {
        half.scale().saturating_sub(1)
    };
    let shape = match kind {
        Kind::Ratio => Shape::Percent(decimals.saturating_sub(2).min(MOST_DECIMALS)),
        _ => Shape::Decimals(decimals.min(MOST_DECIMALS)),
    };
    Cell::number(value.to_string(), Look { shape, ..BOXED })
}

/// Writes a sheet with its marks.
pub(super) fn write<W: Write + Seek>(
    book: &mut Book<W>,
    laid: &Laid<'_>,
    name: String,
    marks: &BTreeMap<(u32, u32), &Mark>,
) -> io::Result<Sheet> {
    let part = book.begin_sheet()?;
    let setup = Setup {
        namespace: MAIN,
        widths: &laid.widths,
        frozen: (0, 2),
        tab: (!marks.is_empty()).then_some("FFC00000"),
        open: false,
        print: Print::A4,
    };
    let mut writer = SheetWriter::start(&setup, &mut book.zip)?;
    for (row, at) in laid.rows.iter().zip(0..) {
        let mut cells: Vec<Cell<'_>> = row.iter().map(|(cell, _)| cell.clone()).collect();
        for (cell, column) in cells.iter_mut().zip(0..) {
            if let Some(mark) = marks.get(&(at, column)) {
                cell.look.tint = Some(mark.tint);
            }
        }
        writer.row(&cells, &mut book.styles, &mut book.zip)?;
    }
    let remarks: Vec<_> = marks.iter().map(|(at, mark)| (*at, mark.text())).collect();
    let notes = (!remarks.is_empty()).then_some((NOTES, RELATIONS));
    writer.finish(None, notes, &mut book.zip)?;
    if notes.is_some() {
        book.part(&format!("xl/comments{part}.xml"), &notes::comments(MAIN, &remarks))?;
        book.part(&format!("xl/drawings/notes{part}.vml"), &notes::drawing(&remarks))?;
    }
    Ok(Sheet {
        name,
        part,
        area: None,
        notes: notes.is_some(),
    })
}
