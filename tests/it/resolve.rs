//! Names, references, kinds and units: what is wrong with rules, and where it says so.

use gouji::diagnostic::Diagnostic;
use gouji::ruleset::{Date, RuleId};
use gouji::session::{Memory, Session};
use gouji::source::Origin;

const FORMS: &str = r#"规则集 例 { 科目 功能 "功能.csv" }
表 01 "收入支出决算总表" {
    单位 万元
    块 收入 {
        列 { 1 金额 }
        行 { 1 财政拨款; 2 其他收入; 3 总计 }
    }
    块 支出 {
        列 { 2 金额 }
        行 { 4 教育支出; 5 总计 }
    }
}
表 03 "支出决算表" {
    单位 万元
    行 科目代码 { 类 3, 款 5, 项 7 } 科目 功能
    列 { 1 本年支出合计; 2 基本支出; 3 项目支出 }
    合计行 "合计"
}
表 04 "别的支出表" {
    单位 万元
    行 科目代码 { 类 3, 款 5, 项 7 }
    列 { 1 基本支出; 2 项目支出 }
}
表 09 "三公经费支出决算表" {
    单位 万元
    行 单行
    列 预算数 { 1 合计; 2 公务接待费 }
    列 决算数 { 3 合计; 4 公务接待费; 5 占比: 比率; 6 接待人次: 数量 }
}
文 收入总体 "收入决算情况" { "收入总计{收入总计:万元}" }
"#;

const CODES: &str = "代码,名称\n208,社会保障和就业支出\n210,卫生健康支出\n";

/// The forms above with `rules`.
pub fn load(rules: &str) -> Session {
    let mut workspace = Memory::new();
    workspace.insert("例/表.gj", FORMS);
    workspace.insert("例/功能.csv", CODES);
    workspace.insert("例/例.gj", rules);
    Session::load(
        &workspace,
        "例",
        Date {
            year: 2026,
            month: 1,
            day: 1,
        },
    )
}

fn underlined(session: &Session, diagnostic: &Diagnostic) -> String {
    match diagnostic.labels.first().map(|label| label.at) {
        Some(Origin::Text(span)) => session.sources().slice(span).to_owned(),
        _ => String::new(),
    }
}

/// What is said: code, text underlined, help.
fn said(rules: &str) -> Vec<(&'static str, String, String)> {
    let session = load(rules);
    let all = session.diagnostics().iter();
    all.map(|diagnostic| {
        let help = diagnostic.help.clone().unwrap_or_default();
        (diagnostic.code.id, underlined(&session, diagnostic), help)
    })
    .collect()
}

