//! From names to declarations.

use gouji::ide;

use super::fixture::{province, shown};

fn check(text: &str, expected: &[&str]) {
    let (snapshot, source, offset) = province(text);
    let places = ide::definition(&snapshot, source, offset);
    let places: Vec<String> = places.iter().map(|place| shown(&snapshot, place)).collect();
    assert_eq!(places, expected, "{text}");
}

#[test]
fn from_references() {
    let cases: [(&str, &[&str]); 16] = [
        ("乙: 0¦3.项目支出 > 0", &["全国/表.gj:20 03"]),
        ("乙: 03.项目¦支出 > 0", &["全国/表.gj:27 项目支出"]),
        ("乙: 03.¦基本 > 0", &["全国/表.gj:26 基本支出"]),
        ("乙: 03.栏¦2 > 0", &["全国/表.gj:26 基本支出"]),
        ("乙: 03[22¦9].项目支出 > 0", &["全国/表.gj:23 类"]),
        ("乙: 03[2080¦5].项目支出 > 0", &["全国/表.gj:23 款"]),
        ("乙: 03[229].项目支出¦ > 0", &["全国/表.gj:27 项目支出"]),
        ("乙: sum(03[¦款].项目支出) > 0", &["全国/表.gj:23 款"]),
        ("乙: 03[合¦计].项目支出 > 0", &["全国/表.gj:29 \"合计\""]),
        ("乙: 01.收入.总¦计 > 0", &["全国/表.gj:8 总计"]),
        ("乙: 01.支出.总¦计 > 0", &["全国/表.gj:15 总计"]),
        ("乙: 01[行¦54].金额 > 0", &["全国/表.gj:14 其他支出"]),
        ("乙: 上年.01.收入.总¦计 > 0", &["全国/表.gj:8 总计"]),
        ("乙: 09.决算数.公务¦接待费 > 0", &["全国/表.gj:37 公务接待费"]),
        ("乙: 其他¦支出 > 0", &["全国/表间.gj:1 其他支出"]),
        ("乙: sum(03.项¦目支出) > 0", &["全国/表.gj:27 项目支出"]),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn within_rules_over_rows() {
    check("规则 乙 { 逐行 03\n检查 项目¦支出 >= 0 }", &["全国/表.gj:27 项目支出"]);
    check("规则 乙 { 逐行 0¦3\n检查 项目支出 >= 0 }", &["全国/表.gj:20 03"]);
    check(
        "规则 乙 { 逐行 03\n检查 下级.项目¦支出 >= 0 }",
        &["全国/表.gj:27 项目支出"],
    );
    check(
        "规则 乙 { 逐行 03\n令 半 = 项目支出 / 2\n检查 项目支出 >= ¦半 }",
        &["山西/试.gj:2 半"],
    );
    check(
        "规则 乙 { 逐行 01.支出, 03 按 代码\n检查 01.金¦额 >= 0 }",
        &["全国/表.gj:12 金额"],
    );
}

#[test]
fn in_both_spellings() {
    for (chinese, english, places) in [
        (
            "乙: 上年.0¦1.收入.总计 > 0",
            "乙: last_year.0¦1.收入.总计 > 0",
            &["全国/表.gj:1 01"],
        ),
        (
            "乙: 上年.01.收入.总¦计 > 0",
            "乙: last_year.01.收入.总¦计 > 0",
            &["全国/表.gj:8 总计"],
        ),
        (
            "乙: 上年.01.收¦入.总计 > 0",
            "乙: last_year.01.收¦入.总计 > 0",
            &["全国/表.gj:3 收入"],
        ),
        (
            "乙: 预算.03.项目¦支出 > 0",
            "乙: budget.03.项目¦支出 > 0",
            &["全国/表.gj:27 项目支出"],
        ),
        (
            "乙: 合计(所属.03.项目¦支出) > 0",
            "乙: sum(subordinates.03.项目¦支出) > 0",
            &["全国/表.gj:27 项目支出"],
        ),
        // Wrong, since they are many; yet it is known what is meant.
        (
            "乙: 所属.03.项目¦支出 > 0",
            "乙: subordinates.03.项目¦支出 > 0",
            &["全国/表.gj:27 项目支出"],
        ),
        (
            "规则 乙 { 逐行 03\n检查 合计(下级.项目¦支出) > 0 }",
            "rule 乙 { each 03\ncheck sum(children.项目¦支出) > 0 }",
            &["全国/表.gj:27 项目支出"],
        ),
        (
            "规则 乙 { 逐行 03\n检查 上级.项目¦支出 > 0 }",
            "rule 乙 { each 03\ncheck parent.项目¦支出 > 0 }",
            &["全国/表.gj:27 项目支出"],
        ),
        (
            "文 收支 \"总体\" { \"收入{总额:万元}\" }\n乙: 文.收支.总¦额 > 0",
            "narrative 收支 \"总体\" { \"收入{总额:万元}\" }\n乙: narrative.收支.总¦额 > 0",
            &["山西/试.gj:1 总额"],
        ),
        (
            "文 收支 \"总体\" { \"收入{总额:万元}\" }\n乙: 文.收¦支.总额 > 0",
            "narrative 收支 \"总体\" { \"收入{总额:万元}\" }\n乙: narrative.收¦支.总额 > 0",
            &["山西/试.gj:1 收支"],
        ),
    ] {
        check(chinese, places);
        check(english, places);
    }
}

#[test]
fn each_step_of_a_path() {
    for (text, places) in [
        ("乙: 0¦9.决算数.合计 > 0", &["全国/表.gj:33 09"][..]),
        ("乙: 09.决¦算数.合计 > 0", &["全国/表.gj:37 合计"]),
        ("乙: 09.决算数.合¦计 > 0", &["全国/表.gj:37 合计"]),
        ("乙: 01.收¦入.总计 > 0", &["全国/表.gj:3 收入"]),
        ("乙: 03[其他¦支出].项目支出 > 0", &["全国/表.gj:23 类"]),
        // What is ambiguous means all that it can.
        (
            "乙: 09.公务接¦待费 > 0",
            &["全国/表.gj:36 公务接待费", "全国/表.gj:37 公务接待费"],
        ),
        // A step means something though another is wrong.
        ("乙: 01.收¦入.没有 > 0", &["全国/表.gj:3 收入"]),
        ("乙: 03[2¦29] > 0", &["全国/表.gj:23 类"]),
        ("乙: 0¦7 存在 且 03[229] 存在", &[]),
        ("乙: 07 存在 且 03[22¦9] 存在", &["全国/表.gj:23 类"]),
        ("乙: 空表(0¦3)", &["全国/表.gj:20 03"]),
        ("乙: 没有这个函数(03.项目¦支出) > 0", &["全国/表.gj:27 项目支出"]),
        ("乙: round(03.项目¦支出) > 0", &["全国/表.gj:27 项目支出"]),
    ] {
        check(text, places);
    }
    // The rows of the rule that is overridden are those of the override.
    check("覆盖 规则 甲-3 { 检查 项目¦支出 >= 一半 }", &["全国/表.gj:27 项目支出"]);
    check("覆盖 规则 甲-3 { 检查 项目支出 >= 一¦半 }", &["全国/表间.gj:10 一半"]);
}

#[test]
fn from_ids() {
    let cases: [(&str, &[&str]); 9] = [
        ("覆盖 规则 甲-¦3 { 级别 提示 }", &["全国/表间.gj:8 甲-3"]),
        ("停用 甲-¦3 因为 \"…\"", &["全国/表间.gj:8 甲-3"]),
        ("豁免 甲-¦3 理由 \"…\"", &["全国/表间.gj:8 甲-3"]),
        // A rule that is switched off is still declared somewhere.
        ("测试 \"…\" { 期望 甲-¦2 成立 }", &["全国/表间.gj:7 甲-2"]),
        (
            "测试 \"…\" { 期望 03.本年支出¦合计 成立 }",
            &["全国/表.gj:25 本年支出合计"],
        ),
        ("规则 乙 { 检查 1 > 0\n前提 甲¦-4 }", &["全国/表间.gj:14 甲-4"]),
        (
            "规则 乙 { 检查 1 > 0\n履行 \"表间¦衔接\" }",
            &["全国/规则集.gj:5 \"表间衔接\""],
        ),
        ("规则 乙: 汇总 0¦3", &["全国/表.gj:20 03"]),
        ("覆盖 表 0¦3 { 表号 \"表三\" }", &["全国/表.gj:20 03"]),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
    let list = "表 99 \"…\" { 行 科目代码 { 类 3 } 科目 功能¦分类\n列 { 1 金额 } }";
    let (snapshot, source, offset) = province(list);
    let places = ide::definition(&snapshot, source, offset);
    let place = shown(&snapshot, places.first().unwrap());
    assert!(place.starts_with("全国/规则集.gj:3 "), "{place}");
}

/// Forms in which a formula of each kind has its place.
fn with_form(columns: &str, items: &str, total: &str) -> String {
    format!(
        "表 98 \"甲\" {{\n块 收入 {{\n列 甲组 {{ 1 小计{columns}; 2 工资; 3 津贴 }}\n列 乙组 {{ 4 小计; 5 工资 }}\n\
         行 {{ 11 总数{items}\n12 其一\n13 其二\n14 其三 }}\n}}\n}}\n\
         表 99 \"乙\" {{\n行 科目代码 {{ 类 3, 款 5 }} 科目 功能分类\n列 {{ 1 金额 }}\n合计行 公用合计{total}\n合计行 人员合计\n}}\n"
    )
}

#[test]
fn from_formulas_of_forms() {
    let file = "山西/试.gj";
    for (columns, items, total, expected) in [
        (" = ¦2 + 3", "", "", vec!["3 工资"]),
        (" = 2 + ¦3", "", "", vec!["3 津贴"]),
        (" = ¦2..3", "", "", vec!["3 工资"]),
        (" = 2..3¦", "", "", vec!["3 津贴"]),
        (" = 2 .¦. 3", "", "", vec!["3 工资", "3 津贴"]),
        // By name: of the same group.
        (" = 工¦资 + 津贴", "", "", vec!["3 工资"]),
        // A formula that is wrong elsewhere still says what it can.
        (" = 工¦资 + 奖金", "", "", vec!["3 工资"]),
        ("", " = 12 + ¦13", "", vec!["7 其二"]),
        ("", " = 其¦一", "", vec!["6 其一"]),
        ("", "", " = ¦208 + 229", vec!["12 类"]),
        ("", "", " = 2080¦5", vec!["12 款"]),
        ("", "", " = 人员¦合计", vec!["15 人员合计"]),
        ("", "", "\n必填 金¦额", vec!["13 金额"]),
        ("", "", "\n非负 核实 金¦额", vec!["13 金额"]),
        ("", "", " = ¦999", vec![]),
    ] {
        let expected: Vec<String> = expected.iter().map(|place| format!("{file}:{place}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&with_form(columns, items, total), &expected);
    }
}

#[test]
fn from_headers_and_changes() {
    check("规则集 山西 { 继承 \"../全¦国\" }", &["全国/规则集.gj:1 全国"]);
    check("规则集 山西 { 继承 \"../没¦有\" }", &[]);
    check(
        "规则集 山西 { 科目 功能分类 \"../全国/科¦目.csv\" }",
        &["全国/科目.csv:1 代码,名称"],
    );
    // Rules that forms imply, in force and switched off.
    check(
        "覆盖 规则 03.本年支¦出合计 { 级别 提示 }",
        &["全国/表.gj:25 本年支出合计"],
    );
    check("停用 03.本年支¦出合计 因为 \"…\"", &["全国/表.gj:25 本年支出合计"]);
    check("停用 01.收入.总¦计 因为 \"…\"", &["全国/表.gj:8 总计"]);
    // What an override of a form says again, and what it adds.
    check(
        "覆盖 表 03 { 列 { 2 基本¦支出 别名 \"基本\" } }",
        &["全国/表.gj:26 基本支出"],
    );
    check("覆盖 表 03 { 列 { 4 新¦列 = 2 + 3 } }", &["山西/试.gj:1 新列"]);
    check("覆盖 表 03 { 列 { 4 新列 = ¦2 + 3 } }", &["全国/表.gj:26 基本支出"]);
    check("停用 03.纵¦向 因为 \"…\"", &["全国/表.gj:30 纵向"]);
    check("覆盖 规则 03.纵¦向 { 级别 提示 }", &["全国/表.gj:30 纵向"]);
}

#[test]
fn nothing_known_is_nothing_said() {
    for text in [
        "¦",
        "乙: 03.没有¦这列 > 0",
        "乙: 9¦9.合计 > 0",
        "# 03.项目¦支出",
        "停用 没有¦ 因为 \"…\"",
    ] {
        check(text, &[]);
    }
}

#[test]
fn in_text_that_does_not_parse() {
    check(
        "规则 乙 \"写到一半\" {\n    检查 03.项目¦支出 ≈ 03.",
        &["全国/表.gj:27 项目支出"],
    );
    check("停用 甲-¦3 因", &["全国/表间.gj:8 甲-3"]);
    check(
        "rule 乙 {\n    check last_year.03[22¦9].项目支出 ≈ 03.",
        &["全国/表.gj:23 类"],
    );
}
