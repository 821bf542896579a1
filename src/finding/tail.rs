//! Differences that rounding explains. A report has many, and most outputs do no more than count them: they are kept
//! without words, which [`Words`](super::Words) finds.

use std::borrow::Cow;

use super::identity::{Ids, Keyed};
use super::view::View;
use super::{Oracle, Place, RowName, Scale, Standing, subject};
use crate::evaluate::{FigureRef, Instance};
use crate::report::Report;
use crate::resolve::Plan;
use crate::ruleset::Rule;
use crate::source::SourceMap;

/// A rule instance whose outcome is [`Outcome::Tail`](crate::evaluate::Outcome::Tail); always a notice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tail {
    /// See [`Finding::id`](super::Finding::id).
    pub id: String,
    /// The rule: an index into the rules of the ruleset.
    pub rule: usize,
    /// The instance; its measure is there.
    pub instance: Instance,
    /// How its figures are shown.
    pub scale: Scale,
    /// The cells whose figures it compares, each once, in the order of the rule.
    pub cells: Vec<FigureRef>,
    /// Further cells left out because there are too many.
    pub left_out: usize,
    /// Whether it was there before, where an earlier run is compared with.
    pub standing: Option<Standing>,
}

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
    /// The tail that an instance of a rule (index) is, with the form (index) it is about.
    pub(super) fn of(
        view: View<'_>,
        oracle: &dyn Oracle,
        (index, rule): (usize, &Rule),
        instance: Instance,
        ids: &mut Ids<'_>,
    ) -> (Option<usize>, Self) {
        let glance = oracle.glance(index, &instance);
        let form = subject::form(view, index, rule, &instance);
        let column = subject::column(view, rule, form, &instance);
        let id = ids.next(&Keyed {
            rule: &rule.id,
            form,
            instance: &instance,
            column: column.as_deref(),
            pointed: &glance.pointed,
        });
        let tail = Self {
            id,
            rule: index,
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
        let rule = plan.ruleset.rules.get(self.rule)?;
        let form = subject::form(view, self.rule, rule, &self.instance);
        let (scale, measure) = (self.scale, self.instance.measure.as_ref()?);
        Some(ToldTail {
            rule: &rule.id,
            row: subject::row(view, &self.instance),
            column: subject::column(view, rule, form, &self.instance),
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
        let cells = self.cells.iter().filter_map(|at| {
            let part = self.report.tables.get(at.table)?.parts.get(at.part)?;
            part.cell(at.row, at.column)
        });
        cells.map(|cell| Place::new(self.sources, cell.origin, cell.text.clone()))
    }
}
