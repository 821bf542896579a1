//! Tails, told briefly: a report has many, and what more can be said of them follows from their cells.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::Serializer;

use super::place::PlaceOwned;
use crate::finding::{CheckedReport, FindingGroup, RowName, Standing, TailCells};
use crate::plan::Plan;

#[derive(Serialize)]
pub(in crate::render) struct Tail<'a> {
    pub(in crate::render) id: &'a str,
    standing: Option<Standing>,
    rule: &'a str,
    row: Option<RowName<'a>>,
    column: Option<Cow<'a, str>>,
    operator: &'static str,
    unit: &'static str,
    left: String,
    right: String,
    difference: String,
    bound: String,
    cells: Cells<'a>,
    left_out: usize,
}

/// The places of the cells, each made when it is written.
struct Cells<'a>(TailCells<'a>);

/// The tails of a group that are not put into words. `plan` is that of the run.
pub(in crate::render) fn tails<'a>(
    group: &'a FindingGroup,
    plan: &'a Plan,
    checked: &'a CheckedReport,
) -> impl Iterator<Item = Tail<'a>> {
    let report = checked.report.as_deref();
    group.tails.iter().filter_map(move |tail| {
        let told = tail.told(plan, report?, &checked.sources)?;
        Some(Tail {
            id: &tail.id,
            standing: tail.standing,
            rule: told.rule,
            row: told.row,
            column: told.column,
            operator: told.operator,
            unit: tail.scale.unit_label(),
            left: told.left,
            right: told.right,
            difference: told.difference,
            bound: told.bound,
            cells: Cells(told.cells),
            left_out: tail.left_out,
        })
    })
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.places().map(PlaceOwned))
    }
}
