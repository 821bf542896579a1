//! A row for each finding, for spreadsheets: RFC 4180 with a byte order mark, by which Excel knows UTF-8. Amounts are
//! plain numbers. A rule's id stands before its title in one cell, for a spreadsheet would read `05-06` alone as the sixth of
//! May. What comes from a report is in its own hands: a text that would be taken for a formula, or for another number or a
//! date than is printed, gets an apostrophe in front.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::plain::{figure, granted, place, said, within};
use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::finding::wording::changes;
use crate::finding::{CheckedReport, EarlierFinding, Finding, FindingGroup, GroupKind, Overview, RunHead};
use crate::value::Kind;

const HEAD: [&str; 21] = [
    "报告",
    "单位",
    "年度",
    "级别",
    "结果",
    "与上次比",
    "规则",
    "表",
    "行",
    "栏",
    "左边",
    "右边",
    "差额",
    "计量单位",
    "上限",
    "位置",
    "说明",
    "依据",
    "原因",
    "豁免",
    "编号",
];
/// What came of reading, in place of an outcome.
const READING: &str = "读取";

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(HEAD)?;
    in_words(head, Rows(writer))
}

struct Rows<'a>(Writer<Output<'a>>);

/// The cells of a row.
#[derive(Default)]
struct Row {
    cells: [String; HEAD.len()],
}

impl Row {
    fn of(report: &CheckedReport) -> Self {
        let mut row = Self::default();
        row.text(0, &report.name);
        row.text(1, report.unit.as_deref().unwrap_or_default());
        row.number(2, &report.year.map(|year| year.to_string()).unwrap_or_default());
        row
    }

    fn text(&mut self, column: usize, text: &str) {
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = guarded(text);
        }
    }

    /// A figure that a spreadsheet may read as one, or a word in its place.
    fn number(&mut self, column: usize, number: &str) {
        let plain = number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        match self.cells.get_mut(column) {
            Some(cell) if plain => number.clone_into(cell),
            _ => self.text(column, number),
        }
    }
}

/// `text` with an apostrophe in front where a spreadsheet would show something else.
fn guarded(text: &str) -> String {
    let formula = text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let number = digits
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "eE.,-/:%() 年月日".contains(c));
    // More digits than a spreadsheet keeps.
    let same = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') && text.len() <= 15;
    if formula || number && !same {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// `05-06 基本支出与表6一致`
fn named(id: &str, title: &str) -> String {
    if title.is_empty() {
        id.to_owned()
    } else {
        format!("{id} {title}")
    }
}

impl Rows<'_> {
    fn write(&mut self, row: &Row) -> io::Result<()> {
        self.0.write_record(&row.cells)?;
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, group: &FindingGroup, report: &CheckedReport) -> io::Result<()> {
        let mut row = Row::of(report);
        row.text(3, finding.severity.label());
        row.text(4, finding.outcome.label());
        row.text(5, finding.standing.map_or("", |standing| standing.label()));
        row.text(6, &named(&finding.rule.id, &finding.rule.title));
        if let Some(form) = &finding.form {
            row.text(7, format!("{} {}", form.id, form.title).trim_end());
        }
        row.text(8, finding.row.as_deref().unwrap_or_default());
        row.text(9, finding.column.as_deref().unwrap_or_default());
        if let Some(comparison) = &finding.comparison {
            row.number(10, figure(&comparison.left.value));
            row.number(11, figure(&comparison.right.value));
            row.number(12, figure(&comparison.difference));
            row.text(
                13,
                match comparison.scale.kind {
                    Kind::Ratio => "比率",
                    _ => comparison.scale.unit_label(),
                },
            );
            row.number(14, figure(&comparison.bound.value));
        }
        row.text(
            15,
            &place(finding).map(|place| within(place, report)).unwrap_or_default(),
        );
        row.text(16, &said(finding));
        row.text(17, finding.rule.basis.as_deref().unwrap_or_default());
        if let GroupKind::Cause(cause) = &group.kind {
            row.text(18, &cause.sentence);
        }
        if let Some(waiver) = &finding.waiver {
            row.text(19, &granted(waiver));
        }
        row.text(20, &finding.id);
        self.write(&row)
    }

    /// A report that could not be read would else not be in the table at all.
    fn diagnostic(&mut self, diagnostic: &Diagnostic, mut row: Row) -> io::Result<()> {
        row.text(3, diagnostic.severity.label());
        row.text(4, READING);
        row.text(6, &named(diagnostic.code.id, diagnostic.code.summary));
        row.text(16, &diagnostic.message);
        self.write(&row)
    }

    fn gone(&mut self, finding: &EarlierFinding, word: &str, report: &CheckedReport) -> io::Result<()> {
        let mut row = Row::of(report);
        row.text(3, finding.severity.label());
        row.text(5, word);
        row.text(6, &named(&finding.rule, &finding.title));
        row.text(16, &finding.sentence);
        row.text(20, &finding.id);
        self.write(&row)
    }
}

impl Sink for Rows<'_> {
    fn report(&mut self, report: &CheckedReport) -> io::Result<()> {
        let grave = report
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity > Severity::Notice);
        for diagnostic in grave {
            self.diagnostic(diagnostic, Row::of(report))?;
        }
        for group in &report.groups {
            for finding in &group.findings {
                self.finding(finding, group, report)?;
            }
        }
        if let Some(changed) = &report.changes {
            for (word, finding) in changes::vanished(changed) {
                self.gone(finding, word, report)?;
            }
        }
        self.0.flush()
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        for failure in &overview.failures {
            self.diagnostic(failure, Row::default())?;
        }
        for (name, findings) in overview.changes.iter().flat_map(|changes| &changes.left) {
            let mut row = Row::default();
            row.text(0, name);
            row.text(5, changes::UNCHECKED);
            row.text(16, &changes::left(name, *findings));
            self.write(&row)?;
        }
        self.0.flush()
    }
}
