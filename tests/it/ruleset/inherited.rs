//! Children that override, redefine and inherit.

use super::*;

#[test]
fn overrides_change_named_parts() {
    let made = child("覆盖 规则 03.纵向 \"新\" { 级别 提示\n说明 \"注意\" }\n覆盖 规则 A-1 { 检查 03.项目支出 >= 0 }\n停用 03.非负 因为 \"本省不要求\"\n")
        .clean();
    let rule = made.rule("03.纵向");
    assert_eq!((rule.severity, &*rule.title), (Severity::Notice, "新"));
    assert_eq!(rule.overridden_at.len(), 1);
    assert!(matches!(rule.body, RuleBody::RollUp { form } if form.index() == 0));
    let RuleBody::Checks { checks, .. } = &made.rule("A-1").body else {
        panic!()
    };
    assert_eq!(made.sources.slice(checks[0].span), "03.项目支出 >= 0");
    assert_eq!(&*made.rule("A-1").title, "甲一");
    assert!(!ids(&made.ruleset).contains(&"03.非负"));
    assert_eq!(&*made.ruleset.disabled[0].reason, "本省不要求");
}

#[test]
fn form_overrides_add_and_replace() {
    let made = child(
        "覆盖 表 03 \"部门支出表\" { 表号 \"表3\"\n单位 元\n列 { 2 基本支出 别名 \"基本\"; 4 其他支出; 1 本年支出合计 = 2..4 }\n非负 警告 }\n",
    )
    .clean();
    let form = made.form("03");
    assert_eq!(
        form.titles.iter().map(|title| &*title.text).collect::<Vec<_>>(),
        ["部门支出表", "支出决算表"]
    );
    assert_eq!(form.numbers.len(), 2);
    assert_eq!(form.unit, Unit::Yuan);
    assert_eq!(operands(&form.blocks[0], 0), [(false, 1), (false, 2), (false, 3)]);
    assert!(form.blocks[0].columns[1].answers_to("基本"));
    assert_eq!(made.rule("03.非负").severity, Severity::Warning);
    assert_eq!(made.rule("03.非负").category, Category::Mandatory);
}

#[test]
fn a_child_may_declare_a_form_anew_but_not_a_rule() {
    let made = child("表 03 \"新表\" { 行 单行\n列 { 1 甲 } }\n").clean();
    assert_eq!(ids(&made.ruleset), ["03.必有", "A-1"]);
    assert_eq!(made.form("03").title(), "新表");
    let made = child("规则 A-1 { 检查 03.项目支出 >= 0 }\n");
    says(&made, &["GJ0112 乙/规则.gj:3 A-1 | 甲/规则.gj:17 A-1"]);
    let fix = made.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!(
        (&*fix.replacement, fix.span.start, fix.span.end),
        ("覆盖 ", fix.span.start, fix.span.start)
    );
}

#[test]
fn parents_come_first_and_only_once() {
    let base = format!("{HEADER}{FORM}令 甲 = 1\n");
    let parent = |name: &str, rule: &str| format!("规则集 {name} {{ 继承 \"../基\" }}\n规则 {rule}: 03.基本支出 > 0\n");
    let files = |own: &str| {
        assembled(
            &[
                ("基/表.gj", base.as_bytes()),
                ("左/规则.gj", parent("左", "L").as_bytes()),
                ("右/规则.gj", parent("右", "R").as_bytes()),
                ("子/b.gj", own.as_bytes()),
                ("子/a.gj", "规则 子一: 03.基本支出 > 0\n令 甲 = 2\n".as_bytes()),
            ],
            "子/",
        )
    };
    let made = files("规则集 子 { 继承 \"../左\" \"../右\" }\n规则 子二: 03.基本支出 > 甲\n").clean();
    let explicit: Vec<&str> = ids(&made.ruleset)
        .into_iter()
        .filter(|id| !id.starts_with("03."))
        .collect();
    assert_eq!(explicit, ["L", "R", "子一", "子二"]);
    assert_eq!(made.ruleset.lets.len(), 1);
    assert_eq!(made.sources.slice(made.ruleset.lets[0].value.span), "2");
    assert_eq!(made.ruleset.years, Some(YearRange { from: 2023, to: 2024 }));
    // Both parents change one rule: neither stands above the other.
    let change = |level: &str| format!("规则集 边 {{ 继承 \"../基\" }}\n覆盖 规则 03.纵向 {{ 级别 {level} }}\n");
    let made = assembled(
        &[
            ("基/表.gj", base.as_bytes()),
            ("左/规则.gj", change("提示").as_bytes()),
            ("右/规则.gj", change("警告").as_bytes()),
            ("子/a.gj", "规则集 子 { 继承 \"../左\" \"../右\" }\n".as_bytes()),
        ],
        "子",
    );
    says(&made, &["GJ0115 右/规则.gj:2 03.纵向 | 左/规则.gj:2 03.纵向"]);
    assert_eq!(made.rule("03.纵向").severity, Severity::Notice);
}
