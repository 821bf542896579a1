//! Reports × rules. A cell in which a rule simply held is empty, so that a thousand reports by a hundred rules stay light;
//! rules that never failed stand ready in a letter each, and the script draws them when asked.

use std::io;

use super::escape::Text;
use super::overview::rule_link;
use super::report::{self, AnchoredRules};
use crate::evaluate::Outcome;
use crate::finding::wording::overview as words;
use crate::finding::{Overview, ReportLine, ReportState};

/// Writes the matrix; nothing where there is nothing in it.
pub(super) fn write(overview: &Overview, found: &[AnchoredRules], out: &mut dyn io::Write) -> io::Result<()> {
    let is_told = |line: &ReportLine, rule: usize| line.verdicts.get(rule).is_some_and(tells);
    let mut told = vec![false; overview.rules.len()];
    for line in &overview.reports {
        for (told, verdict) in told.iter_mut().zip(line.verdicts.iter()) {
            *told |= verdict.is_some_and(tells);
        }
    }
    let columns = |wanted: bool| {
        told.iter()
            .enumerate()
            .filter(move |(_, told)| **told == wanted)
            .map(|(rule, _)| rule)
    };
    let rows: Vec<(usize, &ReportLine)> = overview
        .reports
        .iter()
        .enumerate()
        .filter(|(_, line)| line.state != ReportState::Checked || columns(true).any(|rule| is_told(line, rule)))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let (bad, silent) = (columns(true).count(), columns(false).count());
    write!(
        out,
        "<h3>报告与规则</h3><p class=\"dim\">只列有不符、尾差、已说明或无法计算的 {bad} 条规则"
    )?;
    write!(
        out,
        "和有这些情形的 {} 份报告;点格子看问题,点规则只看这条规则。</p>",
        rows.len()
    )?;
    write!(out, "<p class=\"legend\">")?;
    for outcome in [
        Outcome::Fails,
        Outcome::Error,
        Outcome::Tail,
        Outcome::Explained,
        Outcome::Unbound,
    ] {
        write!(
            out,
            "<span class=\"{}\">{}</span> {} ",
            class(outcome),
            sign(outcome),
            outcome.label()
        )?;
    }
    write!(
        out,
        "<span class=\"v\">·</span> 不适用或无数据 <span class=\"v\"></span> 空格:成立"
    )?;
    write!(
        out,
        " <button type=\"button\" id=\"all\" hidden aria-pressed=\"false\">列出全部规则(另有 {silent} 条)</button></p>"
    )?;
    write!(
        out,
        "<div class=\"mx\" role=\"region\" tabindex=\"0\" aria-label=\"报告与规则\"><table id=\"mx\">"
    )?;
    writeln!(out, "<thead><tr><th scope=\"col\">报告</th>")?;
    let mut heading = |rules: &mut dyn Iterator<Item = usize>| {
        for line in rules.filter_map(|rule| overview.rules.get(rule)) {
            write!(out, "<th scope=\"col\"><span>{}</span></th>", rule_link(line))?;
        }
        io::Result::Ok(())
    };
    heading(&mut columns(true))?;
    write!(out, "</tr></thead><tbody>")?;
    for (index, line) in rows {
        let letters: String = columns(false)
            .map(|rule| letter(line.verdicts.get(rule)))
            .collect();
        write!(
            out,
            "<tr data-v=\"{letters}\"><th scope=\"row\">{}</th>",
            report::link(overview, index)
        )?;
        if line.tables == 0 {
            let state = words::state(line.state);
            writeln!(out, "<td class=\"state\" colspan=\"{}\">{state}</td></tr>", bad.max(1))?;
            continue;
        }
        for rule in columns(true) {
            match line.verdicts.get(rule) {
                Some(outcome) if tells(outcome) || outcome == Outcome::Unbound => {
                    let anchored = found.get(index).is_some_and(|found| found.contains(&rule));
                    let to = if anchored {
                        format!("r{}-u{rule}", index + 1)
                    } else {
                        format!("r{}", index + 1)
                    };
                    let (class, sign, label) = (class(outcome), sign(outcome), outcome.label());
                    match tells(outcome) {
                        true => write!(
                            out,
                            "<td class=\"{class}\"><a href=\"#{to}\" aria-label=\"{label}\">{sign}</a></td>"
                        )?,
                        false => write!(out, "<td class=\"{class}\">{sign}</td>")?,
                    }
                }
                Some(Outcome::Skipped | Outcome::Vacuous) => write!(out, "<td>·</td>")?,
                _ => write!(out, "<td></td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    write!(out, "</tbody></table></div><template id=\"mh\"><table><thead><tr>")?;
    let mut names = Vec::new();
    for line in columns(false).filter_map(|rule| overview.rules.get(rule)) {
        names.push(format!("<b class=\"rid\">{}</b> {}", Text(&line.id), Text(&line.title)));
        write!(
            out,
            "<th scope=\"col\" class=\"more\"><span>{}</span></th>",
            rule_link(line)
        )?;
    }
    write!(out, "</tr></thead></table></template>")?;
    if !names.is_empty() {
        write!(
            out,
            "<details class=\"g list quiet\"><summary>其余 {silent} 条规则没有不符</summary><ul class=\"cols\"><li>"
        )?;
        write!(out, "{}</li></ul></details>", names.join("</li><li>"))?;
    }
    writeln!(out)
}

/// Whether a supervisor is to look at it.
fn tells(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Fails | Outcome::Error | Outcome::Tail | Outcome::Explained
    )
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fails => "e",
        Outcome::Error => "w",
        Outcome::Tail => "t",
        Outcome::Explained => "x",
        Outcome::Holds | Outcome::Skipped | Outcome::Vacuous | Outcome::Unbound => "v",
    }
}

fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fails => "✕",
        Outcome::Error => "!",
        Outcome::Tail => "≈",
        Outcome::Explained => "○",
        Outcome::Unbound => "–",
        Outcome::Holds | Outcome::Skipped | Outcome::Vacuous => "",
    }
}

/// A verdict that calls for nothing, for the script.
fn letter(verdict: Option<Outcome>) -> char {
    match verdict {
        Some(Outcome::Unbound) => '–',
        Some(Outcome::Skipped | Outcome::Vacuous) => '·',
        _ => ' ',
    }
}
