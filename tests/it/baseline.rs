//! Comparing with an earlier run.

use serde_json::Value;

use super::project::Project;

/// A report of `unit` with figures for the total row and for row 208.
fn report(unit: &str, total: [&str; 3], row: [&str; 3]) -> String {
    format!(
        "支出决算表\n\n公开03表\n部门:{unit}\t单位:万元\n\
         科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n栏次\t\t1\t2\t3\n\
         合计\t\t{}\n208\t社会保障和就业支出\t{}\n",
        total.join("\t"),
        row.join("\t")
    )
}

const GOOD: [&str; 3] = ["3.00", "2.00", "1.00"];
const BAD: [&str; 3] = ["4.00", "2.00", "1.00"];
const DOUBTFUL: [&str; 3] = ["3.00", "1.00", "2.00"];

/// The project after a first run over 甲局 (two failures) and 乙局 (two failures), kept in 上次.json.
fn first_run() -> Project {
    let project = Project::new();
    project.write("reports/甲.txt", report("甲局", BAD, BAD));
    project.write("reports/乙.txt", report("乙局", BAD, BAD));
    let run = project.run("check --rules rules reports -o 上次.json");
    assert_eq!(run.status, 1, "{}", run.err);
    project
}

fn against(project: &Project) -> Value {
    let run = project.run("check --rules rules reports --against 上次.json --output-format json");
    assert!(run.status < 2, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn ids(value: &Value) -> Vec<&str> {
    let reports = value["reports"].as_array().unwrap().iter();
    let groups = reports.flat_map(|report| report["groups"].as_array().unwrap());
    let findings = groups.flat_map(|group| group["findings"].as_array().unwrap());
    findings.map(|finding| finding["id"].as_str().unwrap()).collect()
}

/// `earlier file, new, unchanged, resolved, unchecked` of the report number `index`.
fn changes(value: &Value, index: usize) -> (Option<&str>, u64, u64, usize, usize) {
    let changes = &value["reports"][index]["changes"];
    (
        changes["earlier_file"].as_str(),
        changes["new"].as_u64().unwrap(),
        changes["unchanged"].as_u64().unwrap(),
        changes["resolved"].as_array().unwrap().len(),
        changes["unchecked"].as_array().unwrap().len(),
    )
}

#[test]
fn ids_differ_from_unit_to_unit() {
    let project = first_run();
    let before: Value = serde_json::from_str(&project.read("上次.json")).unwrap();
    let mut all = ids(&before);
    assert_eq!(all.len(), 4);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 4, "{all:?}");
}

#[test]
fn nothing_changed() {
    let project = first_run();
    let value = against(&project);
    for index in 0..2 {
        let (_, new, unchanged, resolved, unchecked) = changes(&value, index);
        assert_eq!((new, unchanged, resolved, unchecked), (0, 2, 0, 0));
    }
    assert_eq!(value["reports"][0]["groups"][0]["findings"][0]["standing"], "unchanged");
}

#[test]
fn a_figure_is_put_right_and_the_file_renamed() {
    let project = first_run();
    std::fs::remove_file(project.path().join("reports/甲.txt")).unwrap();
    project.write("reports/改后.txt", format!("\n\n{}", report("甲局", BAD, GOOD)));
    let value = against(&project);
    let (index, other) = if value["reports"][0]["unit"] == "甲局" {
        (0, 1)
    } else {
        (1, 0)
    };
    assert_eq!(changes(&value, index), (Some("reports/甲.txt"), 0, 1, 1, 0));
    assert_eq!(changes(&value, other).2, 2);
    let gone = &value["reports"][index]["changes"]["resolved"][0];
    assert_eq!(gone["rule"], "S03-01");
    assert!(gone["message"].as_str().unwrap().contains("208"), "{gone}");
    let run = project.run("check --rules rules reports --against 上次.json");
    assert_eq!(run.status, 1, "comparing changes nothing about the exit status");
    for said in [
        "错误(仍在) S03-01",
        "已消除 S03-01 合计等于分项之和:208",
        "新增 0 条,仍在 3 条,已消除 1 条",
    ] {
        assert!(run.out.contains(said), "{said} is not said in:\n{}", run.out);
    }
}

#[test]
fn something_new_turns_up() {
    let project = first_run();
    project.write("reports/甲.txt", report("甲局", GOOD, DOUBTFUL));
    let value = against(&project);
    let index = usize::from(value["reports"][1]["unit"] == "甲局");
    assert_eq!(changes(&value, index), (Some("reports/甲.txt"), 1, 0, 2, 0));
    let run = project.run("check --rules rules reports/甲.txt --against 上次.json --output-format compact");
    let lines: Vec<&str> = run.out.lines().filter(|line| line.contains("S03-02")).collect();
    assert!(lines[0].contains("警告(新增) S03-02"), "{}", run.out);
    assert!(run.out.contains("reports/乙.txt: 未再核对"), "{}", run.out);
}

#[test]
fn what_could_not_be_checked_again_is_not_gone() {
    let project = first_run();
    project.write("reports/乙.txt", "一段没有表的文字\n");
    project.write("reports/丁.txt", "也没有表\n");
    let run = project.run("check --rules rules reports --against 上次.json --output-format json");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let all = value["reports"].as_array().unwrap();
    let index = all
        .iter()
        .position(|report| report["file"] == "reports/乙.txt")
        .unwrap();
    assert_eq!(value["reports"][index]["changes"], Value::Null);
    assert_eq!(value["overview"]["changes"]["left"][0]["file"], "reports/乙.txt");
    assert_eq!(value["overview"]["changes"]["left"][0]["findings"], 2);
    assert_eq!(value["overview"]["changes"]["resolved"], 0);
    // What could not be checked in the earlier run is not missed in the later one.
    project.run("check --rules rules reports -o 再上次.json");
    let run = project.run("check --rules rules reports/甲.txt --against 再上次.json --output-format json");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["overview"]["changes"]["left"], serde_json::json!([]));
}

