//! The words that the grammar spells are those of the table, and the table says of each word one thing.

use std::collections::BTreeSet;

use gouji::syntax::{KEYWORDS, Keyword, KeywordRole};
use gouji::value::Unit;

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
