//! The figures of a table whose rows are known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::cell::{self, Measure};
use super::draft::{DraftPart, DraftRow, DraftRows, Open};
use super::lane::Layout;
use super::lookup::Map;
use super::place::Place;
use super::shift::{self, Addend, Figures, Lookups, SumRow, Term, Verdict};
use crate::form::{Axis, Block, Form};
use crate::read::number::Reading;
use crate::report::{Cell, ColumnBinding, Figure, Part, Row, RowKey};
use crate::source::Origin;
use crate::value::{CellText, Kind, Unit};

/// The parts of a table, and what was found out about its rows with lost cells.
pub(super) struct Assembled {
    pub parts: Vec<Part>,
    pub verdicts: Vec<Verdict>,
    /// Cells that may belong to several columns, with the group of rows they are in.
    pub unplaced: BTreeMap<Origin, usize>,
}

/// Reads the figures of `draft`; money without a unit is in `unit`. Where `printed` says where a printed table begins, a part of it
/// with nothing below its header is one that says 0; a table that a test gives has the rows given.
pub(super) fn assemble(
    form: &Form,
    draft: &mut DraftRows<'_>,
    unit: Unit,
    printed: Option<Origin>,
    lookups: &mut Lookups,
) -> Assembled {
    let mut parts: Vec<Part> = form
        .blocks
        .iter()
        .zip(&mut draft.parts)
        .map(|(block, part)| fixed(block, part, &draft.layouts, unit))
        .collect();
    // Rows that could not be taken are not nothing.
    let origin = printed.filter(|_| draft.diagnostics.is_empty());
    for (part, block) in parts.iter_mut().zip(&form.blocks) {
        if let Some(origin) = origin
            && let Some(empty) = empty_row(block, part, origin)
        {
            part.cells = part
                .columns
                .iter()
                .map(|column| cell::absent(unfilled(column), origin))
                .collect();
            part.rows.push(empty);
        }
    }
    let draft = &*draft;
    let mut verdicts = Vec::new();
    let mut unplaced = BTreeMap::new();
    if !draft.groups.is_empty() {
        let known: Vec<Vec<SumRow<'_>>> = parts
            .iter()
            .zip(&draft.parts)
            .map(|(part, draft)| sum_rows(part, draft))
            .collect();
        let sums = shift::sums(form, &known);
        let table = Placing::new(form, draft, &parts, unit);
        verdicts = shift::solve(&table, &sums, lookups);
        for (group, verdict) in draft.groups.iter().zip(&mut verdicts) {
            if group.given_up {
                verdict.tenable.clear();
            }
        }
        let placed = placed(form, draft, &verdicts, unit, &mut unplaced);
        for (part, row, column, cell) in placed {
            let Some(part) = parts.get_mut(part) else { continue };
            let width = part.columns.len();
            if let Some(slot) = part.cells.get_mut(row * width + column) {
                *slot = cell;
            }
        }
    }
    Assembled {
        parts,
        verdicts,
        unplaced,
    }
}

/// The one row that a table with a header and nothing below it has: its record or its total, both blank. A form published
/// empty is one that says 0, printed total or not.
fn empty_row(block: &Block, part: &Part, origin: Origin) -> Option<Row> {
    let has_header = part.columns.iter().any(|column| column.bound.is_some());
    if !part.rows.is_empty() || !has_header {
        return None;
    }
    let (key, name) = match &block.axis {
        Axis::Single => (RowKey::Record, CellText::new()),
        Axis::Coded(coded) => {
            let mut totals = coded.totals.iter().enumerate();
            let (at, total) = totals.find(|(_, total)| total.formula.is_none())?;
            (RowKey::Total(at), CellText::from(&*total.name.text))
        }
        Axis::Items(_) => return None,
    };
    Some(Row {
        key,
        code: None,
        name,
        origin,
        parent: None,
    })
}

fn unfilled(column: &ColumnBinding) -> Figure {
    if column.bound.is_some() {
        Figure::Blank
    } else {
        Figure::Missing
    }
}

/// The rows and the cells of rows that have all theirs; those of others are blank as yet.
fn fixed(block: &Block, draft: &mut DraftPart<'_>, layouts: &[Arc<Layout>], unit: Unit) -> Part {
    let parents = parents(block, draft);
    let mut part = Part {
        columns: Arc::clone(&draft.columns),
        rows: Vec::with_capacity(draft.rows.len()),
        cells: Vec::with_capacity(draft.rows.len() * block.columns.len()),
    };
    for (at, row) in draft.rows.iter_mut().enumerate() {
        let origin = row.view.row.row.origin;
        part.rows.push(Row {
            key: row.key,
            code: row.code.take(),
            name: std::mem::take(&mut row.name),
            origin,
            parent: parents.get(at).copied().flatten(),
        });
        let measured = Measured::of(block, row, unit);
        let cell = |place: &Option<Place>| match place {
            None => cell::absent(Figure::Missing, origin),
            Some(_) if row.open.is_some() => cell::absent(Figure::Blank, origin),
            Some(place) => match row.view.cell(place.grid) {
                None => cell::absent(Figure::Blank, origin),
                Some(found) => cell::cell(found, measured.at(place)),
            },
        };
        part.cells.extend(places(layouts, row).iter().map(cell));
    }
    part
}

