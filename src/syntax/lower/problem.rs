//! What the first look found, in the author's words.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Span};
use crate::syntax::scan::{MAX_DEPTH, Problem, Scan};

/// The diagnostics of quotes, brackets and depth.
pub(in crate::syntax) fn scan_diagnostics(source: SourceId, scan: &Scan<'_>, text: &str) -> Vec<Diagnostic> {
    let place = |range: &Range<usize>| Span::new(source, range.start, range.end);
    let written = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    scan.problems
        .iter()
        .map(|(problem, spoilt)| match problem {
            Problem::OpenQuote(mark) => open_quote(written(mark), place(mark), place(spoilt)),
            Problem::OpenBracket(bracket, partner) => {
                open_bracket(written(bracket), place(bracket), Span::new(source, *partner, *partner))
            }
            Problem::ExtraBracket(bracket) => {
                let written = written(bracket);
                Diagnostic::new(&codes::syntax::EXTRA_BRACKET, format!("多了一个“{written}”"))
                    .at(place(bracket), "它前面没有与之成对的括号")
                    .help("删去它,或在前面补上成对的括号")
                    .fix(format!("删去“{written}”"), place(bracket), "")
            }
            Problem::TooDeep(range) => Diagnostic::new(
                &codes::syntax::TOO_DEEP,
                format!("嵌套太深:括号、引号、负号和“非”最多套 {MAX_DEPTH} 层"),
            )
            .at(place(range), "从这里起太深,这一条没有读")
            .help("请用“令”把它拆成几步"),
        })
        .collect()
}

fn open_quote(mark: &str, place: Span, spoilt: Span) -> Diagnostic {
    let close = match mark {
        "“" => "”",
        _ => mark,
    };
    let end = Span {
        start: spoilt.end,
        ..spoilt
    };
    let help = if mark.len() == 3 && mark.starts_with('"') {
        "表的内容以三个引号开头,也要以三个引号结尾"
    } else {
        "一段文字要写在一行之内,两头都有引号;“ 与 ” 成对使用"
    };
    Diagnostic::new(&codes::syntax::OPEN_QUOTE, format!("引号 {mark} 没有合上"))
        .at(place, "从这里开始")
        .help(help)
        .fix(format!("补上 {close}"), end, close)
}

fn open_bracket(bracket: &str, place: Span, partner: Span) -> Diagnostic {
    let close = match bracket {
        "{" | "｛" => "}",
        "(" | "（" => ")",
        _ => "]",
    };
    let diagnostic = Diagnostic::new(
        &codes::syntax::OPEN_BRACKET,
        format!("“{bracket}”没有合上,少了“{close}”"),
    )
    .at(place, "从这里开始")
    .help(format!("在这一段的末尾补上“{close}”"));
    if close == "}" {
        diagnostic.at(partner, "“}”应在这里").fix("补上“}”", partner, "\n}")
    } else {
        diagnostic
    }
}

/// `1,234`
pub(super) fn thousands(span: Span, written: &str) -> Diagnostic {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '，' | '、')).collect();
    Diagnostic::new(&codes::syntax::THOUSANDS, format!("数“{written}”里有千分位逗号"))
        .at(span, "规则里的数不写千分位逗号")
        .help(format!("写作 {plain};如果是两个数,逗号后面空一格"))
        .fix(format!("改为 {plain}"), span, plain)
}
