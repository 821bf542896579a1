//! Why an expression has no value, and how that is said.

use std::sync::Arc;

use super::bind::Binding;
use super::{Cause, FigureRef, Outcome};
use crate::form::{Axis, Block};
use crate::resolve::plan::{Plan, RowSetId, RowSetKind};
use crate::value::{ArithmeticError, CellText};

/// Why an expression has no value.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// The report lacks the table.
    Table(usize),
    /// The table lacks the row.
    Row(RowSetId),
    /// The table lacks the column: form, block, column.
    Column(usize, usize, usize),
    /// Not to be had at all.
    Unavailable(Arc<str>),
    /// The cell cannot be read.
    Unreadable(FigureRef),
    /// Two rows answer where one is meant.
    Duplicate(Vec<FigureRef>),
    /// The row at hand has no parent.
    NoParent,
    /// A code that the list lacks.
    UnknownCode(CellText),
    /// Arithmetic.
    Arithmetic(ArithmeticError),
}

impl From<ArithmeticError> for Failure {
    fn from(error: ArithmeticError) -> Self {
        Self::Arithmetic(error)
    }
}

impl Failure {
    /// Whether something is missing (未查) or wrong (无法计算).
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Table(_) | Self::Row(_) | Self::Column(..) | Self::Unavailable(_) | Self::NoParent => {
                Outcome::Unbound
            }
            Self::Unreadable(_) | Self::Duplicate(_) | Self::UnknownCode(_) | Self::Arithmetic(_) => Outcome::Error,
        }
    }

    /// The cause as it is told.
    pub(super) fn cause(self, plan: &Plan, binding: &Binding<'_>) -> Cause {
        let message = self.message(plan, binding);
        let figures = match self {
            Self::Unreadable(figure) => vec![figure],
            Self::Duplicate(figures) => figures,
            _ => Vec::new(),
        };
        Cause {
            message,
            guard: None,
            figures,
        }
    }

    fn message(&self, plan: &Plan, binding: &Binding<'_>) -> String {
        let form = |form: usize| plan.ruleset.forms.get(form);
        let table =
            |index: usize| form(index).map_or(String::new(), |form| format!("表 {}“{}”", form.id, form.title()));
        match self {
            Self::Table(form) => format!("报告里没有{}", table(*form)),
            Self::Row(set) => {
                let set = plan.row_sets.get(set.0 as usize);
                let block = set.and_then(|set| form(set.form)?.blocks.get(set.block));
                let row = set.and_then(|set| Some(row_label(block?, &set.kind)));
                let table = set.map(|set| table(set.form)).unwrap_or_default();
                format!("{table}里没有{}", row.unwrap_or_default())
            }
            Self::Column(index, block, column) => {
                let column = form(*index).and_then(|form| form.blocks.get(*block)?.columns.get(*column));
                let name = column.map(crate::form::Column::path).unwrap_or_default();
                format!("{}里没有“{name}”这一栏", table(*index))
            }
            Self::Unavailable(reason) => reason.to_string(),
            Self::Unreadable(figure) => {
                let cell = binding
                    .report
                    .tables
                    .get(figure.table)
                    .and_then(|table| table.parts.get(figure.part));
                let cell = cell.and_then(|part| part.cell(figure.row, figure.column));
                let reason = cell.map(|cell| match &cell.figure {
                    crate::report::Figure::Unreadable(reason) => format!("“{}”不能确定是什么数:{reason}", cell.text),
                    _ => format!("“{}”不能确定是什么数", cell.text),
                });
                reason.unwrap_or_else(|| "有一格不能确定是什么数".to_owned())
            }
            Self::Duplicate(_) => "同一个科目(或项目)有两行,不知道取哪一行".to_owned(),
            Self::NoParent => "这一行没有上级科目的行".to_owned(),
            Self::UnknownCode(code) => format!("科目表里没有代码 {code}"),
            Self::Arithmetic(ArithmeticError::DivisionByZero) => "除数是零:没有可比的基数".to_owned(),
            Self::Arithmetic(ArithmeticError::Overflow) => "数字太大,超出了计算范围".to_owned(),
        }
    }
}

/// What the rows of a set are called.
pub(super) fn row_label(block: &Block, rows: &RowSetKind) -> String {
    match (rows, &block.axis) {
        (RowSetKind::Item(index), Axis::Items(items)) => items
            .get(*index)
            .map(|item| format!("“{}”这一项", item.name.text))
            .unwrap_or_default(),
        (RowSetKind::Total(index), Axis::Coded(coded)) => coded
            .totals
            .get(*index)
            .map(|total| format!("“{}”这一行", total.name.text))
            .unwrap_or_default(),
        (RowSetKind::Code(code), _) => format!("代码 {code} 的行"),
        (RowSetKind::Named(name), _) => format!("名称为“{name}”的行"),
        (RowSetKind::Record, _) => "数据行".to_owned(),
        _ => "所选的行".to_owned(),
    }
}
