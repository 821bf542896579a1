//! What hovering shows.

use gouji::ide;

use super::fixture::province;

/// Hovering shows all of `expected`, at the text `over`.
fn check(text: &str, over: &str, expected: &[&str]) {
    let (snapshot, source, offset) = province(text);
    let hover = ide::hover(&snapshot, source, offset).unwrap_or_else(|| panic!("no hover: {text}"));
    let whole = &snapshot.sources().get(source).unwrap().text;
    assert_eq!(&whole[hover.range.clone()], over, "{text}");
    for piece in expected {
        assert!(
            hover.markdown.contains(piece),
            "{text}: no {piece} in\n{}",
            hover.markdown
        );
    }
}

#[test]
fn declarations() {
    check(
        "乙: 0¦3.项目支出 > 0",
        "03",
        &["表 03 支出决算表", "公开03表", "万元", "3 列"],
    );
    check(
        "乙: 03.本年¦支出合计 > 0",
        "03.本年支出合计",
        &["03.本年支出合计", "《支出决算表》", "栏次 1", "金额(万元)", "等于 2..3"],
    );
    check("乙: 03.基¦本支出 > 0", "03.基本支出", &["别名:基本"]);
    check("乙: 01.收入.总¦计 > 0", "01.收入.总计", &["行次 31", "等于 1 + 8"]);
    check("乙: 01.支出.其他¦支出 > 0", "01.支出.其他支出", &["代码 229"]);
    check("乙: 03[22¦9].项目支出 > 0", "03[229]", &["229 其他支出", "类级科目"]);
    check("乙: 其¦他支出 > 0", "其他支出", &["令 其他支出", "03[229].项目支出"]);
    check(
        "豁免 甲-¦3 理由 \"…\"",
        "甲-3",
        &["规则 甲-3 各行", "级别:错误", "类别:强制", "依据:编制说明"],
    );
    check("豁免 甲-¦1 理由 \"…\"", "甲-1", &["级别:提示", "被覆盖 1 次"]);
    check("豁免 甲-¦2 理由 \"…\"", "甲-2", &["已停用"]);
    check("表 9¦9 \"新表\" { 列 { 1 金额 }\n行 单行 }", "99", &["表 99 新表"]);
    check("令 三¦倍 = 3 * 2", "三倍", &["令 三倍", "3 * 2"]);
    check(
        "文 收¦入 \"总体情况\" { \"收入{总额:万元}\" }",
        "收入",
        &["文 收入", "总体情况"],
    );
    check(
        "文 收入 \"总体情况\" { \"收入{总¦额:万元}\" }",
        "总额",
        &["文.收入.总额", "万元"],
    );
    check(
        "表 99 \"新表\" { 依据 \"表样\"\n列 { 1 金¦额 = 2 依据 \"相等\"; 2 乙 }\n行 单行 }",
        "金额",
        &["等于 2", "依据:相等"],
    );
    check(
        "表 99 \"新表\" { 列 { 1 金¦额 : 数量 }\n行 单行 }",
        "金额",
        &["99.金额", "栏次 1", "数量"],
    );
}

#[test]
fn words_of_the_language() {
    check("规¦则 乙 { 检查 1 > 0 }", "规则", &["规则", "rule", "声明一条规则"]);
    check("rule 乙 { ch¦eck 1 > 0 }", "check", &["检查", "应当成立的关系"]);
    check("乙: s¦um(03.项目支出) > 0", "sum", &["合计(", "sum(", "明细行"]);
    check("乙: 合¦计(03.项目支出) > 0", "合计", &["合计(", "sum("]);
    check("规则 乙 {\n    检¦查 03.", "检查", &["应当成立的关系"]);
}

#[test]
fn nothing_known_is_nothing_said() {
    for text in ["¦", "乙: 03.没有¦这列 > 0", "# 只是注¦释"] {
        let (snapshot, source, offset) = province(text);
        assert_eq!(ide::hover(&snapshot, source, offset), None, "{text}");
    }
}
