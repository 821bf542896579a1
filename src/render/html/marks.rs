//! Which cells of a report its findings speak of, so that each can lead to the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{
    CheckedReport, Finding, FindingGroup, GroupKind, Place, RepairedCell, ReportLabel, RunHead, wording,
};
use crate::report::Report;
use crate::plan::Plan;
use crate::source::Origin;

/// What a finding is to a reader, from the least to the most grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Explained,
    Tail,
    Notice,
    Warning,
    Error,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Error, Self::Warning, Self::Notice, Self::Tail, Self::Explained];

    pub fn of(finding: &Finding) -> Self {
        match (finding.outcome, finding.severity) {
            (Outcome::Explained, _) => Self::Explained,
            (Outcome::Tail, _) => Self::Tail,
            (_, Severity::Error) => Self::Error,
            (_, Severity::Warning) => Self::Warning,
            (_, Severity::Notice) => Self::Notice,
        }
    }

    pub fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Notice => Self::Notice,
        }
    }

    /// The class of what is of this kind.
    pub fn class(self) -> &'static str {
        match self {
            Self::Explained => "x",
            Self::Tail => "t",
            Self::Notice => "n",
            Self::Warning => "w",
            Self::Error => "e",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Explained => Outcome::Explained.label(),
            Self::Tail => Outcome::Tail.label(),
            Self::Notice => Severity::Notice.label(),
            Self::Warning => Severity::Warning.label(),
            Self::Error => Severity::Error.label(),
        }
    }

    /// A sign that tells without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Explained => "○",
            Self::Tail => "≈",
            Self::Notice => "i",
            Self::Warning => "!",
            Self::Error => "✕",
        }
    }
}

/// A cell, or a row where `column` is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub table: usize,
    pub part: usize,
    pub row: usize,
    pub column: Option<usize>,
}

/// A cell that is marked.
#[derive(Debug, Default)]
pub(super) struct Mark {
    /// The findings that speak of it, by their numbers (from 1).
    pub findings: Vec<usize>,
    /// The gravest of them, and whether the cell may be what is wrong rather than a term of what is.
    pub kind: Option<(Kind, bool)>,
    /// Its repair, by its number (from 0).
    pub repair: Option<usize>,
}

/// The marks of a report, and the names by which its parts link to one another.
pub(super) struct Marks<'a> {
    /// What all its anchors begin with: `r1`.
    pub prefix: String,
    /// The findings in order; their numbers count from 1.
    pub findings: Vec<&'a Finding>,
    /// By cell and row.
    pub marks: BTreeMap<Spot, Mark>,
    /// Tables with a failure in them.
    pub tables: BTreeSet<usize>,
    places: HashMap<Origin, Vec<Spot>>,
    columns: Vec<Vec<Vec<String>>>,
    titles: HashMap<Origin, usize>,
}

impl<'a> Marks<'a> {
    pub fn new(prefix: String, head: RunHead<'_>, checked: &'a CheckedReport) -> Self {
        let mut marks = Self {
            prefix,
            findings: checked.groups.iter().flat_map(|group| &group.findings).collect(),
            marks: BTreeMap::new(),
            tables: BTreeSet::new(),
            places: HashMap::new(),
            columns: Vec::new(),
            titles: HashMap::new(),
        };
        if let Some(report) = &checked.report {
            marks.columns = column_names(head.plan(), report);
            marks.places = places(report, checked);
            let titles = report.tables.iter().enumerate().rev();
            marks.titles = titles.map(|(index, table)| (table.origin, index)).collect();
        }
        let mut number = 0;
        for group in &checked.groups {
            for finding in &group.findings {
                number += 1;
                marks.add(number, finding, group);
            }
        }
        for (index, repair) in checked.repairs.iter().enumerate() {
            if !is_listed(repair, head.single) {
                continue;
            }
            if let Some(spot) = marks.at(&repair.place) {
                marks.marks.entry(spot).or_default().repair = Some(index);
            }
        }
        marks
    }

    fn add(&mut self, number: usize, finding: &Finding, group: &FindingGroup) {
        let kind = Kind::of(finding);
        let cause = match &group.kind {
            GroupKind::Cause(cause) => Some(&cause.label),
            _ => None,
        };
        let whole = finding.whole_sides();
        let is_telling = |label: &ReportLabel| match cause {
            Some(cause) => label.place == cause.place,
            None if finding.comparison.is_some() => whole.contains(&&label.place),
            None => label.suspect,
        };
        let none_tells = cause.is_none() && !finding.report_labels.iter().any(is_telling);
        let labels = finding.report_labels.iter().chain(cause);
        for label in labels {
            let Some(spot) = self.spot(label) else { continue };
            let mark = self.marks.entry(spot).or_default();
            if mark.findings.last() != Some(&number) {
                mark.findings.push(number);
            }
            let telling = none_tells || is_telling(label);
            mark.kind = mark.kind.max(Some((kind, telling)));
            if kind > Kind::Tail {
                self.tables.insert(spot.table);
            }
        }
    }

