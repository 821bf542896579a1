//! What the parts of a rule are called when it is taken apart.

use super::FigureRef;
use super::context::Context;
use crate::form::{Axis, Block, Form};
use crate::report::Row;
use crate::resolve::plan::{Column, Logic, Node, NodeKind, Operator, RowSetKind, TextOf};

/// The expression in words: a figure by its place in the form, an operation by its sign.
pub(super) fn of(context: &Context<'_, '_>, node: &Node) -> String {
    match &node.kind {
        NodeKind::Figure { rows, column, .. } => of_figure(context, *rows, *column),
        NodeKind::RowFigure { side, column } => of_row_figure(context, *side, *column, ""),
        NodeKind::ParentFigure { side, column } => of_row_figure(context, *side, *column, "上级."),
        NodeKind::RowText(TextOf::Name) => "科目名称".to_owned(),
        NodeKind::RowText(_) => "科目代码".to_owned(),
        NodeKind::Fact(TextOf::Year) => "报告.年度".to_owned(),
        NodeKind::Fact(_) => "报告.单位".to_owned(),
        NodeKind::Aggregate(builtin, _) | NodeKind::Call(builtin, _) => builtin.chinese.to_owned(),
        NodeKind::If(_) => "如果".to_owned(),
        NodeKind::Negate(_) => "−".to_owned(),
        NodeKind::Arithmetic(operator, _) => match operator {
            Operator::Add | Operator::Subtract => "之和".to_owned(),
            Operator::Multiply => "×".to_owned(),
            Operator::Divide => "÷".to_owned(),
        },
        NodeKind::Logic(logic, _) => match logic {
            Logic::And => "且".to_owned(),
            Logic::Or => "或".to_owned(),
            Logic::Implies => "则".to_owned(),
        },
        NodeKind::Not(_) => "非".to_owned(),
        NodeKind::Comparison(..) => "比较".to_owned(),
        NodeKind::Exists(_) => "存在".to_owned(),
        NodeKind::Blank(_) => "为空".to_owned(),
        NodeKind::Zero(_) => "为零".to_owned(),
        NodeKind::BothOrNeither(_) => "同有同无".to_owned(),
        NodeKind::AtMostOne(_) => "至多一项".to_owned(),
        NodeKind::EmptyTable(_) => "空表".to_owned(),
        NodeKind::InOrder(_) => "顺序".to_owned(),
        NodeKind::CodeName(..) => "科目名".to_owned(),
        NodeKind::Contains(_) => "包含".to_owned(),
        NodeKind::Number(_) => "写明的数".to_owned(),
        NodeKind::Text(text) => format!("“{text}”"),
        NodeKind::Bool(value) => if *value { "真" } else { "假" }.to_owned(),
        NodeKind::Unavailable(_) => "正文或其他报告".to_owned(),
    }
}

fn of_figure(context: &Context<'_, '_>, rows: crate::resolve::plan::RowSetId, column: Column) -> String {
    let Some(set) = context.plan.row_sets.get(rows.0 as usize) else {
        return String::new();
    };
    let Some(form) = context.plan.ruleset.forms.get(set.form) else {
        return String::new();
    };
    let Some(block) = form.blocks.get(set.block) else {
        return form.id.to_string();
    };
    let row = match (&set.kind, &block.axis) {
        (RowSetKind::Code(code), _) => format!("[{code}]"),
        (RowSetKind::Named(name), _) => format!("[{name}]"),
        (RowSetKind::Item(item), Axis::Items(items)) => items
            .get(*item)
            .map(|item| dotted(item.sections.iter().chain([&item.name])))
            .unwrap_or_default(),
        (RowSetKind::Total(total), Axis::Coded(coded)) => coded
            .totals
            .get(*total)
            .map(|total| dotted([&total.name]))
            .unwrap_or_default(),
        _ => String::new(),
    };
    format!(
        "{}{}{row}{}",
        form.id,
        block_name(block),
        column_name(block, context.column(column))
    )
}

fn of_row_figure(context: &Context<'_, '_>, side: usize, column: Column, before: &str) -> String {
    let Some(of) = context.sides.get(side) else {
        return String::new();
    };
    let Some(form) = context.plan.ruleset.forms.get(of.form) else {
        return String::new();
    };
    let name = form
        .blocks
        .get(of.block)
        .and_then(|block| block.columns.get(context.column(column)));
    let name = name.map(crate::form::Column::path).unwrap_or_default();
    if context.sides.len() > 1 {
        format!("{}.{before}{name}", form.id)
    } else {
        format!("{before}{name}")
    }
}

/// A cell of a list: by its row.
pub(super) fn of_cell(context: &Context<'_, '_>, cell: FigureRef) -> String {
    let table = context.binding.report.tables.get(cell.table);
    let row = table.and_then(|table| table.parts.get(cell.part)?.rows.get(cell.row));
    let form = table.and_then(|table| context.plan.ruleset.forms.get(table.form));
    row.map(|row| row_name(form, cell.part, row)).unwrap_or_default()
}

/// What a row is called: code and name, or the item's name in the form.
pub(super) fn row_name(form: Option<&Form>, part: usize, row: &Row) -> String {
    let axis = form.and_then(|form| form.blocks.get(part)).map(|block| &block.axis);
    match (row.key, axis) {
        (crate::report::RowKey::Item(item), Some(Axis::Items(items))) => items
            .get(item)
            .map_or_else(|| row.name.to_string(), |item| item.name.text.to_string()),
        (crate::report::RowKey::Total(total), Some(Axis::Coded(coded))) => coded
            .totals
            .get(total)
            .map_or_else(|| row.name.to_string(), |total| total.name.text.to_string()),
        _ => match &row.code {
            Some(code) => format!("{code} {}", row.name),
            None => row.name.to_string(),
        },
    }
}

fn dotted<'n>(names: impl IntoIterator<Item = &'n crate::value::Name>) -> String {
    names.into_iter().map(|name| format!(".{}", name.text)).collect()
}

fn block_name(block: &Block) -> String {
    block
        .name
        .as_ref()
        .map(|name| format!(".{}", name.text))
        .unwrap_or_default()
}

/// Nothing where the block has one column, which need not be named.
fn column_name(block: &Block, column: usize) -> String {
    if block.columns.len() == 1 {
        return String::new();
    }
    block
        .columns
        .get(column)
        .map(|column| format!(".{}", column.path()))
        .unwrap_or_default()
}
