//! Expressions to true or false.

use super::verdict;
use super::{Context, Result};
use crate::evaluate::Failure;
use crate::evaluate::bind::Slot;
use crate::plan::{Equality, EqualityLink, Expression, Figure, Logic, Number, Subject, TextNode, Truth, TruthNode};
use crate::value::Value;

impl<'c> Context<'c, '_> {
    /// Whether a condition is true. Blanks count as zero here: a condition asks about values, not about what is filled in.
    pub(in crate::evaluate) fn truth(&self, truth: &'c Truth) -> Result<bool> {
        match &truth.node {
            TruthNode::Literal(value) => Ok(*value),
            // No column of figures says so; what stands there is told as what cannot be read.
            TruthNode::Figure(figure) => Ok(self.amount(*figure)?.present),
            TruthNode::Comparison(comparison) => verdict::holds(self, comparison),
            TruthNode::SameText(equality) => equal(equality, |left, right| self.is_same_text(left, right)),
            TruthNode::SameTruth(equality) => {
                equal(equality, |left, right| Ok(self.truth(left)? == self.truth(right)?))
            }
            TruthNode::Logic(logic, parts) => {
                let [a, b] = &**parts;
                match logic {
                    Logic::And => Ok(self.truth(a)? && self.truth(b)?),
                    Logic::Or => Ok(self.truth(a)? || self.truth(b)?),
                    Logic::Implies => Ok(!self.truth(a)? || self.truth(b)?),
                }
            }
            TruthNode::Not(inner) => Ok(!self.truth(inner)?),
            TruthNode::If(choice) => {
                let chosen = self.truth(&choice.condition)?;
                self.truth(if chosen { &choice.yes } else { &choice.no })
            }
            TruthNode::Exists(subject) => self.exists(subject),
            TruthNode::Blank(inner) => self.is_blank(inner),
            TruthNode::Zero(inner) => Ok(self.number(inner)?.value.is_zero()),
            TruthNode::BothOrNeither(parts) => {
                let [a, b] = &**parts;
                Ok(self.is_filled(a)? == self.is_filled(b)?)
            }
            TruthNode::AtMostOne(numbers) => {
                let mut filled = 0_usize;
                for number in numbers {
                    filled += usize::from(self.is_filled(number)?);
                }
                Ok(filled <= 1)
            }
            TruthNode::EmptyTable(table) => Ok(!self.binding.is_filled(self.binding.table(*table)?)),
            TruthNode::InOrder(tables) => {
                let places = tables.iter().filter_map(|table| self.binding.table(*table).ok());
                Ok(places.is_sorted())
            }
            TruthNode::Contains(parts) => {
                let [whole, part] = &**parts;
                Ok(self.text(whole)?.contains(&*self.text(part)?))
            }
            TruthNode::Call { compute, arguments, .. } => Ok(compute(&self.values(arguments)?)?),
            TruthNode::Unavailable(why) => Err((*why).into()),
        }
    }

    /// Whether the report has what is asked about.
    fn exists(&self, subject: &'c Subject) -> Result<bool> {
        let found = match subject {
            Subject::Table(table) => self.binding.table(*table).map(|_| true),
            Subject::Rows(rows) => return Ok(self.binding.rows(*rows).is_some_and(|rows| !rows.rows.is_empty())),
            Subject::Figure(figure) => {
                let cell = self.cell(*figure);
                cell.map(|cell| cell.is_some_and(|cell| !matches!(self.binding.slot(cell), Slot::Missing)))
            }
            Subject::Value(value) => match &**value {
                Expression::Text(text) if matches!(text.node, TextNode::Row(_) | TextNode::Unit) => {
                    self.text(text).map(|text| !text.is_empty())
                }
                other => self.value(other).map(|_| true),
            },
        };
        match found {
            Err(
                Failure::Table(_) | Failure::Row(_) | Failure::Column(..) | Failure::NoParent | Failure::UnknownCode(_),
            ) => Ok(false),
            other => other,
        }
    }

    fn is_blank(&self, expression: &'c Expression) -> Result<bool> {
        if let Some(figure) = expression.figure() {
            return self.is_blank_figure(figure);
        }
        Ok(match self.value(expression)? {
            Value::Number(amount) => !amount.present,
            Value::Text(text) => text.is_empty(),
            Value::Bool(_) => false,
        })
    }

    fn is_blank_figure(&self, figure: Figure) -> Result<bool> {
        let Some(cell) = self.cell(figure)? else {
            return Ok(true);
        };
        match self.binding.slot(cell) {
            Slot::Blank => Ok(true),
            Slot::Number(_) | Slot::Unreadable => Ok(false),
            Slot::Missing => self.binding.amount(cell).map(|_| true),
        }
    }

    /// Whether a number is there and not zero.
    fn is_filled(&self, number: &'c Number) -> Result<bool> {
        let amount = self.number(number)?;
        Ok(amount.present && !amount.value.is_zero())
    }
}

/// Whether every link of a chain holds.
fn equal<'c, T>(equality: &'c Equality<T>, same: impl Fn(&'c T, &'c T) -> Result<bool>) -> Result<bool> {
    for (
        left,
        EqualityLink {
            same: wanted, right, ..
        },
    ) in equality.pairs()
    {
        if same(left, right)? != *wanted {
            return Ok(false);
        }
    }
    Ok(true)
}
