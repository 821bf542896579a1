//! Where the columns of a block stand in a grid, and what their figures measure.

use std::sync::Arc;

use super::cell::FigureMeasure;
use super::column_groups::{BoundColumn, GridLayout};
use super::header::HeaderColumn;
use super::partial_table::PartialRow;
use crate::form::Block;
use crate::report::{ColumnBinding, RowKey};
use crate::value::{Kind, Unit};

/// The place of a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct FigureColumn {
    /// Column of the grid.
    pub grid: usize,
    /// What its figures measure, where the item of a row says nothing else.
    pub kind: Kind,
    /// The money unit that its header states.
    pub unit: Option<Unit>,
    /// Whether the header says `%`.
    pub percent: bool,
}

/// The place of each column of `block`, where it is `bound` to one.
pub(super) fn places(block: &Block, bound: &[BoundColumn], headers: &[HeaderColumn]) -> Vec<Option<FigureColumn>> {
    let columns = block.columns.iter().enumerate();
    let place = columns.map(|(at, column)| {
        let grid = bound.iter().find(|bound| bound.column == at)?.grid;
        let header = headers.get(grid);
        Some(FigureColumn {
            grid,
            kind: column.kind,
            unit: header.and_then(|header| header.unit),
            percent: header.is_some_and(|header| header.percent),
        })
    });
    place.collect()
}

impl PartialRow<'_> {
    /// For each column of the block, where its figure stands.
    pub fn places<'l>(&self, layouts: &'l [Arc<GridLayout>]) -> &'l [Option<FigureColumn>] {
        let (group, target) = self.column_group;
        let group = layouts
            .get(self.layout)
            .and_then(|layout| layout.column_groups.get(group));
        let target = group.and_then(|group| group.targets.get(target));
        target.map(|target| target.places.as_slice()).unwrap_or_default()
    }

    /// The place of a column.
    pub fn place(&self, layouts: &[Arc<GridLayout>], column: usize) -> Option<FigureColumn> {
        self.places(layouts).get(column).copied().flatten()
    }
}

/// What the figures of a row measure.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    /// The kind of its item.
    kind: Option<Kind>,
    /// The unit of money where the header states none.
    unit: Unit,
}

impl Measured {
    /// What the figures of `row` measure, with money in `unit` where nothing else is stated.
    pub fn of(block: &Block, row: &PartialRow<'_>, unit: Unit) -> Self {
        let item = match row.key {
            RowKey::Item(item) => block.axis.item(item),
            _ => None,
        };
        Self {
            kind: item.and_then(|item| item.kind),
            unit: row.unit.unwrap_or(unit),
        }
    }

    /// What its figure at `place` measures.
    pub fn at(self, place: &FigureColumn) -> FigureMeasure {
        FigureMeasure {
            kind: self.kind.unwrap_or(place.kind),
            unit: place.unit.unwrap_or(self.unit),
            percent: place.percent,
        }
    }
}

/// The columns of a block of which nothing is known.
pub(super) fn unbound(block: &Block) -> Vec<ColumnBinding> {
    let unbound = ColumnBinding {
        bound: None,
        header: String::new(),
        grid_columns: Vec::new(),
    };
    vec![unbound; block.columns.len()]
}

/// Notes how `layout` binds the `columns` of a block.
pub(super) fn bind(columns: &mut [ColumnBinding], block: usize, layout: &GridLayout) {
    let targets = layout.column_groups.iter().flat_map(|group| &group.targets);
    for bound in targets
        .filter(|target| target.block == block)
        .flat_map(|target| &target.bound)
    {
        let Some(binding) = columns.get_mut(bound.column) else {
            continue;
        };
        if binding.bound.is_none() {
            binding.bound = Some(bound.by);
            let header = layout.columns.get(bound.grid);
            binding.header = header.map_or_else(String::new, |header| header.printed.clone());
        }
        if !binding.grid_columns.contains(&bound.grid) {
            binding.grid_columns.push(bound.grid);
        }
    }
}

/// Adds to the `binding` of a column how the next page binds it.
pub(super) fn also(binding: &mut ColumnBinding, next: &ColumnBinding) {
    if binding.bound.is_none() {
        binding.clone_from(next);
        return;
    }
    for column in &next.grid_columns {
        if !binding.grid_columns.contains(column) {
            binding.grid_columns.push(*column);
        }
    }
}
