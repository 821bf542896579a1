//! Expressions to numbers.

use rust_decimal::Decimal;

use super::{Context, Result};
use crate::evaluate::Failure;
use crate::plan::{Argument, Expression, Number, NumberNode, Operator};
use crate::value::{Amount, Value};

impl<'c> Context<'c, '_> {
    /// The number that an expression comes to.
    pub(in crate::evaluate) fn number(&self, number: &'c Number) -> Result<Amount> {
        match &number.node {
            NumberNode::Literal(amount) => Ok(*amount),
            NumberNode::Figure(figure) => self.amount(*figure),
            NumberNode::Year => {
                let year = self.binding.report.facts.year.as_ref().ok_or(Failure::Year)?;
                Ok(Amount {
                    present: true,
                    ..Amount::literal(Decimal::from(year.value))
                })
            }
            NumberNode::Aggregate { compute, arguments, .. } => Ok(compute(&self.figures(arguments)?)?),
            NumberNode::Call { compute, arguments, .. } => Ok(compute(&self.values(arguments)?)?),
            NumberNode::If(choice) => {
                let chosen = self.truth(&choice.condition)?;
                self.number(if chosen { &choice.yes } else { &choice.no })
            }
            NumberNode::Negate(inner) => Ok(self.number(inner)?.negated()),
            NumberNode::Arithmetic(operator, parts) => self.arithmetic(*operator, parts),
            NumberNode::Unavailable(why) => Err((*why).into()),
        }
    }

    fn arithmetic(&self, operator: Operator, parts: &'c [Number; 2]) -> Result<Amount> {
        let [first, right] = parts;
        if !matches!(first.node, NumberNode::Arithmetic(..)) {
            return operate(self.number(first)?, operator, self.number(right)?);
        }
        // Sums are chains to the left as deep as they are long: walked, not recursed into.
        let mut chain = vec![(operator, right)];
        let mut start = first;
        while let NumberNode::Arithmetic(operator, parts) = &start.node {
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

    fn figures(&self, arguments: &'c [Argument]) -> Result<Vec<Amount>> {
        let mut figures = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Single(number) => figures.push(self.number(number)?),
                Argument::List(list) => {
                    let cells = self.cells(list)?;
                    figures.reserve(cells.iter().len());
                    for cell in cells.iter() {
                        figures.push(self.binding.amount(cell)?);
                    }
                }
            }
        }
        Ok(figures)
    }

    pub(super) fn values(&self, arguments: &'c [Expression]) -> Result<Vec<Value>> {
        arguments.iter().map(|argument| self.value(argument)).collect()
    }

    /// The value of an expression of any type.
    pub(in crate::evaluate) fn value(&self, expression: &'c Expression) -> Result<Value> {
        match expression {
            Expression::Number(number) => self.number(number).map(Value::Number),
            Expression::Text(text) => self.text(text).map(|text| Value::Text((&*text).into())),
            Expression::Truth(truth) => self.truth(truth).map(Value::Bool),
        }
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
