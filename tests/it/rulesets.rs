//! The rulesets that are shipped: their own tests, their coverage, and what they find in a real report.

mod shanghai;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gouji::evaluate::Outcome;
use gouji::ruleset::{Date, Rule, RuleBody};
use gouji::session::{CheckOptions, Disk, Examined, Session};

const SHIPPED: [&str; 3] = ["全国", "山西", "上海"];

const TODAY: Date = Date {
    year: 2025,
    month: 9,
    day: 1,
};

fn load(name: &str) -> Session {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets").join(name);
    Session::load(&Disk, folder.to_str().unwrap(), TODAY)
}

#[test]
fn shipped_rulesets_have_nothing_wrong() {
    for name in SHIPPED {
        let session = load(name);
        let said: Vec<_> = session
            .diagnostics()
            .iter()
            .map(|diagnostic| &diagnostic.message)
            .collect();
        assert!(said.is_empty(), "{name}: {said:?}");
    }
}

#[test]
fn every_test_of_a_shipped_ruleset_passes() {
    for name in SHIPPED {
        for result in load(name).run_tests() {
            let missed: Vec<_> = result
                .expectations
                .iter()
                .filter(|expectation| !expectation.passed)
                .map(|expectation| (&expectation.rule, &expectation.instead))
                .collect();
            let said: Vec<_> = result
                .diagnostics
                .iter()
                .map(|diagnostic| &diagnostic.message)
                .collect();
            assert!(result.passed(), "{name}, {}: {missed:?} {said:?}", result.title);
        }
    }
}

#[test]
fn every_shipped_rule_has_a_case_in_which_it_holds_and_one_in_which_it_fails() {
    for name in SHIPPED {
        let session = load(name);
        let coverage = session.coverage(&session.run_tests());
        assert!(coverage.rules > 0, "{name} has rules");
        assert!(coverage.gaps.is_empty(), "{name}: {:?}", coverage.gaps);
    }
}

/// Neither implied by a form nor a guard.
fn is_written(rule: &Rule) -> bool {
    matches!(rule.body, RuleBody::Checks { .. }) && !rule.guard
}

#[test]
fn every_written_rule_says_why_it_must_hold_and_what_it_discharges() {
    for name in SHIPPED {
        let session = load(name);
        let ruleset = &session.plan().ruleset;
        for rule in ruleset.rules.iter().filter(|rule| is_written(rule)) {
            assert!(rule.basis.is_some(), "{name}: {} has no 依据", rule.id);
            assert!(!rule.discharges.is_empty(), "{name}: {} has no 履行", rule.id);
        }
    }
}

#[test]
fn every_rule_says_why_it_must_hold() {
    for name in SHIPPED {
        let session = load(name);
        for rule in &session.plan().ruleset.rules {
            let said = rule.basis.as_ref().is_some_and(|basis| !basis.trim().is_empty());
            assert!(said, "{name}: {} has no 依据", rule.id);
        }
    }
}

/// A real report; `None`, said aloud, where it is not at hand.
fn real(name: &str) -> Option<Vec<u8>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("GOUJI_SHARED_DATA").map_or(beside, PathBuf::from);
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        println!("skipped: {name} is not at hand");
    }
    bytes
}

/// The report that the rulesets were first read against.
fn gaoping() -> Option<String> {
    real("gaoping-2024.txt").map(|bytes| String::from_utf8(bytes).unwrap())
}

fn check(text: &str) -> (Session, Examined) {
    let session = load("山西");
    let options = CheckOptions::default();
    let examined = session.check_bytes("gaoping-2024.txt", text.as_bytes(), &options);
    (session, examined)
}

/// How often each rule came out as `outcome`, where it did.
fn counted(session: &Session, examined: &Examined, outcome: Outcome) -> BTreeMap<String, usize> {
    let rules = session.plan().ruleset.rules.iter().zip(&examined.evaluation.rules);
    let counts = rules.map(|(rule, result)| (rule.id.to_string(), result.count(outcome)));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn expected(entries: &[(&str, usize)]) -> BTreeMap<String, usize> {
    entries.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
}

#[test]
fn the_gaoping_report_has_one_blank_total_and_some_tails() {
    let Some(text) = gaoping() else { return };
    let (session, examined) = check(&text);
    let of = |outcome| counted(&session, &examined, outcome);
    // 公用经费合计 is blank; the other two follow from it.
    let fails = expected(&[("06.公用经费合计", 1), ("05-06", 1), ("10-06", 1)]);
    assert_eq!(of(Outcome::Fails), fails);
    let tails = expected(&[
        ("01.支出.总计", 1),
        ("02.纵向", 4),
        ("03.本年支出合计", 3),
        ("03.纵向", 4),
        ("05.本年支出.小计", 2),
        ("05.纵向", 3),
        ("06.纵向", 2),
    ]);
    assert_eq!(of(Outcome::Tail), tails);
    assert_eq!(of(Outcome::Unbound), expected(&[]));
    assert_eq!(of(Outcome::Error), expected(&[]));
    let holds = of(Outcome::Holds);
    for id in [
        "03-05-项目",
        "01-平衡",
        "04-平衡",
        "07.空表说明",
        "08.空表说明",
        "03-行政运行",
    ] {
        assert!(holds.contains_key(id), "{id} holds");
    }
}

/// What follows from 公用经费合计 being blank, and what else must fail once a figure is changed.
#[test]
fn changed_figures_of_the_gaoping_report_are_found_where_they_are() {
    let Some(text) = gaoping() else { return };
    let anyway = ["06.公用经费合计", "05-06", "10-06"];
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "二十三、其他支出\t54\t50. 20",
            "二十三、其他支出\t54\t51. 20",
            &["01-03-类", "01.支出.本年支出合计"],
        ),
        (
            "三、国防支出\t35\t200.00\t200. 00",
            "三、国防支出\t35\t210.00\t210. 00",
            &["04-05-类", "04.支出.本年支出合计"],
        ),
        (
            "其他用车\t15\t1",
            "其他用车\t15\t2",
            &["10.国有资产占用情况.车辆数合计"],
        ),
        (
            "30217\t公务接待费\t0. 03",
            "30217\t公务接待费\t0. 53",
            &["06-09", "06.纵向"],
        ),
    ];
    for (old, new, rules) in cases {
        assert!(text.contains(old), "{old:?} stands in the report");
        let (session, examined) = check(&text.replacen(old, new, 1));
        let fails: BTreeSet<String> = counted(&session, &examined, Outcome::Fails).into_keys().collect();
        let wanted: BTreeSet<String> = anyway.iter().chain(*rules).map(|id| (*id).to_owned()).collect();
        assert_eq!(fails, wanted, "{new:?}");
    }
}

#[test]
fn the_gaoping_report_is_right_once_its_blank_total_is_filled_in() {
    let Some(text) = gaoping() else { return };
    let filled = text.replacen("公用经费合计\t\t", "公用经费合计\t33.24\t", 1);
    assert_ne!(filled, text);
    let (session, examined) = check(&filled);
    assert_eq!(counted(&session, &examined, Outcome::Fails), expected(&[]));
}
