//! Shanghai's forms: an example of its layout, with and without errors, and two real reports.

use std::collections::BTreeSet;

use gouji::evaluate::Outcome;
use gouji::report::{ColumnBound, FactSource};
use gouji::session::{CheckOptions, Examined, Session};

use super::{counted, expected, load, real};

const EXAMPLE: &str = include_str!("../../../examples/reports/申江区水务局.html");

fn check(name: &str, bytes: &[u8]) -> (Session, Examined) {
    let session = load("上海");
    let examined = session.check_bytes(name, bytes, &CheckOptions::default());
    (session, examined)
}

/// All nine tables in the order of the form, every column bound by a name, no figure left over.
fn is_recognised(name: &str, session: &Session, examined: &Examined, unit: &str) {
    let report = examined.checked.report.as_ref().unwrap();
    let forms = &session.plan().ruleset.forms;
    let order: Vec<&str> = report
        .tables
        .iter()
        .map(|table| &*forms[table.form.index()].id)
        .collect();
    assert_eq!(order, ["01", "02", "03", "04", "05", "06", "09", "07", "08"], "{name}");
    for table in &report.tables {
        for (part, block) in table.parts.iter().zip(&forms[table.form.index()].blocks) {
            for (column, form) in part.columns.iter().zip(&block.columns) {
                let by_name = matches!(column.bound, Some(ColumnBound::Name | ColumnBound::Alias));
                assert!(by_name, "{name}: {} {}", forms[table.form.index()].id, form.path());
            }
        }
    }
    let lost: Vec<_> = report.leftovers.iter().map(|left| &left.text).collect();
    let units_only = report
        .leftovers
        .iter()
        .all(|left| left.text.starts_with("序号 | 单位名称"));
    assert!(units_only, "{name}: {lost:?}");
    let facts = &report.facts;
    let found = facts.unit.as_ref().unwrap();
    assert_eq!(found.value, unit);
    assert!(matches!(found.source, FactSource::Stated(_)));
    assert_eq!(facts.year.as_ref().unwrap().value, 2024);
    assert!(matches!(facts.year.as_ref().unwrap().source, FactSource::Stated(_)));
    let said: Vec<_> = examined
        .checked
        .diagnostics
        .iter()
        .map(|diagnostic| &diagnostic.message)
        .collect();
    assert!(said.is_empty(), "{name}: {said:?}");
}

/// Every rule found what it asks for.
fn is_bound(session: &Session, examined: &Examined) {
    for outcome in [Outcome::Unbound, Outcome::Error] {
        assert_eq!(counted(session, examined, outcome), expected(&[]));
    }
}

/// Rules whose figures are blank throughout: none has compared anything.
fn silent<'s>(session: &'s Session, examined: &Examined) -> BTreeSet<&'s str> {
    let rules = session.plan().ruleset.rules.iter().zip(&examined.evaluation.rules);
    rules
        .filter(|(_, result)| {
            Outcome::ALL
                .into_iter()
                .all(|outcome| outcome == Outcome::Vacuous || result.count(outcome) == 0)
        })
        .map(|(rule, _)| &*rule.id)
        .collect()
}

#[test]
fn the_example_is_right() {
    let (session, examined) = check("申江区水务局.html", EXAMPLE.as_bytes());
    is_recognised("example", &session, &examined, "申江区水务局");
    is_bound(&session, &examined);
    for outcome in [Outcome::Fails, Outcome::Tail] {
        assert_eq!(counted(&session, &examined, outcome), expected(&[]));
    }
    // The form of 国有资本经营预算 is empty; every other rule has held or did not apply.
    let empty = [
        "04-08",
        "04-08-收支",
        "04-08-类",
        "08-科目",
        "08.上级科目",
        "08.年末结转和结余",
        "08.本年支出.合计",
        "08.纵向",
        "08.非负",
    ];
    assert_eq!(silent(&session, &examined), BTreeSet::from(empty));
}

