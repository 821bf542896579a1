//! The list of what was found, a row each.

use std::borrow::Cow;

use super::look::{Font, Look, Shape, Tint};
use super::marks::{severity_tint, tint};
use super::sheet::Cell;
use super::text::in_file;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evaluate::Outcome;
use crate::finding::{CheckedReport, Comparison, Finding, GroupKind, Place, Shown, wording};
use crate::source::Origin;
use crate::value::Kind;

/// The name of the list's sheet.
pub(super) const PROBLEMS: &str = "问题清单";
/// The name of the sheet of tails.
pub(super) const TAILS: &str = "尾差清单";

/// The heads of the columns and their widths.
const COLUMNS: [(&str, usize); 19] = [
    ("序号", 6),
    ("级别", 7),
    ("规则", 18),
    ("规则名", 24),
    ("表", 22),
    ("行", 22),
    ("栏", 16),
    ("左边", 13),
    ("右边", 13),
    ("差额", 11),
    ("单位", 7),
    ("尾差上限", 10),
    ("位置", 17),
    ("说明", 46),
    ("可能原因", 44),
    ("依据", 26),
    ("类别", 7),
    ("状态", 16),
    ("编号", 15),
];
/// The columns in front that say which report, in a list of many.
const OF_REPORT: [(&str, usize); 2] = [("报告", 30), ("填报单位", 24)];

/// A row of the list.
pub(super) struct Row<'r> {
    severity: &'static str,
    tint: Tint,
    rule: &'r str,
    title: &'r str,
    form: String,
    row: &'r str,
    column: &'r str,
    comparison: Option<&'r Comparison>,
    place: Option<Cow<'r, Place>>,
    sentence: String,
    help: Vec<String>,
    basis: &'r str,
    category: &'static str,
    status: String,
    id: &'r str,
}

/// What was found in a report, and before it what could not be read of it.
pub(super) fn problems(report: &CheckedReport) -> Vec<Row<'_>> {
    let grave = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Notice);
    let mut rows: Vec<Row<'_>> = grave.map(|diagnostic| Row::read(diagnostic, report)).collect();
    for group in &report.groups {
        if matches!(group.kind, GroupKind::Tails(_)) {
            continue;
        }
        for finding in group.findings.iter().filter(|finding| finding.outcome != Outcome::Tail) {
            let mut row = Row::new(finding, report);
            if let GroupKind::Cause(cause) = &group.kind {
                row.place = Some(Cow::Borrowed(&cause.label.place));
                row.help.insert(0, cause.sentence.clone());
                row.help.extend(cause.help.iter().map(|line| in_file(line, report)));
            }
            rows.push(row);
        }
    }
    rows
}

/// What is only worth knowing of how a report was read.
pub(super) fn notices(report: &CheckedReport) -> Vec<Row<'_>> {
    let notices = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Notice);
    notices.map(|diagnostic| Row::read(diagnostic, report)).collect()
}

/// The lists of a report with the names of their sheets; the first is there even where it is empty.
pub(super) fn all(report: &CheckedReport) -> [(&'static str, Vec<Row<'_>>); 3] {
    [
        (PROBLEMS, problems(report)),
        (TAILS, tails(report).collect()),
        (wording::NOTICES, notices(report)),
    ]
}

/// The tails of a report.
pub(super) fn tails(report: &CheckedReport) -> impl Iterator<Item = Row<'_>> {
    let findings = report.groups.iter().flat_map(|group| &group.findings);
    findings
        .filter(|finding| finding.outcome == Outcome::Tail)
        .map(|finding| Row::new(finding, report))
}

/// The widths of the columns.
pub(super) fn widths(of_many: bool) -> Vec<usize> {
    columns(of_many).map(|(_, width)| width).collect()
}

/// The head of the list.
pub(super) fn head(of_many: bool) -> Vec<Cell<'static>> {
    columns(of_many).map(|(name, _)| Cell::text(name, HEAD)).collect()
}

fn columns(of_many: bool) -> impl Iterator<Item = (&'static str, usize)> {
    let (first, rest) = COLUMNS.split_at(1);
    let of_report: &[_] = if of_many { &OF_REPORT } else { &[] };
    first.iter().chain(of_report).chain(rest).copied()
}

/// The look of heads.
pub(super) const HEAD: Look = Look {
    font: Font::Bold,
    tint: Some(Tint::Head),
    shape: Shape::General,
    body: true,
    centred: true,
    quoted: false,
};

/// The look of text in lists.
pub(super) const BODY: Look = Look {
    font: Font::Plain,
    tint: None,
    shape: Shape::General,
    body: true,
    centred: false,
    quoted: false,
};

