#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::print_stdout, reason="a")]
mod found;
mod generator;
use std::path::Path;
use gouji::evaluate::Outcome;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Session};
fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets/山西");
    let session = Session::load(&Disk, folder.to_str().unwrap(), Date{year:2025,month:9,day:1});
    let count: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut spoilt = 0;
    for number in 0..count {
        let report = generator::report(1, number);
        spoilt += usize::from(report.plant.is_some());
        if number < 3 { std::fs::write(format!("/tmp/gen{number}.xlsx"), &report.xlsx).unwrap(); }
        let examined = session.check_bytes(&report.name, report.xlsx, &CheckOptions::default());
        for d in &examined.checked.diagnostics { println!("{}: {}", report.name, d.message); }
        let planted = report.plant.as_ref().map(ToString::to_string).unwrap_or_default();
        for (outcome, expected) in [(Outcome::Fails, &report.fails), (Outcome::Tail, &report.tails)] {
            let found = found::found(&session, &examined, outcome);
            for a in expected.difference(&found) { println!("{number} ({planted}) {outcome:?} missed {a}"); }
            for a in found.difference(expected) { println!("{number} ({planted}) {outcome:?} false {a}"); }
        }
        for r in session.plan().ruleset.rules.iter().zip(&examined.evaluation.rules) { for i in &r.1.instances { if matches!(i.outcome, Outcome::Error) || (report.plant.is_none() && matches!(i.outcome, Outcome::Unbound)) { println!("{number} {} {:?} {:?}", r.0.id, i.outcome, i.cause); } } }
    }
    println!("{spoilt} spoilt");
}
