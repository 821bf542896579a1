//! One recognised table: its columns, rows and figures.

use super::columns::{Align, layout};
use super::inspect::{bound_label, found_by, place, unit};
use crate::finding::Scale;
use crate::form::{Axis, Block, Form};
use crate::report::{Cell, ColumnBinding, Figure, Part, Row, RowKey, Table};
use crate::source::SourceMap;
use crate::value::{Amount, Kind, Unit};

/// Everything about a table, in aligned columns.
pub(super) fn describe(form: &Form, table: &Table, sources: &SourceMap) -> String {
    let mut text = format!(
        "表{} {}\n怎样找到:{},{}\n单位:{}\n",
        form.id,
        form.title(),
        found_by(&table.found_by),
        place(sources, table.origin),
        unit(table, sources),
    );
    for (block, part) in form.blocks.iter().zip(&table.parts) {
        let name = block
            .name
            .as_ref()
            .map(|name| format!("({})", name.text))
            .unwrap_or_default();
        text.push_str(&format!("\n栏目{name}\n"));
        text.push_str(&columns(block, part));
        text.push_str(&format!("\n各行{name}\n"));
        text.push_str(&match block.axis {
            Axis::Single => records(block, part, table.unit, sources),
            Axis::Coded(_) | Axis::Items(_) => rows(block, part, table.unit, sources),
        });
    }
    if table
        .parts
        .iter()
        .flat_map(|part| &part.cells)
        .any(|cell| cell.repair.is_some())
    {
        text.push_str("\n带 * 的数写法有误,已经改正\n");
    }
    if !table.notes.is_empty() {
        let notes = table.notes.iter();
        let notes: Vec<Vec<String>> = notes
            .map(|(note, origin)| vec![place(sources, *origin), note.clone()])
            .collect();
        text.push_str(&format!("\n表下文字\n{}", layout(&notes, &[], 2)));
    }
    text
}

fn columns(block: &Block, part: &Part) -> String {
    let mut lines = vec![
        ["栏次", "栏目", "按什么对上", "在第几列", "报告里的表头"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for (column, binding) in block.columns.iter().zip(part.columns.iter()) {
        lines.push(vec![
            column.number.map(|number| number.to_string()).unwrap_or_default(),
            column.path(),
            binding.bound.map_or("报告没有这一栏", bound_label).to_owned(),
            numbers(binding),
            binding.header.clone(),
        ]);
    }
    layout(&lines, &[Align::Right], 2)
}

/// Columns of the grid, counted from 1.
fn numbers(binding: &ColumnBinding) -> String {
    let numbers = binding.grid_columns.iter().map(|column| (column + 1).to_string());
    numbers.collect::<Vec<_>>().join("、")
}

fn rows(block: &Block, part: &Part, unit: Unit, sources: &SourceMap) -> String {
    let mut header = ["位置", "代码", "名称", "认作"].map(str::to_owned).to_vec();
    header.extend(block.columns.iter().map(|column| column.path()));
    let mut lines = vec![header];
    let mut aligns = vec![Align::Left; 4];
    aligns.extend(block.columns.iter().map(|_| Align::Right));
    for (index, row) in part.numbered_rows() {
        let mut line = vec![
            place(sources, row.origin),
            row.code.as_deref().unwrap_or_default().to_owned(),
            row.name.to_string(),
            key(block, row),
        ];
        let own = match row.key {
            RowKey::Item(item) => block.axis.item(item).and_then(|item| item.kind),
            _ => None,
        };
        for (at, column) in block.numbered_columns() {
            line.push(
                part.cell(index, at)
                    .map(|cell| figure(cell, own.unwrap_or(column.kind), unit))
                    .unwrap_or_default(),
            );
        }
        lines.push(line);
    }
    layout(&lines, &aligns, 2)
}

/// A table of one row, which would be too wide: a line for every column.
fn records(block: &Block, part: &Part, unit: Unit, sources: &SourceMap) -> String {
    let mut text = String::new();
    for (index, row) in part.numbered_rows() {
        let lines = block.numbered_columns().map(|(at, column)| {
            let cell = part.cell(index, at);
            vec![
                column.path(),
                cell.map(|cell| figure(cell, column.kind, unit)).unwrap_or_default(),
            ]
        });
        let lines: Vec<Vec<String>> = lines.collect();
        text.push_str(&format!("  {}\n", place(sources, row.origin)));
        text.push_str(&layout(&lines, &[Align::Left, Align::Right], 4));
    }
    text
}

fn key(block: &Block, row: &Row) -> String {
    match row.key {
        RowKey::Code { level } => {
            let level = block.axis.coded().and_then(|coded| coded.level(level));
            level.map_or_else(String::new, |level| level.name.text.to_string())
        }
        RowKey::Item(item) => {
            let item = block.axis.item(item);
            let name = item.map_or_else(String::new, |item| item.name.text.to_string());
            match item.and_then(|item| item.line) {
                Some(line) => format!("行{line} {name}"),
                None => name,
            }
        }
        RowKey::Total(_) => "合计行".to_owned(),
        RowKey::Record => String::new(),
    }
}

/// The figure as read, in the table's unit; `*` marks one that had to be repaired, and a blank keeps the others in line.
fn figure(cell: &Cell, kind: Kind, unit: Unit) -> String {
    let text = match &cell.figure {
        Figure::Blank => "空白".to_owned(),
        Figure::Missing => "没有这一栏".to_owned(),
        Figure::Unreadable(_) => format!("读不出“{}”", cell.text),
        Figure::Number { value, half, .. } => {
            let printed = Amount::printed(*value, *half).ok();
            Scale::of(kind, unit, printed).number(*value)
        }
    };
    let mark = if cell.repair.is_some() { '*' } else { ' ' };
    format!("{text}{mark}")
}
