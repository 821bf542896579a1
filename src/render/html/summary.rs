//! What closes a report: repairs, what there is to know about its files, the run in numbers.

use std::io;

use super::escape::{Listed, Text};
use super::excerpt;
use super::finding::badge;
use super::marks::{Kind, Marks, is_listed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Outcome;
use crate::finding::{CheckedReport, Counts, Place, RepairedCell, Summary, wording};
use crate::source::SourceMap;

/// Diagnostics, each with the lines it speaks of.
pub(super) fn diagnostics<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    sources: &SourceMap,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        let kind = Kind::of_severity(diagnostic.severity);
        write!(out, "<div class=\"dg {}\"><h4>{}", kind.class(), badge(kind))?;
        write!(
            out,
            "<b class=\"rid\">{}</b> {}</h4>",
            diagnostic.code.id,
            Text(diagnostic.code.summary)
        )?;
        write!(out, "<p class=\"say\">{}</p>", Text(&diagnostic.message))?;
        if let Some(help) = &diagnostic.help {
            write!(out, "<ul class=\"help\"><li>{}</li></ul>", Text(help))?;
        }
        if let Some(label) = diagnostic.labels.first() {
            let place = Place::new(sources, label.at, "".into());
            write!(
                out,
                "<details class=\"rule\"><summary>所在位置 <small>{}</small></summary>",
                Text(&place.full())
            )?;
            let spans: Vec<_> = diagnostic
                .labels
                .iter()
                .filter_map(|label| Some((excerpt::span(label.at)?, label.text.as_str())))
                .collect();
            match spans.is_empty() {
                true => write!(out, "<p>{}</p>", Text(&label.text))?,
                false => excerpt::write(sources, label.at.source(), &spans, out)?,
            }
            write!(out, "</details>")?;
        }
        writeln!(out, "</div>")?;
    }
    Ok(())
}

/// What is only worth knowing about how the files were read.
pub(super) fn notices(checked: &CheckedReport, out: &mut dyn io::Write) -> io::Result<()> {
    let notices = || {
        checked
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Notice)
    };
    let count = notices().count();
    if count == 0 {
        return Ok(());
    }
    write!(
        out,
        "<details class=\"g list n\"><summary>{} {count} 条</summary>",
        wording::NOTICES
    )?;
    write!(out, "<ul class=\"notes\">")?;
    for diagnostic in notices() {
        let place = diagnostic
            .labels
            .first()
            .map(|label| Place::new(&checked.sources, label.at, "".into()).in_file());
        write!(out, "<li><span class=\"dim\">{}</span> ", diagnostic.code.id)?;
        writeln!(
            out,
            "{} <span class=\"dim\">{}</span></li>",
            Text(&diagnostic.message),
            Text(&place.unwrap_or_default())
        )?;
    }
    writeln!(out, "</ul></details>")
}

/// Figures that had to be repaired, each with a link to its cell.
pub(super) fn repairs(
    checked: &CheckedReport,
    marks: &Marks<'_>,
    single: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if checked.repairs.is_empty() {
        return Ok(());
    }
    let head = wording::repairs(&checked.repairs);
    write!(
        out,
        "<details class=\"g list rp\" id=\"{}-repairs\"><summary>{head}</summary>",
        marks.prefix
    )?;
    write!(out, "<div class=\"scroll\"><table class=\"lines\"><tbody>")?;
    // Those that could have changed a figure come first.
    let (grave, harmless): (Vec<&RepairedCell>, Vec<&RepairedCell>) = checked
        .repairs
        .iter()
        .filter(|repair| is_listed(repair, single))
        .partition(|repair| wording::is_grave(repair.kind));
    for repair in grave.into_iter().chain(harmless) {
        let place = Text(&repair.place.in_file()).to_string();
        let place = match marks.place_anchor(&repair.place) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{place}</a>"),
            None => place,
        };
        writeln!(
            out,
            "<tr><td>{place}</td><td>{}</td><td>{}</td></tr>",
            Text(&repair.cell),
            Text(&repair.note)
        )?;
    }
    writeln!(out, "</tbody></table></div></details>")
}

/// The run in numbers.
pub(super) fn summary(summary: &Summary, prefix: &str, out: &mut dyn io::Write) -> io::Result<()> {
    write!(
        out,
        "<section class=\"sm\"><h3 id=\"{prefix}-sum\">{}</h3>",
        wording::SUMMARY
    )?;
    outcomes(summary, out)?;
    write!(out, "<p>{}</p>", Text(&wording::totals(summary)))?;
    if let Some(duties) = wording::duties(&summary.duties) {
        write!(out, "<p>{}</p>", Listed(&duties))?;
    }
    for (rule, counts) in &summary.pilots {
        write!(out, "<p>{}</p>", Text(&wording::pilot(rule, counts)))?;
    }
    if !summary.unbound.is_empty() {
        write!(
            out,
            "<details class=\"g list\"><summary>{}</summary><ul>",
            wording::unbound_head(summary.outcomes.get(Outcome::Unbound))
        )?;
        for cause in &summary.unbound {
            write!(
                out,
                "<li>{}</li>",
                Listed(&wording::unbound_cause(
                    &cause.reason,
                    cause.guard.as_deref(),
                    &cause.rules
                ))
            )?;
        }
        write!(out, "</ul></details>")?;
    }
    writeln!(out, "</section>")
}

/// Forms by outcomes; outcomes that never came up have no column.
fn outcomes(summary: &Summary, out: &mut dyn io::Write) -> io::Result<()> {
    let shown: Vec<Outcome> = Outcome::ALL
        .into_iter()
        .filter(|outcome| summary.outcomes.get(*outcome) > 0 || matches!(outcome, Outcome::Holds | Outcome::Fails))
        .collect();
    let pilots = summary.pilot.total() > 0;
    write!(
        out,
        "<div class=\"scroll\"><table class=\"cnt\"><thead><tr><th scope=\"col\">{}</th>",
        wording::FORM
    )?;
    for outcome in &shown {
        write!(out, "<th scope=\"col\">{}</th>", outcome.label())?;
    }
    if pilots {
        write!(out, "<th scope=\"col\">{}</th>", wording::PILOT)?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    let mut line = |class: &str, name: &str, counts: &Counts, pilot: usize| {
        write!(out, "<tr{class}><th scope=\"row\">{}</th>", Text(name))?;
        for outcome in &shown {
            number(counts.get(*outcome), *outcome, out)?;
        }
        if pilots {
            write!(out, "<td>{pilot}</td>")?;
        }
        writeln!(out, "</tr>")
    };
    for form in &summary.forms {
        let name = form.form.as_ref().map_or_else(
            || wording::NO_FORM.to_owned(),
            |form| format!("{} {}", form.id, form.title),
        );
        line("", &name, &form.outcomes, form.pilot)?;
    }
    line(
        " class=\"sum\"",
        wording::TOTAL,
        &summary.outcomes,
        summary.pilot.total(),
    )?;
    writeln!(out, "</tbody></table></div>")
}

fn number(count: usize, outcome: Outcome, out: &mut dyn io::Write) -> io::Result<()> {
    match (count, outcome) {
        (0, _) => write!(out, "<td class=\"dim\">0</td>"),
        (_, Outcome::Fails) => write!(out, "<td class=\"e\"><b>{count}</b></td>"),
        (_, Outcome::Error) => write!(out, "<td class=\"w\"><b>{count}</b></td>"),
        _ => write!(out, "<td>{count}</td>"),
    }
}
