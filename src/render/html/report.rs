//! A report: what was found, then its tables, then the run in numbers.

use std::collections::BTreeMap;
use std::io;

use super::escape::Text;
use super::finding::{Findings, MOST_OPEN, fold, unfold};
use super::marks::{Kind, Marks};
use super::summary;
use super::table::Tables;
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{
    CheckedReport, Finding, FindingGroup, FormNote, GroupKind, Overview, ReportState, RulesetNote, RunHead, wording,
};
use crate::report::{Report, ReportKind};

/// The rules (indices) of which a report has findings. Each of them has an anchor.
pub(super) type AnchoredRules = Box<[usize]>;

/// Writes the report of this number (from 1).
pub(super) fn write(
    number: usize,
    head: RunHead<'_>,
    checked: &CheckedReport,
    rules: &BTreeMap<&str, usize>,
    out: &mut dyn io::Write,
) -> io::Result<AnchoredRules> {
    let marks = Marks::new(format!("r{number}"), head, checked);
    let is_quiet = checked.groups.is_empty()
        && checked.report.as_ref().is_some_and(|report| !report.tables.is_empty())
        && checked
            .diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity == Severity::Notice);
    if head.single {
        write!(out, "<article class=\"r\" id=\"r{number}\">")?;
        write!(out, "<header class=\"rh\"><h2>{}</h2></header>", title(checked))?;
        chips(checked, &marks, out)?;
        write!(
            out,
            "<nav class=\"nav\" aria-label=\"本页\"><a href=\"#r{number}-found\">发现的问题</a>"
        )?;
        if checked.report.as_ref().is_some_and(|report| !report.tables.is_empty()) {
            write!(out, "<a href=\"#r{number}-tables\">决算表</a>")?;
        }
        writeln!(out, "<a href=\"#r{number}-sum\">{}</a></nav>", wording::SUMMARY)?;
    } else if is_quiet {
        write!(
            out,
            "<p class=\"r clean\" id=\"r{number}\" data-u=\"{}\">{}",
            sought(checked),
            title(checked)
        )?;
        writeln!(
            out,
            " <span class=\"b x\"><i aria-hidden=\"true\">✓</i>没有发现问题</span></p>"
        )?;
        return Ok(Box::default());
    } else {
        write!(
            out,
            "<details class=\"r\" id=\"r{number}\" data-u=\"{}\"><summary>{}",
            sought(checked),
            title(checked)
        )?;
        chips(checked, &marks, out)?;
        write!(out, "</summary>")?;
    }
    facts(head, checked, out)?;
    let grave = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Notice);
    summary::diagnostics(grave, &checked.sources, out)?;
    let found = findings(head, checked, &marks, rules, out)?;
    // A browser that runs the script takes what stands in `noscript` for one text: a thousand reports stay light until
    // somebody opens one.
    if !head.single {
        write!(out, "<noscript>")?;
    }
    if let Some(report) = &checked.report {
        tables(head, checked, &marks, report, out)?;
    }
    summary::repairs(checked, &marks, head.single, out)?;
    summary::notices(checked, out)?;
    summary::summary(&checked.summary, &marks.prefix, out)?;
    writeln!(out, "</{}>", if head.single { "article" } else { "noscript></details" })?;
    Ok(found)
}

fn findings(
    head: RunHead<'_>,
    checked: &CheckedReport,
    marks: &Marks<'_>,
    rules: &BTreeMap<&str, usize>,
    out: &mut dyn io::Write,
) -> io::Result<AnchoredRules> {
    let mut found = Vec::new();
    let mut anchors = |finding: &Finding| {
        let rule = *rules.get(&*finding.rule.id)?;
        let is_first = !found.contains(&rule);
        is_first.then(|| {
            found.push(rule);
            format!("{}-u{rule}", marks.prefix)
        })
    };
    writeln!(
        out,
        "<section class=\"fs\"><h3 id=\"{}-found\">发现的问题</h3>",
        marks.prefix
    )?;
    if checked.groups.is_empty() {
        writeln!(out, "<p class=\"dim\">没有发现问题。</p>")?;
    }
    let writer = Findings {
        checked,
        marks,
        single: head.single,
    };
    let mut first = 1;
    let mut index = 0;
    for run in checked
        .groups
        .chunk_by(|one, other| key(one).is_some() && key(one) == key(other))
    {
        for (at, group) in run.iter().enumerate() {
            if at == MOST_OPEN {
                fold(run.len() - at, out)?;
            }
            writer.group(index, group, first, &mut anchors, out)?;
            index += 1;
            first += group.findings.len();
        }
        if run.len() > MOST_OPEN {
            unfold(out)?;
        }
    }
    writeln!(out, "</section>")?;
    Ok(found.into_boxed_slice())
}

/// Rule and form of a failure on its own.
fn key(group: &FindingGroup) -> Option<(&str, Option<&FormNote>)> {
    let failure = group
        .findings
        .first()
        .filter(|_| matches!(group.kind, GroupKind::Single));
    failure.map(|finding| (&*finding.rule.id, finding.form.as_ref()))
}

