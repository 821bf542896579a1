//! Rule text to trees: what parses, what does not, and what is said about it.

use std::time::{Duration, Instant};

use gouji::diagnostic::{Checked, Diagnostic, codes};
use gouji::source::{Origin, SourceId};
use gouji::syntax::ast::{Expression, File, Item, RulePart};
use gouji::syntax::{KEYWORDS, Keyword, KeywordRole, TokenKind, parse, print_expression, tokens};

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

/// A text that is wrong, and for each diagnostic its code and the text it underlines.
type Bad = (&'static str, &'static [(&'static str, &'static str)]);

const BAD: &[Bad] = &[
    ("规则 A {\n检察 x == 1\n}", &[("GJ0006", "检察")]),
    ("规则 A {\n检查 x == 1\n表号 \"x\"\n}", &[("GJ0006", "表号")]),
    ("规责 A: 1 == 1", &[("GJ0006", "规责")]),
    ("检查 x == 1", &[("GJ0006", "检查")]),
    ("规则 A {\n检查 a = b\n}", &[("GJ0008", "=")]),
    (
        "规则 A: a => b 或 c <> d && e",
        &[("GJ0008", "=>"), ("GJ0008", "<>"), ("GJ0008", "&&")],
    ),
    ("规则 A {\nx == y\n}", &[("GJ0017", "x == y")]),
    (
        "规则 A {\n级别 严重\n类别 重要\n}",
        &[("GJ0009", "严重"), ("GJ0009", "重要")],
    ),
    ("规则 A {\n级别\n}", &[("GJ0001", "")]),
    ("规则 A {\n级别 错误 是的\n}", &[("GJ0001", "是的")]),
    ("规则 A: a >\n规则 B: 1 == 1", &[("GJ0001", "")]),
    ("A: a ==\nB: 1 == 1", &[("GJ0001", "")]),
    ("规则 A {\n检查 a b\n}", &[("GJ0001", "b")]),
    (
        "规则 A {\n检查 (a + b == c\n级别 严重\n}",
        &[("GJ0003", "("), ("GJ0009", "严重")],
    ),
    ("规则 A {\n检查 03[22\n}", &[("GJ0003", "[")]),
    ("规责 A {\n    检查 1 == 1\n", &[("GJ0006", "规责"), ("GJ0003", "{")]),
    ("规则 A: (a == b))", &[("GJ0004", ")")]),
    ("规则 A: (a] == b", &[("GJ0004", "]")]),
    ("规则 A { 检查 1 == 1 }\n}", &[("GJ0004", "}")]),
    ("规则 A: max(1,234) > 3", &[("GJ0007", "1,234")]),
    ("规则 A: x == 1,234.50", &[("GJ0007", "1,234.50")]),
    ("规则 A: max(1, 234) > 3", &[]),
    ("规则 A: x == 100 万圆", &[("GJ0009", "万圆")]),
    ("规则 A: x == 100圆", &[("GJ0009", "圆")]),
    ("x + 1", &[("GJ0010", "x + 1")]),
    ("停用", &[("GJ0001", "停用")]),
    ("规则 A: 收入-支出 == 0", &[("GJ0011", "-")]),
    ("规则 A: x ± 1 == 2", &[("GJ0012", "±")]),
    ("规则集 A {\n版本 \"1\"\n版本 \"2\"\n}", &[("GJ0013", "版本 \"2\"")]),
    ("表 1 \"a\" { 列 { a: 数量: 金额 } }", &[("GJ0013", ": 金额")]),
    (
        "规则 A: 1 == 123456789012345678901234567890",
        &[("GJ0014", "123456789012345678901234567890")],
    ),
    ("规则集 A { 年度 2024..2022 }", &[("GJ0015", "2024..2022")]),
    ("豁免 A 至 2025-02-29", &[("GJ0015", "2025-02-29")]),
    (
        "文 a \"b\" {\n\"a{b:万元\"\n\"c{:x}\"\n\"d}\"\n}",
        &[("GJ0016", "{"), ("GJ0016", ":x"), ("GJ0016", "}")],
    ),
    (
        "文 a \"b\" {\n\"a{b:万员}{c:辆}{d:％}{e}\"\n\"f{g:匹}\"\n}",
        &[("GJ0009", "万员"), ("GJ0009", "匹")],
    ),
    ("表 1 \"a\" { 列 { 1 甲 依据 \"…\" } }", &[("GJ0001", "依据")]),
    ("表 1 \"a\" {\n纵向 依据 表样\n}", &[("GJ0001", "表样")]),
    (
        "表 1 \"a\" { 列 { 1 甲 = 2 依据 \"…\" 依据 \"…\" } }",
        &[("GJ0013", "依据 \"…\"")],
    ),
    ("规则 A: 09.决算数.因公出国(境)费 >= 0", &[("GJ0018", "因公出国(境)费")]),
    ("表 1 \"a\" { 列 { 1 2023年决算数 } }", &[("GJ0018", "2023年决算数")]),
    ("规则 『A』 { 检查 1 == 1 }", &[("GJ0019", "『")]),
    ("规则 A ”标题“: 1 == 1", &[("GJ0002", "“")]),
    (
        "规则 A \"标题: 1 == 1\n规则 B \"标题: 1 == 1",
        &[("GJ0002", "\""), ("GJ0002", "\"")],
    ),
    ("规则 A \"标题 {\n检查 1 = 1\n}", &[("GJ0002", "\""), ("GJ0008", "=")]),
    ("规则 A “一“二” {\n检查 1 = 1\n}", &[("GJ0002", "“"), ("GJ0008", "=")]),
    (
        "表 03 支出决算表 {\n单位 万圆\n}",
        &[("GJ0001", "支出决算表"), ("GJ0009", "万圆")],
    ),
    (
        "表 03 \"a\" {\n列 {\n1 金额 別名 \"x\"\n2 b\n}\n纵响\n}",
        &[("GJ0001", "別名"), ("GJ0006", "纵响")],
    ),
    ("表 03 \"a\" {\n行 科目代码\n}", &[("GJ0001", "")]),
    (
        "规则 A {\n    检查 1 = 1\n规则 B {\n    检查 2 = 2\n}",
        &[("GJ0003", "{"), ("GJ0008", "="), ("GJ0008", "=")],
    ),
    (
        "表 1 \"a\" {\n    列 {\n        1 a\n    纵响\n}\n规则 A: 1 = 1",
        &[("GJ0003", "{"), ("GJ0006", "纵响"), ("GJ0008", "=")],
    ),
    (
        "规则 A {\n    检查 1 == 1\nB: 1 = 2\nC: 2 = 3",
        &[("GJ0003", "{"), ("GJ0008", "="), ("GJ0008", "=")],
    ),
    (
        "测试 \"a\" {\n给定 03 \"\"\"\na,b\n期望 A 不对\n}\n规则 B: 1 = 1",
        &[("GJ0002", "\"\"\""), ("GJ0009", "不对"), ("GJ0008", "=")],
    ),
    ("测试 \"a\" {\n哈哈\n期望 A\n}", &[("GJ0006", "哈哈"), ("GJ0001", "")]),
    ("覆盖 X { }", &[("GJ0001", "X")]),
    (
        "规则 A \"t\" 逐行 {\n级别 严重\n}",
        &[("GJ0001", "逐行"), ("GJ0009", "严重")],
    ),
];

