//! The subcommands beside `check`, from outside: what they show and what they write.

use crate::project::{Project, RULES, report};

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
    // A zero that is written is no blank, and nothing is said about the difference of an inequality that holds.
    let tree = project
        .run("explain S03-02 --rules rules --report good.txt --row 208")
        .out;
    assert!(tree.contains("成立  208"), "{tree}");
    assert!(!tree.contains("差 "), "{tree}");
    project.write(
        "rules/零.gj",
        "规则 S03-03 \"有支出\" {\n    逐行 03\n    检查 项目支出 > 0\n}\n",
    );
    let tree = project
        .run("explain S03-03 --rules rules --report good.txt --row 208")
        .out;
    assert!(tree.contains("= 0\n") || tree.contains("= 0.00 万元\n"), "{tree}");
    assert!(!tree.contains("空白"), "{tree}");
    // What a form implies without a word is shown by its line.
    let page = project.run("explain 03.必有 --rules rules").out;
    assert!(page.contains("    表 03 \"支出决算表\" {\n"), "{page}");
    let tree = project.run("explain 03.必有 --rules rules --report good.txt").out;
    assert_eq!(tree, "规则 03.必有 应有支出决算表\n成立\n");
}

/// Blanks in figures leave no doubt and are counted; a wrong decimal point is shown to be looked at.
#[test]
fn repairs_are_told_by_the_doubt_they_leave() {
    let project = Project::new();
    project.write("odd.txt", report("3. 00", "2, 00", "1. 00"));
    let all = project.run("inspect --rules rules odd.txt").out;
    for said in ["请对照原件的数(2 处)", "小数点误作逗号", "数字中间有空格  4 处"] {
        assert!(all.contains(said), "{said}\n{all}");
    }
    let table = project.run("inspect --rules rules odd.txt --table 03").out;
    assert!(table.contains("3.00*"), "{table}");
    assert!(table.contains("带 * 的数写法有误"), "{table}");
}

/// A count in a table of money is no money.
#[test]
fn counts_are_shown_as_counts() {
    let project = Project::new();
    let form = "表 10 \"统计表\" {\n    单位 万元\n    列 { 统计数 }\n    行 { 1 货物; 2 车辆数: 数量 }\n}\n";
    project.write("rules/表10.gj", form);
    project.write("count.txt", "统计表\n项目\t行次\t统计数\n货物\t1\t0.50\n车辆数\t2\t3\n");
    let table = project.run("inspect --rules rules count.txt --table 10").out;
    let line = |name: &str| table.lines().find(|line| line.contains(name)).unwrap().trim_end();
    assert!(line("车辆数").ends_with(" 3"), "{table}");
    assert!(line("货物").ends_with(" 0.50"), "{table}");
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
    let rows: Vec<&str> = table.lines().filter(|line| line.trim_end().ends_with("1.00")).collect();
    assert!(rows.len() >= 2, "{table}");
    assert!(rows.windows(2).all(|pair| width(pair[0]) == width(pair[1])), "{table}");
}
