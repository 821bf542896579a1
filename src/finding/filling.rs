//! Rows of another table that would fill what a row is greater than those below it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::view::View;
use crate::form::{BlockIx, Coded, Column, ColumnIx};
use crate::report::{Cell, Figure, FigureRef, Report, Row, RowIx, RowKey, RowRef, TableIx};
use crate::value::{CellText, Kind, add_exact, sub_exact};

/// How much is lacking in a column, give or take `bound`.
pub(super) struct Gap {
    pub column: ColumnIx,
    pub amount: Decimal,
    pub bound: Decimal,
}

/// Rows of one other table that would fill the gaps.
pub(super) struct Filling {
    pub table: TableIx,
    pub part: BlockIx,
    /// The rows themselves, without those below them.
    pub rows: Vec<RowIx>,
    /// For each gap, the column of the other table that has it.
    pub columns: Vec<ColumnIx>,
}

impl Filling {
    /// A row of the other table.
    pub fn row(&self, row: RowIx) -> RowRef {
        RowRef {
            table: self.table,
            part: self.part,
            row,
        }
    }
}

/// A cell of the parent's part and what rounding leaves open of it; zero for a blank one.
pub(super) fn figure(view: View<'_>, parent: RowRef, row: RowIx, column: ColumnIx) -> Option<(Decimal, Decimal)> {
    let cell = view.cell(FigureRef {
        table: parent.table,
        part: parent.part,
        row,
        column,
    })?;
    match cell.figure {
        Figure::Number { value, half } => Some((value, half)),
        Figure::Blank | Figure::Missing => Some((Decimal::ZERO, Decimal::ZERO)),
        Figure::Unreadable(_) => None,
    }
}

fn coded(view: View<'_>, table: TableIx, part: BlockIx) -> Option<&Coded> {
    view.block(table, part)?.axis.coded()
}

/// Every single row that fills the gaps, each code once; where none does, all that one table has more, together.
pub(super) fn fillings(view: View<'_>, parent: RowRef, gaps: &[Gap]) -> Vec<Filling> {
    let mut singles: BTreeMap<CellText, Filling> = BTreeMap::new();
    let mut together = Vec::new();
    for (table, found) in view.report.numbered_tables() {
        for (part, rows) in found.numbered_parts() {
            if table == parent.table {
                continue;
            }
            let absent = absent(view, parent, (table, part)).unwrap_or_default();
            for row in &absent {
                let code = rows.row(*row).and_then(|row| row.code.clone());
                if let Some((columns, alike)) = fits(view, parent, gaps, (table, part), std::slice::from_ref(row))
                    && let Some(code) = code
                {
                    let filling = Filling {
                        table,
                        part,
                        rows: vec![*row],
                        columns,
                    };
                    // The table whose columns are called the same tells more.
                    let known = singles.get(&code).and_then(|known| {
                        fits(view, parent, gaps, (known.table, known.part), &known.rows).map(|(_, alike)| alike)
                    });
                    if known.is_none_or(|known| alike > known) {
                        singles.insert(code, filling);
                    }
                }
            }
            if absent.len() > 1
                && let Some((columns, alike)) = fits(view, parent, gaps, (table, part), &absent)
            {
                together.push((
                    alike,
                    Filling {
                        table,
                        part,
                        rows: absent,
                        columns,
                    },
                ));
            }
        }
    }
    if singles.is_empty() {
        let best = together.into_iter().rev().max_by_key(|(alike, _)| *alike);
        return best.map(|(_, filling)| filling).into_iter().collect();
    }
    singles.into_values().collect()
}

/// The rows of another table that would stand directly below the parent and that its table lacks.
fn absent(view: View<'_>, parent: RowRef, (table, part): (TableIx, BlockIx)) -> Option<Vec<RowIx>> {
    let (own, other) = (coded(view, parent.table, parent.part)?, coded(view, table, part)?);
    if own.code_list != other.code_list || own.key.key != other.key.key {
        return None;
    }
    let above = view.row(parent)?;
    let (level, prefix) = match above.key {
        RowKey::Total(_) => (0, ""),
        RowKey::Code { level } => (level.index() + 1, above.code.as_deref()?),
        RowKey::Item(_) | RowKey::Record => return None,
    };
    let here = &view.part(parent.table, parent.part)?.rows;
    let known: BTreeSet<&str> = here.iter().filter_map(|row| row.code.as_deref()).collect();
    let length = own.levels.get(level)?.length as usize;
    let rows = view.part(table, part)?.numbered_rows();
    Some(
        rows.filter(|(_, row)| {
            row.code
                .as_deref()
                .is_some_and(|code| code.len() == length && code.starts_with(prefix) && !known.contains(code))
        })
        .map(|(index, _)| index)
        .collect(),
    )
}

