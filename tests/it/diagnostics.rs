//! The pages of the diagnostic codes: the example of each raises its code and no other.
//!
//! How an example is run depends on its blocks: ```toml is a `gouji.toml`; ```console is a command, run in a folder
//! that holds an empty folder, a report and the national ruleset; ```gouji is a rule file, the last of several
//! inheriting from the others; ```csv and ```text are a report, or what a rule file names as `科目.csv`. Reports without a
//! rule file are checked against the national ruleset.

use std::collections::BTreeSet;

use gouji::diagnostic::{Code, Diagnostic, codes};
use gouji::session::{CheckOptions, Disk, Memory, Session, config};
use gouji::source::SourceMap;
use gouji::syntax;

use crate::ide::fixture::today;
use crate::project::Project;

/// Codes that no text can raise, with the reason.
const WITHOUT_EXAMPLE: [(&str, &str); 28] = [
    ("GJ0102", "a folder without files"),
    ("GJ0104", "more folders than a page can show"),
    ("GJ0105", "bytes that are no text"),
    ("GJ0303", "bytes that are no text"),
    ("GJ0304", "a workbook"),
    ("GJ0305", "a workbook"),
    ("GJ0306", "bytes that are no text"),
    ("GJ0307", "more bytes than a page can show"),
    ("GJ0308", "more cells than a page can show"),
    ("GJ0310", "a workbook"),
    ("GJ0311", "a workbook"),
    ("GJ0312", "a workbook"),
    ("GJ0313", "a workbook"),
    ("GJ0314", "a workbook"),
    ("GJ0315", "a Word file"),
    ("GJ0316", "a Word file"),
    ("GJ0317", "a Word file"),
    ("GJ0318", "a Word file"),
    ("GJ0319", "a PDF"),
    ("GJ0320", "a PDF"),
    ("GJ0321", "a PDF"),
    ("GJ0322", "a PDF"),
    ("GJ0323", "a PDF"),
    ("GJ0324", "a PDF"),
    ("GJ0419", "two files"),
    ("GJ0421", "more rows than a page can show"),
    ("GJ0502", "the rights of whoever runs it"),
    ("GJ0508", "a bug; every one known is mended"),
];

/// Codes that never come alone, with the one they bring: a report whose only table was refused has none.
const ACCOMPANIED: [(&str, &str); 4] = [
    ("GJ0309", "GJ0420"),
    ("GJ0401", "GJ0420"),
    ("GJ0402", "GJ0420"),
    ("GJ0403", "GJ0420"),
];

/// The fenced blocks of the example of a page: language and text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let (_, example) = page.split_once("\n## 例子\n").unwrap();
    let (example, _) = example.split_once("\n## 改法\n").unwrap();
    let fenced = example.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

/// The codes that an example raises.
fn raised(blocks: &[(&str, &str)]) -> BTreeSet<String> {
    let of = |wanted: &str| -> Vec<&str> {
        let wanted = blocks.iter().filter(|(language, _)| *language == wanted);
        wanted.map(|(_, text)| *text).collect()
    };
    if let [text] = of("toml").as_slice() {
        return ids(&config::parse(SourceMap::new().add_text("gouji.toml", *text), text).diagnostics);
    }
    if let [command] = of("console").as_slice() {
        return by_command(command);
    }
    let data = blocks.iter().find(|(language, _)| ["csv", "text"].contains(language));
    match of("gouji").as_slice() {
        [] => by_report(&Session::load(&Disk, &national(), today()), data.unwrap()),
        rules => by_rules(rules, data),
    }
}

fn national() -> String {
    format!("{}/rulesets/全国", env!("CARGO_MANIFEST_DIR"))
}

fn by_rules(rules: &[&str], data: Option<&(&str, &str)>) -> BTreeSet<String> {
    let mut memory = Memory::new();
    let (last, upper) = rules.split_last().unwrap();
    for text in upper {
        memory.insert("全国/例.gj", *text);
    }
    memory.insert("例/例.gj", *last);
    let list = data.filter(|_| last.contains("科目.csv"));
    if let Some((_, text)) = list {
        memory.insert("例/科目.csv", *text);
    }
    let session = Session::load(&memory, "例", today());
    let mut found = ids(session.diagnostics());
    for test in session.run_tests() {
        found.extend(ids(&test.diagnostics));
    }
    if let Some(report) = data.filter(|_| list.is_none()) {
        found.extend(by_report(&session, report));
    }
    found
}

