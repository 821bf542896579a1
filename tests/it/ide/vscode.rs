//! The extension says what the language says.

use std::collections::BTreeSet;
use std::path::Path;

use gouji::syntax::KEYWORDS;
use gouji::value::Unit;
use serde_json::Value;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The words between `(?:` and `)` of every rule that is a list of words.
fn highlighted() -> BTreeSet<String> {
    let grammar = read("syntaxes/gouji.tmLanguage.json");
    let mut words = BTreeSet::new();
    for (name, rule) in grammar["repository"].as_object().unwrap() {
        let Some(pattern) = rule["match"].as_str().filter(|_| name != "unit") else {
            continue;
        };
        let list = pattern.split_once("(?:").and_then(|(_, rest)| rest.split_once(')'));
        let Some((list, _)) = list.filter(|(list, _)| list.contains('|')) else {
            continue;
        };
        words.extend(list.split('|').map(str::to_owned));
    }
    words
}

#[test]
fn the_grammar_knows_every_keyword_and_no_other() {
    let keywords: BTreeSet<String> = KEYWORDS
        .iter()
        .filter(|keyword| !keyword.role.is_name())
        .flat_map(|keyword| [keyword.chinese.to_owned(), keyword.english.to_owned()])
        .collect();
    assert_eq!(highlighted(), keywords);
    let units = &read("syntaxes/gouji.tmLanguage.json")["repository"]["unit"]["match"];
    assert!(
        Unit::ALL
            .iter()
            .all(|unit| units.as_str().unwrap().contains(unit.label()))
    );
}

#[test]
fn the_manifest_names_files_that_exist() {
    let manifest = read("package.json");
    let activation = manifest["activationEvents"].as_array().unwrap();
    assert!(activation.contains(&Value::from("onLanguage:gouji")));
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    let contributes = &manifest["contributes"];
    let files = [
        &manifest["main"],
        &contributes["languages"][0]["configuration"],
        &contributes["grammars"][0]["path"],
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode");
    for file in files {
        assert!(root.join(file.as_str().unwrap()).is_file(), "{file}");
    }
    // Without the flag an editor takes `\p{L}` for the letters p, L and braces.
    let word = &read("language-configuration.json")["wordPattern"];
    assert!(word["pattern"].as_str().unwrap().contains("\\p{L}"));
    assert_eq!(word["flags"], "u");
}
