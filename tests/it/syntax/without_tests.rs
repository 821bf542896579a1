//! Rule text read without its tests: the same rules, at the same places.

use std::fs;
use std::path::Path;

use gouji::source::SourceId;
use gouji::syntax::ast::Item;
use gouji::syntax::{parse, parse_rules};

use super::GOOD;

/// A test as it is usually laid out, and a rule.
const TEST: &str =
    "测试 \"甲\" {\n    给定 01 \"\"\"\n    项目,决算数\n    规则外,1.00\n    \"\"\"\n    期望 甲 成立\n}\n";
const RULE: &str = "规则 甲: 01.乙 == 01.丙\n";

/// What is not a test is the same in both trees, spans included.
fn check(name: &str, text: &str) {
    let whole = parse(SourceId(0), text).value.items;
    let rules = parse_rules(SourceId(0), text);
    let expected: Vec<&Item> = whole.iter().filter(|item| !matches!(item, Item::Test(_))).collect();
    assert_eq!(expected, rules.value.items.iter().collect::<Vec<_>>(), "{name}");
    assert!(rules.diagnostics.is_empty(), "{name}: {:?}", rules.diagnostics);
}

pub(super) fn rule_files(folder: &Path, check: &mut impl FnMut(&str, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_files(&path, check);
        } else if path.extension().is_some_and(|extension| extension == "gj") {
            check(&path.to_string_lossy(), &fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn rules_are_the_same() {
    let mut count = 0;
    rule_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets"),
        &mut |name, text| {
            check(name, text);
            count += text.matches("\n测试 ").count();
        },
    );
    assert!(count > 50, "the shipped rulesets have tests");
    for (name, text) in GOOD {
        check(name, text);
    }
    let indented = TEST.replace("\n    期望", "\n\u{3000}\u{3000}期望");
    let one_line = "测试 \"甲\" { 期望 甲 成立 }\n";
    for (name, test) in [
        ("as usual", TEST),
        ("wide blanks", &indented),
        ("one line", one_line),
        ("windows", &TEST.replace('\n', "\r\n")),
        ("wide braces", &TEST.replace('{', "｛").replace('}', "｝")),
        ("English", &TEST.replace("测试", "test")),
        ("no newline at the end", TEST.trim_end()),
    ] {
        check(name, test);
        check(name, &format!("{RULE}{test}\n{RULE}{test}"));
        check(name, &format!("{test}# 说明 {{\n{RULE}"));
    }
    // A group of columns may have that name.
    check(
        "a group",
        "表 01 \"甲\" {\n列 {\n1 甲数 = 2 + 3\n测试 {\n2 乙数\n3 丙数\n}\n}\n}\n",
    );
}

#[test]
fn what_is_wrong_in_a_test_is_not_told() {
    for wrong in [
        TEST.replace("期望 甲", "期往 甲"),
        TEST.replace("成立", "成力"),
        TEST.replace("\"\"\"\n    期望", "期望"),
        TEST.replace("01 \"\"\"", "01 \"\""),
    ] {
        let text = format!("{wrong}{RULE}");
        assert!(!parse(SourceId(0), &text).diagnostics.is_empty(), "{text}");
        let rules = parse_rules(SourceId(0), &text);
        assert!(rules.diagnostics.is_empty(), "{text}: {:?}", rules.diagnostics);
        let [Item::Rule(rule)] = rules.value.items.as_slice() else {
            panic!("{text}: {:?}", rules.value.items)
        };
        assert_eq!(&text[rule.span.range()], RULE.trim_end(), "{text}");
    }
}

/// Where the layout of a test says nothing sure, all is read, and what is wrong with brackets and quotes is told.
#[test]
fn a_test_that_is_not_closed_is_told_of() {
    for text in [
        format!("测试 \"甲\" {{\n    期望 甲 成立\n{RULE}"),
        format!("测试 \"甲\" {{\n    给定 {{\n}}\n}}\n}}\n{RULE}"),
        format!("规则 乙 {{\n    检查 01.乙 == 01.丙\n{TEST}"),
    ] {
        assert!(!parse_rules(SourceId(0), &text).diagnostics.is_empty(), "{text}");
    }
    // What is not closed ends where the test begins: what follows the test is read as it is there.
    let text = format!("规则 乙 {{\n    检查 01.乙 == 01.丙\n{TEST}甲乙: 01.乙 == 01.丙\n");
    let whole = parse(SourceId(0), &text);
    let rules = parse_rules(SourceId(0), &text);
    assert_eq!(whole.diagnostics.len(), rules.diagnostics.len());
    let names = |items: &[Item]| items.iter().filter(|item| matches!(item, Item::Rule(_))).count();
    assert_eq!((names(&whole.value.items), names(&rules.value.items)), (2, 2));
}
