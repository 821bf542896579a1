//! The façade: loading from memory, tests of rules, coverage, and every diagnostic page's example.

use std::collections::BTreeSet;

use gouji::diagnostic::Diagnostic;
use gouji::finding::GroupKind;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Memory, Session, TestResult};
use gouji::source::Origin;

use crate::project::{RULES, report};

const TODAY: Date = Date {
    year: 2026,
    month: 3,
    day: 1,
};

fn load(files: &[(&str, &str)], folder: &str) -> Session {
    let mut workspace = Memory::new();
    for (path, text) in files {
        workspace.insert(path, *text);
    }
    Session::load(&workspace, folder, TODAY)
}

fn codes_of(diagnostics: &[Diagnostic]) -> BTreeSet<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect()
}

/// [`RULES`] without its test, and one test of these given rows and these expectations.
fn tested(rows: &str, expectations: &str) -> (Session, TestResult) {
    let rules = RULES.split("测试").next().unwrap();
    let text = format!(
        "{rules}测试 \"一\" {{\n    给定 03 \"\"\"\n    科目代码,科目名称,本年支出合计,基本支出,项目支出\n    {rows}\n    \"\"\"\n    {expectations}\n}}\n"
    );
    let session = load(&[("例/例.gj", &text)], "例");
    assert_eq!(
        codes_of(session.diagnostics()),
        BTreeSet::new(),
        "{text}\n{:#?}",
        session.diagnostics()
    );
    let result = session.run_tests().remove(0);
    (session, result)
}

#[test]
fn a_test_s_table_is_pointed_at_where_it_is_written() {
    let cases = [
        ("208,社会保障,3.00,2.0x0,1.00", "GJ0412", "2.0x0"),
        ("\u{3000}208,社会保障, \"3.0x0\" ,2.00,1.00\r", "GJ0412", "3.0x0"),
        (
            "208,\"社会,3.00,2.00,1.00\n\n    210,\"卫生,3.00,2.00,1.00,",
            "GJ0309",
            "\"",
        ),
    ];
    for (rows, code, pointed) in cases {
        let (_, result) = tested(rows, "期望 S03-01 成立");
        let said: Vec<_> = result.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        let found = result.diagnostics.iter().find(|diagnostic| diagnostic.code.id == code);
        let found = found.unwrap_or_else(|| panic!("{rows}: {said:?}"));
        let Origin::Text(span) = found.labels[0].at else {
            panic!("{rows}")
        };
        let source = result.sources.get(span.source).unwrap();
        assert_eq!(
            (&*source.name, result.sources.slice(span)),
            ("例/例.gj", pointed),
            "{rows}"
        );
    }
}

#[test]
fn expectations_pass_and_fail() {
    let good = "208,社会保障,3.00,2.00,1.00\n    ,合计,3.00,2.00,1.00";
    let bad = "208,社会保障,4.00,2.00,1.00\n    210,卫生,3.00,2.00,1.00\n    ,合计,7.00,4.00,2.00";
    let blank = "208,社会保障,,,\n    210,卫生,3.00,2.00,1.00\n    ,合计,3.00,2.00,1.00";
    let cases = [
        (good, "S03-01 成立", true),
        (good, "S03-01 成立 208", true),
        (good, "S03-01 不符", false),
        (good, "S03-01 不符 208", false),
        (bad, "S03-01 不符", true),
        (bad, "S03-01 不符 208", true),
        (bad, "S03-01 不符 社会保障", true),
        (bad, "S03-01 不符 210", false),
        (bad, "S03-01 成立 210", true),
        (bad, "S03-01 成立", false),
        (bad, "S03-01 不符 208 差 1.00", true),
        (bad, "S03-01 不符 208 差 1", true),
        (bad, "S03-01 不符 208 差 -1.00", false),
        (bad, "S03-01 不符 合计 差 1.00", true),
        (bad, "S03-01 不符 999", false),
        (bad, "S03-02 成立", true),
        (blank, "S03-01 成立", true),
        (blank, "S03-01 无数据 208", true),
        (blank, "S03-01 成立 208", false),
    ];
    for (rows, expectation, passes) in cases {
        let (_, result) = tested(rows, &format!("期望 {expectation}"));
        assert_eq!(result.passed(), passes, "{expectation}\n{:#?}", result.expectations);
        assert_eq!(result.expectations.len(), 1);
        assert_eq!(
            result.expectations[0].instead.is_empty(),
            passes,
            "{:?}",
            result.expectations[0].instead
        );
    }
}

