//! Rule text to trees: what parses, what does not, and what is said about it.

mod hostile;
mod mistakes;
mod readings;
mod without_tests;
mod words;

use gouji::diagnostic::{Checked, Diagnostic};
use gouji::source::{Origin, SourceId};
use gouji::syntax::ast::{Expression, File, Item, RulePart};
use gouji::syntax::{TokenKind, parse, print_expression, tokens};

/// Every construct of the language, in good texts.
pub const GOOD: [(&str, &str); 5] = [
    ("forms", include_str!("../syntax/forms.gj")),
    ("rules", include_str!("../syntax/rules.gj")),
    ("narrative", include_str!("../syntax/narrative.gj")),
    ("english", include_str!("../syntax/english.gj")),
    ("wide", include_str!("../syntax/wide.gj")),
];

fn parsed(text: &str) -> Checked<File> {
    parse(SourceId(0), text)
}

fn underlined<'a>(text: &'a str, diagnostic: &Diagnostic) -> &'a str {
    match diagnostic.labels[0].at {
        Origin::Text(span) => text.get(span.range()).expect("a label on character boundaries"),
        Origin::Cell(_) => panic!("rule text has no cells"),
    }
}

/// A tree as text, without its spans.
pub fn shape(tree: &impl std::fmt::Debug) -> String {
    let mut text = format!("{tree:?}");
    while let Some(start) = text.find("Span { source") {
        let end = start + text[start..].find('}').unwrap() + 1;
        text.replace_range(start..end, "_");
    }
    text
}

