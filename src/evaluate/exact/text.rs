//! Expressions to texts.

use std::borrow::Cow;

use super::{Context, Result};
use crate::evaluate::Failure;
use crate::plan::{CodeListIx, RowText, Text, TextNode};
use crate::report::{Row, RowRef};
use crate::syntax::ast::YearRange;
use crate::value::is_same_name;

impl<'c> Context<'c, '_> {
    /// The text that an expression comes to.
    pub(in crate::evaluate) fn text(&self, text: &'c Text) -> Result<Cow<'c, str>> {
        let report = self.binding.report;
        match &text.node {
            TextNode::Literal(name) => Ok((&*name.text).into()),
            TextNode::Figure(figure) => {
                let cell = self.cell(*figure)?.and_then(|cell| report.cell(cell));
                Ok(cell.map_or("", |cell| &cell.text).into())
            }
            TextNode::Row(of) => Ok(self.row_text(*of).into()),
            TextNode::Unit => {
                let unit = report.facts.unit.as_ref().ok_or(Failure::Unit)?;
                Ok(unit.value.as_str().into())
            }
            TextNode::CodeName(list, code) => self.code_name(*list, &self.text(code)?),
            TextNode::Call { compute, arguments, .. } => Ok(compute(&self.values(arguments)?)?.to_string().into()),
            TextNode::If(choice) => {
                let chosen = self.truth(&choice.condition)?;
                self.text(if chosen { &choice.yes } else { &choice.no })
            }
            TextNode::Unavailable(why) => Err((*why).into()),
        }
    }

    /// Code or name of the row at hand; nothing where there is none.
    fn row_text(&self, of: RowText) -> &'c str {
        let Some(row) = self.first_row() else { return "" };
        match of {
            RowText::Name => &row.name,
            RowText::Code => row.code.as_deref().unwrap_or_default(),
        }
    }

    /// The row at hand of the first side that has one.
    fn first_row(&self) -> Option<&'c Row> {
        let mut sides = self.scope.sides().iter().zip(self.rows);
        sides.find_map(|(side, row)| {
            self.binding.report.row(RowRef {
                table: self.binding.table(side.table).ok()?,
                part: side.block,
                row: (*row)?,
            })
        })
    }

    /// The name that a code has in the report's year.
    fn code_name(&self, list: CodeListIx, code: &str) -> Result<Cow<'c, str>> {
        let year = self.binding.report.facts.year.as_ref().map(|year| year.value);
        let in_force = |years: YearRange| year.is_none_or(|year| years.contains(year));
        let found = self.plan.ruleset.code_lists.get(list.index()).and_then(|list| {
            let mut named = list.codes.of(code);
            named.find(|listed| listed.years.is_none_or(in_force))
        });
        found
            .map(|found| found.name.into())
            .ok_or_else(|| Failure::UnknownCode(code.into()))
    }

    /// Whether two texts are the same. Names are compared as everywhere: whatever their widths, blanks, brackets and ordinals.
    pub(super) fn is_same_text(&self, left: &'c Text, right: &'c Text) -> Result<bool> {
        Ok(match (&left.node, &right.node) {
            (_, TextNode::Literal(name)) => name.is_written(&self.text(left)?),
            (TextNode::Literal(name), _) => name.is_written(&self.text(right)?),
            _ => is_same_name(&self.text(left)?, &self.text(right)?),
        })
    }
}
