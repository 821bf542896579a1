//! Rule files in the editor.

use serde_json::{Value, json};

use super::client::Client;
use super::project::{Project, Style};

const HEADER: (&str, &str) = ("规则/规则集.gj", "规则集 试 { 年度 2024 }\n");
const FORM: (&str, &str) = (
    "规则/表.gj",
    "表 03 \"支出决算表\" {\n    单位 万元\n    行 科目代码 { 类 3 }\n    列 { 1 合计支出; 2 项目支出 }\n}\n",
);

/// The range of a diagnostic: line and columns, all on one line.
fn columns(diagnostic: &Value) -> (u64, u64, u64) {
    let range = &diagnostic["range"];
    let number = |end: &str, field: &str| range[end][field].as_u64().unwrap();
    assert_eq!(number("start", "line"), number("end", "line"), "{diagnostic}");
    (
        number("start", "line"),
        number("start", "character"),
        number("end", "character"),
    )
}

#[test]
fn diagnostics_stand_where_the_client_counts_and_go_when_mended() {
    // 𠮷 is two units of UTF-16, four bytes, one character.
    let text = "甲 \"𠮷数\": 03.没有这列 > 0\n";
    let cases: [(&[&str], u64); 4] = [
        (&[], 6 + 6),
        (&["utf-16"], 12),
        (&["utf-8"], 4 + 4 + 5 + 5 + 3),
        (&["utf-32"], 11),
    ];
    for (wishes, _) in cases {
        let project = Project::new(&[HEADER, FORM]);
        let uri = project.uri("规则/表间.gj");
        let (mut client, initialised) = Client::start(wishes);
        client.open(&uri, text);
        let diagnostics = client.diagnostics(&uri, 1);
        let [diagnostic] = diagnostics.as_slice() else {
            panic!("{diagnostics:?}");
        };
        let width = |text: &str| -> u64 {
            let units: usize = match initialised["capabilities"]["positionEncoding"].as_str().unwrap() {
                "utf-8" => text.len(),
                "utf-16" => text.encode_utf16().count(),
                _ => text.chars().count(),
            };
            units as u64
        };
        let start = width("甲 \"𠮷数\": 03.");
        assert_eq!(columns(diagnostic), (0, start, start + width("没有这列")), "{wishes:?}");
        assert_eq!(diagnostic["severity"], 1);
        assert_eq!(diagnostic["source"], "gouji");
        assert!(diagnostic["code"].as_str().unwrap().starts_with("GJ02"), "{diagnostic}");

        let position = |character| json!({ "line": 0, "character": character });
        let range = json!({ "start": position(start), "end": position(start + width("没有这列")) });
        client.change(&uri, 2, json!([{ "range": range, "text": "项目支出" }]));
        assert_eq!(client.diagnostics(&uri, 2), Vec::<Value>::new());
        assert_eq!(client.stop(), 0);
    }
}

#[test]
fn every_spelling_of_a_uri_works_and_is_kept() {
    for style in [Style::Raw, Style::Encoded, Style::Lower] {
        let project = Project::new(&[HEADER, FORM]);
        let uri = project.uri_as("规则/表间 一.gj", style);
        let (mut client, _) = Client::start(&[]);
        client.open(&uri, "甲: 03.项目支出 > 0\n");
        // The form is found on disk, in the same folder.
        assert_eq!(client.diagnostics(&uri, 1), Vec::<Value>::new(), "{uri}");
        let found = client.at("textDocument/definition", &uri, (0, 8));
        let target = found[0]["uri"].as_str().unwrap();
        assert_eq!(gouji::lsp::to_path(target), Some(project.path("规则/表.gj")), "{uri}");
        // A file that is open too goes by the client's own name for it.
        let form = project.uri_as("规则/表.gj", style);
        client.open(&form, FORM.1);
        let found = client.at("textDocument/definition", &uri, (0, 8));
        assert_eq!(found[0]["uri"], form);
        assert_eq!(found[0]["range"]["start"]["line"], 3);
        assert_eq!(client.stop(), 0);
    }
}

