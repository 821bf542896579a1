//! What the pages about the language and the program show is what the program reads and prints.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gouji::plan::Body;
use gouji::ruleset::Date;
use gouji::session::{Disk, Memory, Session, config};
use gouji::source::SourceMap;
use gouji::syntax::{self, ast::Item};

const PAGES: [&str; 2] = ["docs/language.md", "docs/guide.md"];

const TODAY: Date = Date {
    year: 2025,
    month: 1,
    day: 1,
};

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The fenced blocks of a page in one language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let after = text.split(opening.as_str()).skip(1);
    after
        .map(|after| format!("{}\n", after.split("\n```").next().unwrap()))
        .collect()
}

fn items(path: &str, text: &str) -> Vec<Item> {
    let mut sources = SourceMap::new();
    let source = sources.add(path, text, text.as_bytes());
    let read = syntax::parse(source, text);
    let said: Vec<_> = read.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(said.is_empty(), "{path}: {said:?} in\n{text}");
    read.value.items
}

fn rule_ids(items: &[Item]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match item {
        Item::Rule(rule) => Some(rule.id.as_ref()?.value.to_string()),
        _ => None,
    })
}

/// The national ruleset without the rules that a page shows: a ruleset may not define an inherited rule again.
fn national_without(shown: &BTreeSet<String>) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets/全国");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap) {
        if !entry.file_type().is_file() {
            continue;
        }
        let mut bytes = std::fs::read(entry.path()).unwrap();
        let name = entry.path().strip_prefix(&root).unwrap().to_owned();
        if name.extension().is_some_and(|ending| ending == "gj") {
            let text = String::from_utf8(bytes).unwrap();
            let mut kept = text.clone();
            for item in items(&name.to_string_lossy(), &text).iter().rev() {
                if let Item::Rule(rule) = item
                    && rule.id.as_ref().is_some_and(|id| shown.contains(&*id.value))
                {
                    kept.replace_range(rule.span.start as usize..rule.span.end as usize, "");
                }
            }
            bytes = kept.into_bytes();
        }
        files.push((name, bytes));
    }
    files
}

/// What is said of a page's rule text, its blocks taken as the files of one ruleset that inherits the national one.
fn said_of(page: &str, text: &[String]) -> Vec<String> {
    let shown = text
        .iter()
        .flat_map(|text| rule_ids(&items(page, text)).collect::<Vec<_>>());
    let mut workspace = Memory::new();
    for (name, bytes) in national_without(&shown.collect()) {
        let name = name.to_string_lossy().replace('\\', "/");
        // The pages call what they inherit from by either name; code lists stand in the folder of the ruleset.
        for folder in ["全国", "某规则集"] {
            workspace.insert(&format!("{folder}/{name}"), bytes.clone());
        }
        if name.ends_with(".csv") {
            workspace.insert(&format!("本页/{name}"), bytes);
        }
    }
    for (number, text) in text.iter().enumerate() {
        workspace.insert(&format!("本页/{number:02}.gj"), text.as_str());
    }
    let session = Session::load(&workspace, "本页", TODAY);
    assert!(!session.plan().ruleset.forms.is_empty(), "{page}: nothing is inherited");
    let said = session.diagnostics().iter();
    said.map(|diagnostic| {
        format!(
            "{page}: {} {} {:?}",
            diagnostic.code.id, diagnostic.message, diagnostic.labels
        )
    })
    .collect()
}

#[test]
fn rule_text_in_the_guides_means_something() {
    for page in PAGES {
        let shown = blocks(&read(page), "gouji");
        assert!(shown.len() > 5, "{page} shows rule text");
        let said = said_of(page, &shown);
        assert!(said.is_empty(), "{}", said.join("\n"));
        // The check is not blind.
        let wrong = [shown, vec!["规则 例-错: 03.没有这一栏 == 0\n".to_owned()]].concat();
        assert_eq!(said_of(page, &wrong).len(), 1);
    }
}

/// The code in the first cells of the tables of a section.
fn first_cells(section: &str) -> impl Iterator<Item = &str> {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.flat_map(|row| {
        let cell = row.split(" | ").next().unwrap();
        cell.split('`').step_by(2)
    })
}

#[test]
fn references_in_the_guides_mean_something() {
    for (page, section) in [(PAGES[0], "\n## 5 References\n"), (PAGES[1], "\n## 二、怎样指一个数\n")] {
        let text = read(page);
        let section = text.split(section).nth(1).unwrap().split("\n## ").next().unwrap();
        // `上年.01.…` is no reference yet.
        let shown: Vec<&str> = first_cells(section).filter(|code| !code.contains('…')).collect();
        assert!(shown.len() >= 10, "{page}: {shown:?}");
        let rules = shown.iter().enumerate();
        let rules: String = rules
            .map(|(number, code)| match code.contains('(') && !code.contains('"') {
                true => format!("例-{number}: {code} == 0\n"),
                false => format!("例-{number}: {code} 存在\n"),
            })
            .collect();
        let said = said_of(page, &[blocks(&text, "gouji"), vec![rules.clone()]].concat());
        assert!(said.is_empty(), "{}\n{rules}", said.join("\n"));
    }
}

#[test]
fn the_configuration_shown_is_one() {
    let page = read("docs/cli.md");
    let shown = blocks(&page, "toml");
    let mut sources = SourceMap::new();
    let source = sources.add(config::FILE_NAME, &*shown[0], shown[0].as_bytes());
    let said = config::parse(source, &shown[0]).diagnostics;
    assert!(said.is_empty(), "{said:?}");
}

/// What the program prints, run where the examples are.
fn printed(report: &str, rules: &str, status: i32) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", report, "--rules", rules])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(status));
    String::from_utf8(output.stdout).unwrap()
}

/// A pipe has no width.
#[test]
fn lines_outside_pictures_are_whole_in_a_pipe() {
    let printed = printed("examples/reports/申江区水务局.html", "rulesets/上海", 0);
    let last = printed.trim_end().lines().last().unwrap();
    assert!(last.starts_with("应查") && last.ends_with("国有资产占用"), "{last}");
}

#[test]
fn the_readmes_show_what_the_example_prints() {
    let printed = printed("examples/reports/云川县水务局.csv", "rulesets/山西", 1);
    for page in ["README.md", "README.zh-CN.md"] {
        for shown in blocks(&read(page), "text") {
            // `…` alone on a line stands for what is left out.
            for piece in shown.split("\n…\n").map(str::trim_end) {
                assert!(
                    printed.contains(piece),
                    "{page} shows\n{piece}\nand printed is\n{printed}"
                );
            }
        }
    }
}

#[test]
fn the_page_of_the_language_has_every_statement_that_forms_imply() {
    let page = read("docs/language.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets/山西");
    let session = Session::load(&Disk, root.to_str().unwrap(), TODAY);
    let statements = session.plan().rules.iter().zip(&session.plan().ruleset.rules);
    let statements = statements.filter(|(planned, _)| matches!(planned.body, Some(Body::Statement { .. })));
    let words: BTreeSet<&str> = statements
        .map(|(_, rule)| rule.id.rsplit('.').next().unwrap())
        .collect();
    assert!(words.len() > 4, "{words:?}");
    for word in words {
        assert!(
            page.contains(&format!(".{word}`")),
            "docs/language.md has no `03.{word}`"
        );
    }
}
