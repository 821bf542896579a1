//! How many of a report's figures were compared with anything.

use super::Oracle;
use super::case::Case;
use super::view::View;
use crate::evaluate::{Evaluation, Marks, Outcome};
use crate::report::Figure;

/// Of a report so large that more instances than this held, figures are not counted.
const MOST_INSTANCES: usize = 100_000;

/// Figures of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FigureCount {
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
    cases: &[Case],
) -> Option<FigureCount> {
    let rules = || {
        let rules = view.plan.ruleset.numbered_rules().zip(&evaluation.rules);
        rules
            .filter(|((_, rule), _)| !rule.pilot)
            .map(|((id, _), result)| (id, result))
    };
    if rules().map(|(_, result)| result.count(Outcome::Holds)).sum::<usize>() > MOST_INSTANCES {
        return None;
    }
    let mut compared = Marks::none(view.report);
    for (rule, result) in rules() {
        oracle.mark_compared(rule, result, &mut compared);
    }
    let failed = cases.iter().filter(|case| case.instance.outcome != Outcome::Error);
    failed
        .filter(|case| case.finding.comparison.is_some() || !case.finding.terms.is_empty())
        .flat_map(|case| &case.cells)
        .for_each(|figure| compared.mark(*figure));
    let parts = view.report.tables.iter().flat_map(|table| &table.parts);
    let cells = parts.flat_map(|part| &part.cells).zip(compared.iter());
    let mut figures = FigureCount { read: 0, compared: 0 };
    for (_, compared) in cells.filter(|(cell, _)| matches!(cell.figure, Figure::Number { .. })) {
        figures.read += 1;
        figures.compared += usize::from(compared);
    }
    Some(figures)
}
