//! The formatter of rule text.

use gouji::format::format;
use gouji::source::SourceId;
use gouji::syntax::parse;

use crate::syntax::{GOOD, shape};

fn check(text: &str, expected: &str) {
    let once = format(text).unwrap_or_else(|| panic!("not formatted: {text}"));
    assert_eq!(once, expected);
    assert_eq!(format(&once).as_deref(), Some(expected), "formatted twice");
}

#[test]
fn formatting_twice_changes_nothing_more() {
    for (name, text) in GOOD {
        let once = format(text).expect(name);
        assert_eq!(format(&once).expect(name), once, "{name}");
    }
}

#[test]
fn formatting_never_changes_what_is_said() {
    for (name, text) in GOOD {
        let once = format(text).expect(name);
        let (before, after) = (parse(SourceId(0), text), parse(SourceId(0), &once));
        assert_eq!(shape(&before.value.items), shape(&after.value.items), "{name}");
    }
}

#[test]
fn formatting_keeps_every_comment() {
    for (name, text) in GOOD {
        let once = format(text).expect(name);
        let comments = |text: &str| text.matches(['#', '＃']).count();
        assert_eq!(comments(text), comments(&once), "{name}");
    }
}

#[test]
fn a_text_with_errors_is_left_alone() {
    for text in ["规则 A { 检查 a = b }", "规则 A {", "\"", "规则 A { 级别 严重 }"] {
        assert_eq!(format(text), None, "{text}");
    }
}

#[test]
fn layout() {
    check("", "");
    check("\n\n# 只有注释\n\n\n", "# 只有注释\n");
    check("rule  A   \"t\" :  a==b", "规则 A \"t\": a == b\n");
    check(
        "规则 A{检查 a==b;级别 error}",
        "规则 A {\n    检查 a == b\n    级别 错误\n}\n",
    );
    check("规则 A{检查 a==b}", "规则 A { 检查 a == b }\n");
    check(
        "规则 A {\n\n\n检查 a==b # 一\n\n\n\n  # 二\n依据 \"x\"\n\n}\n\n\n\nB: 1 == 1",
        "规则 A {\n    检查 a == b  # 一\n\n    # 二\n    依据 \"x\"\n}\n\nB: 1 == 1\n",
    );
    check("A: a+b*(c－d)==-1", "A: a + b * (c - d) == -1\n");
    check("A: sum( 03.x )==1", "A: sum(03.x) == 1\n");
    check(
        "表 1 “甲” { 行 k { 类 3;款 5\n项 7 } 折叠 列 { a } }",
        "表 1 \"甲\" {\n    行 k { 类 3, 款 5, 项 7 } 折叠\n    列 { a }\n}\n",
    );
    check(
        "表 1 \"甲\" {\n行 k {\n类 3 # 三位\n款 5\n} 折叠\n}",
        "表 1 \"甲\" {\n    行 k {\n        类 3  # 三位\n        款 5\n    } 折叠\n}\n",
    );
    check("A: a +\n b # 注\n C: 1 == 1", "A: a +\n    b  # 注\nC: 1 == 1\n");
    check("A: a ==\n# 中间\nb", "A: a ==\n    # 中间\n    b\n");
    check("A: f(\na,\nb\n) == 1", "A: f(\n    a,\n    b\n) == 1\n");
    check("令 a = “他说\"好\"”", "令 a = “他说\"好\"”\n");
}

#[test]
fn long_lines_break_where_they_hang_loosest() {
    let name = "一般公共预算财政拨款支出";
    check(
        &format!("A: {name} == {name}一 且 {name}二 == {name}三 且 {name}四 == 1"),
        &format!("A: {name} == {name}一 且\n    {name}二 == {name}三 且 {name}四 == 1\n"),
    );
    check(
        &format!("A: {name} ≈ {name}一 + {name}二 + {name}三 + {name}四"),
        &format!("A: {name} ≈\n    {name}一 + {name}二 + {name}三 +\n    {name}四\n"),
    );
}
