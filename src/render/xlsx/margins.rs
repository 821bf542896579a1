//! The sheets of a batch that stand around its lists: reports × rules, what was not checked, the rules.

use std::collections::HashMap;
use std::io::{self, Seek, Write};
use std::sync::Arc;

use super::book::{Book, Sheet};
use super::list::{BODY, HEAD};
use super::listing::Area;
use super::look::{Font, Look, Shape, Tint};
use super::marks::severity_tint;
use super::sheet::{Cell, MOST_COLUMNS, MOST_ROWS, Print, Setup, SheetWriter};
use super::style::MAIN;
use super::text::a1;
use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::wording::overview as words;
use crate::finding::{Counts, Overview, ReportLine, ReportState, wording};
use crate::plan::Plan;

const CENTRED: Look = Look { centred: true, ..BODY };
const TOTAL: Look = Look {
    font: Font::Bold,
    ..CENTRED
};
const TITLE: Look = Look {
    font: Font::Large,
    tint: None,
    shape: Shape::General,
    body: false,
    centred: false,
    quoted: false,
};
const PLAIN: Look = Look {
    font: Font::Plain,
    ..TITLE
};

/// A sheet being written in a book.
struct Writing<'b, W: Write + Seek> {
    book: &'b mut Book<W>,
    writer: SheetWriter,
    part: usize,
    /// The row with the heads, and how many columns it has.
    head: (u32, usize),
}

impl<'b, W: Write + Seek> Writing<'b, W> {
    /// Begins a sheet; the book opens at the one that is spread.
    fn start(book: &'b mut Book<W>, widths: &[usize], frozen: (u32, u32), print: Print) -> io::Result<Self> {
        let part = book.begin_sheet()?;
        let setup = Setup {
            namespace: MAIN,
            widths,
            frozen,
            tab: None,
            open: print == Print::Spread,
            print,
        };
        let writer = SheetWriter::start(&setup, &mut book.zip)?;
        Ok(Self {
            book,
            writer,
            part,
            head: (0, 0),
        })
    }

    /// Writes a row; nothing where the sheet is full.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.writer.row >= MOST_ROWS {
            return Ok(());
        }
        self.writer.row(cells, &mut self.book.styles, &mut self.book.zip)
    }

    fn head(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.head = (self.writer.row, cells.len().min(MOST_COLUMNS));
        self.row(cells)
    }

    fn finish(self, name: &str) -> io::Result<Sheet> {
        let (head, columns) = self.head;
        let last = self.writer.row.saturating_sub(1).max(head);
        let corner = a1(last, u32::try_from(columns.saturating_sub(1)).unwrap_or(0));
        let area = Area {
            filter: format!("{}:{corner}", a1(head, 0)),
            head,
        };
        self.writer.finish(Some(&area.filter), None, &mut self.book.zip)?;
        Ok(Sheet {
            name: self.book.names.take(name),
            part: self.part,
            area: Some(area),
            notes: false,
        })
    }
}

/// What is known of each report: the heads and widths of the columns.
const FACTS: [(&str, usize); 5] = [
    ("报告", 34),
    ("填报单位", 24),
    ("年度", 7),
    ("核对情况", 14),
    ("认出的表", 9),
];
/// The columns with numbers that follow.
const COUNTS: usize = Severity::ALL.len() + Outcome::ALL.len() + 1;

