//! Which keyword may be meant where, and where it belongs.

use crate::diagnostic::closest;
use crate::syntax::keyword::{Keyword, KeywordRole};
use crate::syntax::lexeme::is_word;
use crate::syntax::parser::Rule;

/// Where keywords of a role belong.
pub(super) fn home(role: KeywordRole) -> Option<&'static str> {
    match role {
        KeywordRole::HeaderPart => Some("规则集的抬头"),
        KeywordRole::FormPart => Some("表"),
        KeywordRole::RulePart => Some("规则"),
        KeywordRole::TestPart => Some("测试"),
        KeywordRole::Item => Some("文件顶层,不在花括号"),
        _ => None,
    }
}

/// The word that `text` begins with; empty where it begins otherwise.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// What the keywords are for with which a statement may begin where `strict` is read.
pub(super) fn roles(strict: Rule) -> &'static [KeywordRole] {
    match strict {
        Rule::only_item => &[KeywordRole::Item],
        Rule::only_header_part => &[KeywordRole::HeaderPart],
        Rule::only_form_part => &[KeywordRole::FormPart],
        Rule::only_rule_part => &[KeywordRole::RulePart],
        Rule::only_test_part => &[KeywordRole::TestPart],
        _ => &[],
    }
}

/// The Chinese keywords of these roles.
pub(super) fn spellings(roles: &'static [KeywordRole]) -> impl Iterator<Item = &'static str> {
    roles
        .iter()
        .flat_map(|role| Keyword::of_role(*role))
        .map(|keyword| keyword.chinese)
}

/// Whether `text` begins with a keyword that may stand where `strict` is read.
pub(super) fn starts_with_keyword(text: &str, strict: Rule) -> bool {
    let word = first_word(text);
    Keyword::spelled(word).any(|keyword| roles(strict).contains(&keyword.role))
}

/// The keyword that may be meant by `word` where `strict` is read, with what to say about it.
pub(super) fn similar_keyword(word: &str, strict: Rule) -> Option<(String, &'static str)> {
    let english = word.is_ascii();
    let candidates = roles(strict).iter().flat_map(|role| Keyword::of_role(*role));
    let spelled = candidates.map(|keyword| if english { keyword.english } else { keyword.chinese });
    closest(word, spelled).map(|keyword| (format!("是否想写“{keyword}”?"), keyword))
}