fn tables(
    head: RunHead<'_>,
    checked: &CheckedReport,
    marks: &Marks<'_>,
    report: &Report,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if report.tables.is_empty() {
        return Ok(());
    }
    let writer = Tables { head, checked, marks };
    let all = || report.tables.iter().enumerate();
    writeln!(
        out,
        "<section class=\"ts\"><h3 id=\"{}-tables\">决算表</h3>",
        marks.prefix
    )?;
    let is_shown = |index: usize| head.single || marks.tables.contains(&index);
    for (index, table) in all().filter(|(index, _)| is_shown(*index)) {
        writer.write(index, table, out)?;
    }
    let rest: Vec<_> = all().filter(|(index, _)| !is_shown(*index)).collect();
    if !rest.is_empty() {
        let names = rest
            .iter()
            .filter_map(|(_, table)| writer.form(table))
            .map(|form| &*form.id);
        let names = names.collect::<Vec<_>>().join("、");
        writeln!(
            out,
            "<details class=\"rest\"><summary>其余 {} 张表没有不符:{}</summary>",
            rest.len(),
            Text(&names)
        )?;
        for (index, table) in rest {
            writer.write(index, table, out)?;
        }
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

/// Unit, year and file.
fn title(checked: &CheckedReport) -> String {
    let year = checked.year.map_or(String::new(), |year| format!(" {year}年度"));
    let kind = checked.kind.map_or("", ReportKind::label);
    let file = Text(&checked.name);
    match &checked.unit {
        Some(unit) => format!("<b>{}</b>{year}{kind} <small class=\"file\">{file}</small>", Text(unit)),
        None => format!("<b class=\"file\">{file}</b>{year}{kind} <small>单位不明</small>"),
    }
}

/// What the filter of units looks in.
fn sought(checked: &CheckedReport) -> String {
    Text(&format!(
        "{} {}",
        checked.unit.as_deref().unwrap_or_default(),
        checked.name
    ))
    .to_string()
}

/// The findings by kind, and how far the report got.
fn chips(checked: &CheckedReport, marks: &Marks<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, " <span class=\"chips\">")?;
    let state = ReportState::of(checked);
    if state != ReportState::Checked {
        write!(
            out,
            "<span class=\"b e\"><i aria-hidden=\"true\">✕</i>{}</span>",
            wording::overview::state(state)
        )?;
    }
    for kind in Kind::ALL {
        let count = marks
            .findings
            .iter()
            .filter(|finding| Kind::of(finding) == kind)
            .count();
        if count > 0 {
            let (class, sign, label) = (kind.class(), kind.sign(), kind.label());
            write!(
                out,
                "<span class=\"b {class}\"><i aria-hidden=\"true\">{sign}</i>{label} {count}</span>"
            )?;
        }
    }
    writeln!(out, "</span>")
}

/// What was checked with what, so that the page can be traced.
fn facts(head: RunHead<'_>, checked: &CheckedReport, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "<dl class=\"facts\">")?;
    if checked.files.len() > 1 {
        write!(
            out,
            "<div><dt>报告校验码</dt><dd class=\"hash\">{}</dd></div>",
            Text(&checked.hash)
        )?;
    }
    for file in &checked.files {
        if file.name != checked.name {
            write!(out, "<div><dt>文件</dt><dd>{}</dd></div>", Text(&file.name))?;
        }
        write!(
            out,
            "<div><dt>文件校验码</dt><dd class=\"hash\">{}</dd></div>",
            Text(&file.hash)
        )?;
    }
    if head.single {
        ruleset(head, out)?;
    }
    let tables = checked.report.as_ref().map_or(0, |report| report.tables.len());
    let holds = checked.summary.outcomes.get(Outcome::Holds);
    write!(out, "<div><dt>认出</dt><dd>{tables} 张表</dd></div>")?;
    writeln!(
        out,
        "<div><dt>核对</dt><dd>{} 次,{holds} 次成立</dd></div></dl>",
        checked.summary.instances
    )
}

/// The rules and the program.
pub(super) fn ruleset(head: RunHead<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let note = RulesetNote::of(head.plan());
    let version = note
        .version
        .as_deref()
        .map_or(String::new(), |version| format!(" {version}"));
    write!(
        out,
        "<div><dt>规则集</dt><dd>{}{}</dd></div>",
        Text(&note.name),
        Text(&version)
    )?;
    write!(
        out,
        "<div><dt>规则集校验码</dt><dd class=\"hash\">{}</dd></div>",
        Text(&note.hash)
    )?;
    writeln!(out, "<div><dt>勾稽</dt><dd>{}</dd></div>", Text(head.engine_version))
}

/// The name of a report in lists.
pub(super) fn link(overview: &Overview, index: usize) -> String {
    let Some(line) = overview.reports.get(index) else {
        return String::new();
    };
    let number = index + 1;
    let file = line.name.rsplit('/').next().unwrap_or(&line.name);
    match &line.unit {
        Some(unit) => format!("<a href=\"#r{number}\">{}</a><small>{}</small>", Text(unit), Text(file)),
        None => format!("<a href=\"#r{number}\">{}</a>", Text(file)),
    }
}
