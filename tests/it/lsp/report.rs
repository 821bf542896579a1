//! Reports in the editor.

use serde_json::{Value, json};

use super::client::Client;
use super::project::Project;

const RULES: &str = r#"规则集 试 { 年度 2024 }
表 03 "支出决算表" {
    表号 "公开03表"
    单位 万元
    行 科目代码 { 类 3 }
    列 { 1 合计支出; 2 基本支出; 3 项目支出 }
    合计行 "合计"
}
规则 甲 "合计等于两项之和" {
    逐行 03
    检查 合计支出 ≈ 基本支出 + 项目支出
}
"#;

const REPORT: &str = "\
支出决算表,,,,
公开03表,,,,
单位:万元,,,,
科目代码,科目名称,合计支出,基本支出,项目支出
栏次,,1,2,3
,合计,9.00,5.00,4.00
208,社会保障和就业支出,6.00,3.00,3.00
229,其他支出,3.00,2.00,1.50
";

/// The diagnostics of rule `甲`.
fn of_rule(diagnostics: &[Value]) -> Vec<&Value> {
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic["code"] == "甲")
        .collect()
}

#[test]
fn findings_stand_at_their_figures_and_go_when_mended() {
    let project = Project::new(&[
        ("gouji.toml", "rules = \"规则\"\n"),
        ("规则/规则集.gj", RULES),
        ("报告/某局.csv", REPORT),
    ]);
    let uri = project.uri("报告/某局.csv");
    let (mut client, _) = Client::start(&[]);
    client.open_as(&uri, "csv", REPORT);
    let diagnostics = client.diagnostics(&uri, 1);
    let found = of_rule(&diagnostics);
    let [finding] = found.as_slice() else {
        panic!("{diagnostics:?}");
    };
    assert_eq!(finding["range"]["start"]["line"], 7, "{finding}");
    assert_eq!(finding["severity"], 1);
    let related = finding["relatedInformation"].as_array().unwrap();
    let rule = related.last().unwrap()["location"]["uri"].as_str().unwrap();
    assert_eq!(gouji::lsp::to_path(rule), Some(project.path("规则/规则集.gj")));

    let at = |character| json!({ "line": 7, "character": character });
    let range = json!({ "start": at("229,其他支出,3.00,2.00,".chars().count()), "end": at("229,其他支出,3.00,2.00,1.50".chars().count()) });
    client.change(&uri, 2, json!([{ "range": range, "text": "1.00" }]));
    let diagnostics = client.diagnostics(&uri, 2);
    assert!(of_rule(&diagnostics).is_empty(), "{diagnostics:?}");

    // A change of the rules, not saved, is felt in the report.
    let rules = project.uri("规则/规则集.gj");
    client.open(&rules, &RULES.replace("≈ 基本支出 + 项目支出", "≈ 基本支出"));
    let message = client.published(&uri);
    let diagnostics = message["diagnostics"].as_array().unwrap();
    assert!(!of_rule(diagnostics).is_empty(), "{diagnostics:?}");
    assert_eq!(client.stop(), 0);
}

#[test]
fn without_a_project_nothing_is_said() {
    let project = Project::new(&[("某局.csv", REPORT)]);
    let (mut client, _) = Client::start(&[]);
    for (name, configuration) in [("无", ""), ("坏", "rules = [\n"), ("远", "rules = \"没有这里\"\n")] {
        if !configuration.is_empty() {
            project.write(&format!("{name}/gouji.toml"), configuration);
        }
        let uri = project.uri(&format!("{name}/某局.csv"));
        client.open_as(&uri, "csv", REPORT);
        let diagnostics = client.diagnostics(&uri, 1);
        assert!(of_rule(&diagnostics).is_empty(), "{name}: {diagnostics:?}");
    }
    assert_eq!(client.stop(), 0);
}

#[test]
fn the_project_says_which_texts_are_reports() {
    let project = Project::new(&[
        ("gouji.toml", "rules = \"规则\"\nreports = [\"报告/*.csv\"]\n"),
        ("规则/规则集.gj", RULES),
    ]);
    let notes = "今天,明天\n";
    let (mut client, _) = Client::start(&[]);
    // A report without its tables is told so; another text is left alone, whatever is in it.
    for (path, text, said) in [
        ("报告/空.csv", notes, true),
        ("笔记.csv", notes, false),
        ("旧/某局.csv", REPORT, false),
    ] {
        let uri = project.uri(path);
        client.open_as(&uri, "csv", text);
        let diagnostics = client.diagnostics(&uri, 1);
        assert_eq!(!diagnostics.is_empty(), said, "{path}: {diagnostics:?}");
    }
    assert_eq!(client.stop(), 0);
}
