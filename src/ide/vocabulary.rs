//! The words of the language itself: keywords and functions.

use super::describe::code;
use crate::builtin;
use crate::syntax::{Keyword, KeywordRole};

/// What the function `name` (Chinese or English) does, as Markdown.
pub(super) fn function(name: &str) -> Option<String> {
    let builtin = builtin::find(name)?;
    let parameters: Vec<String> = builtin
        .parameters
        .iter()
        .map(|parameter| {
            let more = if parameter.repeats() { ", …" } else { "" };
            format!("{}{more}", parameter.label())
        })
        .collect();
    let parameters = parameters.join(", ");
    let signature = code(&format!(
        "{}({parameters})\n{}({parameters})",
        builtin.chinese, builtin.name
    ));
    let example = builtin
        .example
        .map_or(String::new(), |example| format!("\n\n{}", code(example)));
    Some(format!("{signature}\n\n{}{example}", builtin.doc))
}

/// What the keyword `word` does, in each of its roles, as Markdown.
pub(super) fn keyword(word: &str) -> Option<String> {
    words(Keyword::spelled(word).filter(|keyword| !keyword.role.is_name()))
}

/// What a word of references means, as Markdown: `上年`, `children`, `本列`, `代码`.
pub(super) fn name(word: &str) -> Option<String> {
    let in_references = |keyword: &&Keyword| matches!(keyword.role, KeywordRole::ReferenceHead | KeywordRole::RowName);
    words(Keyword::spelled(word).filter(in_references))
}

fn words(keywords: impl Iterator<Item = &'static Keyword>) -> Option<String> {
    let mut keywords = keywords.peekable();
    let first = keywords.peek()?;
    let title = format!("**{}** `{}`", first.chinese, first.english);
    let docs = keywords.map(|keyword| keyword.doc);
    let lines: Vec<&str> = std::iter::once(title.as_str()).chain(docs).collect();
    Some(lines.join("\n\n"))
}