impl<'r> Row<'r> {
    fn new(finding: &'r Finding, report: &CheckedReport) -> Self {
        let status = match (&finding.waiver, finding.outcome) {
            (Some(waiver), _) if waiver.expired => format!("{}(说明已过期)", finding.outcome.label()),
            (Some(waiver), Outcome::Explained) => {
                format!(
                    "{}:{}",
                    finding.outcome.label(),
                    wording::explained(&waiver.reason, waiver.until)
                )
            }
            (_, outcome) => outcome.label().to_owned(),
        };
        let mut sentence = finding.sentence.clone();
        if let Some(message) = &finding.message {
            sentence.push('\n');
            sentence.push_str(message);
        }
        Self {
            severity: finding.severity.label(),
            tint: tint(finding),
            rule: &finding.rule.id,
            title: &finding.rule.title,
            form: finding
                .form
                .as_ref()
                .map(|form| format!("{} {}", form.id, form.title))
                .unwrap_or_default(),
            row: finding.row.as_deref().unwrap_or_default(),
            column: finding.column.as_deref().unwrap_or_default(),
            comparison: finding.comparison.as_ref(),
            place: finding.report_labels.first().map(|label| Cow::Borrowed(&label.place)),
            sentence,
            help: finding.help.iter().map(|line| in_file(line, report)).collect(),
            basis: finding.rule.basis.as_deref().unwrap_or_default(),
            category: wording::category(finding.rule.category),
            status,
            id: &finding.id,
        }
    }

    /// What there was to say while the report was read.
    fn read(diagnostic: &'r Diagnostic, report: &'r CheckedReport) -> Self {
        // The beginning of a file is no place: it stands for the whole of it.
        let whole = |origin: Origin| matches!(origin, Origin::Text(span) if span.start == span.end && span.start == 0);
        let label = diagnostic.labels.iter().find(|label| !whole(label.at));
        Self {
            severity: diagnostic.severity.label(),
            tint: severity_tint(diagnostic.severity),
            rule: diagnostic.code.id,
            title: "读取报告",
            form: String::new(),
            row: "",
            column: "",
            comparison: None,
            place: label.map(|label| Cow::Owned(Place::new(&report.sources, label.at, "".into()))),
            sentence: diagnostic.message.clone(),
            help: diagnostic.help.clone().into_iter().collect(),
            basis: "",
            category: "",
            status: "读取说明".to_owned(),
            id: "",
        }
    }

    /// Id and title of its rule.
    pub fn rule(&self) -> (&'r str, &'r str) {
        (self.rule, self.title)
    }

    /// The cells of the row; `link` makes a location in the workbook of a place.
    pub fn cells(
        &self,
        number: usize,
        of_report: Option<&CheckedReport>,
        link: &dyn Fn(&Place) -> Option<String>,
    ) -> Vec<Cell<'_>> {
        let text = |text| Cell::text(text, BODY);
        let centred = Look { centred: true, ..BODY };
        let mut cells = vec![Cell::count(number, centred)];
        if let Some(report) = of_report {
            cells.push(Cell::text(report.name.to_string(), BODY));
            cells.push(Cell::text(report.unit.clone().unwrap_or_default(), BODY));
        }
        let graded = Look {
            tint: Some(self.tint),
            ..centred
        };
        cells.push(Cell::text(self.severity, graded));
        cells.extend([self.rule, self.title, &self.form, self.row, self.column].map(text));
        let comparison = self.comparison;
        let figure = |of: fn(&Comparison) -> &Shown| comparison.map_or(Cell::text("", BODY), |all| shown(of(all), all));
        cells.push(figure(|all| &all.left.value));
        cells.push(figure(|all| &all.right.value));
        cells.push(figure(|all| &all.difference));
        cells.push(Cell::text(comparison.map_or("", |all| all.scale.unit_label()), centred));
        cells.push(figure(|all| &all.bound.value));
        let location = self.place.as_deref().and_then(link);
        let look = if location.is_some() {
            Look {
                font: Font::Link,
                ..BODY
            }
        } else {
            BODY
        };
        let place = self.place.as_ref().map(|place| place.in_file()).unwrap_or_default();
        cells.push(Cell::text(place, look).linked(location));
        cells.push(text(&self.sentence));
        cells.push(Cell::text(self.help.join("\n"), BODY));
        cells.push(text(self.basis));
        cells.push(Cell::text(self.category, centred));
        cells.extend([&*self.status, self.id].map(text));
        cells
    }
}

/// A figure as a number with its decimals.
fn shown<'f>(figure: &'f Shown, comparison: &Comparison) -> Cell<'f> {
    let Some(plain) = &figure.plain else {
        return Cell::text(&*figure.text, BODY);
    };
    // A figure finer than the others (a bound) keeps its own decimals.
    let own = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let own = u32::try_from(own).unwrap_or(u32::MAX);
    let scale = comparison.scale;
    let shape = match scale.kind {
        Kind::Ratio => Shape::Percent(scale.decimals.max(own.saturating_sub(2)).min(6)),
        _ => Shape::Decimals(scale.decimals.max(own).min(6)),
    };
    Cell::number(&**plain, Look { shape, ..BODY })
}