#[test]
fn a_failed_expectation_says_what_came_instead() {
    let (session, result) = tested(
        "208,社会保障,4.00,2.00,1.00\n    ,合计,4.00,2.00,1.00",
        "期望 S03-01 成立 208",
    );
    let expectation = &result.expectations[0];
    assert_eq!(session.sources().slice(expectation.span), "期望 S03-01 成立 208");
    assert_eq!(
        expectation.instead,
        ["实际:不符 1 次", "不符:208 社会保障,左 4,右 3,差 1 万元"]
    );
    let (_, result) = tested(
        "208,社会保障,4.00,2.00,1.00\n    ,合计,4.00,2.00,1.00",
        "期望 S03-01 成立 209",
    );
    assert!(
        result.expectations[0].instead[0].contains("209"),
        "{:?}",
        result.expectations[0].instead
    );
}

#[test]
fn coverage_counts_what_passing_tests_show() {
    let gaps = |rows: &str, expectation: &str| {
        let (session, result) = tested(rows, expectation);
        let coverage = session.coverage(&[result]);
        let own = coverage.gaps.iter().filter(|gap| gap.rule.starts_with('S'));
        own.map(|gap| (gap.rule.to_string(), gap.never_holds, gap.never_fails))
            .collect::<Vec<_>>()
    };
    let mixed = "208,社会保障,4.00,2.00,1.00\n    210,卫生,3.00,1.00,2.00\n    ,合计,7.00,3.00,3.00";
    assert_eq!(gaps(mixed, "期望 S03-01 不符"), []);
    let good = "208,社会保障,3.00,2.00,1.00\n    ,合计,3.00,2.00,1.00";
    let never_fail = [("S03-01".to_owned(), false, true), ("S03-02".to_owned(), false, true)];
    assert_eq!(gaps(good, "期望 S03-01 成立"), never_fail);
    let neither = [("S03-01".to_owned(), true, true), ("S03-02".to_owned(), true, true)];
    assert_eq!(
        gaps(mixed, "期望 S03-01 成立"),
        neither,
        "a test that fails shows nothing"
    );
}

#[test]
fn facts_and_waivers_take_part_in_tests() {
    let rows = "208,社会保障,4.00,2.00,1.00\n    ,合计,4.00,2.00,1.00";
    let rules = RULES.split("测试").next().unwrap();
    let run = |waiver: &str, facts: &str, outcome: &str| {
        let text = format!(
            "{rules}{waiver}\n测试 \"一\" {{\n    给定 03 \"\"\"\n    科目代码,科目名称,本年支出合计,基本支出,项目支出\n    {rows}\n    \"\"\"\n    {facts}\n    期望 S03-01 {outcome}\n}}\n"
        );
        let session = load(&[("例/例.gj", &text)], "例");
        assert!(!session.has_errors(), "{:#?}", session.diagnostics());
        session.run_tests()[0].passed()
    };
    let waiver = "豁免 S03-01 单位 \"某局\" 年度 2024 理由 \"合并口径\" 至 2027-12-31";
    assert!(run(waiver, "给定 报告 单位 \"某局\" 年度 2024", "已说明"));
    assert!(run(waiver, "给定 报告 单位 \"别局\" 年度 2024", "不符"));
    assert!(run(waiver, "", "不符"));
    let expired = "豁免 S03-01 单位 \"某局\" 年度 2024 理由 \"合并口径\" 至 2025-12-31";
    assert!(
        run(expired, "给定 报告 单位 \"某局\" 年度 2024", "不符"),
        "as of the day given, not the clock's"
    );
}

#[test]
fn a_report_is_checked_from_memory() {
    let session = load(&[("例/例.gj", RULES)], "例");
    let options = CheckOptions::default();
    let bad = session.check_bytes("甲.txt", report("4.00", "2.00", "1.00").as_bytes(), &options);
    assert_eq!(bad.checked.worst(), Some(gouji::diagnostic::Severity::Error));
    assert_eq!(bad.checked.hash.len(), 64);
    let good = session.check_bytes("乙.txt", report("3.00", "2.00", "1.00").as_bytes(), &options);
    assert_eq!(good.checked.worst(), None, "{:#?}", good.checked.groups);
    let names: Vec<String> = good
        .checked
        .sources
        .iter()
        .map(|source| source.name.to_string())
        .collect();
    assert_eq!(names, ["例/例.gj", "乙.txt"], "a report knows the rules and itself");
    let options = CheckOptions {
        unit: Some("某某厅".to_owned()),
        year: Some(2023),
    };
    let told = session.check_bytes("丙.txt", report("3.00", "2.00", "1.00").as_bytes(), &options);
    assert_eq!(
        (told.checked.unit.as_deref(), told.checked.year),
        (Some("某某厅"), Some(2023))
    );
}

