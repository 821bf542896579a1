//! Documents torn apart while they are open: every request is answered, nothing hangs, and diagnostics still come.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::client::Client;
use super::project::Project;
use crate::ide::fixture::RULESETS;

const REPORT: &str = "\u{feff}支出决算表,,,,\r\n公开03表,,,,\r\n单位:万元,,,,\r\n科目代码,科目名称,本年支出合计,基本支出,项目支出\r\n栏次,,1,2,3\r\n,合计,9.00,5.00,4.00\r\n208,社会保障和就业支出,6.00,3.00,3.00\r\n229,其他支出,\"3,000.00\",2.00,1.50\r\n";

/// Pieces that mean something to rules or to reports, and some that mean something to nobody.
const PIECES: &str = "{|}|(|)|[|]|\"|“|”|\"\"\"|\n|\r|\r\n|,|\t|..|=|+|-|±|≈|:|.|#|*|0|9999999999999999999|-0.000|%|\u{0}|\u{feff}|\u{202e}|𠮷|e\u{301}|表 03 |覆盖 |规则 甲 |检查 |逐行 03\n|列 { 1 甲 = 1..9 }|合计行 |继承 \"..\"|继承 \".\"|科目 功能分类 \"表.gj\"|公开03表|单位:元|合计|208";

#[derive(Debug, Clone)]
struct Edit {
    /// Which document, which way round the range, and how it is asked about.
    choice: u8,
    from: (u32, u32),
    length: (u32, u32),
    text: String,
}

fn edit() -> impl Strategy<Value = Edit> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    let text = prop_oneof![
        4 => prop::sample::select(pieces).prop_map(str::to_owned),
        2 => Just(String::new()),
        1 => any::<String>(),
    ];
    let position = (0_u32..45, 0_u32..40);
    let length = prop_oneof![3 => (Just(0), 0_u32..4), 1 => (0_u32..6, 0_u32..30), 1 => any::<(u32, u32)>()];
    (any::<u8>(), position, length, text).prop_map(|(choice, from, length, text)| Edit {
        choice,
        from,
        length,
        text,
    })
}

fn change(edit: &Edit) -> Value {
    let end = (
        edit.from.0.saturating_add(edit.length.0),
        edit.from.1.saturating_add(edit.length.1),
    );
    let at = |(line, character)| json!({ "line": line, "character": character });
    // Now and then the wrong way round.
    let (start, end) = if edit.choice.is_multiple_of(16) {
        (end, edit.from)
    } else {
        (edit.from, end)
    };
    json!([{ "range": { "start": at(start), "end": at(end) }, "text": edit.text }])
}

fn torn(edits: &[Edit]) {
    let mut files: Vec<(&str, &str)> = RULESETS.to_vec();
    files.extend([("gouji.toml", "rules = \"山西\"\n"), ("报告.csv", REPORT)]);
    let project = Project::new(&files);
    let open = ["全国/表.gj", "全国/表间.gj", "山西/规则集.gj", "报告.csv"];
    let uris = open.map(|path| project.uri(path));
    let (mut client, _) = Client::start(&[]);
    for (path, uri) in open.iter().zip(&uris) {
        let (_, text) = files.iter().find(|(known, _)| known == path).unwrap();
        client.open_as(uri, if path.ends_with("csv") { "csv" } else { "gouji" }, text);
    }
    let mut versions = [1; 4];
    for edit in edits {
        let at = usize::from(edit.choice / 16) % uris.len();
        versions[at] += 1;
        client.change(&uris[at], versions[at], change(edit));
        match edit.choice % 5 {
            0 => _ = client.at("textDocument/hover", &uris[at], edit.from),
            1 => _ = client.at("textDocument/definition", &uris[at], edit.from),
            2 => _ = client.symbols(&uris[at]),
            3 => _ = client.format(&uris[at]),
            _ => _ = client.diagnostics(&uris[at], versions[at]),
        }
    }
    // A panic while diagnostics are made would leave this unanswered.
    let last = versions.map(|version| version + 1);
    for ((path, uri), version) in open.iter().zip(&uris).zip(last) {
        let (_, text) = files.iter().find(|(known, _)| known == path).unwrap();
        client.change(uri, version, json!([{ "text": text }]));
    }
    for (uri, version) in uris.iter().zip(last) {
        client.diagnostics(uri, version);
    }
    assert_eq!(client.stop(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn torn_documents_are_answered(edits in prop::collection::vec(edit(), 1..24)) {
        let started = Instant::now();
        torn(&edits);
        prop_assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    }
}
