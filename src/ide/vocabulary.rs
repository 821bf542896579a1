//! The words of the language itself: keywords and functions.

use super::describe::code;
use crate::builtin;

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
    let example = builtin.example.map_or(String::new(), |example| format!("\n\n{}", code(example)));
    Some(format!("{signature}\n\n{}{example}", builtin.doc))
}
pub(super) fn keyword(_: &str) -> Option<String> { None }