/// A line for each report: how it came out in numbers, then rule by rule.
pub(super) fn overview<W: Write + Seek>(book: &mut Book<W>, overview: &Overview) -> io::Result<Sheet> {
    let idle = [Outcome::Skipped, Outcome::Vacuous, Outcome::Unbound];
    let ran = |index: usize| {
        let counts = overview.rules.get(index).map(|rule| &rule.outcomes);
        counts.is_some_and(|counts| counts.total() > idle.iter().map(|outcome| counts.get(*outcome)).sum())
    };
    let room = MOST_COLUMNS - FACTS.len() - COUNTS;
    let mut rules: Vec<usize> = (0..overview.rules.len()).filter(|index| ran(*index)).collect();
    // What fails most must not be looked for at the far end.
    let failing = |index: &usize| overview.rules.get(*index).map_or(0, |rule| rule.failing_reports);
    rules.sort_by_key(|index| std::cmp::Reverse(failing(index)));
    rules.truncate(room);
    let widths: Vec<usize> = FACTS
        .iter()
        .map(|(_, width)| *width)
        .chain(std::iter::repeat_n(8, COUNTS))
        .chain(std::iter::repeat_n(11, rules.len()))
        .collect();
    let mut sheet = Writing::start(book, &widths, (5, 2), Print::Spread)?;
    sheet.row(&[Cell::text(words::OVERVIEW, TITLE)])?;
    for line in [words::counted_of(overview), words::totals(overview)] {
        sheet.row(&[Cell::text(line, PLAIN)])?;
    }
    // The totals stand above the heads, where a filter does not hide nor a sort move them.
    let tables = overview.reports.iter().map(|report| report.tables).sum();
    let mut totals = vec![Cell::text(wording::TOTAL, TOTAL)];
    totals.extend(["", "", ""].map(|text| Cell::text(text, TOTAL)));
    totals.push(Cell::count(tables, TOTAL));
    let found = Severity::ALL.map(|severity| {
        let count = overview.findings.get(&severity).copied().unwrap_or(0);
        without_tails(severity, count, &overview.outcomes)
    });
    totals.extend(found.map(|count| Cell::count(count, TOTAL)));
    totals.extend(outcomes(&overview.outcomes, TOTAL));
    totals.extend(
        rules
            .iter()
            .filter_map(|index| overview.rules.get(*index))
            .map(|rule| match rule.failing_reports {
                0 => Cell::text("", TOTAL),
                count => Cell::text(
                    format!("{count} 份不符"),
                    Look {
                        tint: Some(Tint::Error),
                        ..TOTAL
                    },
                ),
            }),
    );
    sheet.row(&totals)?;
    let mut heads: Vec<Cell<'_>> = FACTS.iter().map(|(name, _)| Cell::text(*name, HEAD)).collect();
    heads.extend(Severity::ALL.map(|severity| Cell::text(severity.label(), HEAD)));
    heads.extend(Outcome::ALL.map(|outcome| Cell::text(outcome.label(), HEAD)));
    heads.push(Cell::text("检查次数", HEAD));
    heads.extend(
        rules
            .iter()
            .filter_map(|index| overview.rules.get(*index))
            .map(|rule| Cell::text(&*rule.id, HEAD)),
    );
    sheet.head(&heads)?;
    for report in &overview.reports {
        sheet.row(&line(report, &rules))?;
    }
    sheet.finish("汇总")
}

fn line<'o>(report: &'o ReportLine, rules: &[usize]) -> Vec<Cell<'o>> {
    let tint = match report.state {
        ReportState::Checked => None,
        ReportState::PartlyRead => Some(Tint::Warning),
        ReportState::NothingRecognised | ReportState::Unreadable => Some(Tint::Error),
    };
    let mut cells = vec![
        Cell::text(&*report.name, BODY),
        Cell::text(report.unit.as_deref().unwrap_or_default(), BODY),
        report.year.map_or_else(
            || Cell::text("", CENTRED),
            |year| Cell::count(usize::from(year), CENTRED),
        ),
        Cell::text(words::state(report.state), Look { tint, ..CENTRED }),
    ];
    if let Some(word) = words::no_counts(report.state) {
        // Zeros would read as if it had been checked and were in order.
        cells.resize(
            FACTS.len() + COUNTS,
            Cell::text(
                word,
                Look {
                    tint: Some(Tint::Grey),
                    ..CENTRED
                },
            ),
        );
        return cells;
    }
    cells.push(Cell::count(report.tables, CENTRED));
    cells.extend(Severity::ALL.map(|severity| {
        let count = without_tails(severity, report.findings.get(severity), &report.outcomes);
        let tint = (count > 0).then_some(severity_tint(severity));
        Cell::count(count, Look { tint, ..CENTRED })
    }));
    cells.extend(outcomes(&report.outcomes, CENTRED));
    for rule in rules {
        let verdict = report.verdicts.get(*rule);
        let tint = verdict.map(verdict_tint);
        cells.push(Cell::text(verdict.map_or("", Outcome::label), Look { tint, ..CENTRED }));
    }
    cells
}

/// `count` findings of a severity; tails, which are notices, have a column of their own.
fn without_tails(severity: Severity, count: usize, outcomes: &Counts) -> usize {
    match severity {
        Severity::Notice => count.saturating_sub(outcomes.get(Outcome::Tail)),
        Severity::Warning | Severity::Error => count,
    }
}

/// Every outcome with its number, and their sum.
fn outcomes<'c>(counts: &Counts, look: Look) -> impl Iterator<Item = Cell<'c>> + use<'c> {
    let numbers: Vec<usize> = Outcome::ALL
        .iter()
        .map(|outcome| counts.get(*outcome))
        .chain([counts.total()])
        .collect();
    numbers.into_iter().map(move |count| Cell::count(count, look))
}

