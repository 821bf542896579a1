//! Comparisons of sums are decided in whole thousandths where that is enough; exact arithmetic always says the same.

use std::path::{Path, PathBuf};

use gouji::evaluate::{Bound, Evaluation, Instance, Marks, Outcome, Trace};
use gouji::finding::{self, Glance, Oracle, RunHead};
use gouji::render::{self, Options};
use gouji::report::{Figure, Report};
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Expectation, Memory, Session};
use gouji::source::SourceMap;
use proptest::prelude::*;

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

const FORMS: &str = r#"规则集 例 {}
表 03 "支出决算表" {
    表号 "公开03表"
    单位 元
    行 科目代码 { 类 3, 款 5 }
    合计行 "合计"
    列 { 1 甲数 = 2 + 3 - 4; 2 乙数; 3 丙数; 4 丁数 }
    纵向
    非负
}
表 04 "收入决算表" 可空 {
    表号 "公开04表"
    单位 元
    行 科目代码 { 类 3, 款 5 }
    合计行 "合计"
    列 { 1 甲数; 2 乙数; 3 比例: 比率 }
    纵向
}
"#;

/// Holds the short ways against exact arithmetic: outcomes, causes, differences, which figures were compared, all that is
/// found and said; and what is seen of a tail at a glance against its explanation.
#[track_caller]
pub fn come_out_the_same(session: &Session, report: &Report, what: &str) {
    let exactly = session.exactly();
    let (short, exact) = (session.bind(report), exactly.bind(report));
    let (quickly, slowly) = (short.run(), exact.run());
    assert_eq!(quickly.rules.len(), slowly.rules.len());
    for (id, rule) in session.plan().ruleset.numbered_rules() {
        let (quickly, slowly) = (quickly.of(id).unwrap(), slowly.of(id).unwrap());
        let what = format!("{what}: {}", rule.id);
        assert_eq!(quickly.outcomes(), slowly.outcomes(), "{what}");
        assert!(quickly.instances().eq(slowly.instances()), "{what}");
        let mut marks = [(); 3].map(|()| Marks::none(report));
        short.mark_compared(id, quickly, &mut marks[0]);
        exact.mark_compared(id, slowly, &mut marks[1]);
        for (_, instance) in slowly.with_outcome(|outcome| matches!(outcome, Outcome::Holds | Outcome::Tail)) {
            let explanation = exact.explain(id, &instance);
            if instance.outcome == Outcome::Tail {
                assert!(instance.measure.is_some(), "{what}");
                let glance = Oracle::glance(&short, id, &instance);
                assert_eq!(glance, Glance::of(&explanation), "{what}");
            }
            let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
            for trace in sides.chain(&explanation.whole) {
                mark(trace, &mut marks[2]);
            }
        }
        let [short, exact, explained] = marks.map(|marks| numbers(report, &marks));
        assert_eq!(short, explained, "{what}");
        assert_eq!(exact, explained, "{what}");
    }
    let told = |bound: &Bound<'_>, evaluation: &Evaluation| {
        let (plan, sources) = (session.plan(), SourceMap::new());
        let (mut groups, summary) = finding::derive(plan, report, &sources, evaluation, bound, Some(TODAY));
        finding::in_words(plan, report, &sources, bound, &mut groups);
        serde_json::to_value((groups, summary)).unwrap()
    };
    assert_eq!(told(&short, &quickly), told(&exact, &slowly), "{what}");
}

/// Every output of the session's run over `files`, in bytes.
fn outputs(session: &Session, files: &[PathBuf]) -> Vec<(&'static str, Vec<u8>)> {
    let check = |file: &PathBuf| {
        let name = file.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(file).unwrap();
        session.check_bytes(name, bytes, &CheckOptions::default()).checked
    };
    let reports: Vec<_> = files.iter().map(check).collect();
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "1",
        diagnostics: session.diagnostics(),
        single: false,
    };
    let rendered = render::ALL.iter().map(|renderer| {
        let mut out = Vec::new();
        render::render(renderer, head, &reports, Options::default(), &mut out).unwrap();
        (renderer.name, out)
    });
    rendered.collect()
}

#[test]
fn every_output_is_the_same_without_shorter_ways() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (rules, examples) in [
        ("山西", &["云川县水务局.csv", "云川县水务局.xlsx"][..]),
        ("上海", &["申江区水务局.html"]),
    ] {
        let session = Session::load(&Disk, root.join("rulesets").join(rules).to_str().unwrap(), TODAY);
        let files = examples.iter().map(|name| root.join("examples/reports").join(name));
        let files: Vec<PathBuf> = files.collect();
        let exactly = outputs(&session.exactly(), &files);
        for ((name, quickly), (_, slowly)) in outputs(&session, &files).iter().zip(&exactly) {
            assert!(quickly == slowly, "{rules}: {name}");
        }
    }
}

