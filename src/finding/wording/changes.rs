//! What is said of a comparison with an earlier run.

use std::fmt::Write as _;

use crate::evaluate::Outcome;
use crate::finding::{ChangeTotals, Changes, EarlierFinding, Finding, FindingGroup};

/// What was found then and is gone.
pub const RESOLVED: &str = "已消除";
/// What was found then by rules that came to no result this time.
pub const UNCHECKED: &str = "未再核对";
/// The ruleset is not the one of then.
pub const OTHER_RULES: &str = "上次用的规则集与这次不同,新增和消除的也可能出于规则的改动";
/// Heads the reports that were checked then and not this time.
pub const LEFT: &str = "上次核对过、这次未再核对的报告";

/// `错误`, `已说明`; `错误(新增)` where an earlier run is compared with.
#[must_use]
pub fn level(finding: &Finding) -> String {
    let level = match finding.outcome {
        Outcome::Explained => Outcome::Explained.label(),
        _ => finding.severity.label(),
    };
    match finding.standing {
        Some(standing) => format!("{level}({})", standing.label()),
        None => level.to_owned(),
    }
}

/// The level of a group; with what an earlier run says of it where that is the same for all its findings.
#[must_use]
pub fn group_level(group: &FindingGroup) -> String {
    let level = group.severity().label();
    let mut standings = group.findings.iter().map(|finding| finding.standing);
    let first = standings.next().flatten();
    match first.filter(|first| standings.all(|standing| standing == Some(*first))) {
        Some(standing) => format!("{level}({})", standing.label()),
        None => level.to_owned(),
    }
}

/// `05-06 基本支出等于人员经费加公用经费:左边 …`
#[must_use]
pub fn gone(finding: &EarlierFinding) -> String {
    let title = if finding.title.is_empty() {
        String::new()
    } else {
        format!(" {}", finding.title)
    };
    format!("{}{title}:{}", finding.rule, finding.sentence)
}

/// What an earlier run found in a report and this one did not, each with what became of it.
pub fn vanished(changes: &Changes) -> impl Iterator<Item = (&'static str, &EarlierFinding)> {
    let resolved = changes.resolved.iter().map(|finding| (RESOLVED, finding));
    resolved.chain(changes.unchecked.iter().map(|finding| (UNCHECKED, finding)))
}

/// The same in sentences: `已消除 05-06 …`
pub fn vanished_lines(changes: &Changes) -> impl Iterator<Item = String> {
    vanished(changes).map(|(word, finding)| format!("{word} {}", gone(finding)))
}

/// What changed in a report.
#[must_use]
pub fn report(changes: &Changes) -> String {
    if changes.earlier.is_none() {
        return "与上次相比:上次没有核对这份报告".to_owned();
    }
    counted(
        changes.new,
        changes.unchanged,
        changes.resolved.len(),
        changes.unchecked.len(),
    )
}

/// What changed over all reports.
#[must_use]
pub fn total(totals: &ChangeTotals) -> String {
    let mut out = counted(totals.new, totals.unchanged, totals.resolved, totals.unchecked);
    if totals.new_reports > 0 {
        let _ = write!(out, ";上次没有核对的报告 {} 份", totals.new_reports);
    }
    out
}

/// `乙局.xlsx(上次 3 条)`
#[must_use]
pub fn left(name: &str, findings: usize) -> String {
    format!("{name}(上次 {findings} 条)")
}

fn counted(new: usize, unchanged: usize, resolved: usize, unchecked: usize) -> String {
    let mut out = format!("与上次相比(不计尾差):新增 {new} 条,仍在 {unchanged} 条,已消除 {resolved} 条");
    if unchecked > 0 {
        let _ = write!(out, ",未再核对 {unchecked} 条");
    }
    out
}
