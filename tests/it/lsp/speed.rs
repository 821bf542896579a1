//! How long a key stroke takes to be answered.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::Client;
use super::project::Project;

#[test]
fn key_stroke_to_diagnostics() {
    const RULES: usize = 100;
    const STROKES: i32 = 20;
    let mut text = String::new();
    for rule in 0..RULES {
        writeln!(
            text,
            "规则 甲-{rule} \"第{rule}条\" {{\n    检查 03.合计支出 ≈ sum(03.项目支出) + {rule}\n    级别 警告\n}}"
        )
        .unwrap();
    }
    let form = "表 03 \"支出决算表\" {\n行 科目代码 { 类 3 }\n列 { 1 合计支出; 2 项目支出 }\n}\n";
    let project = Project::new(&[("规则集.gj", "规则集 试 { 年度 2024 }\n"), ("表.gj", form)]);
    let uri = project.uri("表间.gj");
    let (mut client, _) = Client::start(&[]);
    client.open(&uri, &text);
    assert!(client.diagnostics(&uri, 1).is_empty());
    let mut times: Vec<Duration> = (2..2 + STROKES)
        .map(|version| {
            let end = json!({ "line": RULES * 4, "character": 0 });
            let started = Instant::now();
            client.change(
                &uri,
                version,
                json!([{ "range": { "start": end, "end": end }, "text": "#" }]),
            );
            client.diagnostics(&uri, version);
            started.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "key stroke to diagnostics, {RULES} rules: median {:?}, worst {:?} (10 ms of it wait for silence)",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}
