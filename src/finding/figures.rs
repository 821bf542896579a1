//! How many of a report's figures were compared with anything.

use super::Oracle;
use super::case::Case;
use super::view::View;
use crate::evaluate::{Evaluation, FigureRef, Outcome};
use crate::report::{Figure, Report, Table};

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
    let mut compared = Marks::new(view.report);
    for (rule, instance) in holding() {
        oracle.figures(rule, instance, &mut |figure| compared.mark(figure));
    }
    let failed = cases.iter().filter(|case| case.instance.outcome != Outcome::Error);
    failed
        .filter(|case| case.finding.comparison.is_some() || !case.finding.terms.is_empty())
        .flat_map(|case| &case.cells)
        .for_each(|figure| compared.mark(*figure));
    Some(compared.figures(view.report))
}

/// A mark for each cell of a report.
struct Marks {
    /// By table and part, row-major.
    parts: Vec<Vec<Vec<bool>>>,
    /// By table and part.
    widths: Vec<Vec<usize>>,
}

impl Marks {
    fn new(report: &Report) -> Self {
        let of_parts = |table: &Table| table.parts.iter().map(|part| vec![false; part.cells.len()]).collect();
        let widths = |table: &Table| table.parts.iter().map(|part| part.columns.len()).collect();
        Self {
            parts: report.tables.iter().map(of_parts).collect(),
            widths: report.tables.iter().map(widths).collect(),
        }
    }

    /// Marks the cell, where the report has it.
    fn mark(&mut self, figure: FigureRef) {
        let width = self.widths.get(figure.table).and_then(|table| table.get(figure.part));
        let Some(width) = width.filter(|width| figure.column < **width) else {
            return;
        };
        let part = self
            .parts
            .get_mut(figure.table)
            .and_then(|table| table.get_mut(figure.part));
        if let Some(mark) = part.and_then(|part| part.get_mut(figure.row * width + figure.column)) {
            *mark = true;
        }
    }

    /// The cells that hold a number, and those of them that are marked.
    fn figures(&self, report: &Report) -> Figures {
        let parts = report.tables.iter().flat_map(|table| &table.parts);
        let cells = parts
            .zip(self.parts.iter().flatten())
            .flat_map(|(part, marks)| part.cells.iter().zip(marks));
        let mut figures = Figures { read: 0, compared: 0 };
        for (_, marked) in cells.filter(|(cell, _)| matches!(cell.figure, Figure::Number { .. })) {
            figures.read += 1;
            figures.compared += usize::from(*marked);
        }
        figures
    }
}
