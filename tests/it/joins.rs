//! Rows of several tables are joined by what they have in common, whatever their order and however often they come.

use gouji::evaluate::{Instance, Outcome};
use gouji::ruleset::Date;
use gouji::session::{Memory, Session};
use proptest::prelude::*;

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

const RULES: &str = r#"规则集 例 {}
表 03 "支出决算表" {
    单位 元
    行 科目代码 { 类 3, 款 5, 目 9 }
    合计行 "合计"
    列 { 1 甲数 }
}
表 04 "收入决算表" {
    单位 元
    行 科目代码 { 类 3, 款 5, 目 9 }
    合计行 "合计"
    列 { 1 甲数 }
}
规则 甲 "两表一致" {
    逐行 03, 04 按 科目代码
    检查 03.甲数 == 04.甲数
}
"#;

/// Where the instances of the joined rows stand, in order, and whether they can be computed.
type Joined = Vec<(Vec<Option<usize>>, bool)>;

fn joined(codes: [&[&str]; 2]) -> Joined {
    let given = ["03", "04"].iter().zip(codes).map(|(form, codes)| {
        let rows = codes.iter().map(|code| match *code {
            "" => ",合计,1.00\n".to_owned(),
            code => format!("{code},某项,1.00\n"),
        });
        let rows: String = rows.collect();
        format!("给定 {form} \"\"\"\n科目代码,科目名称,甲数\n{rows}\"\"\"\n")
    });
    let given: String = given.collect();
    let mut workspace = Memory::new();
    workspace.insert(
        "例/例.gj",
        format!("{RULES}\n测试 \"一\" {{\n{given}期望 甲 成立\n}}\n"),
    );
    let session = Session::load(&workspace, "例", TODAY);
    let result = session.run_tests().remove(0);
    let rules = &session.plan().ruleset.rules;
    let at = rules.iter().position(|rule| &*rule.id == "甲").unwrap();
    let instances = result.evaluation.rules[at].instances();
    instances.map(|instance| place(&instance)).collect()
}

fn place(instance: &Instance) -> (Vec<Option<usize>>, bool) {
    let rows = &instance.row.as_ref().unwrap().rows;
    let rows = rows.iter().map(|row| row.map(|row| row.row.index())).collect();
    (rows, instance.outcome != Outcome::Error)
}

/// The same worked out one code after the other.
fn expected(codes: [&[&str]; 2]) -> Joined {
    let mut keys: Vec<&str> = Vec::new();
    for code in codes.into_iter().flatten() {
        if !keys.contains(code) {
            keys.push(code);
        }
    }
    let of_key = |key: &&str| {
        let places = codes.map(|codes| {
            let places = codes.iter().enumerate().filter(|(_, code)| *code == key);
            places.map(|(row, _)| row).collect::<Vec<_>>()
        });
        let first = places.iter().map(|places| places.first().copied()).collect();
        (first, places.iter().all(|places| places.len() < 2))
    };
    keys.iter().map(of_key).collect()
}

/// The codes of a table: often in order, sometimes not, sometimes twice, with or without a total.
fn table() -> impl Strategy<Value = Vec<&'static str>> {
    let all = vec![
        "",
        "201",
        "20101",
        "201010101",
        "201010102",
        "202",
        "20201",
        "202010101",
        "203",
        "20301",
        "203010101",
        "208",
        "20801",
        "208010101",
        "210",
    ];
    let some = prop::sample::subsequence(all, 0..=15);
    let shuffled = some.clone().prop_shuffle();
    let doubled = (some.clone(), some.clone()).prop_map(|(first, second)| [first, second].concat());
    prop_oneof![4 => some, 2 => shuffled, 1 => doubled]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_code_has_one_joined_row(first in table(), second in table()) {
        let codes = [first.as_slice(), second.as_slice()];
        let expected = expected(codes);
        prop_assume!(!expected.is_empty());
        prop_assert_eq!(joined(codes), expected);
    }
}