#[test]
fn mistakes_are_named_and_underlined() {
    for (text, expected) in BAD {
        let file = parsed(text);
        let found: Vec<_> = file
            .diagnostics
            .iter()
            .map(|d| (d.code.id, underlined(text, d)))
            .collect();
        assert_eq!(found, *expected, "{text}\n{:#?}", file.diagnostics);
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
fn the_grammar_and_the_table_know_the_same_keywords() {
    let grammar = include_str!("../../grammar/lexical.pest");
    let rules: Vec<&str> = grammar.lines().filter(|line| line.starts_with("kw_")).collect();
    let word_lists = [
        KeywordRole::Level,
        KeywordRole::Category,
        KeywordRole::Outcome,
        KeywordRole::Kind,
    ];
    for keyword in KEYWORDS.iter().filter(|keyword| !word_lists.contains(&keyword.role)) {
        let pair = format!("(\"{}\" | \"{}\")", keyword.chinese, keyword.english);
        assert!(rules.iter().any(|line| line.contains(&pair)), "no rule for {pair}");
    }
    for rule in rules {
        let known = KEYWORDS
            .iter()
            .any(|keyword| rule.contains(&format!("(\"{}\" | \"{}\")", keyword.chinese, keyword.english)));
        assert!(known, "not in the table: {rule}");
    }
    // The words of closed lists are known in both spellings, and no spelling has two meanings.
    for keyword in KEYWORDS {
        assert!(keyword.doc.ends_with('。'), "{}", keyword.chinese);
        for other in Keyword::spelled(keyword.english) {
            assert_eq!(other.chinese, keyword.chinese, "{}", keyword.english);
        }
        for word in [keyword.chinese, keyword.english] {
            let text = match keyword.role {
                KeywordRole::Level => format!("规则 A {{ 级别 {word} }}"),
                KeywordRole::Category => format!("规则 A {{ 类别 {word} }}"),
                KeywordRole::Outcome => format!("测试 \"a\" {{ 期望 A {word} }}"),
                KeywordRole::Kind => format!("表 1 \"a\" {{ 列 {{ a: {word} }} }}"),
                _ => continue,
            };
            assert!(parsed(&text).diagnostics.is_empty(), "{text}");
        }
    }
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
fn examples_of_the_pages_raise_their_code() {
    for code in codes::syntax::ALL {
        let page = code.page;
        assert!(
            page.starts_with(&format!("# {} {}\n", code.id, code.summary)),
            "{}",
            code.id
        );
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## 含义", "## 例子", "## 改法"], "{}", code.id);
        let example = page
            .split("```gouji\n")
            .nth(1)
            .expect(code.id)
            .split("```")
            .next()
            .unwrap();
        let raised: Vec<&str> = parsed(example).diagnostics.iter().map(|d| d.code.id).collect();
        assert!(
            !raised.is_empty() && raised.iter().all(|id| *id == code.id),
            "{}: {raised:?}",
            code.id
        );
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

fn within(limit: Duration, what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < limit, "{what} took {:?}", start.elapsed());
}

#[test]
fn hostile_texts_end_soon_and_clearly() {
    let cases: [(&str, String, &str); 15] = [
        (
            "parentheses",
            format!("A: {}1{} == 1", "(".repeat(10_000), ")".repeat(10_000)),
            "GJ0005",
        ),
        ("open parentheses", format!("A: {}", "(".repeat(100)), "GJ0003"),
        ("signs", format!("A: {}1 == 1", "-".repeat(1_000_000)), "GJ0005"),
        ("negations", format!("A: {}真", "非 ".repeat(250_000)), "GJ0005"),
        (
            "blocks",
            "表 1 \"a\" {列 {".to_owned() + &"甲 {".repeat(10_000),
            "GJ0005",
        ),
        ("quotes", "说明 ".to_owned() + &"“".repeat(300_000), "GJ0005"),
        ("sum", format!("A: {}1 == 1", "1 + ".repeat(30_000)), "GJ0005"),
        ("implications", format!("A: {}真", "真 则 ".repeat(20_000)), "GJ0005"),
        ("calls", format!("A: {}", "f(".repeat(120)), "GJ0003"),
        ("extra braces", "}\n".repeat(20_000), "GJ0004"),
        ("commas", format!("A: f({}1)", "1,".repeat(20_000)), ""),
        ("one line", "甲 ".repeat(200_000), "GJ0001"),
        ("broken lines", "规则 A {\n检察 x\n}\n".repeat(3_000), "GJ0006"),
        ("open quotes", "\"\n".repeat(20_000), "GJ0002"),
        ("unclosed blocks", "规则 A {\n检查 1 == 1\n".repeat(5_000), "GJ0003"),
    ];
    for (what, text, code) in cases {
        within(Duration::from_secs(10), what, || {
            let file = parsed(&text);
            let found = file.diagnostics.first().map_or("", |diagnostic| diagnostic.code.id);
            assert_eq!(found, code, "{what}");
        });
    }
}

#[test]
fn an_absurd_item_loses_only_itself() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let middles = [
        format!("规则 B {{\n    检查 {} == 1\n}}", deep("(", ")")),
        format!(
            "规则 B {{\n    # “注释”\n    检查 {} == 1  # 𠮷\n    依据 \"甲\n}}",
            deep("(", "")
        ),
        format!(
            "规则 B {{\n    检查 {} == 1\n}}",
            deep("", ")").replace('1', &deep("[", "]"))
        ),
        format!("规则 B {{\n    检查 {}1 == 1\n    依据 \"甲\"\n}}", "-".repeat(10_000)),
        format!("规则 B {{\n    检查 {}真\n}}", "非 ".repeat(10_000)),
        format!("规则 B {{\n    依据 {}\n    检查 1 == 1\n}}", "“".repeat(10_000)),
        format!("令 乙 = {}", deep("f(", ")")),
        format!("表 9 \"甲\" {{ 列 {{ {} }} }}", deep("乙 {", "}")),
        format!("表 9 \"甲\" {{ 列 {{ {} }} }}", deep("乙 {", "")),
    ];
    for middle in middles {
        let start: String = middle.chars().take(40).collect();
        let text = format!("规则 A {{\n    检查 1 == 1\n}}\n{middle}\n规则 C: 1 == 1\n令 丁 = 1\n");
        let file = parsed(&text);
        let said: Vec<&str> = file.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert_eq!(said, ["GJ0005"], "{start}: {:#?}", file.diagnostics);
        let Origin::Text(span) = file.diagnostics[0].labels[0].at else {
            panic!()
        };
        let at = text.find(&middle).unwrap();
        assert!((at..at + middle.len()).contains(&span.range().start), "{start}");
        let rules = file.value.items.iter().filter_map(|item| match item {
            Item::Rule(rule) => Some(&*rule.id.as_ref().unwrap().value),
            Item::Let(binding) => Some(&*binding.name.value),
            Item::Malformed(_) => None,
            other => panic!("{start}: {other:?}"),
        });
        assert_eq!(rules.collect::<Vec<_>>(), ["A", "C", "丁"], "{start}");
        assert!(
            tokens(&text)
                .windows(2)
                .all(|pair| pair[0].range.end <= pair[1].range.start)
        );
    }
}

#[test]
fn the_limits_themselves_are_fine() {
    let nested = format!("A: {}1{} == 1", "(".repeat(128), ")".repeat(128));
    let long = format!("A: {}1 == 1", "1 + ".repeat(250));
    let signs = format!("A: {}1 == 1", "-".repeat(128));
    let calls = format!("A: {}1{} == 1", "f(".repeat(128), ")".repeat(128));
    let groups = format!("表 1 \"a\" {{ 列 {{ {}甲{} }} }}", "乙 {".repeat(126), "}".repeat(126));
    let quotes = format!("令 甲 = {}{}", "“".repeat(128), "”".repeat(128));
    for text in [nested, long, signs, calls, groups, quotes] {
        assert!(parsed(&text).diagnostics.is_empty(), "{:?}", parsed(&text).diagnostics);
    }
}

#[test]
fn every_beginning_of_a_text_is_survived() {
    for (_, text) in GOOD {
        for (end, _) in text.char_indices().step_by(3) {
            let file = parsed(&text[..end]);
            for diagnostic in &file.diagnostics {
                underlined(text, diagnostic);
            }
        }
    }
}

/// A small generator of numbers; the same seed gives the same texts.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn scrambled_texts_are_survived() {
    let mut random = Random(7);
    let spice: Vec<char> = "{}()[]\"“”#=,:;.\n 则非-±*％｛（】甲0９".chars().collect();
    within(Duration::from_secs(60), "scrambled texts", || {
        for round in 0..400 {
            let (_, text) = GOOD[round % GOOD.len()];
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..=random.below(12) {
                let (a, b) = (random.below(chars.len()), random.below(chars.len()));
                match random.below(4) {
                    0 => chars.swap(a, b),
                    1 => chars[a] = spice[random.below(spice.len())],
                    2 => chars.insert(a, spice[random.below(spice.len())]),
                    _ => drop(chars.drain(a..(a + random.below(8)).min(chars.len()))),
                }
            }
            let scrambled: String = chars.into_iter().collect();
            let file = parsed(&scrambled);
            for diagnostic in &file.diagnostics {
                underlined(&scrambled, diagnostic);
            }
            if let Some(formatted) = gouji::format::format(&scrambled) {
                assert_eq!(
                    shape(&file.value.items),
                    shape(&parsed(&formatted).value.items),
                    "{scrambled}"
                );
                assert_eq!(
                    gouji::format::format(&formatted).as_ref(),
                    Some(&formatted),
                    "{scrambled}"
                );
            }
        }
    });
}
