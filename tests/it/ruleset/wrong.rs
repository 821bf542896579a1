//! What is said of wrong forms, rules and folders.

use super::*;

/// Codes with the texts pointed at, without files and lines.
fn short(made: &Assembled) -> Vec<String> {
    let cut = |said: String| {
        let (code, places) = said.split_once(' ').unwrap_or((&said, ""));
        let texts: Vec<&str> = places
            .split(" | ")
            .filter_map(|place| Some(place.split_once(' ')?.1))
            .collect();
        format!("{code} {}", texts.join(" | ")).trim().to_owned()
    };
    made.said().into_iter().map(cut).collect()
}

#[test]
fn wrong_forms() {
    let form = |parts: &str| format!("表 9 \"某表\" {{ {parts} }}\n");
    let rows = "行 科目代码 { 类 3, 款 5 }";
    let cases: &[(&str, &[&str])] = &[
        ("行 单行\n列 { 1 甲 = 2 + 5; 2 乙 }", &["GJ0134 5"]),
        ("行 码 { 类 3 }\n列 { 1 甲 }\n纵向 警高", &["GJ0134 警高"]),
        ("行 单行\n列 { 1 甲 = 5..7; 2 乙 }", &["GJ0134 5..7"]),
        ("行 单行\n列 { 1 甲 = 7..5; 2 乙 }", &["GJ0134 7..5"]),
        (
            "行 单行\n列 { 1 合计金额 = 项目经费; 2 项目经非 }",
            &["GJ0134 项目经费"],
        ),
        ("行 单行\n列 { 1 甲 = 1..2; 2 乙 }", &["GJ0136 1..2"]),
        ("行 单行\n列 { 1 甲 = 2; 2 乙 = 1 - 3; 3 丙 }", &["GJ0137 2 | 1 - 3"]),
        ("行 单行\n列 { 1 甲 = 2..3 + 3; 2 乙; 3 丙 }", &["GJ0138 3 | 2..3"]),
        (
            "行 单行\n列 { 组 { 1 小计 } 另 { 2 小计 } 3 甲 = 小计 }",
            &["GJ0135 小计"],
        ),
        ("行 单行\n列 { 组 { 1 小计; 4 乙 = 小计 } 另 { 2 小计 } }", &[]),
        ("行 单行\n列 { 1 甲; 1 乙 }", &["GJ0132 乙 | 甲"]),
        ("行 单行\n列 { 1 甲; 2 甲 }", &["GJ0132 甲 | 甲"]),
        ("行 { 1 甲; 1 乙; 节 丙 { 2 甲 } }\n列 { 1 金额 }", &["GJ0132 乙 | 甲"]),
        ("行 科目代码 { 类 3, 款 3 }\n列 { 1 甲 }", &["GJ0133 3"]),
        (
            "行 科目代码 { 类 3, 款 5 } 科目 功能分类\n列 { 1 甲 }",
            &["GJ0134 功能分类"],
        ),
        ("列 { 1 甲 }", &["GJ0131 9"]),
        ("行 单行", &["GJ0131 9"]),
        ("行 单行\n列 { 1 甲 }\n纵向", &["GJ0127 纵向"]),
        ("行 单行\n列 { 1 甲 }\n合计行 \"合计\"", &["GJ0127 合计行 \"合计\""]),
        ("行 单行\n列 { 1 甲 }\n必填 乙", &["GJ0134 乙"]),
        ("行 单行\n列 { 1 甲 }\n单位 元\n单位 万元", &["GJ0129 万元 | 元"]),
        (
            "行 单行\n列 { 1 甲 }\n块 乙 { 行 单行\n列 { 2 丙 } }",
            &["GJ0130 9 | 乙"],
        ),
    ];
    for (parts, expected) in cases {
        let made = bare(&form(parts));
        assert_eq!(short(&made), *expected, "{parts}: {:#?}", made.diagnostics);
    }
    let totals: &[(&str, &[&str])] = &[
        ("合计行 甲 = 301 + 3011", &["GJ0134 3011"]),
        ("合计行 甲 = 301..303", &["GJ0134 301..303"]),
        ("合计行 甲 = 301 + 301", &["GJ0138 301 | 301"]),
        ("合计行 甲 = 乙\n合计行 乙 = 甲", &["GJ0137 乙 | 甲"]),
        ("合计行 甲 = 甲", &["GJ0136 甲"]),
        ("合计行 甲\n合计行 甲", &["GJ0132 甲 | 甲"]),
    ];
    for (parts, expected) in totals {
        let made = bare(&form(&format!("{rows}\n列 {{ 1 数 }}\n{parts}")));
        assert_eq!(short(&made), *expected, "{parts}: {:#?}", made.diagnostics);
    }
}