#[test]
fn inherited_rules_are_tested_where_they_are_written() {
    let child = "规则集 子 { 继承 \"../例\" }\n规则 Z-01 \"合计不为负\": 03.本年支出合计 >= 0\n";
    let session = load(&[("例/例.gj", RULES), ("子/子.gj", child)], "子");
    assert!(!session.has_errors(), "{:#?}", session.diagnostics());
    let coverage = session.coverage(&session.run_tests());
    assert_eq!(coverage.rules, 1);
    assert_eq!(coverage.gaps.len(), 1);
    assert_eq!(&*coverage.gaps[0].rule, "Z-01");
}

#[test]
fn paths_in_memory() {
    use gouji::source::Workspace;
    let mut memory = Memory::new();
    memory.insert("a/./b.gj", "1");
    memory.insert("a/c/d.gj", "2");
    memory.insert("a/c/list.csv", "3");
    memory.insert("ab/e.gj", "4");
    assert_eq!(memory.list("a").unwrap(), ["b.gj", "c/d.gj"]);
    assert_eq!(memory.list(".").unwrap(), ["a/b.gj", "a/c/d.gj", "ab/e.gj"]);
    assert_eq!(memory.read("a/c/../c/list.csv").unwrap(), b"3");
    assert!(memory.list("nowhere").is_err());
    memory.remove("a/b.gj");
    assert!(memory.read("a/b.gj").is_err());
}

/// A table without figures is the cause only where what is lacking could stand in no other.
#[test]
fn an_empty_table_is_not_blamed_for_what_another_lacks() {
    #[track_caller]
    fn check(checks: &str, tables: [&[&str]; 3], expected: &[&str]) {
        let form = |id: &str| {
            format!(
                "表 {id} \"例{id}表\" {{\n    单位 元\n    行 科目代码 {{ 类 3, 款 5 }}\n    合计行 \"合计\"\n    列 {{ 1 甲数; 2 乙数 }}\n    纵向\n}}\n"
            )
        };
        let rules = format!(
            "规则集 例 {{ 年度 2024 }}\n{}{}{}{checks}",
            form("03"),
            form("05"),
            form("07")
        );
        let session = load(&[("例/例.gj", &rules)], "例");
        assert_eq!(
            codes_of(session.diagnostics()),
            BTreeSet::new(),
            "{:#?}",
            session.diagnostics()
        );
        let mut text = String::new();
        for (id, rows) in ["03", "05", "07"].iter().zip(tables) {
            text.push_str(&format!(
                "例{id}表\n科目代码,科目名称,甲数,乙数\n{}\n\n",
                rows.join("\n")
            ));
        }
        let examined = session.check_bytes("例.csv", text.as_bytes(), &CheckOptions::default());
        let causes = examined.checked.groups.iter().filter_map(|group| match &group.kind {
            GroupKind::Cause(cause) => Some(cause.sentence.as_str()),
            _ => None,
        });
        assert_eq!(causes.collect::<Vec<_>>(), expected);
    }
    let whole: &[&str] = &[
        ",合计,15.00,1.00",
        "208,社保,15.00,1.00",
        "20801,管理,9.00,1.00",
        "20802,养老,6.00,",
    ];
    let short: &[&str] = &[",合计,15.00,1.00", "208,社保,15.00,1.00", "20801,管理,9.00,1.00"];
    let empty: &[&str] = &[",合计,,"];
    let by_code = "规则 逐科目 { 逐行 03, 05, 07 按 科目代码\n 检查 03.甲数 ≈ 05.甲数 + 07.甲数 }\n";
    check(
        by_code,
        [whole, short, empty],
        &["表 05 像是缺了 20802 养老:表 03(第6行)有,甲数 6.00 元;补上后原来不符的 2 条都成立"],
    );
    let totals = "规则 甲 { 检查 03.甲数 == 05.甲数 + 07.甲数\n 检查 03.乙数 == 05.乙数 + 07.乙数 }\n";
    check(
        totals,
        [empty, whole, empty],
        &["表 03“例03表”一个数也没有填,有 2 条因此不符"],
    );
    let alone = "规则 甲 { 检查 03.甲数 == 07.甲数\n 检查 03.乙数 == 07.乙数 }\n";
    check(
        alone,
        [whole, whole, empty],
        &["表 07“例07表”一个数也没有填,有 2 条因此不符"],
    );
}