/// The column of the other table that fills each gap, and how many of them are called as the gap's is. A column of
/// that name must be the one; and where nothing is lacking, the column of that name must have nothing.
fn fits(
    view: View<'_>,
    parent: RowRef,
    gaps: &[Gap],
    (table, part): (TableIx, BlockIx),
    rows: &[RowIx],
) -> Option<(Vec<ColumnIx>, usize)> {
    let own = view.block(parent.table, parent.part)?;
    let other = view.block(table, part)?;
    let there = RowRef {
        table,
        part,
        row: RowIx::default(),
    };
    let mut sums: Vec<Option<(Decimal, Decimal)>> = Vec::with_capacity(other.columns.len());
    for (column, declared) in other.numbered_columns() {
        let mut sum = (declared.kind == Kind::Money).then_some((Decimal::ZERO, Decimal::ZERO));
        for row in rows {
            let add = |(value, half): (Decimal, Decimal)| {
                let (more, wider) = figure(view, there, *row, column)?;
                Some((add_exact(value, more)?, add_exact(half, wider)?))
            };
            sum = sum.and_then(add);
        }
        sums.push(sum);
    }
    let same = |a: &Column, b: &Column| a.answers_to(&b.name.key) || b.answers_to(&a.name.key);
    let close = |sum: &Option<(Decimal, Decimal)>, amount: Decimal, bound: Decimal| {
        sum.is_some_and(|(value, half)| {
            let off = sub_exact(value, amount).map(|off| off.abs());
            off.zip(add_exact(bound, half)).is_some_and(|(off, bound)| off <= bound)
        })
    };
    let mut columns = Vec::with_capacity(gaps.len());
    let mut alike = 0;
    let money = own.numbered_columns().filter(|(_, column)| column.kind == Kind::Money);
    for (index, column) in money {
        let gap = gaps.iter().find(|gap| gap.column == index);
        let mut columns_there = other.numbered_columns();
        let namesake = columns_there.find(|(_, other)| same(column, other)).map(|(at, _)| at);
        match (gap, namesake) {
            (Some(gap), Some(namesake)) => {
                sums.get(namesake.index())
                    .filter(|sum| close(sum, gap.amount, gap.bound))?;
                columns.push(namesake);
                alike += 1;
            }
            (Some(gap), None) => {
                let found = sums.iter().position(|sum| close(sum, gap.amount, gap.bound))?;
                columns.push(ColumnIx::new(found));
            }
            (None, Some(namesake)) => {
                sums.get(namesake.index())
                    .filter(|sum| close(sum, Decimal::ZERO, Decimal::ZERO))?;
            }
            (None, None) => {}
        }
    }
    Some((columns, alike))
}

/// The report with the rows, and all below them, behind those that the table has.
pub(super) fn filled(view: View<'_>, parent: RowRef, gaps: &[Gap], filling: &Filling) -> Option<Report> {
    let mut report = view.report.clone();
    let there = view.part(filling.table, filling.part)?;
    let own = coded(view, parent.table, parent.part)?;
    let part = report
        .tables
        .get_mut(parent.table.index())?
        .parts
        .get_mut(parent.part.index())?;
    let above = part.row(parent.row)?;
    let (origin, top) = (
        above.origin,
        match above.key {
            RowKey::Total(_) => None,
            _ => Some(parent.row),
        },
    );
    let mut order: Vec<RowIx> = filling
        .rows
        .iter()
        .flat_map(|row| with_those_below(view, filling, *row))
        .collect();
    order.retain(|row| {
        let code = there.row(*row).and_then(|row| row.code.as_deref());
        part.rows.iter().all(|known| known.code.as_deref() != code)
    });
    for row in order {
        let from = there.row(row)?;
        let code = from.code.as_deref()?;
        let length = |index: &RowIx| {
            part.row(*index)
                .and_then(|known| known.code.as_deref())
                .map_or(0, str::len)
        };
        let above = |index: &RowIx| {
            let known = part
                .row(*index)
                .and_then(|known| known.code.as_deref())
                .unwrap_or_default();
            !known.is_empty() && known.len() < code.len() && code.starts_with(known)
        };
        let row_parent = part.row_indices().filter(above).max_by_key(length).or(top);
        let index = RowIx::new(part.rows.len());
        for known in &mut part.rows {
            let below = known
                .code
                .as_deref()
                .is_some_and(|known| known.len() > code.len() && known.starts_with(code));
            if below && known.parent == row_parent {
                known.parent = Some(index);
            }
        }
        part.rows.push(Row {
            key: RowKey::Code {
                level: own.level_of(code)?,
            },
            code: from.code.clone(),
            name: from.name.clone(),
            origin,
            parent: row_parent,
        });
        for (column, binding) in part.columns.iter().enumerate() {
            let column = ColumnIx::new(column);
            let donor = gaps
                .iter()
                .position(|gap| gap.column == column)
                .and_then(|gap| filling.columns.get(gap))
                .and_then(|column| there.cell(row, *column));
            let figure = match donor {
                Some(cell) => cell.figure.clone(),
                None if binding.bound.is_none() => Figure::Missing,
                None => Figure::Blank,
            };
            part.cells.push(Cell {
                figure,
                text: "".into(),
                origin,
                repair: None,
            });
        }
    }
    Some(report)
}

/// A row of the other table and all rows below it, by code.
pub(super) fn with_those_below(view: View<'_>, filling: &Filling, row: RowIx) -> Vec<RowIx> {
    let Some(part) = view.part(filling.table, filling.part) else {
        return Vec::new();
    };
    let code = part.row(row).and_then(|row| row.code.as_deref()).unwrap_or_default();
    let below = |other: &Row| other.code.as_deref().is_some_and(|other| other.starts_with(code));
    let rows = part.numbered_rows();
    rows.filter(|(_, other)| below(other)).map(|(index, _)| index).collect()
}