fn by_report(session: &Session, (ending, text): &(&str, &str)) -> BTreeSet<String> {
    assert!(session.diagnostics().is_empty(), "{:#?}", session.diagnostics());
    let name = format!("例.{}", ending.replace("text", "txt"));
    let examined = session.check_bytes(&name, text.as_bytes(), &CheckOptions::default());
    ids(&examined.checked.diagnostics)
}

/// What `$ gouji …` says on standard error.
fn by_command(text: &str) -> BTreeSet<String> {
    let project = Project::empty();
    std::fs::create_dir(project.path().join("空目录")).unwrap();
    project.write("报告.csv", "支出决算表\n");
    for entry in walkdir::WalkDir::new(national()).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let below = entry
                .path()
                .strip_prefix(national())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            project.write(&format!("rulesets/全国/{below}"), std::fs::read(entry.path()).unwrap());
        }
    }
    let run = project.run(text.trim().strip_prefix("$ gouji ").unwrap());
    assert_eq!(run.status, 2, "{text}{}{}", run.out, run.err);
    let words = run.err.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| codes::find(word).is_some())
        .map(str::to_owned)
        .collect()
}

fn ids(diagnostics: &[Diagnostic]) -> BTreeSet<String> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.id.to_owned())
        .collect()
}

/// What the examples of the syntax are excerpts of.
const AROUND: &str = r#"规则集 例 { }
表 01 "收入支出决算总表" {
    块 收入 {
        列 { 金额 }
        行 { 总计 }
    }
    块 支出 {
        列 { 金额 }
        行 { 总计 }
    }
}
表 02 "收入决算表" {
    行 科目代码 { 类 3 }
    列 { 合计 }
    合计行 "总计"
}
表 03 "支出决算表" {
    行 科目代码 { 类 3 }
    列 { 合计; 本年支出合计; 基本支出; 项目支出 }
    合计行 "总计"
}
表 05 "一般公共预算财政拨款支出决算表" {
    行 科目代码 { 类 3 }
    列 { 合计; 基本支出; 项目支出 }
    合计行 "总计"
}
"#;

/// The codes that the example of `code` raises. Those of the syntax, which need not repeat header and forms, are raised
/// by the parser, and by nothing else when the whole ruleset is loaded.
fn raised_by(code: &Code, blocks: &[(&str, &str)]) -> BTreeSet<String> {
    if !codes::syntax::ALL.contains(&code) {
        return raised(blocks);
    }
    let [("gouji", text)] = blocks else {
        panic!("{}: one rule file is wanted", code.id);
    };
    let mut memory = Memory::new();
    memory.insert("例/例.gj", *text);
    // Only an excerpt has the forms put around it.
    let excerpt = !["规则集", "表 "].iter().any(|declaration| text.contains(declaration));
    memory.insert("例/表.gj", if excerpt { AROUND } else { "" });
    let mut found = ids(Session::load(&memory, "例", today()).diagnostics());
    found.remove("GJ0107");
    found.extend(ids(&syntax::parse(gouji::source::SourceId(0), text).diagnostics));
    found
}

#[test]
fn examples_raise_their_code_and_no_other() {
    let mut wrong = Vec::new();
    for code in codes::all() {
        let blocks = blocks(code.page);
        let excused = WITHOUT_EXAMPLE.iter().any(|(id, _)| *id == code.id);
        if blocks.is_empty() || excused {
            if !(blocks.is_empty() && excused) {
                wrong.push(format!("{}: has no example, or is excused with one", code.id));
            }
            continue;
        }
        let mut found = raised_by(code, &blocks);
        for (_, other) in ACCOMPANIED.iter().filter(|(id, _)| *id == code.id) {
            assert!(found.remove(*other), "{} comes alone", code.id);
        }
        if found != BTreeSet::from([code.id.to_owned()]) {
            wrong.push(format!("{} raises {found:?}", code.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