#[test]
fn a_change_in_one_file_is_felt_in_the_others() {
    let project = Project::new(&[HEADER, FORM, ("别处/规则集.gj", "规则集 别处 { 年度 2024 }\n")]);
    let form = project.uri("规则/表.gj");
    let rules = project.uri("规则/子/表间.gj");
    let elsewhere = project.uri("别处/规则集.gj");
    let (mut client, _) = Client::start(&[]);
    client.open(&elsewhere, "规则集 别处 { 年度 2024 }\n");
    client.open(&form, FORM.1);
    client.open(&rules, "甲: 03.项目支出 > 0\n");
    assert_eq!(client.diagnostics(&rules, 1), Vec::<Value>::new());
    // Not saved, yet it counts.
    client.change(&form, 2, json!([{ "text": FORM.1.replace("项目支出", "项目经费") }]));
    assert_eq!(client.diagnostics(&form, 2), Vec::<Value>::new());
    let message = client.published(&rules);
    assert_eq!(message["version"], 1);
    assert_eq!(message["diagnostics"].as_array().unwrap().len(), 1, "{message}");
    // Closed without saving, the file on disk counts again.
    client.close(&form);
    let cleared = client.published(&form);
    assert_eq!(
        (&cleared["diagnostics"], &cleared["version"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(client.published(&rules)["diagnostics"], json!([]));
    assert_eq!(client.stop(), 0);
}

#[test]
fn second_places_are_related() {
    let project = Project::new(&[HEADER, FORM, ("规则/甲.gj", "甲: 03.项目支出 > 0\n")]);
    // Behind 甲.gj in the order of names.
    let uri = project.uri("规则/番.gj");
    let (mut client, _) = Client::start(&[]);
    client.open(&uri, "甲: 03.项目支出 >= 0\n");
    let diagnostics = client.diagnostics(&uri, 1);
    let [diagnostic] = diagnostics.as_slice() else {
        panic!("{diagnostics:?}");
    };
    let related = diagnostic["relatedInformation"].as_array().unwrap();
    let other = related[0]["location"]["uri"].as_str().unwrap();
    assert_eq!(gouji::lsp::to_path(other), Some(project.path("规则/甲.gj")));
    assert_eq!(client.stop(), 0);
}

#[test]
fn a_burst_of_changes_is_answered_once() {
    let project = Project::new(&[HEADER, FORM]);
    let uri = project.uri("规则/表间.gj");
    let (mut client, _) = Client::start(&[]);
    client.open(&uri, "");
    for version in 2..=200 {
        client.change(
            &uri,
            version,
            json!([{ "text": format!("甲: 03.第{version}列 > 0\n") }]),
        );
    }
    let mut seen = Vec::new();
    loop {
        let message = client.published(&uri);
        seen.push(message["version"].as_i64().unwrap());
        if seen.last() == Some(&200) {
            let text = message["diagnostics"][0]["message"].as_str().unwrap();
            assert!(text.contains("第200列"), "{text}");
            break;
        }
    }
    assert!(seen.is_sorted() && seen.len() < 20, "{seen:?}");
    assert_eq!(client.stop(), 0);
}

#[test]
fn features_answer_in_the_clients_terms() {
    let project = Project::new(&[HEADER, FORM]);
    let uri = project.uri("规则/表间.gj");
    let (mut client, _) = Client::start(&[]);
    client.open(&uri, "甲 \"𠮷\":03.项目支出>0\n");
    let hover = client.at("textDocument/hover", &uri, (0, 11));
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(
        hover["contents"]["value"].as_str().unwrap().contains("栏次 2"),
        "{hover}"
    );
    assert_eq!(hover["range"]["start"], json!({ "line": 0, "character": 7 }));
    assert_eq!(hover["range"]["end"], json!({ "line": 0, "character": 14 }));

    let edits = client.format(&uri);
    assert_eq!(edits[0]["newText"], "甲 \"𠮷\": 03.项目支出 > 0\n");
    assert_eq!(
        edits[0]["range"],
        json!({
            "start": { "line": 0, "character": 0 },
            "end": { "line": 1, "character": 0 },
        })
    );

    let symbols = client.symbols(&uri);
    assert_eq!(symbols[0]["name"], "甲");
    assert_eq!(symbols[0]["detail"], "𠮷");
    assert_eq!(symbols[0]["kind"], 12);
    assert_eq!(client.stop(), 0);
}

#[test]
fn formulas_headers_and_code_lists_lead_somewhere() {
    let header = "规则集 试 {\n    年度 2024\n    科目 功能分类 \"科目/功能.csv\"\n}\n";
    let form = "表 06 \"基本支出表\" {\n    行 科目代码 { 类 3 } 科目 功能分类\n    列 { 1 合计 = 2..3; 2 工资; 3 津贴 }\n    合计行 公用 = 302 + 307\n}\n";
    let project = Project::new(&[
        ("规则/规则集.gj", header),
        ("规则/表.gj", form),
        ("规则/科目/功能.csv", "302,商品和服务支出\n307,债务利息及费用支出\n"),
    ]);
    let (header_uri, form_uri) = (project.uri("规则/规则集.gj"), project.uri("规则/表.gj"));
    let (mut client, _) = Client::start(&[]);
    client.open(&form_uri, form);
    client.open(&header_uri, header);
    let hover = client.at("textDocument/hover", &form_uri, (3, 14));
    assert!(
        hover["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("302 商品和服务支出"),
        "{hover}"
    );
    let found = client.at("textDocument/definition", &form_uri, (2, 15));
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 2, "character": 23 }),
        "{found}"
    );
    let found = client.at("textDocument/definition", &form_uri, (1, 23));
    assert_eq!(found[0]["uri"], header_uri, "{found}");
    let found = client.at("textDocument/definition", &header_uri, (2, 20));
    let list = found[0]["uri"].as_str().unwrap();
    assert_eq!(
        gouji::lsp::to_path(list),
        Some(project.path("规则/科目/功能.csv")),
        "{found}"
    );
    assert_eq!(client.stop(), 0);
}

#[test]
fn documents_that_are_no_files_and_no_rules() {
    let (mut client, _) = Client::start(&[]);
    client.open("untitled:Untitled-1", "甲: 1 >\n");
    assert_eq!(client.diagnostics("untitled:Untitled-1", 1).len(), 1);
    assert!(!client.symbols("untitled:Untitled-1").is_null());
    client.open_as("file:///etc/notes.md", "markdown", "甲: 1 >\n");
    assert_eq!(client.diagnostics("file:///etc/notes.md", 1), Vec::<Value>::new());
    assert_eq!(client.stop(), 0);
}