#[test]
fn errors_put_into_the_example_are_found_where_they_are() {
    let cases: &[(&str, &str, &[&str])] = &[
        // 总表: 其他收入.
        (
            "<td>八、其他收入</td><td>10.00</td>",
            "<td>八、其他收入</td><td>11.00</td>",
            &["01-02", "01.收入.本年收入合计"],
        ),
        // The total in the row of the labels.
        (
            "<td>类</td><td>款</td><td>项</td><td>合计</td><td>1,781.80</td><td>1,121.30</td><td>660.50</td>",
            "<td>类</td><td>款</td><td>项</td><td>合计</td><td>1,781.80</td><td>1,112.30</td><td>660.50</td>",
            &["03-05", "03.本年支出合计", "03.纵向"],
        ),
        // The total at the bottom of 表5.
        (
            "<td colspan=\"4\">合计</td><td>1,571.80</td><td>1,121.30</td>",
            "<td colspan=\"4\">合计</td><td>1,571.80</td><td>1,211.30</td>",
            &["03-05", "05-06", "05.本年支出.小计", "05.纵向"],
        ),
        // “三公”: 公务用车运行费, 决算数, and its 小计.
        (
            "<td>9.00</td><td>7.00</td><td>3.00</td>",
            "<td>9.00</td><td>6.00</td><td>3.00</td>",
            &["06-09", "09.决算数.公务用车购置及运行维护费.小计"],
        ),
        // 公务接待费 above its budget.
        (
            "<td>3.00</td><td>1.70</td>",
            "<td>1.00</td><td>1.70</td>",
            &["09-预算", "09.预算数.合计"],
        ),
        // The folded table: 公用经费合计.
        (
            "<td colspan=\"3\">公用经费合计</td><td>114.90</td>",
            "<td colspan=\"3\">公用经费合计</td><td>141.90</td>",
            &["05-06", "06.公用经费合计"],
        ),
        // Income of 国有资本经营预算 in 表4 that 表9 of the report does not have.
        (
            "<td>三、国有资本经营预算财政拨款</td><td></td><td>三、国防支出</td>",
            "<td>三、国有资本经营预算财政拨款</td><td>5.00</td><td>三、国防支出</td>",
            &["01-04", "04-08-收支", "04-平衡-分预算", "04.收入.本年收入合计"],
        ),
        // The statement that 国有资本经营 is empty taken away; what the printed form says about it stays.
        (
            "<p>说明:申江区水务局本年度没有国有资本经营预算财政拨款收入和支出,故本表无数据。</p>",
            "",
            &["08.空表说明"],
        ),
    ];
    for (old, new, rules) in cases {
        assert_eq!(EXAMPLE.matches(old).count(), 1, "{old:?} stands in the example once");
        let (session, examined) = check("申江区水务局.html", EXAMPLE.replacen(old, new, 1).as_bytes());
        let fails: BTreeSet<String> = counted(&session, &examined, Outcome::Fails).into_keys().collect();
        let wanted: BTreeSet<String> = rules.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(fails, wanted, "{new:?}");
    }
}

#[test]
fn the_finance_bureau_has_tails_and_one_thing_to_explain() {
    let Some(bytes) = real("putuo-finance-2024.pdf") else {
        return;
    };
    let (session, examined) = check("putuo-finance-2024.pdf", &bytes);
    is_recognised("finance", &session, &examined, "上海市普陀区财政局");
    is_bound(&session, &examined);
    let of = |outcome| counted(&session, &examined, outcome);
    // 行政运行 with spending on projects.
    assert_eq!(of(Outcome::Fails), expected(&[("03-行政运行", 1)]));
    let tails = expected(&[
        ("01-03-类", 1),
        ("02.纵向", 2),
        ("03.纵向", 2),
        ("04-05-类", 1),
        ("05.纵向", 2),
        ("06.纵向", 2),
    ]);
    assert_eq!(of(Outcome::Tail), tails);
    let holds = of(Outcome::Holds);
    // No fund, no 国有资本经营, and nothing spent on “三公”: only a budget of 公务接待费.
    let blank = [
        "04-07",
        "04-07-类",
        "04-08",
        "04-08-收支",
        "04-08-类",
        "06-09",
        "07-科目",
        "07.上级科目",
        "07.年末结转和结余",
        "07.本年支出.小计",
        "07.纵向",
        "07.非负",
        "08-科目",
        "08.上级科目",
        "08.年末结转和结余",
        "08.本年支出.合计",
        "08.纵向",
        "08.非负",
        "09.决算数.公务用车购置及运行维护费.小计",
        "09.决算数.合计",
        "09.预算数.公务用车购置及运行维护费.小计",
    ];
    assert_eq!(silent(&session, &examined), BTreeSet::from(blank));
    for id in [
        "01-平衡",
        "04-平衡",
        "04-平衡-分预算",
        "05-06",
        "07.空表说明",
        "08.空表说明",
        "09.预算数.合计",
        "各表次序",
    ] {
        assert!(holds.contains_key(id), "{id} holds");
    }
}

#[test]
fn the_social_work_department_has_tails() {
    let Some(bytes) = real("putuo-social-work-2024.pdf") else {
        return;
    };
    let (session, examined) = check("putuo-social-work-2024.pdf", &bytes);
    is_recognised("social work", &session, &examined, "中共上海市普陀区委社会工作部");
    is_bound(&session, &examined);
    let of = |outcome| counted(&session, &examined, outcome);
    assert_eq!(of(Outcome::Fails), expected(&[]));
    assert_eq!(of(Outcome::Tail), expected(&[("05-06", 1), ("06.纵向", 1)]));
    // A department founded in the year: nothing carried over, and three forms published empty.
    let blank = [
        "01-04-结转",
        "04-07",
        "04-07-类",
        "04-08",
        "04-08-收支",
        "04-08-类",
        "04.收入.年初财政拨款结转和结余",
        "07-科目",
        "07.上级科目",
        "07.年末结转和结余",
        "07.本年支出.小计",
        "07.纵向",
        "07.非负",
        "08-科目",
        "08.上级科目",
        "08.年末结转和结余",
        "08.本年支出.合计",
        "08.纵向",
        "08.非负",
        "09-预算",
        "09.决算数.公务用车购置及运行维护费.小计",
        "09.决算数.合计",
        "09.非负",
        "09.预算数.公务用车购置及运行维护费.小计",
        "09.预算数.合计",
    ];
    assert_eq!(silent(&session, &examined), BTreeSet::from(blank));
    for id in [
        "07.空表说明",
        "08.空表说明",
        "09.空表说明",
        "各表次序",
        "01-03-类",
        "04-05-类",
    ] {
        assert!(of(Outcome::Holds).contains_key(id), "{id} holds");
    }
}
