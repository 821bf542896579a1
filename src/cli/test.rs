//! `gouji test`: the tests that rulesets carry.

use super::arguments::Test;
use super::console::Console;
use super::{Status, complain, project};
use crate::finding::Place;
use crate::session::{Coverage, Expectation, Session, TestResult};
use crate::source::{Origin, SourceMap, Span};

/// Runs the subcommand.
pub fn run(arguments: &Test, console: &mut Console) -> Status {
    let (folders, mut status) = match project::folders(&arguments.folders, console) {
        Ok(found) => found,
        Err(status) => return status,
    };
    for folder in folders {
        let session = project::load(&folder);
        complain::diagnostics(console, session.diagnostics(), session.sources());
        status = status.and(Status::trouble_if(session.has_errors()));
        status = status.and(run_ruleset(&session, arguments.coverage, console));
    }
    status
}

fn run_ruleset(session: &Session, coverage: bool, console: &mut Console) -> Status {
    let results = session.run_tests();
    for result in &results {
        tell(result, console);
    }
    let failed = results.iter().filter(|result| !result.passed()).count();
    let name = session.folder();
    let passed = results.len() - failed;
    console.result(match (results.len(), failed) {
        (0, _) => format!("{name}:没有测试\n"),
        (_, 0) => format!("{name}:{passed} 个测试全部通过\n"),
        _ => format!("{name}:{failed} 个测试未通过,{passed} 个通过\n"),
    });
    let mut status = Status::findings_if(failed > 0);
    if coverage {
        let coverage = session.coverage(&results);
        tell_coverage(&coverage, session.sources(), console);
        status = status.and(Status::findings_if(!coverage.gaps.is_empty()));
    }
    status
}

fn tell(result: &TestResult, console: &mut Console) {
    complain::diagnostics(console, &result.diagnostics, &result.sources);
    if result.passed() {
        console.result(format!("通过  {}\n", result.title));
        return;
    }
    let place = place(&result.sources, result.span);
    console.result(format!("未过  {}  {place}\n", result.title));
    for expectation in result.expectations.iter().filter(|expectation| !expectation.passed) {
        tell_expectation(expectation, &result.sources, console);
    }
}

fn tell_expectation(expectation: &Expectation, sources: &SourceMap, console: &mut Console) {
    let expected = sources.slice(expectation.span);
    let place = place(sources, expectation.span);
    console.result(format!("        {expected}  {place}\n"));
    for line in &expectation.instead {
        console.result(format!("            {line}\n"));
    }
}

fn tell_coverage(coverage: &Coverage, sources: &SourceMap, console: &mut Console) {
    for gap in &coverage.gaps {
        let lacking = match (gap.never_holds, gap.never_fails) {
            (true, true) => "没有成立的例子,也没有不符的例子",
            (true, false) => "没有成立的例子",
            _ => "没有不符的例子",
        };
        let place = place(sources, gap.span);
        console.result(format!("缺例  {}:{lacking}  {place}\n", gap.rule));
    }
    let full = coverage.rules - coverage.gaps.len();
    console.result(format!("{} 条规则中 {full} 条成立、不符两种例子都有\n", coverage.rules));
}

fn place(sources: &SourceMap, span: Span) -> String {
    Place::new(sources, Origin::Text(span), "".into()).full()
}
