//! The words that the grammar spells are those of the table, and the table says of each word one thing.

use std::collections::BTreeSet;

use gouji::diagnostic::Diagnostic;
use gouji::syntax::{KEYWORDS, Keyword, KeywordRole, Named, ReferenceHead};
use gouji::value::Unit;

use super::parsed;
use crate::resolve::load;

const GRAMMAR: [&str; 3] = [
    include_str!("../../../grammar/lexical.pest"),
    include_str!("../../../grammar/expression.pest"),
    include_str!("../../../grammar/declaration.pest"),
];

/// Whether words of `role` are read by the grammar as some name or other, and told apart afterwards.
fn is_told_apart_later(role: KeywordRole) -> bool {
    let lists = [
        KeywordRole::Level,
        KeywordRole::Category,
        KeywordRole::Outcome,
        KeywordRole::Kind,
    ];
    lists.contains(&role) || role.is_name() && role != KeywordRole::LineMark
}

/// The strings of a grammar that hold a letter; `\n` and its like are none.
fn literals(grammar: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut literal: Option<String> = None;
        let mut characters = line.chars();
        while let Some(character) = characters.next() {
            match (character, &mut literal) {
                ('"', None) => literal = Some(String::new()),
                ('"', Some(_)) => found.extend(literal.take()),
                ('\\', Some(text)) => {
                    text.extend(characters.next().map(|escaped| ['\\', escaped]).into_iter().flatten())
                }
                (character, Some(text)) => text.push(character),
                (_, None) => {}
            }
        }
    }
    found.retain(|text| text.chars().any(char::is_alphabetic) && !text.contains('\\'));
    found
}

#[test]
fn the_grammar_spells_the_words_of_the_table_and_no_others() {
    let spelled: BTreeSet<String> = GRAMMAR.iter().flat_map(|grammar| literals(grammar)).collect();
    let declared: BTreeSet<String> = KEYWORDS
        .iter()
        .filter(|keyword| !is_told_apart_later(keyword.role))
        .flat_map(Keyword::spellings)
        .chain(Unit::ALL.map(Unit::label))
        .map(str::to_owned)
        .collect();
    assert_eq!(spelled, declared);
    // A keyword is one rule with both spellings of one entry.
    for rule in GRAMMAR[0].lines().filter(|line| line.starts_with("kw_")) {
        let known = KEYWORDS
            .iter()
            .any(|keyword| rule.contains(&format!("(\"{}\" | \"{}\")", keyword.chinese, keyword.english)));
        assert!(known, "not in the table: {rule}");
    }
}

#[test]
fn the_page_of_the_language_lists_the_words_of_the_table_and_no_others() {
    let page = include_str!("../../../docs/language.md");
    let rows = page.split("| where | keywords |\n| --- | --- |\n").nth(1).unwrap();
    let rows = rows.split("\n\n").next().unwrap();
    let listed: BTreeSet<&str> = rows.split([' ', '\n']).filter(|word| word.contains('/')).collect();
    let words = KEYWORDS.iter().filter(|keyword| !keyword.role.is_name());
    let declared: BTreeSet<String> = words
        .map(|keyword| format!("{}/{}", keyword.chinese, keyword.english))
        .collect();
    assert_eq!(listed, declared.iter().map(String::as_str).collect());
}

#[test]
fn no_spelling_has_two_meanings() {
    for keyword in KEYWORDS {
        assert!(keyword.doc.ends_with('。'), "{}", keyword.chinese);
        for other in Keyword::spelled(keyword.english).filter(|other| other.role.is_name() == keyword.role.is_name()) {
            let alike = other.chinese == keyword.chinese || other.role == KeywordRole::LineMark;
            assert!(alike || keyword.role == KeywordRole::LineMark, "{}", keyword.english);
        }
        let own = Keyword::of_role(keyword.role).filter(|other| keyword.spellings().any(|word| other.is(word)));
        assert_eq!(own.count(), 1, "{}", keyword.chinese);
    }
}

/// An example of each word of a list that is told apart after parsing.
fn example(role: KeywordRole, word: &str) -> Option<String> {
    let of_row = |what: &str| format!("规则 A {{ 逐行 03\n 检查 {what} }}");
    let joined = |by: &str| format!("规则 A {{ 逐行 03, 04 按 {by}\n 检查 03.基本支出 == 04.基本支出 }}");
    Some(match role {
        KeywordRole::Level => format!("规则 A {{ 级别 {word}\n 检查 1 == 1 }}"),
        KeywordRole::Category => format!("规则 A {{ 类别 {word}\n 检查 1 == 1 }}"),
        KeywordRole::Outcome => format!("规则 A: 1 == 1\n测试 \"a\" {{ 期望 A {word} }}"),
        KeywordRole::Kind => format!("表 1 \"a\" {{ 单位 元\n 行 单行\n 列 {{ a: {word} }} }}"),
        KeywordRole::LineMark => format!("规则 A: 01.收入[{word}3].金额 == 1万元"),
        KeywordRole::RowSelector => format!("规则 A: sum(03[{word}].项目支出) > 0"),
        KeywordRole::ReferenceHead => match ReferenceHead::named(word)? {
            ReferenceHead::Narrative => format!("规则 A: {word}.收入总体.收入总计 == 1万元"),
            ReferenceHead::LastYear | ReferenceHead::Budget => format!("规则 A: {word}.01.收入.总计 == 1万元"),
            ReferenceHead::Subordinates => format!("规则 A: sum({word}.01.收入.总计) == 1万元"),
            ReferenceHead::Report => format!("规则 A: {word}.年度 == 2024"),
            ReferenceHead::Children => of_row(&format!("项目支出 == sum({word}.项目支出)")),
            ReferenceHead::Parent => of_row(&format!("项目支出 <= {word}.项目支出")),
        },
        KeywordRole::RowName if Keyword::spelled("本列").any(|keyword| keyword.is(word)) => {
            format!("规则 A {{ 逐行 03, 04 按 科目代码\n 逐列\n 检查 03.{word} == 04.{word} }}")
        }
        KeywordRole::RowName => of_row(&format!("长度({word}) > 0")),
        KeywordRole::JoinName => joined(word),
        KeywordRole::ReportFact if matches!(word, "年度" | "year") => format!("规则 A: 报告.{word} == 2024"),
        KeywordRole::ReportFact => format!("规则 A: 报告.{word} 包含 \"省\""),
        _ => return None,
    })
}

#[test]
fn every_word_is_understood_in_every_spelling() {
    for keyword in KEYWORDS {
        for word in keyword.spellings() {
            let Some(text) = example(keyword.role, word) else {
                continue;
            };
            assert!(parsed(&text).diagnostics.is_empty(), "{text}");
            let session = load(&text);
            let said: Vec<&Diagnostic> = session.diagnostics().iter().collect();
            assert!(said.is_empty(), "{text}\n{said:#?}");
        }
    }
}