    /// The cell or row of a label.
    fn spot(&self, label: &ReportLabel) -> Option<Spot> {
        let spots = self.places.get(&label.place.origin)?;
        // Cells that a row lacks all stand at the row.
        let named = spots.iter().find(|spot| {
            let column = self.columns.get(spot.table).and_then(|parts| parts.get(spot.part));
            let column = column.and_then(|columns| columns.get(spot.column?));
            column.is_some_and(|column| *column == label.column)
        });
        named.or_else(|| spots.first()).copied()
    }

    /// The cell or row of a place.
    fn at(&self, place: &Place) -> Option<Spot> {
        self.places.get(&place.origin)?.first().copied()
    }

    /// The anchor of what stands at a label: a cell, a row, a table.
    pub fn label_anchor(&self, label: &ReportLabel) -> Option<String> {
        let spot = self.spot(label).map(|spot| self.spot_id(spot));
        spot.or_else(|| self.table_anchor(&label.place))
    }

    /// The anchor of what stands at a place.
    pub fn place_anchor(&self, place: &Place) -> Option<String> {
        let spot = self.at(place).map(|spot| self.spot_id(spot));
        spot.or_else(|| self.table_anchor(place))
    }

    fn table_anchor(&self, place: &Place) -> Option<String> {
        let table = self.titles.get(&place.origin)?;
        Some(format!("{}-t{table}", self.prefix))
    }

    /// The anchor of a cell or row.
    pub fn spot_id(&self, spot: Spot) -> String {
        let Spot {
            table,
            part,
            row,
            column,
        } = spot;
        match column {
            Some(column) => format!("{}-c{table}.{part}.{row}.{column}", self.prefix),
            None => format!("{}-l{table}.{part}.{row}", self.prefix),
        }
    }

    /// The anchor of a finding.
    pub fn finding_id(&self, finding: &Finding) -> String {
        format!("{}-{}", self.prefix, finding.id)
    }

    /// The finding of this number.
    pub fn finding(&self, number: usize) -> Option<&'a Finding> {
        self.findings.get(number.checked_sub(1)?).copied()
    }
}

/// Whether a repair is told of by itself: of a report alone all are, among many those that could have changed a figure.
pub(super) fn is_listed(repair: &RepairedCell, single: bool) -> bool {
    single || wording::is_grave(repair.kind)
}

fn column_names(plan: &Plan, report: &Report) -> Vec<Vec<Vec<String>>> {
    let names = |form: usize| {
        let blocks = plan
            .ruleset
            .forms
            .get(form)
            .map(|form| form.blocks.as_slice())
            .unwrap_or_default();
        let columns = blocks
            .iter()
            .map(|block| block.columns.iter().map(crate::form::Column::path).collect());
        columns.collect()
    };
    report.tables.iter().map(|table| names(table.form.index())).collect()
}

/// Cells and rows by where they stand, of the places that findings and repairs speak of.
fn places(report: &Report, checked: &CheckedReport) -> HashMap<Origin, Vec<Spot>> {
    let mut places: HashMap<Origin, Vec<Spot>> = HashMap::new();
    for group in &checked.groups {
        if let GroupKind::Cause(cause) = &group.kind {
            places.entry(cause.label.place.origin).or_default();
        }
        for finding in &group.findings {
            let sides = finding
                .comparison
                .iter()
                .flat_map(|comparison| [&comparison.left, &comparison.right]);
            let terms = sides.flat_map(|side| &side.terms).chain(&finding.terms);
            let terms = terms.filter_map(|term| term.place.as_ref());
            for place in terms.chain(finding.report_labels.iter().map(|label| &label.place)) {
                places.entry(place.origin).or_default();
            }
        }
    }
    for repair in &checked.repairs {
        places.entry(repair.place.origin).or_default();
    }
    for (table, found) in report.tables.iter().enumerate() {
        for (part, block) in found.parts.iter().enumerate() {
            let width = block.columns.len().max(1);
            for (at, cell) in block.cells.iter().enumerate() {
                if let Some(spots) = places.get_mut(&cell.origin) {
                    let (row, column) = (at / width, Some(at % width));
                    spots.push(Spot {
                        table,
                        part,
                        row,
                        column,
                    });
                }
            }
            for (at, row) in block.rows.iter().enumerate() {
                if let Some(spots) = places.get_mut(&row.origin) {
                    spots.push(Spot {
                        table,
                        part,
                        row: at,
                        column: None,
                    });
                }
            }
        }
    }
    places.retain(|_, spots| !spots.is_empty());
    places
}
