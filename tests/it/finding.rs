//! Findings from outcomes.

use std::cell::Cell;

use gouji::diagnostic::Severity;
use gouji::evaluate::{Cause, Evaluation, Explanation, Failure, Instance, Outcome, Unmet};
use gouji::finding::{FindingGroup, GroupKind, Oracle, Scale, derive};
use gouji::form::{BlockIx, FormId};
use gouji::plan::{Body, Defined, Role, SaidBy};
use gouji::report::FigureRef;
use gouji::ruleset::{Date, RuleId, Statement};
use gouji::session::{CheckOptions, Memory, Session};
use gouji::source::Span;
use gouji::syntax::ast::Category;
use gouji::syntax::ast::ComparisonOperator::{Approximately, Equal};
use gouji::value::{Amount, Kind, Unit};

use super::sample::{Application, Carrier, Sample, compare, decimal, figure, gaoping, given, said_by};

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

/// One line a group, one a finding.
fn outline(groups: &[FindingGroup]) -> String {
    let mut out = String::new();
    for group in groups {
        match &group.kind {
            GroupKind::Single => {}
            GroupKind::Cause(cause) => out.push_str(&format!("原因 {}\n", cause.sentence)),
            GroupKind::Tails(form) => out.push_str(&format!("尾差 {}\n", form.id)),
            GroupKind::Explained => out.push_str("已说明\n"),
        }
        for finding in &group.findings {
            let indent = if matches!(group.kind, GroupKind::Single) {
                ""
            } else {
                "  "
            };
            let severity = finding.severity.label();
            out.push_str(&format!(
                "{indent}{severity} {} {}\n",
                finding.rule.id, finding.sentence
            ));
            for help in &finding.help {
                out.push_str(&format!("{indent}  → {help}\n"));
            }
        }
        if let GroupKind::Cause(cause) = &group.kind {
            for help in &cause.help {
                out.push_str(&format!("  → {help}\n"));
            }
        }
    }
    out
}

#[test]
fn failures_of_one_cell_are_one_group() {
    let (groups, _) = gaoping(Carrier::Text).derive(None);
    insta::assert_snapshot!(outline(&groups));
}

#[test]
fn names_of_files_and_kinds_of_carrier_change_nothing() {
    let (text, _) = gaoping(Carrier::Text).derive(None);
    let (book, _) = gaoping(Carrier::Workbook).derive(None);
    let ids = |groups: &[FindingGroup]| -> Vec<String> {
        let findings = groups.iter().flat_map(|group| &group.findings);
        findings.map(|finding| finding.id.clone()).collect()
    };
    assert_eq!(ids(&text), ids(&book));
    let mut distinct = ids(&text);
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), ids(&text).len(), "every finding has an id of its own");
    insta::assert_snapshot!(ids(&text).join(" "));
}

