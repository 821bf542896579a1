//! What is said of a run over many reports.

use super::run;
use crate::evaluate::Outcome;
use crate::finding::{Overview, ReportState};

/// Heads the overview.
pub const OVERVIEW: &str = "全部报告";
/// Heads the rules most often broken.
pub const MOST_BROKEN: &str = "最常不符的规则";
/// Heads the reports with findings.
pub const WITH_FINDINGS: &str = "有问题的报告";
/// Heads the reports that were not wholly checked.
pub const NOT_WHOLE: &str = "没有完整核对的报告";
/// Heads the reports of one unit and year.
pub const TWINS: &str = "同一单位、同一年度有不止一份报告,已分别核对,请确认以哪一份为准";
/// Heads the files passed over.
pub const PASSED_OVER: &str = "略过的文件";
/// Heads the rules that are switched off.
pub const DISABLED: &str = "停用的规则";
/// Column heads.
pub const RULE: &str = "规则";
/// Column head: the title of a rule.
pub const TITLE: &str = "说的是";
/// Column head: how many reports.
pub const REPORTS: &str = "报告";
/// Column head: how many instances.
pub const PLACES: &str = "处";
/// Column head: a report.
pub const REPORT: &str = "报告";
/// Column head: the unit of a report.
pub const UNIT: &str = "单位";
/// A unit that no report names.
pub const UNKNOWN_UNIT: &str = "单位不明";

/// How far a report got, in a word.
#[must_use]
pub fn state(state: ReportState) -> &'static str {
    match state {
        ReportState::Checked => "核对完",
        ReportState::PartlyRead => "部分没有读出",
        ReportState::NothingRecognised => "没有认出表",
        ReportState::Unreadable => "读不出",
    }
}

/// What stands for the numbers of a report that was not checked: they would all be 0.
#[must_use]
pub fn no_counts(state: ReportState) -> Option<&'static str> {
    match state {
        ReportState::Unreadable => Some("未读"),
        ReportState::NothingRecognised => Some(Outcome::Unbound.label()),
        ReportState::Checked | ReportState::PartlyRead => None,
    }
}

/// `共 1000 份报告:核对完 985 份,读不出 15 份`; the parts add up.
fn counted(total: usize, states: &[(ReportState, usize)], unchecked: usize) -> String {
    let mut parts: Vec<String> = states
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(of, count)| format!("{} {count} 份", state(*of)))
        .collect();
    if unchecked > 0 {
        parts.push(format!("中断后未核对 {unchecked} 份"));
    }
    format!("共 {} 份报告:{}", total + unchecked, parts.join(","))
}

/// [`counted`] of an overview.
#[must_use]
pub fn counted_of(overview: &Overview) -> String {
    let states = ReportState::ALL.map(|state| (state, overview.in_state(state)));
    counted(overview.reports.len(), &states, overview.unchecked)
}

/// The run in numbers: rules, what they were applied to, what was found.
#[must_use]
pub fn totals(overview: &Overview) -> String {
    let explained = overview.outcomes.get(Outcome::Explained);
    format!(
        "规则 {} 条,检查 {} 次;{}",
        overview.rules.len(),
        overview.outcomes.total(),
        run::found(&overview.findings, overview.outcomes.get(Outcome::Tail), explained)
    )
}

/// `另有 12 条`
#[must_use]
pub fn and_more(count: usize, what: &str) -> String {
    format!("另有 {count} {what}")
}