#[test]
fn tests_of_shipped_rules_come_out_the_same_without_shorter_ways() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for rules in ["全国", "山西", "上海"] {
        let session = Session::load(&Disk, root.join("rulesets").join(rules).to_str().unwrap(), TODAY);
        let results = |session: &Session| -> Vec<(Vec<Expectation>, Vec<Vec<Instance>>)> {
            let results = session.run_tests().into_iter().map(|result| {
                let rules = result.evaluation.rules.iter();
                (
                    result.expectations,
                    rules.map(|rule| rule.instances().collect()).collect(),
                )
            });
            results.collect()
        };
        let quickly = results(&session);
        assert!(!quickly.is_empty(), "{rules}");
        assert!(quickly == results(&session.exactly()), "{rules}");
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

/// A cell as it may be printed. Few values, so that sums often agree.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        8 => (-3_i64..4).prop_map(|units| format!("{units}.00")),
        2 => (-300_i64..400).prop_map(|cents| format!("{}.{:02}", cents / 100, cents.abs() % 100)),
        1 => prop::sample::select(vec!["—", "2.", "1.0000", "0.00005", "1.2.3", "9007199254741.00", "99999999999999999999.00"])
            .prop_map(str::to_owned),
    ]
}

/// Rows of a table, some of them twice, some without the row above, from which rows are sometimes lost.
fn rows(columns: usize) -> impl Strategy<Value = String> {
    let codes = prop::sample::subsequence(vec!["", "208", "20801", "20802", "20802", "210", "21001", "212"], 0..=7);
    let row = prop::collection::vec(cell(), columns);
    let name = prop::sample::select(vec![
        "某项支出",
        "行政运行",
        "一、行政运行",
        "行政 运行",
        "事业运行(参公)",
        "1",
    ]);
    let row = (row, name);
    (codes, prop::collection::vec(row, 8)).prop_map(|(codes, cells)| {
        let rows = codes.into_iter().zip(cells);
        let rows = rows.map(|(code, (cells, name))| {
            let name = if code.is_empty() { "合计" } else { name };
            format!("{code},{name},{}\n", cells.join(","))
        });
        rows.collect()
    })
}

/// What one side of a comparison may be.
fn side(terms: Vec<&'static str>) -> impl Strategy<Value = String> {
    let term = prop::sample::select(terms);
    let more = prop::collection::vec((prop::sample::select(vec!["+", "-"]), term.clone()), 0..3);
    (term, more).prop_map(|(first, more)| {
        let more = more.into_iter().map(|(sign, term)| format!(" {sign} {term}"));
        std::iter::once(first.to_owned()).chain(more).collect()
    })
}

/// A comparison of such sides.
fn comparison(terms: Vec<&'static str>) -> impl Strategy<Value = String> {
    let operator = prop::sample::select(vec!["==", "≈", "<=", ">=", "<", ">", "!="]);
    let tolerance = prop::sample::select(vec!["", "", "", " ± 0.01 元", " ± 1 元"]);
    (side(terms.clone()), operator, side(terms), tolerance)
        .prop_map(|(left, operator, right, tolerance)| format!("{left} {operator} {right}{tolerance}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_over_any_report(
        plain in comparison(vec![
            "03.甲数", "03[208].乙数", "04.甲数", "sum(03.丙数)", "1 元", "(03.乙数 - 04.乙数)", "-03.丙数",
        ]),
        by_row in comparison(vec!["甲数", "乙数", "丙数", "丁数", "sum(下级.甲数)", "2 元", "上级.乙数"]),
        joined in comparison(vec!["03.甲数", "04.甲数", "04.乙数", "03.丁数", "03[合计].甲数"]),
        when in prop::sample::select(vec![
            "", "当 甲数 > 0\n", "当 科目名称 == \"行政运行\"\n", "当 科目名称 == \"行政运行\" 或 科目名称 == \"(一)事业运行(参公)\"\n",
            "当 科目代码 == \"208\" 或 科目代码 == \"20801\"\n", "当 科目代码 == \"208\" 或 科目名称 == \"行政运行\"\n",
            "当 非 科目名称 == \"行政运行\"\n",
        ]),
        (three, four) in (rows(4), rows(3)),
        unit in prop::sample::select(vec!["元", "万元", "亿元"]),
    ) {
        let rules = format!(
            "甲: {plain}\n规则 乙 {{\n逐行 03\n{when}检查 {by_row}\n}}\n规则 丙 {{\n逐行 03, 04 按 科目代码\n检查 {joined}\n}}\n"
        );
        let mut workspace = Memory::new();
        workspace.insert("例/表.gj", FORMS);
        workspace.insert("例/例.gj", rules.as_str());
        let session = Session::load(&workspace, "例", TODAY);
        let wrong: Vec<_> = session.diagnostics().iter().map(|diagnostic| &diagnostic.message).collect();
        prop_assert!(wrong.is_empty(), "{rules}\n{wrong:?}");
        let head = |title: &str, number: &str, columns: &str| {
            format!("{title}\n公开{number}表\n部门名称:某某局\n2024年度\n单位:{unit}\n科目代码,科目名称,{columns}\n")
        };
        let text = format!(
            "某某局2024年度部门决算公开\n\n{}{three}\n{}{four}",
            head("支出决算表", "03", "甲数,乙数,丙数,丁数"),
            head("收入决算表", "04", "甲数,乙数,比例"),
        );
        let examined = session.check_bytes("例.csv", text.into_bytes(), &CheckOptions::default());
        if let Some(report) = &examined.checked.report {
            come_out_the_same(&session, report, &rules);
            crate::growth::all_that_changes_is_asked(&session, report);
        }
    }
}
