//! How many of a report's figures were compared with anything.

use std::collections::BTreeSet;

use super::case::Case;
use super::view::View;
use super::{Oracle, side};
use crate::evaluate::{Evaluation, FigureRef, Outcome};
use crate::report::Figure;

/// Of a report so large that more instances than this held, figures are not counted.
const MOST_INSTANCES: usize = 100_000;

/// Figures of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Figures {
    /// Cells that hold a number.
    pub read: usize,
    /// Those that stood on a side of at least one comparison that came out, one way or the other.
    pub compared: usize,
}

/// Counts them, pilot rules aside. `cases` are the comparisons that did not simply hold.
pub(super) fn count(
    view: View<'_>,
    oracle: &dyn Oracle,
    evaluation: &Evaluation,
    cases: &[Case<'_>],
) -> Option<Figures> {
    let holding = || {
        let rules = view.plan.ruleset.rules.iter().zip(&evaluation.rules).enumerate();
        rules
            .filter(|(_, (rule, _))| !rule.pilot)
            .flat_map(|(index, (_, result))| result.instances.iter().map(move |instance| (index, instance)))
            .filter(|(_, instance)| instance.outcome == Outcome::Holds)
    };
    if holding().take(MOST_INSTANCES + 1).count() > MOST_INSTANCES {
        return None;
    }
    let mut compared: BTreeSet<FigureRef> = BTreeSet::new();
    for (rule, instance) in holding() {
        let explanation = oracle.explain(rule, instance);
        let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
        for trace in sides.chain(&explanation.whole) {
            side::cells(trace, &mut |figure, _| {
                compared.insert(figure);
            });
        }
    }
    let failed = cases.iter().filter(|case| case.instance.outcome != Outcome::Error);
    compared.extend(
        failed
            .filter(|case| case.finding.comparison.is_some() || !case.finding.terms.is_empty())
            .flat_map(|case| case.cells.iter().copied()),
    );
    let is_number = |figure: &Figure| matches!(figure, Figure::Number { .. });
    let tables = view.report.tables.iter();
    let cells = tables.flat_map(|table| &table.parts).flat_map(|part| &part.cells);
    Some(Figures {
        read: cells.filter(|cell| is_number(&cell.figure)).count(),
        compared: compared
            .into_iter()
            .filter(|figure| view.cell(*figure).is_some_and(|cell| is_number(&cell.figure)))
            .count(),
    })
}