fn verdict_tint(outcome: Outcome) -> Tint {
    match outcome {
        Outcome::Holds => Tint::Good,
        Outcome::Tail => Tint::Notice,
        Outcome::Fails => Tint::Error,
        Outcome::Explained => Tint::Explained,
        Outcome::Unbound | Outcome::Error => Tint::Warning,
        Outcome::Skipped | Outcome::Vacuous => Tint::Grey,
    }
}

/// What was asked for and not wholly checked, and what a reader must know of the rest; `None` where there is nothing.
pub(super) fn not_checked<W: Write + Seek>(book: &mut Book<W>, overview: &Overview) -> io::Result<Option<Sheet>> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for failure in &overview.failures {
        rows.push(["找不到或打不开".to_owned(), String::new(), failure.message.clone()]);
    }
    for report in overview
        .reports
        .iter()
        .filter(|report| report.state != ReportState::Checked)
    {
        let reason = report.reason.clone().unwrap_or_default();
        rows.push([words::state(report.state).to_owned(), report.name.to_string(), reason]);
    }
    if overview.unchecked > 0 {
        let reason = format!("中断后还有 {} 份没有核对", overview.unchecked);
        rows.push(["没有核对".to_owned(), String::new(), reason]);
    }
    for (name, reason) in &overview.passed_over {
        rows.push([words::PASSED_OVER.to_owned(), name.to_string(), reason.clone()]);
    }
    for group in overview.twins() {
        for report in group.iter().filter_map(|index| overview.reports.get(*index)) {
            rows.push(["重复".to_owned(), report.name.to_string(), words::TWINS.to_owned()]);
        }
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let mut sheet = Writing::start(book, &[16, 44, 80], (1, 0), Print::A4)?;
    sheet.head(&["情况", "文件", "原因"].map(|head| Cell::text(head, HEAD)))?;
    for row in &rows {
        sheet.row(&row.each_ref().map(|text| Cell::text(text.as_str(), BODY)))?;
    }
    sheet.finish("未核对的文件").map(Some)
}

/// The rules and how often each failed.
pub(super) fn rules<W: Write + Seek>(
    book: &mut Book<W>,
    plan: &Plan,
    overview: &Overview,
    titles: &HashMap<Arc<str>, String>,
) -> io::Result<Sheet> {
    let mut widths = vec![24, 44, 44, 8, 8, 8, 11];
    widths.extend([9; Outcome::ALL.len() + 1]);
    let mut sheet = Writing::start(book, &widths, (1, 1), Print::A3)?;
    let facts = ["规则", "规则名", "依据", "类别", "级别", "状态", "不符的报告"];
    let outcome = Outcome::ALL.map(Outcome::label);
    let heads: Vec<Cell<'_>> = facts
        .into_iter()
        .chain(outcome)
        .chain(["检查次数"])
        .map(|head| Cell::text(head, HEAD))
        .collect();
    sheet.head(&heads)?;
    for (line, rule) in overview.rules.iter().zip(&plan.ruleset.rules) {
        let title = if line.title.is_empty() {
            titles.get(&line.id).map_or("", String::as_str)
        } else {
            &line.title
        };
        let tint = (line.failing_reports > 0).then_some(Tint::Error);
        let mut cells = vec![
            Cell::text(&*line.id, BODY),
            Cell::text(title, BODY),
            Cell::text(rule.basis.as_deref().unwrap_or_default(), BODY),
            Cell::text(wording::category(rule.category), CENTRED),
            Cell::text(rule.severity.label(), CENTRED),
            Cell::text(if line.pilot { wording::PILOT } else { "" }, CENTRED),
            Cell::count(line.failing_reports, Look { tint, ..CENTRED }),
        ];
        cells.extend(outcomes(&line.outcomes, CENTRED));
        sheet.row(&cells)?;
    }
    for disabled in &plan.ruleset.disabled {
        let grey = Look {
            tint: Some(Tint::Grey),
            ..CENTRED
        };
        let mut cells = vec![
            Cell::text(&*disabled.rule, BODY),
            Cell::text(wording::disabled(&disabled.rule, &disabled.reason), BODY),
        ];
        cells.resize(5, Cell::text("", BODY));
        cells.push(Cell::text(wording::DISABLED, grey));
        sheet.row(&cells)?;
    }
    sheet.finish("规则")
}
