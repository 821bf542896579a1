//! Functions on texts.

use super::{Body, Builtin, Family, Parameter, Result};
use crate::value::{Amount, ArithmeticError, Kind, Value};
use rust_decimal::Decimal;

type Asked = std::result::Result<bool, ArithmeticError>;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "matches",
        chinese: "匹配文本",
        family: Family::Text,
        parameters: &[Parameter::Text("文本"), Parameter::Text("样式")],
        result: Result::Kind(Kind::Bool),
        doc: "文本整个符合样式;样式里 * 代表任意一段,? 代表任意一个字。",
        example: Some("matches(\"2080505\", \"208*\")"),
        body: Body::Truth(matches),
    },
    Builtin {
        name: "starts_with",
        chinese: "开头是",
        family: Family::Text,
        parameters: &[Parameter::Text("文本"), Parameter::Text("开头")],
        result: Result::Kind(Kind::Bool),
        doc: "文本以给出的字开头。",
        example: Some("starts_with(\"2080505\", \"208\")"),
        body: Body::Truth(starts_with),
    },
    Builtin {
        name: "len",
        chinese: "长度",
        family: Family::Text,
        parameters: &[Parameter::Text("文本")],
        result: Result::Kind(Kind::Count),
        doc: "文本的字数。",
        example: Some("len(\"科目代码\") == 4"),
        body: Body::Number(len),
    },
];

fn text(arguments: &[Value], index: usize) -> &str {
    arguments.get(index).and_then(Value::text).unwrap_or_default()
}

fn matches(arguments: &[Value]) -> Asked {
    Ok(wildcard(text(arguments, 0), text(arguments, 1)))
}

fn starts_with(arguments: &[Value]) -> Asked {
    Ok(text(arguments, 0).starts_with(text(arguments, 1)))
}

fn len(arguments: &[Value]) -> std::result::Result<Amount, ArithmeticError> {
    Ok(Amount::literal(Decimal::from(text(arguments, 0).chars().count())))
}

/// Whether all of `text` matches `pattern` (`*` any run, `?` any character), in time proportional to their product.
pub(crate) fn wildcard(text: &str, pattern: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // reachable[i]: the text so far matches the first i characters of the pattern.
    let mut reachable = vec![false; pattern.len() + 1];
    let skip_stars = |reachable: &mut Vec<bool>| {
        for (at, c) in pattern.iter().enumerate() {
            if *c == '*'
                && reachable.get(at) == Some(&true)
                && let Some(next) = reachable.get_mut(at + 1)
            {
                *next = true;
            }
        }
    };
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    skip_stars(&mut reachable);
    for c in text.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (at, expected) in pattern.iter().enumerate() {
            if reachable.get(at) != Some(&true) {
                continue;
            }
            let to = match expected {
                '*' => at,
                '?' => at + 1,
                exact if *exact == c => at + 1,
                _ => continue,
            };
            if let Some(slot) = next.get_mut(to) {
                *slot = true;
            }
        }
        skip_stars(&mut next);
        reachable = next;
    }
    reachable.last() == Some(&true)
}