fn expression(text: &str) -> Expression {
    let line = format!("令 甲 = {text}");
    let file = parsed(&line);
    assert!(file.diagnostics.is_empty(), "{text}: {:?}", file.diagnostics);
    match file.value.items.into_iter().next().unwrap() {
        Item::Let(binding) => binding.value,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn good_texts_parse_without_a_word() {
    for (name, text) in GOOD {
        let file = parsed(text);
        assert!(file.diagnostics.is_empty(), "{name}: {:#?}", file.diagnostics);
        assert!(
            !file.value.items.iter().any(|item| matches!(item, Item::Malformed(_))),
            "{name}"
        );
    }
}

#[test]
fn both_spellings_make_one_tree() {
    let cases = [
        (
            "规则 A: 甲 且 乙 或 非 丙 则 丁 存在",
            "rule A: 甲 and 乙 or not 丙 implies 丁 exists",
        ),
        ("01-02: a ≈ 03.x × 2 ÷ 3", "01-02: a ~= 03.x * 2 / 3"),
        (
            "规则 A “标题”：１２．５ ＜＝ 03【229】．x",
            "规则 A \"标题\": 12.5 <= 03[229].x",
        ),
        ("令 a = max(1\n, 2\n)", "令 a = max(1, 2)"),
        ("令 a = 1 +\n\n 2", "令 a = 1 + 2"),
        ("存在 07", "07 存在"),
        (
            "表 1 \"a\" { 列 { 1 a, 2 b; 3 c } }",
            "表 1 \"a\" {\n列 {\n1 a\n2 b\n3 c\n}\n}",
        ),
    ];
    for (left, right) in cases {
        let (a, b) = (parsed(left), parsed(right));
        assert!(
            a.diagnostics.is_empty() && b.diagnostics.is_empty(),
            "{left}: {:?} {:?}",
            a.diagnostics,
            b.diagnostics
        );
        let (mut a, b) = (shape(&a.value), shape(&b.value));
        if left.contains("标题") {
            a = a.replace("Ａ", "A");
        }
        assert_eq!(a, b, "{left}");
    }
}

#[test]
fn operators_bind_as_written_down() {
    let cases = [
        ("a + b × c", "a + (b × c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b * c", "(a / b) * c"),
        ("-a × b", "(-a) × b"),
        ("a + b == c 且 d 或 e 则 f", "((((a + b) == c) 且 d) 或 e) 则 f"),
        ("a 则 b 则 c", "a 则 (b 则 c)"),
        ("非 a == b 且 c", "(非 (a == b)) 且 c"),
        ("a == b 存在", "a == (b 存在)"),
        ("a 包含 \"x\" 且 b", "(a 包含 \"x\") 且 b"),
        ("a == b ± 1 + 2 且 c", "(a == b ± (1 + 2)) 且 c"),
    ];
    for (plain, grouped) in cases {
        assert_eq!(shape(&expression(plain)), shape(&expression(grouped)), "{plain}");
    }
}

#[test]
fn what_is_printed_parses_back() {
    let cases = [
        "(a + b) × (c - d) ÷ -e",
        "a - (b - c)",
        "(a 则 b) 则 c",
        "非 (a 且 b) 或 (c == d) == e",
        "0 <= x <= 100% 且 y ≈ z ± 0.5万元",
        "sum(03[30101..30199].项目支出) + 01[行29].收入 - 03[208*].\"因公出国(境)费\"",
        "节(\"九\").文本 包含 “他说\"好\"”",
        "上年.01.年末结转和结余 缺失 或 (x + 1) 为空",
        "x 为零 或 (x + 1) 为零 且 非 y zero",
        "07 存在 且 03.5 > 1 且 真 ≠ 假",
    ];
    for case in cases {
        let tree = expression(case);
        let printed = print_expression(&tree);
        assert_eq!(shape(&expression(&printed)), shape(&tree), "{case} → {printed}");
        assert_eq!(print_expression(&expression(&printed)), printed, "{case}");
    }
}

#[test]
fn heads_numbers_and_minus_are_told_apart() {
    for (text, printed) in [
        ("03.5", "Number(Number { value: 3.5"),
        ("03.项目支出", "head: Spanned { value: \"03\""),
        ("03-1.收入", "head: Spanned { value: \"03-1\""),
        ("03-1", "head: Spanned { value: \"03-1\""),
        ("3 - 1", "Subtract"),
        ("3-1", "Subtract"),
        ("07", "head: Spanned { value: \"07\""),
        ("0", "Number(Number { value: 0"),
        ("10[合计]", "head: Spanned { value: \"10\""),
        ("80%", "value: 0.8, unit: None, percent: true"),
        ("1_000万元", "value: 1000, unit: Some(TenThousand)"),
        ("非税收入", "head: Spanned { value: \"非税收入\""),
        ("非 税收入", "Unary(Not"),
        ("合计", "head: Spanned { value: \"合计\""),
    ] {
        let tree = format!("{:?}", expression(text));
        assert!(tree.contains(printed), "{text}: {tree}");
    }
}

#[test]
fn a_missing_brace_is_said_to_be_missing_where_it_is() {
    let text = "表 1 \"a\" {\n    列 {\n        1 a\n    纵向\n}\n\n规则 A: 1 == 1";
    let file = parsed(text);
    let Origin::Text(partner) = file.diagnostics[0].labels[1].at else {
        panic!("text")
    };
    assert_eq!(&text[..partner.range().start], "表 1 \"a\" {\n    列 {\n        1 a");
    let Item::Form(form) = &file.value.items[0] else {
        panic!("a form")
    };
    assert_eq!(form.parts.len(), 2);
    let fix = file.diagnostics[0].fix.clone().unwrap();
    let mut fixed = text.to_owned();
    fixed.replace_range(fix.span.range(), &fix.replacement);
    assert!(parsed(&fixed).diagnostics.is_empty());
}

#[test]
fn a_broken_statement_loses_only_itself() {
    let text = "规则 A {\n逐行 03\n检察 x\n检查 a == b\n级别 严重\n依据 \"x\"\n}\n1 1\nB: 1 == 1";
    let file = parsed(text);
    let [Item::Rule(first), Item::Malformed(span), Item::Rule(second)] = file.value.items.as_slice() else {
        panic!("{:?}", file.value.items)
    };
    assert_eq!(&text[span.range()], "1 1");
    assert_eq!(second.id.as_ref().unwrap().value.as_ref(), "B");
    assert!(matches!(
        first.parts.as_slice(),
        [
            RulePart::Each(_),
            RulePart::Malformed(_),
            RulePart::Check(_),
            RulePart::Malformed(_),
            RulePart::Basis(_)
        ]
    ));
}

#[test]
fn spans_are_exact() {
    let text = "# 注释\n规则 A “标题”{\n  检查 (a + b) × c ≈ sum(03[229].x)  # 注释\n}  # 完";
    let file = parsed(text);
    let Item::Rule(rule) = &file.value.items[0] else {
        panic!("a rule")
    };
    assert_eq!(
        &text[rule.span.range()],
        text[8..].trim_start().strip_suffix("  # 完").unwrap().trim_start()
    );
    assert_eq!(&text[rule.title.as_ref().unwrap().span.range()], "“标题”");
    assert_eq!(rule.title.as_ref().unwrap().value.as_ref(), "标题");
    let RulePart::Check(check) = &rule.parts[0] else {
        panic!("a check")
    };
    assert_eq!(&text[check.span.range()], "(a + b) × c ≈ sum(03[229].x)");
}

#[test]
fn every_grammar_rule_says_what_it_is() {
    for grammar in [
        include_str!("../../grammar/lexical.pest"),
        include_str!("../../grammar/expression.pest"),
        include_str!("../../grammar/declaration.pest"),
    ] {
        let lines: Vec<&str> = grammar.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let is_rule =
                line.contains(" = ") && line.contains('{') && line.starts_with(|c: char| c.is_ascii_alphabetic());
            assert!(!is_rule || lines[index - 1].starts_with("///"), "{line}");
        }
    }
}

#[test]
fn tokens_cover_the_text() {
    for (name, text) in GOOD {
        let tokens = tokens(text);
        assert!(tokens.iter().all(|token| token.kind != TokenKind::Malformed), "{name}");
        let mut end = 0;
        for token in &tokens {
            let gap = text
                .get(end..token.range.start)
                .unwrap_or_else(|| panic!("{name}: {token:?} overlaps"));
            assert!(
                gap.chars()
                    .all(|c| c.is_whitespace() || c == '\u{feff}' || c == ',' || c == ';'),
                "{name}: {gap:?}"
            );
            end = token.range.end;
        }
        assert!(text[end..].trim().is_empty(), "{name}");
    }
}