/// Each of `cases` (rules, code, underlined, part of the help) says this one thing.
fn check(cases: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (rules, code, underlined, help) in cases {
        let found = said(rules);
        let right =
            matches!(found.as_slice(), [(id, at, text)] if id == code && at == underlined && text.contains(help));
        if !right {
            wrong.push(format!(
                "{rules}\n  expected {code} {underlined:?} {help:?}\n  said     {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fine(cases: &[&str]) {
    for rules in cases {
        assert_eq!(said(rules), [], "{rules}");
    }
}

#[test]
fn the_forms_have_nothing_wrong() {
    fine(&["甲: 03.项目支出 >= 0"]);
}

#[test]
fn forms_and_their_parts() {
    check(&[
        ("甲: 05.项目支出 >= 0", "GJ0201", "05", ""),
        ("甲: 空表(07)", "GJ0201", "07", ""),
        ("规则 甲 {\n 逐行 07\n 检查 项目支出 >= 0\n}", "GJ0201", "07", ""),
        ("甲: 03.项目收出 >= 0", "GJ0202", "项目收出", "是否想写“项目支出”"),
        ("甲: 03.某某 >= 0", "GJ0202", "某某", "这张表有"),
        ("甲: 01.收人.总计 >= 0", "GJ0202", "收人", "收入"),
        ("甲: 03 >= 0", "GJ0202", "03", "本年支出合计"),
        ("甲: 01.总计 >= 0", "GJ0203", "01.总计", "01.收入.总计、01.支出.总计"),
        (
            "甲: 09.公务接待费 >= 0",
            "GJ0203",
            "09.公务接待费",
            "09.预算数.公务接待费",
        ),
        (
            "规则 甲 {\n 逐行 03, 04 按 科目代码\n 检查 项目支出 >= 0\n}",
            "GJ0203",
            "项目支出",
            "03.项目支出、04.项目支出",
        ),
    ]);
    fine(&[
        "甲: 01.收入.总计 ≈ 01.支出.总计",
        "甲: 01.收入[行3].金额 ≈ 01.支出[总计].金额",
        "甲: 09.决算数.公务接待费 <= 09.预算数.公务接待费",
        "甲: 03.栏3 <= 03.栏1",
    ]);
}

#[test]
fn names() {
    check(&[
        (
            "令 其他数 = 03.项目支出\n甲: 03.项目支出 >= 其它数",
            "GJ0204",
            "其它数",
            "其他数",
        ),
        ("甲: 03.项目支出 >= 某某", "GJ0204", "某某", "令"),
        (
            "规则 甲 {\n 逐行 03\n 检查 项目支出 >= 某某\n}",
            "GJ0204",
            "某某",
            "不是所列各表的栏名",
        ),
        (
            "规则 甲 {\n 逐行 03\n 检查 项目收出 >= 0\n}",
            "GJ0204",
            "项目收出",
            "项目支出",
        ),
        ("甲: summ(03.项目支出) >= 0", "GJ0207", "summ", "sum"),
        ("甲: 合记(03.项目支出) >= 0", "GJ0207", "合记", "合计"),
        (
            "甲: 文.收入总休.收入总计 ≈ 03.项目支出",
            "GJ0211",
            "收入总休",
            "收入总体",
        ),
        (
            "甲: 文.收入总体.收入合计 ≈ 03.项目支出",
            "GJ0211",
            "收入合计",
            "收入总计",
        ),
        (
            "规则 甲 {\n 逐行 03\n 检查 科目名称 == 科目名(\"功用\", 科目代码)\n}",
            "GJ0214",
            "\"功用\"",
            "功能",
        ),
    ]);
    fine(&[
        "令 其他数 = 03.项目支出\n甲: 03.项目支出 >= 其他数",
        "规则 甲 {\n 逐行 03\n 检查 科目名称 == 科目名(\"功能\", 科目代码)\n}",
        "甲: 文.收入总体.收入总计 ≈ 01.收入.总计",
    ]);
}

#[test]
fn a_circle_of_definitions_is_said_at_each_of_them() {
    let found = said("令 甲数 = 乙数 + 03.项目支出\n令 乙数 = 甲数 - 03.项目支出\n甲: 甲数 >= 0");
    let found: Vec<_> = found.iter().map(|(code, at, _)| (*code, at.as_str())).collect();
    assert_eq!(found, [("GJ0213", "甲数"), ("GJ0213", "乙数")]);
}

#[test]
fn one_figure_or_many() {
    check(&[
        ("甲: 03[类].项目支出 >= 0", "GJ0206", "03[类].项目支出", "sum"),
        ("甲: 03[208*].项目支出 >= 0", "GJ0206", "03[208*].项目支出", "sum"),
        ("甲: 01.收入.金额 >= 0", "GJ0206", "01.收入.金额", ""),
        (
            "规则 甲 {\n 逐行 03\n 检查 项目支出 >= 下级.项目支出\n}",
            "GJ0206",
            "下级.项目支出",
            "sum",
        ),
        ("甲: 03[2080].项目支出 >= 0", "GJ0215", "[2080]", "类3位、款5位、项7位"),
        ("甲: 03[行2].项目支出 >= 0", "GJ0215", "[行2]", ""),
        ("甲: sum(03[210..208].项目支出) >= 0", "GJ0215", "[210..208]", ""),
        (
            "甲: 03[卫生健康之出].项目支出 >= 0",
            "GJ0215",
            "[卫生健康之出]",
            "卫生健康支出",
        ),
        ("甲: 01.收入[行9].金额 >= 0", "GJ0215", "[行9]", ""),
        ("甲: 01.收入[其它收入].金额 >= 0", "GJ0215", "[其它收入]", "其他收入"),
        ("甲: 09[合计].决算数.公务接待费 >= 0", "GJ0215", "[合计]", ""),
    ]);
    fine(&[
        "甲: sum(03[类].项目支出) ≈ 03.项目支出",
        // A coded table that declares no total row has one called 合计.
        "甲: 04.项目支出 ≈ 04[合计].项目支出",
        "甲: sum(03[208..210].项目支出) ≈ 03[合计].项目支出",
        "甲: 03[卫生健康支出].项目支出 >= 03[210].项目支出",
        "规则 甲 {\n 逐行 03\n 检查 项目支出 ≈ sum(下级.项目支出)\n}",
    ]);
}

#[test]
fn functions_and_conditions() {
    check(&[
        ("甲: 占比(03.项目支出) <= 100%", "GJ0208", "占比(03.项目支出)", "写法:"),
        (
            "甲: abs(03.项目支出, 03.基本支出) >= 0",
            "GJ0208",
            "abs(03.项目支出, 03.基本支出)",
            "写法:",
        ),
        ("甲: round(03.项目支出, 03.基本支出) >= 0", "GJ0208", "03.基本支出", ""),
        ("甲: 空表(1 + 1)", "GJ0208", "1 + 1", "空表(07)"),
        (
            "规则 甲 {\n 当 03.项目支出\n 检查 03.基本支出 >= 0\n}",
            "GJ0209",
            "03.项目支出",
            "存在",
        ),
        ("规则 甲 { 检查 03.基本支出 + 1 }", "GJ0209", "03.基本支出 + 1", "=="),
    ]);
}

#[test]
fn rows_and_columns_at_hand() {
    check(&[
        (
            "规则 甲 {\n 逐行 03, 04\n 检查 03.项目支出 >= 0\n}",
            "GJ0210",
            "逐行 03, 04",
            "按 科目代码",
        ),
        (
            "规则 甲 {\n 逐行 03, 04 按 颜色\n 检查 03.项目支出 >= 0\n}",
            "GJ0210",
            "颜色",
            "科目代码",
        ),
        ("甲: 03.项目支出 ≈ sum(下级.项目支出)", "GJ0212", "下级", "逐行"),
        ("甲: 上级.项目支出 >= 0", "GJ0212", "上级", "逐行"),
        ("规则 甲 {\n 逐行 03\n 检查 本列 >= 0\n}", "GJ0212", "本列", "逐列"),
    ]);
    fine(&[
        "规则 甲 {\n 逐行 03, 04 按 科目代码\n 逐列\n 检查 03.本列 >= 04.本列\n}",
        "规则 甲 {\n 逐行 03\n 逐列\n 检查 本列 >= 0\n}",
    ]);
}

#[test]
fn kinds_and_units() {
    check(&[
        ("甲: 09.决算数.合计 >= 09.决算数.接待人次", "GJ0205", ">=", ""),
        ("甲: 09.决算数.合计 + 09.决算数.占比 >= 0", "GJ0205", "+", ""),
        (
            "甲: 09.决算数.合计 >= 09.决算数.占比",
            "GJ0205",
            ">=",
            "占比(部分, 总数)",
        ),
        ("甲: 03.项目支出 × 03.基本支出 >= 0", "GJ0205", "×", ""),
        (
            "规则 甲 {\n 逐行 03\n 当 科目代码 == 229\n 检查 项目支出 >= 0\n}",
            "GJ0205",
            "==",
            "\"229\"",
        ),
        (
            "规则 甲 {\n 逐行 03\n 检查 科目代码 + 1 >= 0\n}",
            "GJ0205",
            "科目代码",
            "",
        ),
        ("甲: 03.项目支出 >= \"多\"", "GJ0205", ">=", ""),
        ("甲: 长度(03.项目支出) >= 1", "GJ0205", "03.项目支出", "引号"),
    ]);
    fine(&[
        "甲: 03.项目支出 × 09.决算数.占比 <= 03.基本支出",
        "甲: 占比(03.项目支出, 03.基本支出) <= 09.决算数.占比",
        "甲: 03.项目支出 <= 100",
        "甲: 03.项目支出 <= 1000000 元",
        "甲: 09.决算数.接待人次 >= 1",
        "甲: 09.决算数.合计 ÷ 09.决算数.接待人次 <= 500 元",
        "规则 甲 {\n 逐行 03\n 当 科目代码 == \"229\"\n 检查 项目支出 >= 0\n}",
    ]);
}

#[test]
fn a_rule_with_an_error_does_not_run_and_others_do() {
    let session = load("甲: 03.项目开支 >= 0\n乙: 03.项目支出 >= 0");
    let plan = session.plan();
    let runs = |id: &str| {
        let at = plan.ruleset.rule_called(id).unwrap();
        plan.body(at).is_some()
    };
    assert_eq!((runs("甲"), runs("乙")), (false, true));
}

#[test]
fn a_rule_that_uses_a_broken_definition_does_not_run() {
    let session = load("令 坏 = 03.项目收出\n甲: 03.项目支出 >= 坏");
    let plan = session.plan();
    let at = plan.ruleset.rules.iter().position(|rule| &*rule.id == "甲").unwrap();
    assert!(plan.rules[at].body.is_none());
    assert_eq!(session.diagnostics().len(), 1, "it is said once");
}

/// `count` definitions, each resting on the one before it as `step` says.
fn definitions(count: usize, step: fn(usize) -> String) -> String {
    let first = "令 数0 = 03.项目支出 + 0\n".to_owned();
    let rules = first
        + &(1..=count)
            .map(|at| format!("令 数{at} = {}\n", step(at - 1)))
            .collect::<String>();
    rules + &format!("甲: 数{count} >= 0\n")
}

#[test]
fn definitions_that_would_grow_without_end_are_refused() {
    let doubled = |before: usize| format!("数{before} + 数{before}");
    let chained = |before: usize| format!("数{before} + 1");
    fine(&[&definitions(5, doubled), &definitions(10, chained)]);
    for rules in [definitions(60, doubled), definitions(2000, chained)] {
        let found = said(&rules);
        assert!(
            !found.is_empty() && found.iter().all(|(code, _, _)| *code == "GJ0005"),
            "{found:?}"
        );
    }
}

#[test]
fn a_circle_of_guards_is_cut() {
    let guard = |id: &str, on: &str| format!("前提 规则 {id} \"例\" {{\n 前提 {on}\n 检查 03.项目支出 >= 0\n}}\n");
    let rules = format!("{}{}{}", guard("甲", "乙"), guard("乙", "甲"), guard("丙", "丁"))
        + "前提 规则 丁 \"例\": 03.基本支出 >= 0\n";
    let session = load(&rules);
    let found: Vec<_> = session
        .diagnostics()
        .iter()
        .map(|diagnostic| diagnostic.code.id)
        .collect();
    assert_eq!(found, ["GJ0121"], "the ruleset says it, once");
    let plan = session.plan();
    let mut order = plan.order.clone();
    let place = |id: &str| {
        let at = plan.ruleset.rule_called(id).unwrap();
        plan.order.iter().position(|rule| *rule == at).unwrap()
    };
    assert!(place("丁") < place("丙"), "a guard runs before what rests on it");
    order.sort_unstable();
    assert_eq!(
        order,
        (0..plan.rules.len()).map(RuleId::new).collect::<Vec<_>>(),
        "every rule runs once"
    );
}
