//! What the parts of a rule are called when it is taken apart: a figure by its place in the form, an operation by its sign.

use crate::evaluate::TraceLabel;
use crate::form::{Axis, Block, Column, ColumnIx, Form};
use crate::plan::{Logic, Plan, Role, RowSetId, RowSetKind, RowText, TableRef};
use crate::report::{FigureRef, Report, Row, RowKey};
use crate::value::Name;

/// A part of a rule in words.
#[must_use]
pub fn label(plan: &Plan, report: &Report, label: &TraceLabel) -> String {
    let word = match label {
        TraceLabel::Figure(rows, column) => return of_figure(plan, *rows, *column),
        TraceLabel::RowFigure {
            table,
            block,
            column,
            of_parent,
            joined,
        } => {
            let form = plan.ruleset.form(table.form);
            let column = form.and_then(|form| form.block(*block)?.column(*column));
            let name = column.map(Column::path).unwrap_or_default();
            let parent = if *of_parent { "上级." } else { "" };
            return match form.filter(|_| *joined) {
                Some(form) => format!("{}.{parent}{name}", form.id),
                None => format!("{parent}{name}"),
            };
        }
        TraceLabel::Cell(cell) => return of_cell(plan, report, *cell),
        TraceLabel::Text(text) => return format!("“{text}”"),
        TraceLabel::RowText(RowText::Name) => "科目名称",
        TraceLabel::RowText(RowText::Code) => "科目代码",
        TraceLabel::Year => "报告.年度",
        TraceLabel::Unit => "报告.单位",
        TraceLabel::Function(builtin) => builtin.chinese,
        TraceLabel::If => "如果",
        TraceLabel::Negative => "−",
        TraceLabel::Sum => "之和",
        TraceLabel::Product => "×",
        TraceLabel::Quotient => "÷",
        TraceLabel::Logic(Logic::And) => "且",
        TraceLabel::Logic(Logic::Or) => "或",
        TraceLabel::Logic(Logic::Implies) => "则",
        TraceLabel::Not => "非",
        TraceLabel::Comparison => "比较",
        TraceLabel::Exists => "存在",
        TraceLabel::Blank => "为空",
        TraceLabel::Zero => "为零",
        TraceLabel::BothOrNeither => "同有同无",
        TraceLabel::AtMostOne => "至多一项",
        TraceLabel::EmptyTable => "空表",
        TraceLabel::InOrder => "顺序",
        TraceLabel::CodeName => "科目名",
        TraceLabel::Contains => "包含",
        TraceLabel::Number => "写明的数",
        TraceLabel::Truth(true) => "真",
        TraceLabel::Truth(false) => "假",
        TraceLabel::Unavailable => "正文或其他报告",
    };
    word.to_owned()
}

/// What another report is called in rules, with a dot behind it.
fn whose(table: TableRef) -> &'static str {
    match table.role {
        Role::Own => "",
        Role::LastYear => "上年.",
        Role::Budget => "预算.",
        Role::Subordinates => "所属.",
        Role::Narrative => "文.",
    }
}

fn of_figure(plan: &Plan, rows: RowSetId, column: ColumnIx) -> String {
    let Some(set) = plan.row_set(rows) else {
        return String::new();
    };
    let Some(form) = plan.ruleset.form(set.table.form) else {
        return String::new();
    };
    let whose = whose(set.table);
    let Some(block) = form.block(set.block) else {
        return format!("{whose}{}", form.id);
    };
    let row = match (&set.kind, &block.axis) {
        (RowSetKind::Code(code), _) => format!("[{code}]"),
        (RowSetKind::Named(name), _) => format!("[{name}]"),
        (RowSetKind::Item(item), axis @ Axis::Items(_)) => {
            let item = axis.item(*item);
            item.map(|item| dotted(item.sections.iter().chain([&item.name])))
                .unwrap_or_default()
        }
        (RowSetKind::Total(total), Axis::Coded(coded)) => {
            let total = coded.total(*total);
            total.map(|total| dotted([&total.name])).unwrap_or_default()
        }
        _ => String::new(),
    };
    let block_name = block.name.as_ref().map(|name| dotted([name])).unwrap_or_default();
    format!("{whose}{}{block_name}{row}{}", form.id, column_name(block, column))
}

/// A cell of a list: by its row.
fn of_cell(plan: &Plan, report: &Report, cell: FigureRef) -> String {
    let form = report.table(cell.table).and_then(|table| plan.ruleset.form(table.form));
    let row = report.row(cell.in_row());
    row.map(|row| row_name(form, cell, row)).unwrap_or_default()
}

/// What a row is called: code and name, or the item's name in the form.
fn row_name(form: Option<&Form>, cell: FigureRef, row: &Row) -> String {
    let axis = form.and_then(|form| form.block(cell.part)).map(|block| &block.axis);
    let declared = match row.key {
        RowKey::Item(item) => axis.map(|axis| axis.item(item).map(|item| &item.name)),
        RowKey::Total(total) => axis.map(|axis| axis.total(total).map(|total| &total.name)),
        RowKey::Code { .. } | RowKey::Record => None,
    };
    match (declared, &row.code) {
        (Some(Some(name)), _) => name.text.to_string(),
        (Some(None), _) | (None, None) => row.name.to_string(),
        (None, Some(code)) => format!("{code} {}", row.name),
    }
}

fn dotted<'n>(names: impl IntoIterator<Item = &'n Name>) -> String {
    names.into_iter().map(|name| format!(".{}", name.text)).collect()
}

/// Nothing where the block has one column, which need not be named.
fn column_name(block: &Block, column: ColumnIx) -> String {
    if block.columns.len() == 1 {
        return String::new();
    }
    let column = block.column(column).map(|column| format!(".{}", column.path()));
    column.unwrap_or_default()
}

/// `表 07`, `表 04“收入”部分`, `表 05“项目支出”一栏`: a table, a block of it, or a column.
pub(in crate::finding) fn scope(form: &str, block: Option<&str>, column: Option<&str>) -> String {
    match (block, column) {
        (Some(block), Some(column)) => format!("表 {form}“{block}”部分“{column}”一栏"),
        (None, Some(column)) => format!("表 {form}“{column}”一栏"),
        (Some(block), None) => format!("表 {form}“{block}”部分"),
        (None, None) => format!("表 {form}"),
    }
}
