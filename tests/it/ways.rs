//! Comparisons of sums are decided in whole thousandths where that is enough; exact arithmetic always says the same.

use gouji::evaluate::{Bound, Marks, Outcome, Trace};
use gouji::report::{Figure, Report};

/// Holds the short way against exact arithmetic: outcomes, causes, differences, and which figures were compared.
#[track_caller]
pub fn come_out_the_same(bound: &Bound<'_, '_>, report: &Report, what: &str) {
    let (short, exact) = (bound.run(), bound.run_exactly());
    assert_eq!(short.rules.len(), exact.rules.len());
    for (rule, (short, exact)) in short.rules.iter().zip(&exact.rules).enumerate() {
        assert_eq!(short.outcomes(), exact.outcomes(), "{what}: rule {rule}");
        assert!(short.instances().eq(exact.instances()), "{what}: rule {rule}");
        let (mut quick, mut slow) = (Marks::none(report), Marks::none(report));
        bound.mark_compared(rule, short, &mut quick);
        for (_, instance) in exact.that(|outcome| outcome == Outcome::Holds) {
            let explanation = bound.explain(rule, &instance);
            let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
            for trace in sides.chain(&explanation.whole) {
                mark(trace, &mut slow);
            }
        }
        assert_eq!(numbers(report, &quick), numbers(report, &slow), "{what}: rule {rule}");
    }
}

fn mark(trace: &Trace, marks: &mut Marks) {
    trace.figure.into_iter().for_each(|figure| marks.mark(figure));
    trace.children.iter().for_each(|child| mark(child, marks));
}

/// For each cell with a number, whether it is marked.
fn numbers(report: &Report, marks: &Marks) -> Vec<bool> {
    let parts = report.tables.iter().flat_map(|table| &table.parts);
    let cells = parts.flat_map(|part| &part.cells).zip(marks.iter());
    let numbers = cells.filter(|(cell, _)| matches!(cell.figure, Figure::Number { .. }));
    numbers.map(|(_, marked)| marked).collect()
}