#[test]
fn wrong_rules() {
    let cases: &[(&str, &[&str])] = &[
        ("规则 A { 级别 警告 }", &["GJ0124 A"]),
        ("规则 A { 逐列\n检查 03.本列 > 0 }", &["GJ0125 逐列"]),
        (
            "规则 A { 汇总 03\n检查 03.基本支出 > 0 }",
            &["GJ0126 汇总 03 | 03.基本支出 > 0"],
        ),
        ("规则 A { 汇总 04 }", &["GJ0114 04"]),
        (
            "规则 A { 检查 03.基本支出 > 0\n级别 警告\n级别 提示 }",
            &["GJ0123 提示 | 警告"],
        ),
        (
            "规则 A { 检查 03.基本支出 > 0\n年度 2020..2021 }",
            &["GJ0119 2020..2021"],
        ),
        ("规则 A { 检查 03.基本支出 > 0\n前提 B }", &["GJ0113 B"]),
        (
            "规则 A { 检查 03.基本支出 > 0\n前提 03.纵向 }",
            &["GJ0120 03.纵向 | 纵向"],
        ),
        ("前提 规则 A { 检查 03.基本支出 > 0\n前提 A }", &["GJ0121 A"]),
        (
            "前提 规则 A { 检查 03.基本支出 > 0\n前提 B }\n前提 规则 B { 检查 03.基本支出 > 0\n前提 A }",
            &["GJ0121 A | B"],
        ),
        ("规则 A: 03.基本支出 > 0\n规则 A: 03.基本支出 > 1", &["GJ0111 A | A"]),
        ("规则 03.纵向: 03.基本支出 > 0", &["GJ0111 03.纵向 | 纵向"]),
        ("令 甲 = 1\n令 甲 = 2", &["GJ0111 甲 | 甲"]),
        ("覆盖 规则 03.纵项 { 级别 提示 }", &["GJ0113 03.纵项"]),
        (
            "覆盖 规则 03.纵向 { 级别 提示 }\n覆盖 规则 03.纵向 { 类别 核实 }",
            &["GJ0115 03.纵向 | 03.纵向"],
        ),
        (
            "覆盖 规则 03.纵向 { 检查 03.基本支出 > 0 }",
            &["GJ0116 03.基本支出 > 0"],
        ),
        ("停用 03.纵向", &["GJ0117 03.纵向"]),
        ("停用 03.横向 因为 \"无\"", &["GJ0113 03.横向"]),
        (
            "停用 03.纵向 因为 \"无\"\n覆盖 规则 03.纵向 { 级别 提示 }",
            &["GJ0118 03.纵向 | 03.纵向"],
        ),
        ("豁免 03.纵向 单位 \"某局\"", &["GJ0117 03.纵向"]),
        ("豁免 Z-1 理由 \"无\"", &["GJ0113 Z-1"]),
        (
            "应查 { \"预决算相符\" }\n规则 A { 检查 03.基本支出 > 0\n履行 \"预决算相等\" }",
            &["GJ0122 \"预决算相等\""],
        ),
        ("覆盖 表 30 { 单位 元 }", &["GJ0114 30"]),
        // A rule that could not be built is not missed a second time.
        ("规则 A { 级别 警告 }\n停用 A 因为 \"无\"", &["GJ0124 A"]),
    ];
    for (text, expected) in cases {
        let made = one(text);
        assert_eq!(short(&made), *expected, "{text}: {:#?}", made.diagnostics);
    }
}