#[test]
fn a_rule_that_is_no_longer_there_has_settled_nothing() {
    let project = first_run();
    let rules = super::project::RULES;
    let (before, rest) = rules.split_once("规则 S03-01").unwrap();
    let (_, after) = rest.split_once("规则 S03-02").unwrap();
    let (after, _) = after.split_once("测试").unwrap();
    project.write("rules/例.gj", format!("{before}规则 S03-02{after}"));
    let value = against(&project);
    assert_eq!(changes(&value, 0).4, 2);
    assert_eq!(changes(&value, 0).3, 0);
    assert_eq!(value["overview"]["changes"]["other_rules"], true);
}

#[test]
fn a_report_not_checked_before_is_new() {
    let project = first_run();
    project.write("reports/丙.txt", report("丙局", BAD, GOOD));
    let value = against(&project);
    let all = value["reports"].as_array().unwrap();
    let index = all.iter().position(|report| report["unit"] == "丙局").unwrap();
    assert_eq!(changes(&value, index), (None, 1, 0, 0, 0));
    assert_eq!(value["overview"]["changes"]["new_reports"], 1);
}

#[test]
fn reports_of_one_unit_are_told_apart_by_their_names() {
    let project = Project::new();
    project.write("reports/2.txt", report("甲局", BAD, BAD));
    project.write("reports/3.txt", report("甲局", GOOD, BAD));
    project.run("check --rules rules reports -o 上次.json");
    project.write("reports/1.txt", report("甲局", BAD, BAD));
    let value = against(&project);
    assert_eq!(changes(&value, 0), (None, 2, 0, 0, 0));
    assert_eq!(changes(&value, 1), (Some("reports/2.txt"), 0, 2, 0, 0));
    assert_eq!(changes(&value, 2), (Some("reports/3.txt"), 0, 1, 0, 0));
    std::fs::remove_file(project.path().join("reports/2.txt")).unwrap();
    let value = against(&project);
    assert_eq!(changes(&value, 0), (Some("reports/2.txt"), 0, 2, 0, 0));
    assert_eq!(changes(&value, 1), (Some("reports/3.txt"), 0, 1, 0, 0));
}

#[test]
fn only_an_earlier_run_can_be_compared_with() {
    let project = first_run();
    project.write("cut.json", &project.read("上次.json")[..200]);
    project.write("other.json", "{\"a\": 1}");
    project.write(
        "newer.json",
        project.read("上次.json").replacen("gouji-check/1", "gouji-check/9", 1),
    );
    for (file, code, said) in [
        ("missing.json", "GJ0501", "missing.json"),
        ("bad.txt", "GJ0511", "不是 JSON"),
        ("cut.json", "GJ0511", "不完整"),
        ("other.json", "GJ0511", "不是 gouji check 写出的"),
        ("newer.json", "GJ0511", "gouji-check/9"),
    ] {
        let run = project.run(&format!("check --rules rules reports --against {file}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{file}");
        assert!(run.err.contains(code) && run.err.contains(said), "{file}: {}", run.err);
    }
}

#[test]
fn every_output_says_it() {
    let project = first_run();
    project.write("reports/甲.txt", report("甲局", BAD, GOOD));
    let outputs = "-o a.csv -o a.sarif -o a.md -o a.jsonl -o a.xml -o a.json -o a.txt";
    let run = project.run(&format!("check --rules rules reports --against 上次.json {outputs}"));
    assert_eq!(run.status, 1, "{}", run.err);
    for (file, words) in [
        ("a.csv", ["仍在", "已消除"]),
        (
            "a.sarif",
            ["\"baselineState\":\"unchanged\"", "\"baselineState\":\"absent\""],
        ),
        ("a.md", ["错误(仍在)", "已消除 S03-01"]),
        ("a.jsonl", ["\"standing\":\"unchanged\"", "\"resolved\":[{"]),
        ("a.xml", ["错误(仍在)", "已消除 S03-01"]),
        ("a.txt", ["错误(仍在)", "已消除 S03-01"]),
    ] {
        for word in words {
            assert!(project.read(file).contains(word), "{file} does not say {word}");
        }
    }
}

#[test]
fn tails_are_known_again() {
    let project = Project::new();
    let report = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/reports/云川县水务局.csv");
    let text = std::fs::read_to_string(report).unwrap();
    let check = format!("check --rules {}/rulesets/山西 报告.csv", env!("CARGO_MANIFEST_DIR"));
    project.write("报告.csv", &text);
    project.run(&format!("{check} -o 上次.json"));
    // One figure less is off by a tail.
    let (tail, whole) = ("3858.61,", "3858.62,");
    assert!(text.contains(tail));
    project.write("报告.csv", text.replacen(tail, whole, 1));
    let run = project.run(&format!("{check} --against 上次.json --output-format json"));
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let groups = value["reports"][0]["groups"].as_array().unwrap().iter();
    let tails = groups.flat_map(|group| group["tails"].as_array().unwrap());
    let standings: Vec<&Value> = tails.map(|tail| &tail["standing"]).collect();
    assert!(standings.len() > 10 && standings.iter().filter(|standing| **standing == "unchanged").count() > 10);
    let csv = project.run(&format!("{check} --against 上次.json --output-format csv"));
    let kept = csv.out.lines().filter(|line| line.contains("尾差,仍在")).count();
    assert_eq!(
        kept,
        standings.iter().filter(|standing| **standing == "unchanged").count()
    );
    let (_, _, _, resolved, _) = changes(&value, 0);
    assert_eq!(resolved, 0, "tails that are gone are not told of");
}
