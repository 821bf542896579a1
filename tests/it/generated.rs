//! Synthetic reports whose answers are known: exactly these are found.

use std::path::Path;

use gouji::diagnostic::{Diagnostic, Severity};
use gouji::evaluate::Outcome;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Session};

#[path = "../../benches/batch/found.rs"]
mod found;
#[path = "../../benches/batch/generator/mod.rs"]
pub mod generator;

const SEED: u64 = 1;

const TODAY: Date = Date {
    year: 2025,
    month: 9,
    day: 1,
};

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets/山西");
    let session = Session::load(&Disk, folder.to_str().unwrap(), TODAY);
    let mut wrong = Vec::new();
    let mut spoilt = 0;
    let count = std::env::var("GOUJI_GENERATED").map_or(60, |count| count.parse().unwrap());
    for number in 0..count {
        let report = generator::report(SEED, number);
        let name = format!("{number}.xlsx");
        spoilt += usize::from(report.plant.is_some());
        crate::recognise::known::in_session_as_at_first(&session, &name, &report.xlsx);
        let examined = session.check_bytes(&name, report.xlsx, &CheckOptions::default());
        let grave = |diagnostic: &&Diagnostic| diagnostic.severity >= Severity::Warning;
        for diagnostic in examined.checked.diagnostics.iter().filter(grave) {
            wrong.push(format!("{name}: {}", diagnostic.message));
        }
        let read = examined.checked.report.as_ref().unwrap();
        crate::exactness::come_out_the_same(&session, read, &name);
        crate::growth::all_that_changes_is_asked(&session, read);
        for (outcome, expected) in [(Outcome::Fails, &report.fails), (Outcome::Tail, &report.tails)] {
            let found = found::found(&session, &examined, outcome);
            let planted = report.plant.as_ref().map(ToString::to_string).unwrap_or_default();
            let missed = expected.difference(&found).map(|answer| format!("missed {answer}"));
            let false_ones = found.difference(expected).map(|answer| format!("false {answer}"));
            wrong.extend(
                missed
                    .chain(false_ones)
                    .map(|what| format!("{name} ({planted}): {outcome:?} {what}")),
            );
        }
    }
    assert!(spoilt > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
