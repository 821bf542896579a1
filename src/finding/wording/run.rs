//! What renderers say about a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{Counts, Duty, RepairedCell, Shown, Summary};
use crate::report::RepairKind;

/// Heads of tables and lines.
pub const DIFFERENCE: &str = "差";
/// The column of forms.
pub const FORM: &str = "表";
/// The line of totals.
pub const TOTAL: &str = "合计";
/// The head of the run in numbers.
pub const SUMMARY: &str = "小结";
/// A rule of this category may be explained.
pub const VERIFY: &str = "类别 核实:单位可以说明理由";
/// Another file that a diagnostic speaks of.
pub const SEE_ALSO: &str = "相关位置";

/// The legal ground.
#[must_use]
pub fn basis(basis: &str) -> String {
    format!("依据 {basis}")
}

/// Blank addends that are not listed.
#[must_use]
pub fn blanks(count: usize) -> String {
    format!("(另有 {count} 项空白)")
}

/// Terms that are not listed.
#[must_use]
pub fn more_terms(count: usize) -> String {
    format!("(另有 {count} 项未列出)")
}

/// What stands over the report's own lines; `more` places are not shown.
#[must_use]
pub fn in_report(more: usize) -> String {
    if more == 0 {
        "报告中".to_owned()
    } else {
        format!("报告中(另有 {more} 处见上)")
    }
}

/// The headline of findings that share a cause.
#[must_use]
pub fn one_cause(count: usize) -> String {
    format!("出于同一处的 {count} 条")
}

/// The head of further failures of a rule, one line each.
#[must_use]
pub fn listed(rule: &str, count: usize) -> String {
    format!("{rule}:另有 {count} 处,各列一行;算式用 gouji explain 规则编号 --report 报告 查看")
}

/// The head of further failures of one cause, one line each.
#[must_use]
pub fn listed_of_cause(count: usize) -> String {
    format!("出于同一处的还有 {count} 条,各列一行;算式用 gouji explain 规则编号 --report 报告 查看")
}

/// The heads of those lines: row, column, both sides, difference (all in `unit`, if not empty), places.
#[must_use]
pub fn listed_heads(unit: &str) -> [String; 6] {
    let difference = match unit {
        "" => DIFFERENCE.to_owned(),
        unit => format!("{DIFFERENCE}({unit})"),
    };
    ["行", "栏", "左边", "右边", &difference, "位置"].map(str::to_owned)
}

/// A line that explains how a figure was read.
#[must_use]
pub fn note(text: &str) -> String {
    format!("注 {text}")
}

/// `gaoping-2024.txt  高平市工业和信息化局 2024年度`
#[must_use]
pub fn report_head(name: &str, unit: Option<&str>, year: Option<u16>) -> String {
    let mut out = name.to_owned();
    if let Some(unit) = unit {
        let _ = write!(out, "  {unit}");
    }
    if let Some(year) = year {
        let _ = write!(out, "  {year}年度");
    }
    out
}

/// The head of a table's tails.
#[must_use]
pub fn tails(form: &str, title: &str, count: usize) -> String {
    format!("提示 {form} {title} 尾差 {count} 处,都不超过四舍五入的影响")
}

/// What a tail stays within.
#[must_use]
pub fn tail_bound(bound: &Shown) -> String {
    format!("上限 {}", bound.text)
}

/// The head of what there is to know about how the file was read.
pub const NOTICES: &str = "读取说明";

/// The head of explained failures.
#[must_use]
pub fn explained_head(count: usize) -> String {
    format!("已说明 {count} 条,不计入问题")
}

/// Whether a repair could have changed the figure, so that it is listed by itself.
#[must_use]
pub fn is_grave(kind: RepairKind) -> bool {
    matches!(
        kind,
        RepairKind::DecimalComma | RepairKind::DotSeparator | RepairKind::Shifted
    )
}

/// `数字中间有空格 85 处`
fn repairs_of_kind(kind: RepairKind, count: usize) -> String {
    let word = match kind {
        RepairKind::InnerSpace => "数字中间有空格",
        RepairKind::FullWidth => "全角数字或符号",
        RepairKind::DecimalComma => "小数点误作逗号",
        RepairKind::DotSeparator => "千分位误作小数点",
        RepairKind::FloatNoise => "存储误差",
        RepairKind::TextNumber => "数字存成了文本",
        RepairKind::Shifted => "所在行缺格,移回原栏",
    };
    format!("{word} {count} 处")
}

