//! What is asked of evaluation in search of causes grows with the failures, not with the report.

use std::cell::{Cell, RefCell};

use gouji::evaluate::{Bound, Evaluation, Explanation, Instance, Outcome};
use gouji::finding::{Oracle, derive};
use gouji::form::FormId;
use gouji::plan::Body;
use gouji::report::{FigureRef, Report};
use gouji::ruleset::{Date, RuleId};
use gouji::session::{CheckOptions, Memory, Session};
use gouji::source::SourceMap;
use gouji::value::Amount;

const TODAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

const RULES: &str = r#"规则集 例 {}
表 03 "支出决算表" {
    表号 "公开03表"
    单位 万元
    行 科目代码 { 项 7 }
    列 { 1 合计 = 2 + 3; 2 基本支出; 3 项目支出 }
}
表 05 "拨款决算表" {
    表号 "公开05表"
    单位 万元
    行 科目代码 { 项 7 }
    列 { 1 合计 = 2 + 3; 2 基本支出; 3 项目支出 }
}
规则 03-05 {
    逐行 03, 05 按 科目代码
    逐列
    检查 03.本列 == 05.本列
}
"#;

type Substitutes = [(FigureRef, Amount)];

/// Counts what is asked of evaluation.
struct Counting<'a> {
    bound: &'a Bound<'a>,
    asked: Cell<usize>,
}

impl Oracle for Counting<'_> {
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        self.bound.explain(rule, instance)
    }

    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &Substitutes) -> Instance {
        self.asked.set(self.asked.get() + 1);
        self.bound.reevaluate(rule, instance, substitutes)
    }
}

/// How much is asked in search of what settles two tables of so many rows, of which so many have a wrong figure.
fn asked(rows: usize, wrong: usize) -> usize {
    let mut workspace = Memory::new();
    workspace.insert("例/例.gj", RULES);
    let session = Session::load(&workspace, "例", TODAY);
    let table = |title: &str, number: &str, wrong: usize| {
        let rows = (0..rows).map(|row| {
            let off = if row < wrong { 900 + row } else { 0 };
            format!("{},科目,{}.00,{}.00,7.00\n", 2_000_000 + row, row + 20, row + 13 + off)
        });
        let head = format!("{title}\n公开{number}表\n单位:万元\n科目代码,科目名称,合计,基本支出,项目支出\n");
        rows.fold(head, |text, row| text + &row)
    };
    let text = table("支出决算表", "03", 0) + "\n" + &table("拨款决算表", "05", wrong);
    let examined = session.check_bytes("例.csv", text.into_bytes(), &CheckOptions::default());
    let report = examined.checked.report.as_ref().unwrap();
    let bound = session.bind(report);
    let evaluation = bound.run();
    let counting = Counting {
        bound: &bound,
        asked: Cell::new(0),
    };
    let (_, summary) = derive(
        session.plan(),
        report,
        &examined.checked.sources,
        &evaluation,
        &counting,
        None,
    );
    assert_eq!(summary.outcomes.get(Outcome::Fails), 2 * wrong);
    counting.asked.get()
}

#[test]
fn causes_of_few_failures_take_as_much_work_in_a_great_report() {
    let few = asked(100, 5);
    assert!(few > 0);
    assert_eq!(asked(800, 5), few);
}

#[test]
fn causes_of_many_failures_take_work_by_their_number() {
    let (few, many) = (asked(800, 10), asked(800, 40));
    assert!(many <= 4 * few, "{few} {many}");
}

/// Sees that what holds and is not asked about a supposition comes out the same with it.
struct Watching<'a> {
    bound: &'a Bound<'a>,
    evaluation: &'a Evaluation,
    forms: Vec<&'a [FormId]>,
    report: &'a Report,
    /// The last supposition that failures were tried with.
    tried: RefCell<Vec<(FigureRef, Amount)>>,
}

impl Watching<'_> {
    fn watch(&self, asked: &[(RuleId, &Instance)], substitutes: &Substitutes) {
        let form = self.report.table(substitutes[0].0.table).unwrap().form;
        let held = |outcome| matches!(outcome, Outcome::Holds | Outcome::Tail);
        for (rule, result) in self.evaluation.rules.iter().enumerate() {
            if !self.forms[rule].contains(&form) {
                continue;
            }
            let rule = RuleId::new(rule);
            for (_, instance) in result.with_outcome(held) {
                if asked.iter().any(|(of, other)| *of == rule && **other == instance) {
                    continue;
                }
                let again = self.bound.reevaluate(rule, &instance, substitutes);
                let fails = matches!(again.outcome, Outcome::Fails | Outcome::Error);
                assert!(!fails, "{rule:?}: {instance:?} with {substitutes:?}");
            }
        }
    }
}

impl Oracle for Watching<'_> {
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        self.bound.explain(rule, instance)
    }

    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &Substitutes) -> Instance {
        self.bound.reevaluate(rule, instance, substitutes)
    }

    fn reevaluate_all(&self, asked: &[(RuleId, &Instance)], substitutes: &Substitutes) -> Vec<Instance> {
        let holds = |(_, instance): &(RuleId, &Instance)| matches!(instance.outcome, Outcome::Holds | Outcome::Tail);
        if asked.iter().any(|asked| !holds(asked)) {
            *self.tried.borrow_mut() = substitutes.to_vec();
        } else if self.tried.take() == substitutes {
            // What a cause that settles failures would break.
            self.watch(asked, substitutes);
        }
        let asked = asked.iter();
        asked
            .map(|(rule, instance)| self.reevaluate(*rule, instance, substitutes))
            .collect()
    }

    fn evaluate(&self, report: &Report) -> Option<Evaluation> {
        Oracle::evaluate(self.bound, report)
    }
}

/// Holds what is asked in search of causes against all that the suppositions change.
pub fn all_that_changes_is_asked(session: &Session, report: &Report) {
    let bound = session.bind(report);
    let evaluation = bound.run();
    let rules = session.plan().rules.iter();
    let watching = Watching {
        bound: &bound,
        evaluation: &evaluation,
        forms: rules
            .map(|rule| match &rule.body {
                Some(Body::Checks(_)) => rule.forms.as_slice(),
                _ => &[],
            })
            .collect(),
        report,
        tried: RefCell::default(),
    };
    derive(session.plan(), report, &SourceMap::new(), &evaluation, &watching, None);
}
