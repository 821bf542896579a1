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
    check(
        "乙: 上¦年.03.项目支出 > 0",
        "上年",
        &["**上年** `last_year`", "上年的报告"],
    );
    check("乙: last¦_year.03.项目支出 > 0", "last_year", &["上年的报告"]);
    check(
        "乙: last_year.03.项目支¦出 > 0",
        "last_year.03.项目支出",
        &["03.项目支出"],
    );
    check(
        "规则 乙 {\n    逐行 03\n    检查 co¦de == \"229\"\n}",
        "code",
        &["手头这一行的代码"],
    );
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
fn in_both_spellings() {
    for head in ["上年", "last_year", "预算", "budget"] {
        check(
            &format!("乙: {head}.03.本年¦支出合计 > 0"),
            &format!("{head}.03.本年支出合计"),
            &["03.本年支出合计", "栏次 1"],
        );
        check(&format!("乙: {head}.0¦3.本年支出合计 > 0"), "03", &["表 03"]);
    }
    for head in ["所属", "subordinates"] {
        let path = format!("{head}.03[229]");
        check(
            &format!("乙: sum({head}.03[22¦9].基本支出) > 0"),
            &path,
            &["229 其他支出"],
        );
    }
    for head in ["下级", "children"] {
        let text = format!("规则 乙 {{ 逐行 03\n检查 sum({head}.基¦本) > 0 }}");
        check(&text, &format!("{head}.基本"), &["03.基本支出"]);
    }
    for head in ["上级", "parent"] {
        let text = format!("规则 乙 {{ 逐行 03\n检查 {head}.基¦本 > 0 }}");
        check(&text, &format!("{head}.基本"), &["03.基本支出"]);
    }
    for path in ["报告.年度", "report.year"] {
        check(&format!("乙: {path}¦ > 0"), path, &["整份报告"]);
    }
    for head in ["文", "narrative"] {
        let declared = "文 收支 \"总体\" { \"收入{总额:万元}\" }";
        check(
            &format!("{declared}\n乙: {head}.收支.总¦额 > 0"),
            &format!("{head}.收支.总额"),
            &["文.收支.总额", "万元"],
        );
    }
}

#[test]
fn within_forms_and_headers() {
    check(
        "表 98 \"新表\" { 行 单行\n列 { 1 合计 = ¦2 + 3; 2 工资; 3 津贴 } }",
        "2",
        &["98.工资", "栏次 2"],
    );
    check(
        "表 98 \"新表\" { 行 单行\n列 { 1 合计 = 2 .¦. 3; 2 工资; 3 津贴 } }",
        "2 .. 3",
        &["98.工资", "98.津贴"],
    );
    check(
        "表 98 \"新表\" { 行 单行\n列 { 1 合计 = 2 .¦. 6; 2 甲; 3 乙; 4 丙; 5 丁; 6 戊 } }",
        "2 .. 6",
        &["98.甲", "98.丁", "共 5 处"],
    );
    check(
        "表 98 \"新表\" { 行 科目代码 { 类 3 } 科目 功能分类\n列 { 1 金额 }\n合计行 公用 = ¦208 + 229 }",
        "208",
        &["208 社会保障和就业支出", "类级科目"],
    );
    check(
        "表 98 \"新表\" { 行 科目代码 { 类 3 } 科目 功¦能分类\n列 { 1 金额 } }",
        "功能分类",
        &["科目 功能分类", "3 个代码"],
    );
    check(
        "规则集 甲 { 继承 \"../全¦国\" }",
        "\"../全国\"",
        &["规则集 全国", "年度:2024"],
    );
    check(
        "规则集 甲 { 科目 功能分类 \"../全国/科¦目.csv\" }",
        "\"../全国/科目.csv\"",
        &["科目表文件", "全国/科目.csv"],
    );
    check(
        "停用 03.纵¦向 因为 \"不要求\"",
        "03.纵向",
        &["规则 03.纵向", "已停用", "不要求"],
    );
    check(
        "覆盖 规则 03.本年支¦出合计 { 级别 提示 }",
        "03.本年支出合计",
        &["级别:提示", "本年支出合计 = 2..3"],
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