/// The head of the repaired figures, with how many there are of each kind.
#[must_use]
pub fn repairs(repairs: &[RepairedCell]) -> String {
    let mut kinds: BTreeMap<RepairKind, usize> = BTreeMap::new();
    for repair in repairs {
        *kinds.entry(repair.kind).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| repairs_of_kind(kind, count))
        .collect();
    format!("读数时修正了 {} 处:{}", repairs.len(), kinds.join(","))
}

/// How much was run over a report and what came of it.
#[must_use]
pub fn totals(summary: &Summary) -> String {
    let figures = summary.figures.map_or(String::new(), |figures| {
        format!(",报告中 {} 个数字核对到 {} 个", figures.read, figures.compared)
    });
    let run = format!("规则 {} 条,检查 {} 次{figures}", summary.rules, summary.instances);
    let tails = summary.outcomes.get(Outcome::Tail);
    format!("{run};{}", found(&summary.findings, tails, summary.explained))
}

/// `错误 2 条,警告 0 条,提示 0 条,尾差 16 条,已说明 1 条`: tails, though they are notices, are counted apart, since rounding
/// explains them.
pub(super) fn found(findings: &BTreeMap<Severity, usize>, tails: usize, explained: usize) -> String {
    let count = |severity| match (severity, findings.get(&severity).copied().unwrap_or(0)) {
        (Severity::Notice, count) => count.saturating_sub(tails),
        (_, count) => count,
    };
    let mut found = Severity::ALL
        .map(|severity| (severity.label(), count(severity)))
        .to_vec();
    let apart = [(Outcome::Tail, tails), (Outcome::Explained, explained)];
    found.extend(
        apart
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(outcome, count)| (outcome.label(), count)),
    );
    let found: Vec<String> = found
        .iter()
        .map(|(label, count)| format!("{label} {count} 条"))
        .collect();
    found.join(",")
}

/// The head of what could not be bound.
#[must_use]
pub fn unbound_head(count: usize) -> String {
    format!("未查 {count} 次,不等于相符;原因:")
}

/// A cause for which rules could not be bound.
#[must_use]
pub fn unbound_cause(reason: &str, guard: Option<&str>, rules: &[std::sync::Arc<str>]) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = rules.iter().take(MOST).map(|rule| &**rule).collect();
    let mut out = match guard {
        Some(guard) => format!("前提 {guard} 不成立"),
        None => reason.to_owned(),
    };
    let _ = write!(out, ":{}", names.join("、"));
    if rules.len() > MOST {
        let _ = write!(out, " 等 {} 条", rules.len());
    }
    out
}

/// `成立 12,尾差 1`
#[must_use]
pub fn tally(counts: &Counts) -> String {
    let met = Outcome::ALL.into_iter().filter(|outcome| counts.get(*outcome) > 0);
    met.map(|outcome| format!("{} {}", outcome.label(), counts.get(outcome)))
        .collect::<Vec<_>>()
        .join(",")
}

/// What a pilot rule came to.
#[must_use]
pub fn pilot(rule: &str, counts: &Counts) -> String {
    format!("试行 {rule}:{},不计入问题", tally(counts))
}

/// What a rule is that is switched off.
pub const DISABLED: &str = "停用";

/// A rule that is switched off.
#[must_use]
pub fn disabled(rule: &str, reason: &str) -> String {
    format!("{DISABLED} {rule}:{reason}")
}

/// Coverage over what must be checked; `None` where the ruleset does not say.
#[must_use]
pub fn duties(duties: &[Duty]) -> Option<String> {
    let total = duties.len();
    let open: Vec<&str> = duties
        .iter()
        .filter(|duty| !duty.discharged)
        .map(|duty| &*duty.text)
        .collect();
    let done = total - open.len();
    match (total, open.as_slice()) {
        (0, _) => None,
        (_, []) => Some(format!("应查 {total} 项,都已查到")),
        _ => Some(format!("应查 {total} 项,已查 {done} 项;未查:{}", open.join("、"))),
    }
}

/// What stands before the sentence of a cause in a list.
pub const CAUSE: &str = "原因";