/// A table of one column, a total and its parts: `total ≈ Σ parts`.
fn summing(figures: &[&str], operator: gouji::syntax::ast::ComparisonOperator) -> Sample {
    let names = ["合计", "甲", "乙", "丙", "丁", "戊"];
    let rows: Vec<String> = figures
        .iter()
        .zip(names)
        .enumerate()
        .map(|(at, (figure, name))| {
            if at == 0 {
                format!("|{name}|{figure}")
            } else {
                format!("{}|{name}|{figure}", 200 + at)
            }
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut sample = Sample::new(
        Carrier::Text,
        "合: 合计 ≈ 各项\n",
        &[("03", "支出决算表", &["金额"], &rows)],
    );
    let parts: Vec<(char, super::sample::At)> = (1..figures.len()).map(|row| ('+', (0, row, 0))).collect();
    sample.rule(
        "合",
        "",
        "合计 ≈ 各项",
        vec![compare(&[('+', (0, 0, 0))], operator, &parts)],
    );
    sample
}

#[test]
fn typical_slips_are_named() {
    #[track_caller]
    fn check(figures: &[&str], expected: &str) {
        let (groups, _) = summing(figures, Approximately).derive(None);
        let help = &groups[0].findings[0].help;
        if expected.is_empty() {
            assert_eq!(*help, Vec::<String>::new());
        } else {
            assert!(help.iter().any(|help| help.contains(expected)), "{help:#?}");
        }
    }
    check(
        &["54.00", "12.00", "33.00"],
        "03 合计(第4行)是 54.00 万元,若为 45.00 万元(相邻两位数字对调),两边就相等",
    );
    check(
        &["12.34", "10.00", "3.24"],
        "03 合计(第4行)是 12.34 万元,若为 13.24 万元(相邻两位数字对调)",
    );
    check(&["10.00", "20.00", "10.00"], "若为 -10.00 万元(正负号相反)");
    check(
        &["70.50", "40.00", "-10.00", "20.50"],
        "03 202 乙(第6行)是 -10.00 万元,若为 10.00 万元(正负号相反),两边就相等",
    );
    check(
        &["45.00", "120000.00", "33.00"],
        "03 201 甲(第5行)是 120,000.00 万元,与 12.00 万元 相差恰 10,000 倍",
    );
    check(
        &["450000.00", "12.00", "33.00"],
        "左边恰为右边的 10,000 倍,可能把“元”当成了“万元”",
    );
    check(
        &["12.00", "12.00", "33.50"],
        "差额恰为 03 202 乙(第6行)的 33.50 万元,03 合计 可能没有计入它",
    );
    check(
        &["79.00", "12.50", "33.25", "0.00"],
        "差额恰为 03 202 乙(第6行)的 33.25 万元,03 合计 可能把它计了两次",
    );
    check(
        &["1234.56", "1000.00", "24.56"],
        "03 202 乙(第6行)是 24.56 万元,若为 234.56 万元,两边就相等,可能漏写了一位数字",
    );
    check(
        &["124.50", "1200.00", "34.50"],
        "若为 1,234.50 万元,两边就相等,可能漏写了一位数字",
    );
    check(
        &["12344.50", "1200.00", "34.50"],
        "若为 1,234.50 万元,两边就相等,可能多写了一位数字",
    );
    // Nothing typical: nothing is said.
    check(&["50.00", "17.10", "23.47"], "");
}

#[test]
fn digits_of_a_slip_are_those_that_are_printed() {
    #[track_caller]
    fn check(total: &str, expected: &[&str]) {
        let mut workspace = Memory::new();
        let rules = "规则集 例 {}\n表 03 \"支出决算表\" {\n单位 万元\n行 科目代码 { 类 3 }\n合计行 \"合计\"\n列 { 1 甲数 }\n纵向\n}\n";
        workspace.insert("例/例.gj", rules);
        let session = Session::load(&workspace, "例", TODAY);
        let rows = format!(",合计,{total}\n201,甲,6.00\n202,乙,4.00\n");
        let text = format!("支出决算表\n公开03表\n2024年度\n单位:万元\n科目代码,科目名称,甲数\n{rows}");
        let examined = session.check_bytes("例.csv", text.into_bytes(), &CheckOptions::default());
        let findings = examined.checked.groups.iter().flat_map(|group| &group.findings);
        let help: Vec<&str> = findings
            .flat_map(|finding| finding.help.iter().map(String::as_str))
            .collect();
        assert_eq!(help, expected);
    }
    // Nobody swapped digits that are not there: 1200 for 1020.
    check("12", &[]);
    // Nor wrote 010 for 100.
    check(
        "100",
        &[
            "03 合计(第6行)是 100.00 万元,若为 10.00 万元,两边就相等,可能多写了一位数字",
            "03 201 甲(第7行)是 6.00 万元,若为 96.00 万元,两边就相等,可能漏写了一位数字",
        ],
    );
}

#[test]
fn a_cell_beside_the_sum_can_make_up_the_difference() {
    let mut sample = Sample::new(
        Carrier::Text,
        "合: 合计 ≈ 各项\n",
        &[(
            "03",
            "支出决算表",
            &["金额"],
            &["|合计|78.25", "201|甲|12.00", "202|乙|33.00", "203|丙|33.25"],
        )],
    );
    let parts = [('+', (0, 1, 0)), ('+', (0, 2, 0))];
    sample.rule(
        "合",
        "",
        "合计 ≈ 各项",
        vec![compare(&[('+', (0, 0, 0))], Approximately, &parts)],
    );
    let (groups, _) = sample.derive(None);
    assert_eq!(
        groups[0].findings[0].help,
        ["差额恰为 03 203 丙(第7行)的 33.25 万元,右边可能漏了它"]
    );
    // A unit that is merely asked about a difference forgot nothing.
    for rule in &mut sample.plan.ruleset.rules {
        rule.category = Category::Verify;
    }
    let (groups, _) = sample.derive(None);
    assert_eq!(groups[0].findings[0].help, ["差额就是 03 203 丙(第7行)的 33.25 万元"]);
}

#[test]
fn a_cause_says_the_slip_and_the_cells_that_would_explain_as_much() {
    let mut sample = Sample::new(
        Carrier::Text,
        "甲: A ≈ B\n乙: C ≈ D\n",
        &[(
            "03",
            "支出决算表",
            &["一", "二", "三"],
            &[
                "|合计|45.00|54.00|45.00",
                "201|甲|12.00|0.00|45.00",
                "202|乙|33.00|0.00|0.00",
            ],
        )],
    );
    sample.rule(
        "甲",
        "",
        "A ≈ B",
        vec![compare(
            &[('+', (0, 0, 1))],
            Approximately,
            &[('+', (0, 1, 0)), ('+', (0, 2, 0))],
        )],
    );
    sample.rule(
        "乙",
        "",
        "C ≈ D",
        vec![compare(&[('+', (0, 0, 1))], Approximately, &[('+', (0, 0, 2))])],
    );
    let (groups, _) = sample.derive(None);
    insta::assert_snapshot!(outline(&groups), @r"
    原因 03 合计 二 为 54.00 万元;若为 45.00 万元,原来不符的 2 条都成立
      错误 甲 左边 54.00 万元,右边 45.00 万元,左边多 9.00 万元
      错误 乙 左边 54.00 万元,右边 45.00 万元,左边多 9.00 万元
      → 03 合计 二(第4行)是 54.00 万元,若为 45.00 万元(相邻两位数字对调),两边就相等
    ");
}

#[test]
fn waivers_cover_failures_until_they_expire() {
    #[track_caller]
    fn check(unit: Option<&str>, until: Option<(u16, u8, u8)>, outcome: Outcome, says: &str) {
        let day = |(year, month, day)| Date { year, month, day };
        let mut sample = summing(&["50.00", "17.10", "23.47"], Approximately);
        sample.waive("合", unit, until.map(day));
        let (groups, summary) = sample.derive(Some(day((2025, 6, 30))));
        let finding = &groups[0].findings[0];
        assert_eq!(finding.outcome, outcome);
        let explained = outcome == Outcome::Explained;
        assert_eq!(groups[0].counts(), !explained);
        assert_eq!(summary.explained, usize::from(explained));
        assert_eq!(summary.outcomes.get(outcome), 1);
        assert_eq!(finding.severity == Severity::Notice, explained);
        let waiver = finding.waiver.as_ref().map(|waiver| waiver.reason.to_string());
        let said = [finding.help.join(""), waiver.unwrap_or_default()].concat();
        assert!(said.contains(says), "{said}");
    }
    check(None, None, Outcome::Explained, "上级已批复");
    check(
        Some("高平市 工业和信息化局"),
        Some((2025, 6, 30)),
        Outcome::Explained,
        "上级已批复",
    );
    check(Some("高平市财政局"), None, Outcome::Fails, "");
    check(
        None,
        Some((2025, 6, 29)),
        Outcome::Fails,
        "原有豁免已于 2025-06-29 到期,理由是“上级已批复”",
    );
}

#[test]
fn tails_are_one_group_a_table() {
    let mut sample = summing(&["40.58", "17.10", "23.47"], Equal);
    let again = compare(&[('+', (0, 0, 0))], Equal, &[('+', (0, 1, 0)), ('+', (0, 2, 0))]).on_row(0, 0);
    sample.rule("再", "", "合计 ≈ 各项", vec![again]);
    let (groups, summary) = sample.derive(None);
    insta::assert_snapshot!(outline(&groups), @r"
    尾差 03
      提示 合 左边 40.58 万元,右边 40.57 万元,左边多 0.01 万元
      提示 再 合计:左边 40.58 万元,右边 40.57 万元,左边多 0.01 万元
    ");
    assert_eq!(summary.findings.get(&Severity::Notice), Some(&2));
}

#[test]
fn the_summary_adds_up() {
    let mut sample = gaoping(Carrier::Text);
    let check = "05.项目支出 ≈ 05.其他";
    sample
        .rule(
            "前提",
            "",
            check,
            vec![given(Outcome::Fails, Some(Unmet::EmptyUnsaid.into()), &[(0, 0, 0)])],
        )
        .guard = true;
    let guard = sample.plan.ruleset.rules.len() - 1;
    for id in ["受阻一", "受阻二"] {
        let mut blocked = given(Outcome::Unbound, None, &[(0, 0, 0)]);
        blocked.given = Some((Outcome::Unbound, Some(Cause::Guard(RuleId::new(guard)))));
        sample.rule(id, "", check, vec![blocked]);
    }
    for id in ["缺表一", "缺表二"] {
        let missing = given(Outcome::Unbound, Some(Failure::Report(Role::LastYear).into()), &[]);
        sample.rule(id, "", check, vec![missing.clone(), missing.in_column(0)]);
    }
    sample.rule("跳过", "", check, vec![given(Outcome::Skipped, None, &[])]);
    sample.rule("无数", "", check, vec![given(Outcome::Vacuous, None, &[])]);
    let pilot = sample.rule(
        "试行",
        "",
        check,
        vec![
            given(Outcome::Fails, None, &[(0, 0, 0)]),
            given(Outcome::Holds, None, &[]).in_column(1),
        ],
    );
    pilot.pilot = true;
    let span = Span::new(gouji::source::SourceId(0), 0, 0);
    pilot.discharges = vec![("逐级汇总".into(), span)];
    sample.plan.ruleset.rules[0].discharges = vec![("基本支出".into(), span)];
    sample.plan.ruleset.duties = vec![
        ("基本支出".into(), span),
        ("逐级汇总".into(), span),
        ("决算公开".into(), span),
    ];

    let (groups, summary) = sample.derive(None);
    let instances: usize = sample.evaluation().rules.iter().map(|rule| rule.outcomes().len()).sum();
    assert_eq!(summary.instances, instances);
    assert_eq!(summary.outcomes.total() + summary.pilot.total(), instances);
    for outcome in Outcome::ALL {
        let forms: usize = summary.forms.iter().map(|line| line.outcomes.get(outcome)).sum();
        assert_eq!(forms, summary.outcomes.get(outcome), "{outcome:?}");
    }
    assert_eq!(
        summary.forms.iter().map(|line| line.pilot).sum::<usize>(),
        summary.pilot.total()
    );
    let findings: usize = groups.iter().map(|group| group.findings.len()).sum();
    assert_eq!(summary.findings.values().sum::<usize>() + summary.explained, findings);
    assert!(
        groups
            .iter()
            .flat_map(|group| &group.findings)
            .all(|finding| &*finding.rule.id != "试行")
    );
    let unbound: Vec<String> = summary
        .unbound
        .iter()
        .map(|cause| {
            format!(
                "{} {:?} {} {}",
                cause.reason,
                cause.guard,
                cause.rules.join("、"),
                cause.instances
            )
        })
        .collect();
    insta::assert_snapshot!(unbound.join("\n"), @r#"
    前提“前提”不成立 Some("前提") 受阻一、受阻二 2
    没有提供上年的报告 None 缺表一、缺表二 4
    "#);
    let duties: Vec<String> = summary
        .duties
        .iter()
        .map(|duty| format!("{} {} {}", duty.text, duty.discharged, duty.rules.join("、")))
        .collect();
    insta::assert_snapshot!(duties.join("\n"), @r"
    基本支出 true 06.公用经费合计
    逐级汇总 false 试行
    决算公开 false
    ");
}

#[test]
fn places_of_the_authors_message_are_filled() {
    #[track_caller]
    fn check(message: &str, expected: &str) {
        let mut sample = gaoping(Carrier::Text);
        let rule = sample
            .plan
            .ruleset
            .rules
            .iter_mut()
            .find(|rule| &*rule.id == "05.小计")
            .unwrap();
        rule.message = Some((message.into(), rule.span));
        let (groups, _) = sample.derive(None);
        let mut findings = groups.iter().flat_map(|group| &group.findings);
        let finding = findings
            .find(|finding| finding.row.as_deref() == Some("229 其他支出"))
            .unwrap();
        assert_eq!(finding.message.as_deref(), Some(expected));
    }
    check("{科目代码}{科目名称}", "229 其他支出");
    check("{小计}对{基本支出}", "12.40 万元对 -12.40 万元");
    check("表5{小计}表{左}", "表5 12.40 万元表 12.40 万元");
    check("{左}万元,{右} 万元,{差}", "12.40万元,-12.40 万元,+24.80 万元");
    check("{05.项目支出}{05[229].项目支出}", "0.00 万元 0.00 万元");
    check("{ 行 }", "229 其他支出");
    check("{附注}{", "{附注}{");
    check("{{小计}}", "{{小计}}");
    check("", "");
}

#[test]
fn figures_are_shown_as_printed() {
    #[track_caller]
    fn check(kind: Kind, unit: Unit, half: &str, value: &str, expected: &str) {
        let printed = Amount::printed(decimal(value), decimal(half)).unwrap();
        let scale = Scale::of(kind, unit, [printed]);
        let value = decimal(value);
        let shown = [
            scale.with_unit(value),
            scale.signed(value),
            scale.distance(value),
            scale.plain(value),
        ];
        assert_eq!(shown.join(" | "), expected);
    }
    use Kind::{Count, Money, Ratio};
    use Unit::{HundredMillion, TenThousand, Yuan};
    check(
        Money,
        TenThousand,
        "50",
        "75624700",
        "7,562.47 万元 | +7,562.47 | 7,562.47 万元 | 7562.47",
    );
    check(
        Money,
        TenThousand,
        "50",
        "-5000",
        "-0.50 万元 | -0.50 | 0.50 万元 | -0.5",
    );
    check(
        Money,
        TenThousand,
        "5000",
        "1234560000",
        "123,456.00 万元 | +123,456.00 | 123,456.00 万元 | 123456",
    );
    check(
        Money,
        TenThousand,
        "0.5",
        "10000",
        "1.0000 万元 | +1.0000 | 1.0000 万元 | 1",
    );
    check(
        Money,
        TenThousand,
        "50",
        "3",
        "0.0003 万元 | +0.0003 | 0.0003 万元 | 0.0003",
    );
    check(Money, TenThousand, "50", "0", "0.00 万元 | 0.00 | 0.00 万元 | 0");
    check(
        Money,
        Yuan,
        "0.005",
        "1234567.8",
        "1,234,567.80 元 | +1,234,567.80 | 1,234,567.80 元 | 1234567.8",
    );
    check(
        Money,
        HundredMillion,
        "5000000",
        "1230000000",
        "12.30 亿元 | +12.30 | 12.30 亿元 | 12.3",
    );
    check(
        Ratio,
        TenThousand,
        "0.00005",
        "0.5374",
        "53.74% | +53.74 | 53.74 个百分点 | 0.5374",
    );
    check(
        Ratio,
        TenThousand,
        "0.00005",
        "0.3333333333333333",
        "33.3333% | +33.3333 | 33.3333 个百分点 | 0.3333333333333333",
    );
    check(Count, TenThousand, "0", "12345", "12,345 | +12,345 | 12,345 | 12345");
    check(
        Money,
        TenThousand,
        "0",
        "79228162514264337593543950335",
        "7,922,816,251,426,433,759,354,395.0335 万元 | +7,922,816,251,426,433,759,354,395.0335 | 7,922,816,251,426,433,759,354,395.0335 万元 | 7922816251426433759354395.0335",
    );
}

/// Counts what is asked of evaluation.
struct Counting<'a> {
    sample: &'a Sample,
    runs: Cell<usize>,
}

impl Oracle for Counting<'_> {
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        self.sample.explain(rule, instance)
    }

    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        self.runs.set(self.runs.get() + 1);
        self.sample.reevaluate(rule, instance, substitutes)
    }
}

#[test]
fn thousands_of_failures_take_bounded_work() {
    let rows: Vec<String> = (0..1_500)
        .map(|row| format!("{}|科目|{}.00|1.00|", 10_000 + row, row + 2))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut sample = Sample::new(
        Carrier::Text,
        "行0: 一 ≈ 二\n行1: 一 ≈ 二\n行2: 一 ≈ 二\n",
        &[("03", "支出决算表", &["一", "二", "三"], &rows)],
    );
    let applications: Vec<Application> = (0..1_500)
        .flat_map(|row| {
            // Every row fails twice, and all of them look at the first row's cell.
            let shared = [('+', (0, row, 1)), ('+', (0, 0, 1))];
            [0, 1].map(|column| {
                compare(&[('+', (0, row, 0))], Approximately, &shared)
                    .on_row(0, row)
                    .in_column(column)
            })
        })
        .collect();
    // As many of a rule as are listed.
    for (number, applications) in applications.chunks(1_000).enumerate() {
        sample.rule(&format!("行{number}"), "", "一 ≈ 二", applications.to_vec());
    }
    let counting = Counting {
        sample: &sample,
        runs: Cell::new(0),
    };
    let evaluation: Evaluation = sample.evaluation();
    let (groups, summary) = derive(
        &sample.plan,
        &sample.report,
        &sample.sources,
        &evaluation,
        &counting,
        None,
    );
    let failures = summary.outcomes.get(Outcome::Fails);
    assert!(failures > 2_900);
    assert_eq!(groups.iter().map(|group| group.findings.len()).sum::<usize>(), failures);
    assert!(counting.runs.get() <= 20_000, "{}", counting.runs.get());
}

#[test]
fn implied_rules_speak_of_what_they_are_about() {
    #[track_caller]
    fn check(body: Body, application: Application, expected: &str) {
        let mut sample = gaoping(Carrier::Text);
        let compares = application.given.is_none();
        sample.rule("隐含", "", "05.项目支出 ≈ 05.其他", vec![application]);
        sample.plan.rules.last_mut().unwrap().body = Some(body);
        let (groups, _) = sample.derive(None);
        let mut findings = groups.iter().flat_map(|group| &group.findings);
        let finding = findings.find(|finding| &*finding.rule.id == "隐含").unwrap();
        assert_eq!(format!("{}|{}", finding.rule.title, finding.sentence), expected);
        assert_eq!(finding.comparison.is_some(), compares);
        assert!(finding.form.is_some());
    }
    let form = FormId::new(0);
    let statement = |form: usize, statement| Body::Statement {
        form: FormId::new(form),
        statement,
    };
    let across = compare(
        &[('+', (0, 3, 0))],
        Approximately,
        &[('+', (0, 3, 1)), ('+', (0, 3, 2))],
    )
    .on_row(0, 3);
    let total = Defined {
        form,
        block: BlockIx::new(0),
        name: "小计".into(),
    };
    check(
        said_by(SaidBy::Column(total)),
        across,
        "|229 其他支出:小计 12.40 万元,各栏之和 -12.40 万元,小计多 24.80 万元",
    );
    let down = compare(
        &[('+', (0, 4, 1))],
        Approximately,
        &[('+', (0, 0, 1)), ('+', (0, 1, 1))],
    )
    .on_row(0, 4);
    check(
        said_by(SaidBy::RollUp(form)),
        down.in_column(1),
        "科目逐级汇总|合计 基本支出:本级 471.59 万元,下级之和 436.36 万元,本级多 35.23 万元",
    );
    let alike = Cause::from(Unmet::RowsAlike([figure((0, 0, 0)), figure((0, 0, 0))]));
    check(
        statement(0, Statement::UniqueRows),
        given(Outcome::Fails, Some(alike), &[]),
        "|代码 208有两行",
    );
    check(
        statement(0, Statement::TablePresent),
        given(Outcome::Fails, Some(Unmet::TableAbsent(form).into()), &[]),
        "|报告里没有找到“一般公共预算财政拨款支出决算表”",
    );
}

#[test]
fn the_bound_says_where_it_comes_from() {
    #[track_caller]
    fn check(figures: &[&str], operator: gouji::syntax::ast::ComparisonOperator, expected: &str) {
        let (groups, _) = summing(figures, operator).derive(None);
        let comparison = groups[0].findings[0].comparison.as_ref().unwrap();
        assert_eq!(comparison.bound.text, expected);
    }
    use gouji::syntax::ast::ComparisonOperator::GreaterOrEqual;
    check(
        &["50.00", "17.10", "23.47"],
        Approximately,
        "各数四舍五入的尾差上限 0.015 万元",
    );
    check(&["50.00", "17.10", "23.47"], Equal, "各数四舍五入的尾差上限 0.015 万元");
    check(&["40.00", "17.10", "23.47"], GreaterOrEqual, "按数值直接比较");
}

/// Thousands of failures of one cause are counted, and the list of them has an end that is told.
#[test]
fn lists_have_an_end_and_counts_have_none() {
    const ROWS: usize = 3_000;
    let check = |waiver: &str| {
        let mut workspace = Memory::new();
        let rules = "规则集 例 {}\n表 03 \"支出决算表\" {\n单位 万元\n行 科目代码 { 类 3, 款 7 }\n列 { 1 甲数; 2 乙数 }\n}\n\
                     规则 甲 {\n逐行 03\n检查 甲数 == 乙数\n}\n规则 乙 {\n逐行 03\n检查 甲数 == 乙数 + 1.01 万元\n}\n";
        workspace.insert("例/例.gj", format!("{rules}{waiver}"));
        let session = Session::load(&workspace, "例", TODAY);
        let rows: String = (0..ROWS)
            .map(|row| format!("{},某项,2.00,1.00\n", 2_010_000 + row))
            .collect();
        let text = format!("支出决算表\n公开03表\n2024年度\n单位:万元\n科目代码,科目名称,甲数,乙数\n{rows}");
        session
            .check_bytes("例.csv", text.into_bytes(), &CheckOptions::default())
            .checked
    };
    let checked = check("");
    let listed: usize = checked.groups.iter().map(|group| group.findings.len()).sum();
    let tails: usize = checked.groups.iter().map(|group| group.tails.len()).sum();
    let implied = checked.summary.outcomes.get(Outcome::Fails) - ROWS;
    assert_eq!((listed, tails), (1_000 + implied.min(1_000), 1_000));
    assert_eq!(checked.summary.outcomes.get(Outcome::Tail), ROWS);
    let told: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|said| said.code.id == "GJ0421")
        .collect();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    let unlisted = 2 * ROWS + implied - listed - tails;
    assert!(
        told.message.contains(&format!("另有 {unlisted} 处")),
        "{}",
        told.message
    );
    // A waiver covers those that are not listed too.
    let waived = check("豁免 甲 理由 \"合并口径\"\n");
    assert_eq!(waived.summary.outcomes.get(Outcome::Explained), ROWS);
    assert_eq!(waived.summary.outcomes.get(Outcome::Fails), implied);
    assert_eq!(waived.summary.explained, ROWS);
}
