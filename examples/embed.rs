//! gouji as a library: load a ruleset, check one report, print the headline of every finding.
//!
//! `cargo run --example embed -- rulesets/山西 examples/reports/云川县水务局.csv`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use gouji::finding::Words;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(rules), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("用法:embed 规则目录 报告文件".into());
    };
    // The library never asks the clock: the day decides which waivers have expired.
    let today = Date {
        year: 2026,
        month: 1,
        day: 1,
    };
    let session = Session::load_rules(&Disk, &rules, today);
    for diagnostic in session.diagnostics() {
        println!("{} {}", diagnostic.code.id, diagnostic.message);
    }
    // Places in findings point into `examined.checked.sources`.
    let examined = session.check_bytes(&path, std::fs::read(&path)?, &CheckOptions::default());
    // Tails are kept without words until somebody wants to read them.
    let told = Words::new(session.program()).of(&examined.checked);
    for finding in told.groups.iter().flat_map(|group| &group.findings) {
        println!("{} {}", finding.rule.id, finding.sentence);
    }
    Ok(())
}
