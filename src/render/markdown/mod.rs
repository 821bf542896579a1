//! Markdown (GitHub's and GitLab's), for pasting into a document or a merge request.

mod matrix;
mod report;

use std::io::{self, Write};

use super::{Options, Output, Sink, Started};
use crate::finding::wording::{changes, overview as words};
use crate::finding::{CheckedReport, Overview, RulesetNote, RunHead};

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    let ruleset = RulesetNote::of(head.plan());
    let version = ruleset.version.as_deref().unwrap_or_default();
    let ruleset = format!("{} {version}", ruleset.name);
    writeln!(
        out,
        "# 核对结果\n\n规则集 {},gouji {}",
        escaped(ruleset.trim_end()),
        head.engine_version
    )?;
    Ok(Box::new(Writing { head, out }))
}

struct Writing<'a> {
    head: RunHead<'a>,
    out: Output<'a>,
}

impl Sink for Writing<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        self.out.write_all(report::section(report).as_bytes())?;
        self.out.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        if !self.head.single || !overview.failures.is_empty() {
            self.out.write_all(matrix::section(overview).as_bytes())?;
        } else if !overview.passed_over.is_empty() {
            let passed = overview.passed_over.iter().map(|(name, why)| format!("{name}:{why}"));
            write!(self.out, "{}{}", heading(2, words::PASSED_OVER), list(passed))?;
        }
        let disabled = &self.head.plan().ruleset.disabled;
        if !disabled.is_empty() {
            let lines = disabled
                .iter()
                .map(|disabled| format!("{}:{}", disabled.rule, disabled.reason));
            write!(self.out, "{}{}", heading(2, words::DISABLED), list(lines))?;
        }
        if let Some(totals) = &overview.changes {
            let mut lines = Vec::new();
            if !self.head.single {
                lines.push(changes::total(totals));
            }
            if totals.other_rules {
                lines.push(changes::OTHER_RULES.to_owned());
            }
            for line in lines {
                writeln!(self.out, "\n{}", escaped(&line))?;
            }
            if !totals.left.is_empty() {
                let left = totals
                    .left
                    .iter()
                    .map(|(name, findings)| changes::left(name, *findings));
                writeln!(self.out, "\n## {}\n\n{}", changes::LEFT, list(left).trim_end())?;
            }
        }
        self.out.flush()
    }
}

/// A heading, `level` deep, blank lines around it.
fn heading(level: usize, text: &str) -> String {
    format!("\n{} {}\n\n", "#".repeat(level), escaped(text))
}

/// A bulleted list, each item escaped.
fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("- {}\n", escaped(&item))).collect()
}

/// A table; nothing for no rows. `align` is a letter a column, `l` or `r`. Cells are escaped.
fn table(align: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|cell| escaped(cell)).collect());
    out.push_str(&line(
        align
            .chars()
            .map(|c| if c == 'r' { "---:" } else { "---" }.to_owned())
            .collect(),
    ));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
    out
}

/// `text` so that it shows as it is, in a line, an item or a cell.
fn escaped(text: &str) -> String {
    let text = super::plain::one_line(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '~' | '#' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            // At the start of an item these would begin another.
            '-' | '+' | '='
                if at == 0
                    && text
                        .get(1..)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', c])) =>
            {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if at > 0 && begins_item(text.get(..at), text.get(at + 1..)) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Whether a mark between these two is that of a numbered item.
fn begins_item(before: Option<&str>, after: Option<&str>) -> bool {
    before.is_some_and(|before| before.bytes().all(|byte| byte.is_ascii_digit()))
        && after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
}

/// Words of the overview.
const TITLE: &str = words::OVERVIEW;
