//! What a run over many reports came to: counts, the matrix of reports × rules, and lists of what to look at.

use std::io;
use std::sync::Arc;

use super::escape::{Query, Text};
use super::finding::badge;
use super::marks::Kind;
use super::report::{self, AnchoredRules};
use crate::evaluate::Outcome;
use crate::finding::wording::{self, overview as words};
use crate::finding::{Overview, ReportLine, ReportState, RuleLine, RunHead};

/// Rules that are listed at once; the others are in the matrix.
const MOST_RULES: usize = 20;

/// Writes the overview. `found` says of each report which rules have an anchor in it.
pub(super) fn write(
    head: RunHead<'_>,
    overview: &Overview,
    found: &[AnchoredRules],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"o\" aria-labelledby=\"oh\"><h2 id=\"oh\">{}</h2>",
        words::OVERVIEW
    )?;
    write!(out, "<p class=\"say\">{}</p>", Text(&words::counted_of(overview)))?;
    write!(out, "<p>{}</p>", Text(&words::totals(overview)))?;
    outcomes(overview, out)?;
    write!(out, "<dl class=\"facts\">")?;
    report::ruleset(head, out)?;
    write!(out, "</dl>")?;
    not_whole(overview, out)?;
    twins(overview, out)?;
    broken(overview, out)?;
    super::matrix::write(overview, found, out)?;
    asides(head, overview, out)?;
    writeln!(out, "</section>")
}

/// What was left out: rules that are switched off, files passed over.
pub(super) fn asides(head: RunHead<'_>, overview: &Overview, out: &mut dyn io::Write) -> io::Result<()> {
    let disabled = head.plan().ruleset.disabled.iter();
    let disabled = disabled.map(|disabled| (&disabled.rule, &*disabled.reason)).collect();
    aside(
        &format!("{} {} 条", words::DISABLED, head.plan().ruleset.disabled.len()),
        disabled,
        out,
    )?;
    let passed = overview.passed_over.iter().map(|(name, why)| (name, &**why)).collect();
    aside(
        &format!("{} {} 个", words::PASSED_OVER, overview.passed_over.len()),
        passed,
        out,
    )
}

/// A list of names and reasons, folded; nothing for none.
fn aside(head: &str, items: Vec<(&Arc<str>, &str)>, out: &mut dyn io::Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    write!(out, "<details class=\"g list\"><summary>{head}</summary><ul>")?;
    for (name, why) in items {
        write!(out, "<li>{}:{}</li>", Text(name), Text(why))?;
    }
    writeln!(out, "</ul></details>")
}

/// Every application of a rule, by what became of it.
fn outcomes(overview: &Overview, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "<div class=\"scroll\"><table class=\"cnt flat\"><thead><tr>")?;
    for outcome in Outcome::ALL {
        write!(out, "<th scope=\"col\">{}</th>", outcome.label())?;
    }
    write!(out, "<th scope=\"col\">{}</th></tr></thead><tbody><tr>", wording::TOTAL)?;
    for outcome in Outcome::ALL {
        let count = overview.outcomes.get(outcome);
        let class = if outcome == Outcome::Fails && count > 0 {
            " class=\"e\""
        } else {
            ""
        };
        write!(out, "<td{class}>{count}</td>")?;
    }
    writeln!(
        out,
        "<td><b>{}</b></td></tr></tbody></table></div>",
        overview.outcomes.total()
    )
}

fn not_whole(overview: &Overview, out: &mut dyn io::Write) -> io::Result<()> {
    let reports: Vec<(usize, &ReportLine)> = overview
        .reports
        .iter()
        .enumerate()
        .filter(|(_, line)| line.state != ReportState::Checked)
        .collect();
    if reports.is_empty() && overview.failures.is_empty() {
        return Ok(());
    }
    write!(out, "<h3>{}</h3><ul class=\"rows\">", words::NOT_WHOLE)?;
    for failure in &overview.failures {
        write!(out, "<li>{}{}</li>", badge(Kind::Error), Text(&failure.message))?;
    }
    for (index, line) in reports {
        let reason = line.reason.as_deref().unwrap_or_default();
        let link = format!("<a href=\"#r{}\">{}</a>", index + 1, Text(&line.name));
        write!(
            out,
            "<li>{link} <b>{}</b> {}</li>",
            words::state(line.state),
            Text(reason)
        )?;
    }
    writeln!(out, "</ul>")
}

fn twins(overview: &Overview, out: &mut dyn io::Write) -> io::Result<()> {
    let twins = overview.twins();
    if twins.is_empty() {
        return Ok(());
    }
    write!(
        out,
        "<details class=\"g list\"><summary>{}({} 组)</summary><ul>",
        words::TWINS,
        twins.len()
    )?;
    for group in twins {
        let lines = || {
            group
                .iter()
                .filter_map(|index| Some((index + 1, overview.reports.get(*index)?)))
        };
        let Some((_, first)) = lines().next() else { continue };
        let year = first.year.map_or(String::new(), |year| format!(" {year}年度"));
        let links: Vec<String> = lines()
            .map(|(number, line)| format!("<a href=\"#r{number}\">{}</a>", Text(&line.name)))
            .collect();
        write!(
            out,
            "<li>{}{year}:{}</li>",
            Text(first.unit.as_deref().unwrap_or_default()),
            links.join("、")
        )?;
    }
    writeln!(out, "</ul></details>")
}

fn broken(overview: &Overview, out: &mut dyn io::Write) -> io::Result<()> {
    let broken = overview.most_broken();
    if broken.is_empty() {
        return Ok(());
    }
    let (rule, title, reports, places) = (words::RULE, words::TITLE, words::REPORTS, words::PLACES);
    write!(
        out,
        "<h3>{}</h3><div class=\"scroll\"><table class=\"cnt left\"><thead><tr>",
        words::MOST_BROKEN
    )?;
    write!(out, "<th scope=\"col\">{rule}</th><th scope=\"col\">{title}</th>")?;
    writeln!(
        out,
        "<th scope=\"col\">{reports}</th><th scope=\"col\">{places}</th></tr></thead><tbody>"
    )?;
    for line in broken
        .iter()
        .filter_map(|index| overview.rules.get(*index))
        .take(MOST_RULES)
    {
        let (reports, places) = (line.failing_reports, line.outcomes.get(Outcome::Fails));
        write!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td>",
            rule_link(line),
            Text(&line.title)
        )?;
        writeln!(out, "<td>{reports}</td><td>{places}</td></tr>")?;
    }
    write!(out, "</tbody></table></div>")?;
    if let Some(more) = broken.len().checked_sub(MOST_RULES).filter(|more| *more > 0) {
        write!(out, "<p class=\"dim\">{}</p>", words::and_more(more, "条规则"))?;
    }
    Ok(())
}

/// A link that shows the findings of one rule.
pub(super) fn rule_link(line: &RuleLine) -> String {
    format!(
        "<a href=\"#?q={}\" title=\"{}\">{}</a>",
        Query(&line.id),
        Text(&line.title),
        Text(&line.id)
    )
}