/// For each column of the block, where its figures stand in a row.
fn places<'l>(layouts: &'l [Arc<Layout>], row: &DraftRow<'_>) -> &'l [Option<Place>] {
    let (lane, target) = row.lane;
    let lane = layouts.get(row.layout).and_then(|layout| layout.lanes.get(lane));
    let target = lane.and_then(|lane| lane.targets.get(target));
    target.map(|target| target.places.as_slice()).unwrap_or_default()
}

/// The place of a column in a row.
fn place(layouts: &[Arc<Layout>], row: &DraftRow<'_>, column: usize) -> Option<Place> {
    places(layouts, row).get(column).copied().flatten()
}

/// What the figures of a row measure.
#[derive(Clone, Copy)]
struct Measured {
    /// The kind of its item.
    kind: Option<Kind>,
    /// The unit of money where the header states none.
    unit: Unit,
}

impl Measured {
    fn of(block: &Block, row: &DraftRow<'_>, unit: Unit) -> Self {
        let item = match row.key {
            RowKey::Item(item) => block.axis.items().get(item),
            _ => None,
        };
        Self {
            kind: item.and_then(|item| item.kind),
            unit: row.unit.unwrap_or(unit),
        }
    }

    fn at(self, place: &Place) -> Measure {
        Measure {
            kind: self.kind.unwrap_or(place.kind),
            unit: place.unit.unwrap_or(self.unit),
            percent: place.percent,
        }
    }
}

/// The parent of each coded row: the row of its longest proper prefix.
fn parents(block: &Block, draft: &DraftPart<'_>) -> Vec<Option<usize>> {
    let Some(coded) = block.axis.coded() else {
        return vec![None; draft.rows.len()];
    };
    let mut by_code: Map<&str, usize> = Map::default();
    by_code.reserve(draft.rows.len());
    for (at, row) in draft.rows.iter().enumerate() {
        if let Some(code) = &row.code {
            by_code.entry(code).or_insert(at);
        }
    }
    let mut lengths: Vec<usize> = coded.levels.iter().map(|level| level.length as usize).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let parent = |row: &DraftRow<'_>| {
        let code = row.code.as_deref()?;
        let shorter = lengths.iter().filter(|length| **length < code.len());
        shorter
            .filter_map(|length| code.get(..*length))
            .find_map(|prefix| by_code.get(prefix).copied())
    };
    draft.rows.iter().map(parent).collect()
}

fn sum_rows<'p>(part: &'p Part, draft: &DraftPart<'_>) -> Vec<SumRow<'p>> {
    let rows = part.rows.iter().zip(&draft.rows);
    rows.map(|(row, draft)| SumRow {
        key: row.key,
        code: row.code.as_deref(),
        parent: row.parent,
        open: draft.open.is_some(),
    })
    .collect()
}

/// A table with rows whose cells are yet to be placed.
struct Placing<'a, 'd> {
    form: &'a Form,
    draft: &'a DraftRows<'d>,
    parts: &'a [Part],
    unit: Unit,
    /// The readings of the cells of every open row, by group, row and cell.
    readings: Vec<Vec<Vec<Reading>>>,
}

impl<'a, 'd> Placing<'a, 'd> {
    fn new(form: &'a Form, draft: &'a DraftRows<'d>, parts: &'a [Part], unit: Unit) -> Self {
        let group = |group: &shift::Group<'d>| {
            let rows = group.rows.iter();
            rows.map(|row| row.row.cells.iter().map(cell::read).collect()).collect()
        };
        Self {
            form,
            draft,
            parts,
            unit,
            readings: draft.groups.iter().map(group).collect(),
        }
    }
}

fn addend(figure: &Figure) -> Addend {
    match figure {
        Figure::Number { value, half } => Addend::Number(*value, *half),
        Figure::Blank | Figure::Missing => Addend::Nothing,
        Figure::Unreadable(_) => Addend::Unknown,
    }
}

impl Figures for Placing<'_, '_> {
    fn choices(&self) -> Vec<usize> {
        let groups = self.draft.groups.iter();
        groups
            .map(|group| if group.given_up { 0 } else { group.choices.len() })
            .collect()
    }

    fn preferred(&self) -> Vec<Option<usize>> {
        self.draft.groups.iter().map(|group| group.preferred).collect()
    }

    fn open(&self, term: &Term) -> Option<Open> {
        self.draft.parts.get(term.part)?.rows.get(term.row)?.open
    }

