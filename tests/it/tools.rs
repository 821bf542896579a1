//! The subcommands beside `check`, from outside: what they show and what they write.

use crate::project::{Project, RULES};

#[test]
fn rules_are_formatted() {
    let project = Project::new();
    let untidy = RULES.replace("    单位 万元", "  单位   万元");
    project.write("rules/例.gj", &untidy);
    let check = project.run("fmt --check rules");
    assert_eq!(check.status, 1, "{}{}", check.out, check.err);
    assert!(check.out.contains("rules/例.gj"), "{}", check.out);
    let diff = project.run("fmt --diff rules");
    assert_eq!(diff.status, 1);
    assert!(diff.out.contains("-  单位   万元\n+    单位 万元\n"), "{}", diff.out);
    assert_eq!(project.read("rules/例.gj"), untidy, "neither writes");
    assert_eq!(project.run("fmt rules").status, 0);
    let tidy = project.read("rules/例.gj");
    assert!(tidy.contains("\n    单位 万元\n"), "{tidy}");
    let again = project.run("fmt --check rules");
    assert_eq!((again.status, again.out.as_str()), (0, ""));
    let piped = project.run_in(".", "fmt -", untidy);
    assert_eq!((piped.status, piped.out), (0, tidy));
    project.write("rules/坏.gj", "规则 X {\n    检查 (1 ==\n");
    let broken = project.run("fmt rules");
    assert_eq!(broken.status, 2);
    assert_eq!(
        project.read("rules/坏.gj"),
        "规则 X {\n    检查 (1 ==\n",
        "a broken file stays as it is"
    );
}

/// Every status of the table in the help stands in the documentation too.
#[test]
fn exit_statuses_are_documented() {
    let page = include_str!("../../docs/cli.md");
    for status in ["| 0 |", "| 1 |", "| 2 |"] {
        assert!(page.contains(status), "{status}");
    }
    let help = Project::empty().run("check --help").out;
    for line in ["\n  0  ", "\n  1  ", "\n  2  "] {
        assert!(help.contains(line), "{help}");
    }
}

/// What explain says about a rule on a report: every value, where it stands, the difference.
#[test]
fn a_rule_is_taken_apart_on_a_report() {
    let project = Project::new();
    let page = project.run("explain S03-01 --rules rules").out;
    for said in [
        "规则 S03-01 合计等于分项之和",
        "级别:错误",
        "rules/例.gj:17:4",
        "合计漏加项目支出",
        "检查 本年支出合计 ≈",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let tree = project
        .run("explain S03-01 --rules rules --report bad.txt --row 208")
        .out;
    for said in [
        "不符  208 社会保障和就业支出",
        "4.00 万元",
        "2.00 万元",
        "bad.txt:8:",
        "差 +1.00 万元",
    ] {
        assert!(tree.contains(said), "{said}\n{tree}");
    }
    assert!(!tree.contains("合计  "), "only the row asked for\n{tree}");
}

#[test]
fn what_was_recognised_is_shown() {
    let project = Project::new();
    let all = project.run("inspect --rules rules good.txt").out;
    for said in ["认出的表", "支出决算表", "3/3", "规则:例(rules)"] {
        assert!(all.contains(said), "{said}\n{all}");
    }
    let table = project.run("inspect --rules rules good.txt --table 03").out;
    for said in ["栏次", "本年支出合计", "208", "社会保障和就业支出", "合计行"] {
        assert!(table.contains(said), "{said}\n{table}");
    }
    // Chinese or not, columns stand under one another.
    let width = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.contains("2") && line.trim_end().ends_with('1'))
        .collect();
    assert!(rows.len() >= 2, "{table}");
    assert!(rows.windows(2).all(|pair| width(pair[0]) == width(pair[1])), "{table}");
}
