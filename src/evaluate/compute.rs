//! Expressions to values.

use std::borrow::Cow;
use std::sync::Arc;

use super::FigureRef;
use super::bind::Slot;
use super::context::Context;
use super::failure::Failure;
use super::verdict;
use crate::builtin::{Body, Builtin};
use crate::resolve::plan::{Argument, Column, List, Logic, Node, NodeKind, Operator, RowSetId, Subject, TextOf};
use crate::syntax::ast::YearRange;
use crate::value::{Amount, Kind, Value, is_same_name};
use rust_decimal::Decimal;

type Result<T> = std::result::Result<T, Failure>;

impl Context<'_, '_> {
    /// The number of a numeric expression.
    pub(super) fn number(&self, node: &Node) -> Result<Amount> {
        match &node.kind {
            NodeKind::Number(amount) => Ok(*amount),
            NodeKind::Figure { .. } | NodeKind::RowFigure { .. } | NodeKind::ParentFigure { .. } => self
                .cell(node)?
                .map_or(Ok(Amount::BLANK), |cell| self.binding.amount(cell)),
            NodeKind::Negate(inner) => Ok(self.number(inner)?.negated()),
            NodeKind::Arithmetic(operator, parts) => self.arithmetic(*operator, parts),
            NodeKind::Aggregate(builtin, arguments) => self.aggregate(builtin, arguments),
            NodeKind::Call(builtin, arguments) => match self.call(builtin, arguments)? {
                Value::Number(amount) => Ok(amount),
                Value::Text(_) | Value::Bool(_) => Ok(Amount::BLANK),
            },
            NodeKind::If(parts) => {
                let [condition, yes, no] = &**parts;
                self.number(if self.truth(condition)? { yes } else { no })
            }
            NodeKind::Fact(TextOf::Year) => match &self.binding.report.facts.year {
                Some(year) => Ok(Amount {
                    present: true,
                    ..Amount::literal(Decimal::from(year.value))
                }),
                None => Err(Failure::Unavailable("报告里没有写明年度".into())),
            },
            NodeKind::Unavailable(reason) => Err(Failure::Unavailable(Arc::clone(reason))),
            _ => Ok(Amount::BLANK),
        }
    }

    fn arithmetic(&self, operator: Operator, parts: &[Node; 2]) -> Result<Amount> {
        let [first, right] = parts;
        if !matches!(first.kind, NodeKind::Arithmetic(..)) {
            return operate(self.number(first)?, operator, self.number(right)?);
        }
        // Sums are chains to the left as deep as they are long: walked, not recursed into.
        let mut chain = vec![(operator, right)];
        let mut start = first;
        while let NodeKind::Arithmetic(operator, parts) = &start.kind {
            let [first, right] = &**parts;
            chain.push((*operator, right));
            start = first;
        }
        let mut total = self.number(start)?;
        for (operator, right) in chain.into_iter().rev() {
            total = operate(total, operator, self.number(right)?)?;
        }
        Ok(total)
    }

    /// The cell that a figure node means; `None` where it reads as blank because there is no such row.
    pub(super) fn cell(&self, node: &Node) -> Result<Option<FigureRef>> {
        match &node.kind {
            NodeKind::Figure { rows, column, lenient } => {
                let found = self.single_cell(*rows, self.column(*column))?;
                match found {
                    Some(cell) if *lenient && matches!(self.binding.slot(cell), Slot::Missing) => Ok(None),
                    Some(cell) => Ok(Some(cell)),
                    None if *lenient => Ok(None),
                    None => Err(Failure::Row(*rows)),
                }
            }
            NodeKind::RowFigure { side, column } => self.row_cell(*side, *column),
            NodeKind::ParentFigure { side, column } => self.parent_cell(*side, *column).map(Some),
            _ => Ok(None),
        }
    }

    fn single_cell(&self, set: RowSetId, column: usize) -> Result<Option<FigureRef>> {
        let Some(declared) = self.plan.row_sets.get(set.0 as usize) else {
            return Ok(None);
        };
        let table = self.binding.table(declared.form).ok_or(Failure::Table(declared.form))?;
        let rows = self
            .binding
            .rows(set)
            .map(|rows| rows.rows.as_slice())
            .unwrap_or_default();
        let cell = |row: usize| FigureRef {
            table,
            part: declared.block,
            row,
            column,
        };
        match rows {
            [] => Ok(None),
            [row] => Ok(Some(cell(*row))),
            several => Err(Failure::Duplicate(several.iter().map(|row| cell(*row)).collect())),
        }
    }

    /// The cells of a list.
    pub(super) fn cells(&self, list: &List) -> Result<impl ExactSizeIterator<Item = FigureRef>> {
        let nothing: (FigureRef, &[usize]) = (FigureRef::default(), &[]);
        let (cell, rows) = match list {
            List::Rows { rows, column, .. } => self.set(*rows, *column)?.unwrap_or(nothing),
            List::Children { side, column, .. } => self.children(*side, *column)?.unwrap_or(nothing),
            List::Unavailable(reason) => return Err(Failure::Unavailable(Arc::clone(reason))),
        };
        Ok(rows.iter().map(move |row| FigureRef { row: *row, ..cell }))
    }

