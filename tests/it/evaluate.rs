//! What rules come to: functions, intervals, blanks and absences, joins of outcomes.

use gouji::builtin;
use gouji::evaluate::{Cause, Failure, Instance, Outcome};
use gouji::plan::Role;
use gouji::report::TableIx;
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Memory, Session};
use proptest::prelude::*;
use rust_decimal::Decimal;

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

const FORMS: &str = r#"规则集 例 { 科目 功能 "功能.csv" }
表 03 "支出决算表" 可空 {
    单位 万元
    行 科目代码 { 类 3, 款 5 }
    列 { 1 甲数; 2 乙数; 3 丙数; 4 丁数 }
    合计行 "合计"
}
表 04 "收入决算表" 可空 {
    单位 万元
    行 科目代码 { 类 3, 款 5 }
    列 { 1 甲数; 2 乙数 }
    合计行 "合计"
}
表 05 "分表" 可空 可重复 {
    单位 万元
    行 科目代码 { 类 3, 款 5 }
    列 { 1 甲数; 2 乙数 }
}
"#;

fn load(rules: &str) -> Session {
    let mut workspace = Memory::new();
    workspace.insert("例/表.gj", FORMS);
    workspace.insert("例/功能.csv", "代码,名称\n208,社会保障和就业支出\n210,卫生健康支出\n");
    workspace.insert("例/例.gj", rules);
    let session = Session::load(&workspace, "例", TODAY);
    let said: Vec<_> = session
        .diagnostics()
        .iter()
        .map(|diagnostic| &diagnostic.message)
        .collect();
    assert!(said.is_empty(), "{rules}\n{said:?}");
    session
}

/// The instances of the rule called 甲 over a report with these rows in its tables.
fn instances(rules: &str, tables: &[(&str, &str)]) -> Vec<Instance> {
    let given: String = tables
        .iter()
        .map(|(form, rows)| {
            let columns = if *form == "03" {
                "甲数,乙数,丙数,丁数"
            } else {
                "甲数,乙数"
            };
            format!("给定 {form} \"\"\"\n科目代码,科目名称,{columns}\n{rows}\n\"\"\"\n")
        })
        .collect();
    let session = load(&format!("{rules}\n测试 \"一\" {{\n{given}期望 甲 成立\n}}\n"));
    let result = session.run_tests().remove(0);
    let rules = &session.plan().ruleset.rules;
    let at = rules.iter().position(|rule| &*rule.id == "甲").unwrap();
    result.evaluation.rules[at].instances().collect()
}

fn outcomes(rules: &str, tables: &[(&str, &str)]) -> Vec<Outcome> {
    instances(rules, tables)
        .iter()
        .map(|instance| instance.outcome)
        .collect()
}

