//! How long each stage takes, from the text of rules and the bytes of a report to findings.
//!
//! `cargo bench` prints the time of every stage; where a stage checks a report, the counter says how many instances of
//! rules that is in a second.

#![expect(clippy::unwrap_used, reason = "a benchmark that lacks what it measures stops")]

use std::path::{Path, PathBuf};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use gouji::evaluate::Program;
use gouji::recognise::Hints;
use gouji::report::Report;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Memory, Session};
use gouji::source::SourceMap;
use gouji::{finding, read, syntax};

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

fn main() {
    divan::main();
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn rules() -> Session {
    Session::load(&Disk, here("rulesets/山西").to_str().unwrap(), TODAY)
}

/// A report: its name, and its bytes.
type File = (&'static str, Vec<u8>);

/// The example that is shipped.
fn example() -> File {
    let name = "云川县水务局.csv";
    (name, std::fs::read(here("examples/reports").join(name)).unwrap())
}

/// A published report in ten tables, where it is at hand.
fn published() -> Option<File> {
    let folder = std::env::var_os("GOUJI_SHARED_DATA").map_or_else(|| here("../shared/data"), PathBuf::from);
    let bytes = std::fs::read(folder.join("gaoping-2024.txt")).ok()?;
    Some(("gaoping-2024.txt", bytes))
}

/// Runs `bench` with the rules and the published report; measures nothing where that is not at hand.
fn with_published(bencher: Bencher<'_, '_>, bench: fn(Bencher<'_, '_>, &Session, &File)) {
    match published() {
        Some(file) => bench(bencher, &rules(), &file),
        None => bencher.bench(|| ()),
    }
}

fn recognised(session: &Session, (name, bytes): &File) -> (SourceMap, Report) {
    let mut sources = session.sources().clone();
    let document = read::read(&mut sources, name, bytes).value.unwrap();
    let report = session.recognise(&document, &Hints::default()).value;
    (sources, report)
}

/// How many instances of rules the report has.
fn instances(session: &Session, report: &Report) -> ItemsCount {
    let evaluation = session.bind(report).run();
    ItemsCount::new(evaluation.rules.iter().map(|rule| rule.outcomes().len()).sum::<usize>())
}

mod parse {
    use super::*;

    fn parse(bencher: Bencher<'_, '_>, text: &str) {
        let source = SourceMap::new().add_text("规则.gj", text);
        bencher
            .counter(BytesCount::of_str(text))
            .bench(|| syntax::parse(source, black_box(text)));
    }

    #[divan::bench]
    fn shipped(bencher: Bencher<'_, '_>) {
        parse(
            bencher,
            &std::fs::read_to_string(here("rulesets/全国/表间.gj")).unwrap(),
        );
    }

    #[divan::bench]
    fn hundred_rules(bencher: Bencher<'_, '_>) {
        let rule = |number: usize| {
            format!(
                "规则 甲-{number} \"合计等于分项之和\" {{\n    逐行 03\n    当 项目支出 > 0 且 非 基本支出 为空\n    \
                 检查 本年支出合计 ≈ 基本支出 + 项目支出 × 1 - (其他支出 + sum(03[208*].项目支出))\n    级别 警告\n}}\n"
            )
        };
        parse(bencher, &(0..100).map(rule).collect::<String>());
    }
}

/// Files to a plan: load, assemble, resolve.
#[divan::bench]
fn load_rules() -> Session {
    rules()
}

/// A form of so many items, with a rule about each and a waiver of each rule: the time is to grow with the number, not with its
/// square.
#[divan::bench(args = [500, 1_000, 2_000, 4_000])]
fn load_many(bencher: Bencher<'_, '_>, count: usize) {
    let mut text = "规则集 例 {}\n表 01 \"收支总表\" {\n    列 { 1 甲; 2 乙 }\n    行 {\n".to_owned();
    text.extend((0..count).map(|item| format!("        {} 项{item}目\n", item + 1)));
    text.push_str("    }\n}\n");
    text.extend(
        (0..count).map(|item| {
            format!("规则 甲-{item}: 01.项{item}目.甲 == 01.项{item}目.乙\n豁免 甲-{item} 理由 \"已说明\"\n")
        }),
    );
    let mut workspace = Memory::new();
    workspace.insert("例/例.gj", text.as_str());
    assert!(Session::load(&workspace, "例", TODAY).diagnostics().is_empty());
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| Session::load(&workspace, "例", TODAY));
}

mod recognition {
    use super::*;

    fn recognition(bencher: Bencher<'_, '_>, session: &Session, file: &File) {
        bencher
            .counter(BytesCount::of_slice(&file.1))
            .bench(|| recognised(session, black_box(file)));
    }

    #[divan::bench]
    fn shipped_example(bencher: Bencher<'_, '_>) {
        recognition(bencher, &rules(), &example());
    }

    #[divan::bench]
    fn published_report(bencher: Bencher<'_, '_>) {
        with_published(bencher, recognition);
    }
}

/// The rows of every table shape are known from an earlier report.
mod evaluation {
    use super::*;

    fn evaluation(bencher: Bencher<'_, '_>, session: &Session, file: &File) {
        let (_, report) = recognised(session, file);
        let _ = session.bind(&report);
        bencher
            .counter(instances(session, &report))
            .bench_local(|| session.bind(black_box(&report)).run());
    }

    #[divan::bench]
    fn shipped_example(bencher: Bencher<'_, '_>) {
        evaluation(bencher, &rules(), &example());
    }

    #[divan::bench]
    fn published_report(bencher: Bencher<'_, '_>) {
        with_published(bencher, evaluation);
    }

    /// The first report of its shape.
    #[divan::bench]
    fn first_of_its_shape(bencher: Bencher<'_, '_>) {
        let session = rules();
        let (_, report) = recognised(&session, &example());
        bencher
            .counter(instances(&session, &report))
            .with_inputs(|| Program::compile(session.plan().clone()))
            .bench_refs(|program| program.bind(black_box(&report)).run());
    }
}

/// Outcomes to findings: explained, grouped by cause, worded.
mod findings {
    use super::*;

    fn findings(bencher: Bencher<'_, '_>, session: &Session, file: &File) {
        let (sources, report) = recognised(session, file);
        let evaluation = session.bind(&report).run();
        bencher.counter(instances(session, &report)).bench(|| {
            let oracle = session.bind(&report);
            finding::derive(
                session.plan(),
                &report,
                &sources,
                black_box(&evaluation),
                &oracle,
                Some(TODAY),
            )
        });
    }

    #[divan::bench]
    fn shipped_example(bencher: Bencher<'_, '_>) {
        findings(bencher, &rules(), &example());
    }

    #[divan::bench]
    fn published_report(bencher: Bencher<'_, '_>) {
        with_published(bencher, findings);
    }
}

/// Bytes to findings, the rules being loaded.
mod check {
    use super::*;

    fn check(bencher: Bencher<'_, '_>, session: &Session, file: &File) {
        let (_, report) = recognised(session, file);
        bencher
            .counter(instances(session, &report))
            .bench(|| session.check_bytes(file.0, black_box(file.1.as_slice()), &CheckOptions::default()));
    }

    #[divan::bench]
    fn shipped_example(bencher: Bencher<'_, '_>) {
        check(bencher, &rules(), &example());
    }

    #[divan::bench]
    fn published_report(bencher: Bencher<'_, '_>) {
        with_published(bencher, check);
    }
}