#[test]
fn what_is_malformed_is_said_once() {
    let cases: &[(&str, &[&str])] = &[
        ("规则 A { 检查 03.基本支出 > > 0 }", &["GJ0001 >"]),
        ("规则 A { 检察 03.基本支出 > 0 }", &["GJ0006 检察"]),
        ("规则 A { 级别 严重 }\n停用 A 因为 \"…\"", &["GJ0009 严重"]),
        (
            "规则 A { 检查 03.基本支出 > > 0 }\n覆盖 规则 A { 级别 提示 }",
            &["GJ0001 >"],
        ),
        ("规则 A: 03.基本支出 > > 0\n豁免 A 理由 \"…\"", &["GJ0001 >"]),
        ("规则 A: 03.基本支出 >\n测试 \"…\" { 期望 A 成立 }", &["GJ0001"]),
        ("A \"…\": 03.基本支出 > > 0\n停用 A 因为 \"…\"", &["GJ0001 >"]),
        (
            "规则 A 标题 { 检查 03.基本支出 > 0 }\n豁免 A 理由 \"…\"",
            &["GJ0001 标题"],
        ),
        (
            "规则 B { 检查 03.基本支出 > 0\n前提 A }\n前提 规则 A: 空表(03",
            &["GJ0003 ("],
        ),
        (
            "表 9 某表 { 行 单行\n列 { 1 甲 } }\n规则 B { 汇总 03 }\n停用 9.非负 因为 \"…\"",
            &["GJ0001 某表", "GJ0113 9.非负"],
        ),
        ("豁免 03.纵向 理由 \"…\" 至 2025-02-30", &["GJ0015 2025-02-30"]),
    ];
    for (text, expected) in cases {
        let made = one(text);
        assert_eq!(short(&made), *expected, "{text}: {:#?}", made.diagnostics);
        // A rule without the part that could not be read would judge what nobody meant.
        assert!(!ids(&made.ruleset).contains(&"A"), "{text}");
        // A waiver without its last day would hold for ever.
        assert!(made.ruleset.waivers.iter().all(|waiver| &*waiver.rule == "A"), "{text}");
    }
}

#[test]
fn wrong_folders() {
    let header = |parents: &str| format!("规则集 某 {{ {parents} }}\n");
    let circle = [
        ("a/x.gj", header("继承 \"../b\"")),
        ("b/x.gj", header("继承 \"../c\"")),
        ("c/x.gj", header("继承 \"../b\"")),
    ];
    let check = |files: &[(&str, String)], folder: &str, expected: &[&str]| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        says(&assembled(&files, folder), expected);
    };
    check(&circle, "a", &["GJ0103 c/x.gj:1 \"../b\" | b/x.gj:1 \"../c\""]);
    check(&[("a/x.gj", header("继承 \".\""))], "a", &["GJ0103 a/x.gj:1 \".\""]);
    check(
        &[("a/x.gj", header("继承 \"../无\""))],
        "a",
        &["GJ0101 a/x.gj:1 \"../无\""],
    );
    check(&[], "a", &["GJ0101"]);
    check(&[("a/x.txt", String::new())], "a", &["GJ0102"]);
    check(&[("a/x.gj", "规则 A: 1 > 0\n".to_owned())], "a", &["GJ0107 a/x.gj:1"]);
    check(
        &[("a/x.gj", header("")), ("a/y.gj", "规则集 另 { }\n".to_owned())],
        "a",
        &["GJ0108 a/y.gj:1 另 | a/x.gj:1 某"],
    );
    let deep: Vec<(String, String)> = (0..40)
        .map(|at| (format!("d{at}/x.gj"), header(&format!("继承 \"../d{}\"", at + 1))))
        .collect();
    let deep: Vec<(&str, String)> = deep.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    check(&deep, "d0", &["GJ0104 d31/x.gj:1 \"../d32\""]);
}

/// Whatever is cut off, something comes of the rest.
#[test]
fn broken_texts_never_stop_assembly() {
    let whole = format!(
        "{HEADER}{FORM}覆盖 表 03 {{ 列 {{ 2 基本支出 别名 \"基本\" }} }}\n规则 A {{ 逐行 03\n检查 基本支出 > 0 }}\n停用 A 因为 \"无\"\n豁免 A 理由 \"无\" 至 2025-01-01\n"
    );
    for (cut, _) in whole.char_indices() {
        for text in [&whole[..cut], &whole[cut..]] {
            let made = assembled(&[("甲/规则.gj", text.as_bytes())], "甲");
            assert!(made.ruleset.forms.len() <= 1);
        }
    }
}