/// Each of `cases` (an assertion, and what it comes to) over one total row of 03.
fn check(row: &str, cases: &[(&str, Outcome)]) {
    let mut wrong = Vec::new();
    for (assertion, expected) in cases {
        let found = outcomes(&format!("甲: {assertion}"), &[("03", &format!(",合计,{row}"))]);
        if found != [*expected] {
            wrong.push(format!("{assertion}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{row}\n{}", wrong.join("\n"));
}

use Outcome::{Error, Fails, Holds, Skipped, Tail, Unbound, Vacuous};

#[test]
fn the_example_of_every_function_holds() {
    for builtin in builtin::all() {
        let Some(example) = builtin.example else { continue };
        for text in [example.to_owned(), example.replace(builtin.name, builtin.chinese)] {
            let rules = format!("甲: 如果(03.甲数 == 1, 如果({text}, 1, 2), 3) × 03.甲数 == 1 × 03.甲数");
            assert_eq!(outcomes(&rules, &[("03", ",合计,1.00,,,")]), [Holds], "{text}");
        }
    }
}

#[test]
fn functions_that_need_a_table() {
    let shown = [
        "blank",
        "missing",
        "both_or_neither",
        "at_most_one",
        "empty_table",
        "in_order",
        "code_name",
        "precision",
        "section",
    ];
    for builtin in builtin::all().filter(|builtin| builtin.example.is_none()) {
        assert!(
            shown.contains(&builtin.name),
            "{} has neither example nor test",
            builtin.name
        );
    }
    check(
        "1.00,0.00,,2.00",
        &[
            ("空白(03.丙数) 且 03.甲数 > 0", Holds),
            ("空白(03.乙数) 且 03.甲数 > 0", Fails),
            ("缺少(03[208].甲数) 且 03.甲数 > 0", Holds),
            ("缺少(04.甲数) 且 03.甲数 > 0", Holds),
            ("缺少(03.丙数) 且 03.甲数 > 0", Fails),
            ("同有同无(03.甲数, 03.丁数)", Holds),
            ("同有同无(03.甲数, 03.丙数)", Fails),
            ("同有同无(03.乙数, 03.丙数) 且 03.甲数 > 0", Holds),
            ("至多一项(03.甲数, 03.乙数, 03.丙数)", Holds),
            ("至多一项(03.甲数, 03.丁数)", Fails),
            ("空表(03)", Fails),
        ],
    );
    assert_eq!(outcomes("甲: 空表(03)", &[("03", ",合计,,,,")]), [Holds]);
    let named = "规则 甲 {\n逐行 03\n当 科目代码 存在\n检查 科目名称 == 科目名(\"功能\", 科目代码)\n}";
    let rows = "208,社会保障和就业支出,1.00,,,\n210,卫生,1.00,,,";
    assert_eq!(outcomes(named, &[("03", rows)])[..2], [Holds, Fails]);
    let both = [("03", ",合计,1.00,,,"), ("04", ",合计,1.00,")];
    assert_eq!(outcomes("甲: 顺序(03, 04)", &both), [Holds]);
    assert_eq!(outcomes("甲: 顺序(04, 03)", &both), [Fails]);
}

#[test]
fn equalities_and_rounding() {
    check(
        "3.00,1.00,2.00,",
        &[
            ("03.甲数 == 03.乙数 + 03.丙数", Holds),
            ("03.甲数 ≈ 03.乙数 + 03.丙数", Holds),
            ("03.甲数 ≠ 03.乙数", Holds),
            ("03.甲数 < 03.乙数", Fails),
            ("03.乙数 <= 03.丙数 <= 03.甲数", Holds),
            ("03.甲数 == 30000 元", Holds),
            ("03.甲数 == 3", Holds),
            ("03.甲数 > 5 则 03.乙数 > 100", Skipped),
            ("03.甲数 > 1 则 03.乙数 > 100", Fails),
            ("非 03.甲数 > 5", Holds),
        ],
    );
    // Three figures of two decimals: 0.015.
    check(
        "3.01,1.00,2.00,",
        &[
            ("03.甲数 == 03.乙数 + 03.丙数", Tail),
            ("03.甲数 ≈ 03.乙数 + 03.丙数", Tail),
            ("03.甲数 <= 03.乙数 + 03.丙数", Tail),
            ("03.甲数 ≈ 03.乙数 + 03.丙数 ± 0.02", Holds),
        ],
    );
    check("3.02,1.00,2.00,", &[("03.甲数 == 03.乙数 + 03.丙数", Fails)]);
}

#[test]
fn the_bound_of_a_ratio_is_exact() {
    let found = instances("甲: 占比(03.甲数, 03.乙数) ≈ 50%", &[("03", ",合计,1.00,2.01,,")]);
    let measure = found[0].measure.unwrap();
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    // The quotient lies below 50 %, so what counts is how far up it can be: 1.005 / 2.005.
    let up = number("1.005") / number("2.005") - number("1.00") / number("2.01");
    assert!(
        (measure.bound - up).abs() < number("0.0000000000000000001"),
        "{} {up}",
        measure.bound
    );
    // An exact 1 over a figure d: 1/(d − 0.005) − 1/d, which is 0.005 / (d × (d − 0.005)) and not 0.005 / d².
    let found = instances("甲: 1 万元 ÷ 03.甲数 ≈ 100%", &[("03", ",合计,1.01,,,")]);
    let measure = found[0].measure.unwrap();
    let up = number("0.005") / (number("1.01") * number("1.005"));
    assert!(
        (measure.bound - up).abs() < number("0.0000000000000000001"),
        "{} {up}",
        measure.bound
    );
}

#[test]
fn what_cannot_be_computed() {
    check(
        "3.00,0.00,,x",
        &[
            ("占比(03.甲数, 03.乙数) <= 100%", Error),
            ("占比(03.甲数, 03.丙数) <= 100%", Error),
            ("增长率(03.甲数, 03.乙数) <= 100%", Error),
            ("03.丁数 >= 0", Error),
            ("03.甲数 + 03.丁数 >= 0", Error),
            ("03.乙数 > 0 则 占比(03.甲数, 03.乙数) <= 100%", Skipped),
            (
                "如果(03.乙数 > 0, 占比(03.甲数, 03.乙数), 占比(03.甲数, 03.甲数)) <= 100%",
                Holds,
            ),
        ],
    );
    let huge = "9000000000000000000.00";
    let rules = format!("甲: 03.甲数 × {} >= 0", "9000000000");
    assert_eq!(outcomes(&rules, &[("03", &format!(",合计,{huge},,,"))]), [Error]);
}

#[test]
fn blank_and_absent() {
    check(
        "3.00,,,3.00",
        &[
            ("03.乙数 == 03.丙数", Vacuous),
            ("03.甲数 == 03.丁数 + 03.乙数", Holds),
            ("03.甲数 > 03.乙数", Holds),
            ("03.乙数 为空 且 03.甲数 > 0", Holds),
            ("03.甲数 为空", Fails),
            ("04.甲数 == 03.甲数", Unbound),
            ("03[208].甲数 == 03.甲数", Unbound),
            ("sum(03[208].甲数, 03[合计].甲数) == 03.丁数", Holds),
        ],
    );
    let twice = "208,甲科目,1.00,,,\n208,乙科目,1.00,,,";
    assert_eq!(outcomes("甲: 03[208].甲数 >= 0", &[("03", twice)]), [Error]);
    let when = "规则 甲 {\n逐行 03\n当 甲数 > 1\n检查 甲数 == 乙数\n}";
    let rows = "208,甲科目,1.00,5.00,,\n210,乙科目,2.00,2.00,,\n211,丙科目,2.00,1.00,,";
    assert_eq!(outcomes(when, &[("03", rows)])[..3], [Skipped, Holds, Fails]);
    assert_eq!(outcomes(when, &[("03", "")]), [Vacuous], "no rows");
}

#[test]
fn blank_or_zero() {
    check(
        "3.00,,0.00,0.004",
        &[
            ("03.乙数 为零", Holds),
            ("03.丙数 为零", Holds),
            ("03.甲数 为零", Fails),
            // What is printed counts, not what rounding would make of it.
            ("03.丁数 为零", Fails),
            ("03.丙数 为空", Fails),
            ("(03.甲数 - 3) 为零", Holds),
            ("03.乙数 为零 且 03.丙数 为零 则 03.甲数 > 0", Holds),
            ("非 03.甲数 为零", Holds),
            ("04.甲数 zero", Unbound),
            ("03[208].甲数 为零", Unbound),
        ],
    );
    // A blank is no figure to compare with 0, but it is blank or zero.
    check("3.00,,,", &[("03.乙数 == 0", Vacuous), ("03.乙数 为零", Holds)]);
    let when = "规则 甲 {\n逐行 03, 04 按 科目代码\n当 04.甲数 为零\n检查 03.甲数 为零\n}";
    let left = "208,甲科目,2.00,,,\n210,乙科目,,,,\n211,丙科目,1.00,,,";
    let right = "208,甲科目,0.00,\n211,丙科目,1.00,";
    assert_eq!(outcomes(when, &[("03", left), ("04", right)]), [Fails, Holds, Skipped]);
}

#[test]
fn names_are_equal_whatever_their_widths() {
    let rows = "208,\"其他支出(款)\",1.00,,,\n210,其他 支出（款）,1.00,,,\n211,一、其他支出〔款〕,1.00,,,\n212,其它支出(款),1.00,,,";
    for (condition, expected) in [
        ("科目名称 == \"其他支出（款）\"", [Holds, Holds, Holds, Fails]),
        ("\"其他支出(款)\" == 名称", [Holds, Holds, Holds, Fails]),
        ("科目名称 ≠ \"其他支出(款)\"", [Fails, Fails, Fails, Holds]),
        ("科目代码 == \"２０８\"", [Holds, Fails, Fails, Fails]),
    ] {
        let rule = format!("规则 甲 {{\n逐行 03\n检查 {condition}\n}}");
        assert_eq!(outcomes(&rule, &[("03", rows)])[..4], expected, "{condition}");
    }
}

#[test]
fn functions_of_the_running_text_wait_for_it() {
    check(
        "1.00,,,",
        &[
            ("精度(03.甲数) == 2", Unbound),
            ("precision(03.甲数 + 1) >= 2", Unbound),
            ("节(\"九\") 包含 \"三公经费\"", Unbound),
            ("section(\"九\").文本 == \"无\"", Unbound),
            ("03.甲数 > 0 则 节(\"九\") 包含 \"三公经费\"", Unbound),
            ("03.甲数 < 0 则 精度(03.甲数) == 2", Skipped),
        ],
    );
    for assertion in ["精度(03.甲数) == 2", "节(\"九\") 包含 \"三公经费\""] {
        let found = instances(&format!("甲: {assertion}"), &[("03", ",合计,1.00,,,")]);
        let reason = found[0].cause.as_ref().unwrap();
        assert!(
            **reason == Cause::NoValue(Failure::Report(Role::Narrative)),
            "{assertion}: {reason:?}"
        );
    }
}

#[test]
fn joined_rows_and_roll_ups() {
    let join = "规则 甲 {\n逐行 03, 04 按 科目代码\n检查 03.甲数 >= 04.甲数\n}";
    let left = "208,甲科目,2.00,,,\n210,乙科目,1.00,,,";
    let right = "208,甲科目,1.00,\n211,丙科目,1.00,";
    assert_eq!(
        outcomes(join, &[("03", left), ("04", right)]),
        [Holds, Holds, Fails],
        "a side that lacks the row reads as blank"
    );
    let roll_up = "规则 甲 \"汇总\": 汇总 04";
    let tree = |parent: &str| format!("208,甲,{parent},\n20801,乙,1.00,\n20802,丙,2.00,\n,合计,{parent},");
    assert!(
        outcomes(roll_up, &[("04", &tree("3.00"))])
            .iter()
            .all(|outcome| matches!(outcome, Holds | Vacuous))
    );
    assert!(outcomes(roll_up, &[("04", &tree("4.00"))]).contains(&Fails));
}

#[test]
fn a_form_that_repeats_is_checked_table_by_table() {
    let rules = "规则 甲 {\n逐行 05\n检查 甲数 == 乙数\n}";
    let tables = [("05", "208,甲,1.00,1.00"), ("05", "208,甲,1.00,2.00")];
    let found = instances(rules, &tables);
    let found: Vec<_> = found
        .iter()
        .map(|instance| (instance.table, instance.outcome))
        .collect();
    let [first, second] = [0, 1].map(|table| Some(TableIx::new(table)));
    assert_eq!(found, [(first, Holds), (second, Fails)]);
}

#[test]
fn a_rule_rests_on_its_guard() {
    let rules = "前提 规则 乙 \"合计非负\": 03.乙数 >= 0\n规则 甲 {\n前提 乙\n检查 03.甲数 == 1\n}";
    assert_eq!(outcomes(rules, &[("03", ",合计,1.00,1.00,,")]), [Holds]);
    let found = instances(rules, &[("03", ",合计,1.00,-1.00,,")]);
    assert_eq!(found[0].outcome, Unbound);
    assert!(found[0].cause.as_ref().unwrap().guard().is_some());
}

#[test]
fn examining_a_report_twice_gives_the_same() {
    let session = load("甲: 03.甲数 == 03.乙数");
    let text = "支出决算表\n单位:万元\n科目代码,科目名称,甲数,乙数,丙数,丁数\n208,某,1.00,2.00,,\n合计,,1.00,2.00,,\n";
    let run = || {
        format!(
            "{:?}",
            session
                .check_bytes("甲.csv", text.as_bytes(), &CheckOptions::default())
                .evaluation
        )
    };
    assert_eq!(run(), run());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A sum is known to within half a unit for each figure that is there; blank ones and literals add nothing.
    #[test]
    fn the_bound_of_a_sum_is_half_a_unit_for_each_figure(
        figures in prop::collection::vec(prop::option::of(-99_999_i64..99_999), 3),
        total in -299_999_i64..299_999,
    ) {
        let print = |cents: i64| Decimal::new(cents, 2).to_string();
        let cells: Vec<String> = figures.iter().map(|figure| figure.map(print).unwrap_or_default()).collect();
        let row = format!(",合计,{},{}", print(total), cells.join(","));
        let rules = "甲: 03.甲数 ≈ 03.乙数 + 03.丙数 - 03.丁数";
        let found = instances(rules, &[("03", &row)]);
        let there = 1 + i64::try_from(figures.iter().flatten().count()).unwrap();
        let part = |at: usize| figures[at].unwrap_or(0);
        let difference = total - (part(0) + part(1) - part(2));
        prop_assert_eq!(found[0].measure.is_none(), difference == 0);
        if let Some(measure) = found[0].measure {
            // In 元: half of 0.01 万元 is 50.
            prop_assert_eq!(measure.bound, Decimal::from(50 * there));
            prop_assert_eq!(measure.difference, Decimal::from(difference * 100));
        }
        let expected = if difference == 0 { Holds } else if difference.abs() * 100 <= 50 * there { Tail } else { Fails };
        prop_assert_eq!(found[0].outcome, expected);
    }
}
