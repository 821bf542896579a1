//! Rows that have lost cells, as the sums of their table see them, and where their cells came to stand.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cell;
use super::figure_column::{FigureColumn, Measured};
use super::partial_table::{Open, PartialTable};
use super::shift::{self, Addend, Placements, SummedCell, Verdict};
use crate::form::{ColumnIx, Form};
use crate::read::number::Reading;
use crate::report::{Cell, Figure, Part, RowIx};
use crate::source::Origin;
use crate::value::Unit;

/// A table with rows whose cells are yet to be placed.
pub(super) struct Placing<'a, 'd> {
    form: &'a Form,
    partial: &'a PartialTable<'d>,
    parts: &'a [Part],
    unit: Unit,
    /// The readings of the cells of every open row, by group, row and cell.
    readings: Vec<Vec<Vec<Reading>>>,
}

impl<'a, 'd> Placing<'a, 'd> {
    /// Reads the cells of all rows of `partial` that are open.
    pub fn new(form: &'a Form, partial: &'a PartialTable<'d>, parts: &'a [Part], unit: Unit) -> Self {
        let group = |group: &shift::Group<'d>| {
            let rows = group.rows.iter();
            rows.map(|row| row.row.cells.iter().map(cell::read).collect()).collect()
        };
        Self {
            form,
            partial,
            parts,
            unit,
            readings: partial.groups.iter().map(group).collect(),
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

impl Placements for Placing<'_, '_> {
    fn choices(&self) -> Vec<usize> {
        let groups = self.partial.groups.iter();
        groups
            .map(|group| if group.given_up { 0 } else { group.choices.len() })
            .collect()
    }

    fn preferred(&self) -> Vec<Option<usize>> {
        self.partial.groups.iter().map(|group| group.preferred).collect()
    }

    fn open(&self, term: &SummedCell) -> Option<Open> {
        self.partial.parts.get(term.part)?.rows.get(term.row)?.open
    }

    fn fixed(&self, term: &SummedCell) -> Addend {
        let cell = self
            .parts
            .get(term.part)
            .and_then(|part| part.cell(RowIx::new(term.row), ColumnIx::new(term.column)));
        cell.map_or(Addend::Nothing, |cell| addend(&cell.figure))
    }

    fn placed(&self, term: &SummedCell, open: Open, choice: usize) -> Addend {
        let found = || {
            let block = self.form.blocks.get(term.part)?;
            let row = self.partial.parts.get(term.part)?.rows.get(term.row)?;
            let place = row.place(&self.partial.layouts, term.column)?;
            let group = self.partial.groups.get(open.group)?;
            if group.given_up {
                return Some(Addend::Unknown);
            }
            let at = group
                .choices
                .get(choice)?
                .placement
                .get(place.grid)
                .copied()
                .flatten()?;
            let reading = self.readings.get(open.group)?.get(open.row)?.get(at)?;
            let measure = Measured::of(block, row, self.unit).at(&place);
            Some(addend(&cell::figure(reading, "", measure)))
        };
        found().unwrap_or(Addend::Nothing)
    }

    fn cell(&self, term: &SummedCell, open: Open, choice: usize) -> Option<usize> {
        let row = self.partial.parts.get(term.part)?.rows.get(term.row)?;
        let group = self.partial.groups.get(open.group)?;
        let at = group
            .choices
            .get(choice)?
            .placement
            .get(row.place(&self.partial.layouts, term.column)?.grid)
            .copied()
            .flatten()?;
        let found = group.rows.get(open.row)?.row.cells.get(at)?;
        (!found.text.is_empty()).then_some(at)
    }

    fn cap(&self) -> Option<Decimal> {
        self.form.tail_cap
    }
}

/// A cell with its part, row and column.
pub(super) type PlacedCell = (usize, usize, usize, Cell);

/// The cells of the open rows: where every tenable choice puts a cell into one column, it is taken there; where they
/// differ, no column that it may belong to can be read, and it is noted in `unplaced`.
pub(super) fn placed(
    form: &Form,
    partial: &PartialTable<'_>,
    verdicts: &[Verdict],
    unit: Unit,
    unplaced: &mut BTreeMap<Origin, usize>,
) -> Vec<PlacedCell> {
    let mut out = Vec::new();
    for (part_at, (block, part)) in form.blocks.iter().zip(&partial.parts).enumerate() {
        for (row_at, row) in part.rows.iter().enumerate() {
            let Some(open) = row.open else { continue };
            let (Some(group), Some(verdict)) = (partial.groups.get(open.group), verdicts.get(open.group)) else {
                continue;
            };
            let mut tenable: BTreeSet<usize> = verdict.tenable.iter().copied().collect();
            tenable.extend(verdict.doubtful.get(&open.row).into_iter().flatten());
            let choices: Vec<&shift::Choice> = tenable.iter().filter_map(|at| group.choices.get(*at)).collect();
            let measured = Measured::of(block, row, unit);
            let own: Vec<(usize, FigureColumn)> = row
                .places(&partial.layouts)
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
                let columns: Vec<(usize, FigureColumn)> = own
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
