//! A program bound to a report.

use std::borrow::Cow;

use super::bind::Binding;
use super::fast::{CompiledRule, TableCells};
use super::{Instance, Program, Sights};
use crate::plan::Plan;
use crate::report::Report;
use crate::ruleset::RuleId;
use crate::value::Unit;

/// A program bound to a report: it can be run, and its instances explained and tried with other figures.
#[derive(Debug)]
pub struct Bound<'r> {
    pub(super) program: &'r Program,
    pub(super) binding: Binding<'r>,
    /// The cells in thousandths; `None` where all is decided exactly.
    pub(super) cells: Option<TableCells>,
}

impl Program {
    /// Binds the rules to `report`: which table is which form, which rows every row set means.
    #[must_use]
    pub fn bind<'r>(&'r self, report: &'r Report) -> Bound<'r> {
        let binding = Binding::new(self.plan(), &self.places, &self.shapes, report);
        let cells = self.compiled.as_ref().map(|_| TableCells::of(self.plan(), &binding));
        Bound {
            program: self,
            binding,
            cells,
        }
    }
}

impl<'r> Bound<'r> {
    /// Where rules look.
    #[must_use]
    pub fn sights(&self) -> &'r Sights {
        self.program.sights()
    }

    pub(super) fn plan(&self) -> &'r Plan {
        self.program.plan()
    }

    /// The shorter ways of a rule, and the cells they look at.
    pub(super) fn shorter(&self, rule: RuleId) -> Option<(&'r CompiledRule, &TableCells)> {
        let compiled = self.program.compiled.as_ref()?;
        Some((compiled.of_rule(rule), self.cells.as_ref()?))
    }

    /// The binding in which the instance's form means the instance's table.
    pub(super) fn binding_for(&self, rule: RuleId, instance: &Instance) -> Cow<'_, Binding<'r>> {
        let mut binding = Cow::Borrowed(&self.binding);
        let table = instance.table.and_then(|at| Some((at, self.binding.report.table(at)?)));
        let speaks_of = |form| self.plan().rule(rule).is_some_and(|rule| rule.forms.contains(&form));
        if let Some((at, _)) = table.filter(|(_, table)| speaks_of(table.form)) {
            binding.to_mut().use_table(at);
        }
        binding
    }

    /// The unit to show the money of a rule in: that of the first table concerned.
    pub(super) fn unit(&self, binding: &Binding<'_>, rule: RuleId) -> Unit {
        let first = self.plan().rule(rule).and_then(|rule| rule.forms.first());
        let unit = first.and_then(|form| {
            let table = binding.own_table(*form).and_then(|table| binding.report.table(table));
            let of_form = || self.plan().ruleset.form(*form).map(|form| form.unit);
            table.map(|table| table.unit).or_else(of_form)
        });
        unit.unwrap_or(Unit::TenThousand)
    }
}
