//! A rule's page, and a rule taken apart on a report.

use std::path::Path;

use super::arguments::Explain;
use super::check::{options, read};
use super::explain_tree::Tree;
use super::{Console, Status, complain};
use crate::diagnostic::any_error;
use crate::evaluate::{Instance, RuleResult};
use crate::finding::Place;
use crate::report::Report;
use crate::ruleset::{Rule, RuleId};
use crate::session::Session;
use crate::source::{Origin, Span};
use crate::syntax::ast::{Category, Test};
use crate::value::normalise;

/// Everything about a rule but its outcomes.
pub(super) fn page(session: &Session, rule: RuleId) -> String {
    let ruleset = &session.plan().ruleset;
    let Some(rule) = ruleset.rule(rule) else {
        return String::new();
    };
    let place = |span: Span| Place::new(session.sources(), Origin::Text(span), "".into()).full();
    let mut text = format!("规则 {} {}\n", rule.id, rule.title);
    let mut line = |label: &str, value: &str| text.push_str(&format!("  {label}:{value}\n"));
    line(
        "级别",
        if rule.pilot {
            "试行(只计数,不报告)"
        } else {
            rule.severity.label()
        },
    );
    line("类别", category(rule.category));
    if let Some(basis) = &rule.basis {
        line("依据", basis);
    }
    if let Some((message, _)) = &rule.message {
        line("说明", message);
    }
    if let Some(years) = rule.years {
        line("年度", &format!("{}到{}", years.from, years.to));
    }
    if rule.guard {
        line("前提", "它不符时,以它为前提的规则都不核对");
    }
    for (guard, _) in &rule.requires {
        line("以此为前提", guard);
    }
    for (duty, _) in &rule.discharges {
        line("履行", duty);
    }
    line("位置", &place(rule.span));
    for span in &rule.overridden_at {
        line("被覆盖", &place(*span));
    }
    for waiver in ruleset.waivers.iter().filter(|waiver| waiver.rule == rule.id) {
        let unit = waiver.unit.as_deref().unwrap_or("所有单位");
        line("豁免", &format!("{unit},{}({})", waiver.reason, place(waiver.span)));
    }
    let tests: Vec<&Test> = tests_of(session, rule).collect();
    for test in &tests {
        line("测试", &format!("{}({})", test.title.value, place(test.title.span)));
    }
    if !session.is_own(rule.span.source) {
        line("测试", "继承来的规则,测试在它自己的规则集里");
    } else if tests.is_empty() {
        line("测试", "没有测试提到它");
    }
    text.push('\n');
    for source in written(session, rule).lines() {
        text.push_str(&format!("    {source}\n"));
    }
    text
}

/// The rule as written; of one that a form implies, the line of the form that implies it.
fn written<'a>(session: &'a Session, rule: &Rule) -> &'a str {
    let sources = session.sources();
    let own = sources.slice(rule.full_span);
    let Some(source) = sources.get(rule.full_span.source).filter(|_| !own.contains('\n')) else {
        return own;
    };
    let before = source.text.get(..rule.full_span.range().start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = source.text.get(start..).and_then(|rest| rest.lines().next());
    line.map_or(own, str::trim)
}

fn tests_of<'a>(session: &'a Session, rule: &'a Rule) -> impl Iterator<Item = &'a Test> {
    let expects = |test: &&Test| test.expect.iter().any(|expect| expect.rule.value == rule.id);
    session.plan().ruleset.tests.iter().filter(expects)
}

fn category(category: Category) -> &'static str {
    match category {
        Category::Mandatory => "强制(必须成立)",
        Category::Verify => "核实(单位可以说明)",
    }
}

/// Every instance of a rule on a report, taken apart.
pub(super) fn on_report(
    session: &Session,
    rule: RuleId,
    path: &Path,
    arguments: &Explain,
    console: &mut Console,
) -> Status {
    let (name, bytes) = match read(path, "标准输入") {
        Ok(read) => read,
        Err(diagnostic) => return complain::one(console, &diagnostic),
    };
    let examined = session.check_bytes(&name, bytes, &options(&arguments.facts));
    let sources = &examined.checked.sources;
    complain::graver(console, &examined.checked.diagnostics, sources);
    let Some(report) = &examined.checked.report else {
        return Status::Trouble;
    };
    let declared = session.plan().ruleset.rule(rule);
    console.result(declared.map_or_else(String::new, |rule| format!("规则 {} {}\n", rule.id, rule.title)));
    let all = examined.evaluation.of(rule);
    let wanted = |instance: &Instance| {
        let row = arguments.row.as_deref();
        row.is_none_or(|row| is_about(report, instance, row))
    };
    let bound = session.bind(report);
    let mut count = 0;
    for instance in all.into_iter().flat_map(RuleResult::instances).filter(wanted) {
        count += 1;
        let explanation = bound.explain(rule, &instance);
        let tree = Tree {
            plan: session.plan(),
            report,
            rule,
            sources,
            unit: explanation.unit,
        };
        console.result(tree.instance(&instance, &explanation));
    }
    if count == 0 {
        let row = arguments.row.as_deref().unwrap_or_default();
        console.result(format!("这条规则没有关于“{row}”这一行的核对\n"));
    }
    Status::trouble_if(any_error(&examined.checked.diagnostics))
}

fn is_about(report: &Report, instance: &Instance, row: &str) -> bool {
    let key = normalise(row);
    let rows = instance.row.iter().flat_map(|context| context.rows.iter().flatten());
    rows.filter_map(|row| report.row(*row))
        .any(|known| known.code.as_deref() == Some(row) || normalise(&known.name) == key)
}