    fn fixed(&self, term: &Term) -> Addend {
        let cell = self
            .parts
            .get(term.part)
            .and_then(|part| part.cell(term.row, term.column));
        cell.map_or(Addend::Nothing, |cell| addend(&cell.figure))
    }

    fn placed(&self, term: &Term, open: Open, choice: usize) -> Addend {
        let found = || {
            let block = self.form.blocks.get(term.part)?;
            let row = self.draft.parts.get(term.part)?.rows.get(term.row)?;
            let place = place(&self.draft.layouts, row, term.column)?;
            let group = self.draft.groups.get(open.group)?;
            if group.given_up {
                return Some(Addend::Unknown);
            }
            let at = group.choices.get(choice)?.placement.get(place.grid).copied().flatten()?;
            let reading = self.readings.get(open.group)?.get(open.row)?.get(at)?;
            let measure = Measured::of(block, row, self.unit).at(&place);
            Some(addend(&cell::figure(reading, "", measure)))
        };
        found().unwrap_or(Addend::Nothing)
    }

    fn cell(&self, term: &Term, open: Open, choice: usize) -> Option<usize> {
        let row = self.draft.parts.get(term.part)?.rows.get(term.row)?;
        let group = self.draft.groups.get(open.group)?;
        let at = group
            .choices
            .get(choice)?
            .placement
            .get(place(&self.draft.layouts, row, term.column)?.grid)
            .copied()
            .flatten()?;
        let found = group.rows.get(open.row)?.row.cells.get(at)?;
        (!found.text.is_empty()).then_some(at)
    }

    fn cap(&self) -> Option<Decimal> {
        self.form.tail_cap
    }
}

type PlacedCell = (usize, usize, usize, Cell);

/// The cells of the open rows: where every tenable choice puts a cell into one column, it is taken there; where they
/// differ, no column that it may belong to can be read, and it is noted in `unplaced`.
fn placed(
    form: &Form,
    draft: &DraftRows<'_>,
    verdicts: &[Verdict],
    unit: Unit,
    unplaced: &mut BTreeMap<Origin, usize>,
) -> Vec<PlacedCell> {
    let mut out = Vec::new();
    for (part_at, (block, part)) in form.blocks.iter().zip(&draft.parts).enumerate() {
        for (row_at, row) in part.rows.iter().enumerate() {
            let Some(open) = row.open else { continue };
            let (Some(group), Some(verdict)) = (draft.groups.get(open.group), verdicts.get(open.group)) else {
                continue;
            };
            let mut tenable: BTreeSet<usize> = verdict.tenable.iter().copied().collect();
            tenable.extend(verdict.doubtful.get(&open.row).into_iter().flatten());
            let choices: Vec<&shift::Choice> = tenable.iter().filter_map(|at| group.choices.get(*at)).collect();
            let measured = Measured::of(block, row, unit);
            let own: Vec<(usize, Place)> = places(&draft.layouts, row)
                .iter()
                .enumerate()
                .filter_map(|(column, place)| Some((column, (*place)?)))
                .collect();
            for (at, found) in row
                .view
                .row
                .row
                .cells
                .iter()
                .enumerate()
                .filter(|(_, found)| !found.text.is_empty())
            {
                let mut goes_to: BTreeSet<Option<usize>> =
                    choices.iter().map(|choice| choice.columns.get(at).copied()).collect();
                if group.given_up {
                    // Anywhere from its own column on.
                    goes_to = (at..=at + group.lost).map(Some).collect();
                }
                let columns: Vec<(usize, Place)> = own
                    .iter()
                    .filter(|(_, place)| goes_to.contains(&Some(place.grid)))
                    .copied()
                    .collect();
                match columns.as_slice() {
                    [] => {}
                    [(column, place)] if goes_to.len() == 1 => {
                        let cell = cell::cell(found, measured.at(place));
                        let name = block
                            .columns
                            .get(*column)
                            .map(crate::form::Column::path)
                            .unwrap_or_default();
                        let cell = if at == place.grid {
                            cell
                        } else {
                            let note = format!("这一行少了单元格,第{}格的数字归入“{name}”", at + 1);
                            cell::moved(cell, note)
                        };
                        out.push((part_at, row_at, *column, cell));
                    }
                    several => {
                        if group.given_up && !super::figure::looks_like_figure(found) {
                            continue;
                        }
                        let names: Vec<String> = several
                            .iter()
                            .filter_map(|(column, _)| Some(format!("“{}”", block.columns.get(*column)?.path())))
                            .collect();
                        let reason = format!(
                            "这一行少了{}个单元格,“{}”可能属于{},无法判定",
                            group.lost,
                            found.text,
                            names.join("或")
                        );
                        unplaced.insert(found.origin, open.group);
                        for (column, _) in several {
                            let figure = Figure::Unreadable(reason.as_str().into());
                            let cell = cell::plain(figure, found.text.clone(), found.origin);
                            out.push((part_at, row_at, *column, cell));
                        }
                    }
                }
            }
        }
    }
    out
}