    /// A cell of a set of rows, and the rows.
    fn set(&self, set: RowSetId, column: Column) -> Result<Option<(FigureRef, &[usize])>> {
        let Some(declared) = self.plan.row_sets.get(set.0 as usize) else {
            return Ok(None);
        };
        let cell = FigureRef {
            table: self.binding.table(declared.form).ok_or(Failure::Table(declared.form))?,
            part: declared.block,
            row: 0,
            column: self.column(column),
        };
        match self.binding.rows(set) {
            Some(found) if found.duplicated => {
                let cells = found.rows.iter().map(|row| FigureRef { row: *row, ..cell });
                Err(Failure::Duplicate(cells.collect()))
            }
            found => Ok(found.map(|found| (cell, found.rows.as_slice()))),
        }
    }

    fn aggregate(&self, builtin: &Builtin, arguments: &[Argument]) -> Result<Amount> {
        let mut figures = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Single(node) => figures.push(self.number(node)?),
                Argument::List(list) => {
                    let cells = self.cells(list)?;
                    figures.reserve(cells.len());
                    for cell in cells {
                        figures.push(self.binding.amount(cell)?);
                    }
                }
            }
        }
        match builtin.body {
            Body::Aggregate(compute) => Ok(compute(&figures)?),
            Body::Scalar(_) | Body::Special(_) => Ok(Amount::BLANK),
        }
    }

    fn call(&self, builtin: &Builtin, arguments: &[Node]) -> Result<Value> {
        let values = arguments
            .iter()
            .map(|argument| self.value(argument))
            .collect::<Result<Vec<_>>>()?;
        match builtin.body {
            Body::Scalar(compute) => Ok(compute(&values)?),
            Body::Aggregate(_) | Body::Special(_) => Ok(Value::Bool(false)),
        }
    }

    /// The value of any expression.
    pub(super) fn value(&self, node: &Node) -> Result<Value> {
        match node.measures {
            Kind::Money | Kind::Count | Kind::Ratio => self.number(node).map(Value::Number),
            Kind::Code | Kind::Text => self.text(node).map(|text| Value::Text((&*text).into())),
            Kind::Bool => self.truth(node).map(Value::Bool),
        }
    }

    /// The text of a text expression.
    pub(super) fn text<'s>(&'s self, node: &'s Node) -> Result<Cow<'s, str>> {
        match &node.kind {
            NodeKind::Text(name) => Ok((&*name.text).into()),
            NodeKind::RowText(of) => self.row_text(*of),
            NodeKind::Fact(_) => match &self.binding.report.facts.unit {
                Some(unit) => Ok(unit.value.as_str().into()),
                None => Err(Failure::Unavailable("报告里没有写明单位名称".into())),
            },
            NodeKind::CodeName(list, code) => {
                let code = self.text(code)?;
                let listed = self.plan.ruleset.code_lists.get(*list);
                let year = self.binding.report.facts.year.as_ref().map(|year| year.value);
                let in_force = |years: YearRange| year.is_none_or(|year| years.contains(year));
                let found = listed.and_then(|list| {
                    let mut named = list.codes.of(&code);
                    named.find(|listed| listed.years.is_none_or(in_force))
                });
                found
                    .map(|found| found.name.into())
                    .ok_or_else(|| Failure::UnknownCode((&*code).into()))
            }
            NodeKind::Call(builtin, arguments) => match self.call(builtin, arguments)? {
                Value::Text(text) => Ok(text.to_string().into()),
                Value::Number(_) | Value::Bool(_) => Ok("".into()),
            },
            NodeKind::If(parts) => {
                let [condition, yes, no] = &**parts;
                self.text(if self.truth(condition)? { yes } else { no })
            }
            NodeKind::Unavailable(reason) => Err(Failure::Unavailable(Arc::clone(reason))),
            _ => Ok("".into()),
        }
    }

    fn row_text(&self, of: TextOf) -> Result<Cow<'_, str>> {
        let row = self.sides.iter().zip(self.rows).find_map(|(side, row)| {
            let table = self.binding.table(side.form)?;
            self.binding
                .report
                .tables
                .get(table)?
                .parts
                .get(side.block)?
                .rows
                .get((*row)?)
        });
        let Some(row) = row else { return Ok("".into()) };
        Ok(match of {
            TextOf::Name => (&*row.name).into(),
            _ => row.code.as_deref().unwrap_or_default().into(),
        })
    }

    /// Whether two texts are the same. Names are compared as everywhere: whatever their widths, blanks, brackets and ordinals.
    pub(super) fn is_same_text(&self, left: &Node, right: &Node) -> Result<bool> {
        Ok(match (&left.kind, &right.kind) {
            (_, NodeKind::Text(name)) => name.is_written(&self.text(left)?),
            (NodeKind::Text(name), _) => name.is_written(&self.text(right)?),
            _ => is_same_name(&self.text(left)?, &self.text(right)?),
        })
    }

    /// Whether a condition is true. Blanks count as zero here: a condition asks about values, not about what is filled in.
    pub(super) fn truth(&self, node: &Node) -> Result<bool> {
        match &node.kind {
            NodeKind::Bool(value) => Ok(*value),
            NodeKind::Not(inner) => Ok(!self.truth(inner)?),
            NodeKind::Logic(logic, parts) => {
                let [a, b] = &**parts;
                match logic {
                    Logic::And => Ok(self.truth(a)? && self.truth(b)?),
                    Logic::Or => Ok(self.truth(a)? || self.truth(b)?),
                    Logic::Implies => Ok(!self.truth(a)? || self.truth(b)?),
                }
            }
            NodeKind::Comparison(first, links) => verdict::chain_holds(self, first, links),
            NodeKind::Exists(Subject::Table(form)) => Ok(self.binding.table(*form).is_some()),
            NodeKind::Exists(Subject::Rows(rows)) => {
                Ok(self.binding.rows(*rows).is_some_and(|rows| !rows.rows.is_empty()))
            }
            NodeKind::Exists(Subject::Figure(node)) => self.exists(node),
            NodeKind::Blank(inner) => self.is_blank(inner),
            NodeKind::Zero(inner) => Ok(self.number(inner)?.value.is_zero()),
            NodeKind::BothOrNeither(parts) => {
                let [a, b] = &**parts;
                Ok(self.is_filled(a)? == self.is_filled(b)?)
            }
            NodeKind::AtMostOne(nodes) => {
                let mut filled = 0_usize;
                for node in nodes {
                    filled += usize::from(self.is_filled(node)?);
                }
                Ok(filled <= 1)
            }
            NodeKind::EmptyTable(form) => {
                let table = self.binding.table(*form).ok_or(Failure::Table(*form))?;
                Ok(!super::structure::is_filled(self.binding, table))
            }
            NodeKind::InOrder(forms) => {
                let places: Vec<usize> = forms.iter().filter_map(|form| self.binding.table(*form)).collect();
                Ok(places.is_sorted())
            }
            NodeKind::Contains(parts) => {
                let [whole, part] = &**parts;
                Ok(self.text(whole)?.contains(&*self.text(part)?))
            }
            NodeKind::Call(builtin, arguments) => Ok(self.call(builtin, arguments)? == Value::Bool(true)),
            NodeKind::If(parts) => {
                let [condition, yes, no] = &**parts;
                self.truth(if self.truth(condition)? { yes } else { no })
            }
            NodeKind::Unavailable(reason) => Err(Failure::Unavailable(Arc::clone(reason))),
            _ => Ok(false),
        }
    }

    /// Whether the report has what `node` speaks of.
    fn exists(&self, node: &Node) -> Result<bool> {
        let found = match &node.kind {
            NodeKind::Figure { .. } | NodeKind::RowFigure { .. } | NodeKind::ParentFigure { .. } => self
                .cell(node)
                .map(|cell| cell.is_some_and(|cell| !matches!(self.binding.slot(cell), Slot::Missing))),
            NodeKind::RowText(_) | NodeKind::Fact(_) => self.text(node).map(|text| !text.is_empty()),
            _ => self.value(node).map(|_| true),
        };
        match found {
            Err(
                Failure::Table(_) | Failure::Row(_) | Failure::Column(..) | Failure::NoParent | Failure::UnknownCode(_),
            ) => Ok(false),
            other => other,
        }
    }

    fn is_blank(&self, node: &Node) -> Result<bool> {
        match &node.kind {
            NodeKind::Figure { .. } | NodeKind::RowFigure { .. } | NodeKind::ParentFigure { .. } => {
                let Some(cell) = self.cell(node)? else { return Ok(true) };
                match self.binding.slot(cell) {
                    Slot::Blank => Ok(true),
                    Slot::Number(_) | Slot::Unreadable => Ok(false),
                    Slot::Missing => self.binding.amount(cell).map(|_| true),
                }
            }
            _ => match self.value(node)? {
                Value::Number(amount) => Ok(!amount.present),
                Value::Text(text) => Ok(text.is_empty()),
                Value::Bool(_) => Ok(false),
            },
        }
    }

    /// Whether a number is there and not zero.
    fn is_filled(&self, node: &Node) -> Result<bool> {
        let amount = self.number(node)?;
        Ok(amount.present && !amount.value.is_zero())
    }
}

fn operate(left: Amount, operator: Operator, right: Amount) -> Result<Amount> {
    Ok(match operator {
        Operator::Add => left.plus(right)?,
        Operator::Subtract => left.minus(right)?,
        Operator::Multiply => left.times(right)?,
        Operator::Divide => left.divided_by(right)?,
    })
}
