//! Tails found, and told of without taking them apart.

use std::borrow::Cow;

use super::identity::{Ids, Keyed};
use super::view::View;
use super::{Oracle, Place, RowName, Tail, subject};
use crate::evaluate::Instance;
use crate::form::FormId;
use crate::plan::Plan;
use crate::report::{FigureRef, Report};
use crate::ruleset::{Rule, RuleId};
use crate::source::SourceMap;

/// What can be told of a tail in names and figures.
#[derive(Debug, Clone)]
pub struct ToldTail<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// `208 社会保障和就业支出`
    pub row: Option<RowName<'a>>,
    /// `项目支出`
    pub column: Option<Cow<'a, str>>,
    /// The operator in its normal spelling.
    pub operator: &'static str,
    /// The left side in the unit of [`Tail::scale`], for programs.
    pub left: String,
    /// The right side.
    pub right: String,
    /// Left minus right.
    pub difference: String,
    /// The greatest difference that rounding explains.
    pub bound: String,
    /// Its cells.
    pub cells: TailCells<'a>,
}

/// The cells of a tail.
#[derive(Debug, Clone, Copy)]
pub struct TailCells<'a> {
    cells: &'a [FigureRef],
    report: &'a Report,
    sources: &'a SourceMap,
}

impl Tail {
    /// The tail that an instance of a rule is, with the form it is about.
    pub(super) fn of(
        view: View<'_>,
        oracle: &dyn Oracle,
        (id, rule): (RuleId, &Rule),
        instance: Instance,
        ids: &mut Ids<'_>,
    ) -> (Option<FormId>, Self) {
        let glance = oracle.glance(id, &instance);
        let form = subject::form(view, id, &instance);
        let column = subject::column(view, id, form, &instance);
        let key = ids.next(&Keyed {
            rule: &rule.id,
            form,
            instance: &instance,
            column: column.as_deref(),
            pointed: &glance.pointed,
        });
        let tail = Self {
            id: key,
            rule: id,
            instance,
            scale: glance.scale,
            cells: glance.cells,
            left_out: glance.left_out,
            standing: None,
        };
        (form, tail)
    }

    /// What can be told of it without taking it apart. `plan` and `report` are those it was found with.
    #[must_use]
    pub fn told<'a>(&'a self, plan: &'a Plan, report: &'a Report, sources: &'a SourceMap) -> Option<ToldTail<'a>> {
        let view = View { plan, report, sources };
        let rule = plan.ruleset.rule(self.rule)?;
        let form = subject::form(view, self.rule, &self.instance);
        let (scale, measure) = (self.scale, self.instance.measure.as_ref()?);
        Some(ToldTail {
            rule: &rule.id,
            row: subject::row(view, &self.instance),
            column: subject::column(view, self.rule, form, &self.instance),
            operator: measure.operator.symbol(),
            left: scale.plain(measure.left.value),
            right: scale.plain(measure.right.value),
            difference: scale.plain(measure.difference),
            bound: scale.plain(measure.bound),
            cells: TailCells {
                cells: &self.cells,
                report,
                sources,
            },
        })
    }
}

impl TailCells<'_> {
    /// Where they stand.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let cells = self.cells.iter().filter_map(|at| self.report.cell(*at));
        cells.map(|cell| Place::new(self.sources, cell.origin, cell.text.clone()))
    }
}
