//! The groups of columns (code, name, 行次, figures) that stand side by side in a grid.

use std::sync::Arc;

use super::bind;
use super::figure_column::{self, FigureColumn};
use super::header::{HeaderColumn, MOST_COLUMNS};
use super::sample::{Question, Sample};
use super::vocabulary::HeaderRole;
use crate::form::{Axis, Form};
use crate::report::{ColumnBinding, ColumnBound};

/// A group of columns that makes up rows of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnGroup {
    /// Columns of the code: one, or one for each level.
    pub code: Vec<usize>,
    /// The name's column.
    pub name: Option<usize>,
    /// The column of 行次.
    pub line: Option<usize>,
    /// The blocks its rows may belong to, with their figure columns.
    pub targets: Vec<Target>,
    /// All its columns that hold no key, bound or not.
    pub figures: Vec<usize>,
}

/// A block that a column group's rows may belong to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The block of the form.
    pub block: usize,
    /// Its bound columns, in the block's order.
    pub bound: Vec<BoundColumn>,
    /// For each column of the block, where its figures stand.
    pub places: Vec<Option<FigureColumn>>,
}

/// A column of a form bound to one of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BoundColumn {
    /// Column of the grid.
    pub grid: usize,
    /// Column of the block.
    pub column: usize,
    /// By what.
    pub by: ColumnBound,
}

/// The columns of a grid as a form sees them.
#[derive(Debug, Clone, Default)]
pub(super) struct GridLayout {
    /// Left to right.
    pub column_groups: Vec<ColumnGroup>,
    /// What the header says.
    pub columns: Vec<HeaderColumn>,
    /// One past the last column in use.
    pub width: usize,
    /// For each column up to there, whether it is in use.
    pub used: Vec<bool>,
    /// How the columns of each block are bound.
    pub bindings: Vec<Arc<[ColumnBinding]>>,
}

impl GridLayout {
    /// The layout that `columns` (the header) and a `sample` of the rows below it give.
    pub fn new(form: &Form, columns: Vec<HeaderColumn>, sample: &Sample<'_, '_>) -> Self {
        let width = columns.len().max(sample.count(Question::Width)).min(MOST_COLUMNS);
        let mut groups = split(&roles(form, &columns, sample, width), width);
        assign(form, &columns, sample, &mut groups);
        for group in &mut groups {
            for target in &mut group.targets {
                if let Some(block) = form.blocks.get(target.block) {
                    target.bound = bind::bind(block, &group.figures, &columns, sample);
                }
            }
            let some = group.targets.iter().any(|target| !target.bound.is_empty());
            if some {
                group.targets.retain(|target| !target.bound.is_empty());
            }
        }
        groups.retain(|group| group.targets.iter().any(|target| !target.bound.is_empty()));
        let width = groups
            .iter()
            .flat_map(ColumnGroup::used)
            .max()
            .map_or(0, |last| last + 1);
        let layout = Self {
            column_groups: groups,
            columns,
            width,
            ..Self::default()
        };
        layout.bind(form)
    }

    /// The same without what is bound by position only.
    pub fn without_positions(mut self, form: &Form) -> Self {
        for target in self.column_groups.iter_mut().flat_map(|group| &mut group.targets) {
            target.bound.retain(|bound| bound.by != ColumnBound::Position);
        }
        self.bind(form)
    }

    /// Works out what follows from the bound columns.
    fn bind(mut self, form: &Form) -> Self {
        self.used = vec![false; self.width];
        for column in self.column_groups.iter().flat_map(ColumnGroup::used) {
            if let Some(slot) = self.used.get_mut(column) {
                *slot = true;
            }
        }
        for target in self.column_groups.iter_mut().flat_map(|group| &mut group.targets) {
            let block = form.blocks.get(target.block);
            target.places = block.map_or_else(Vec::new, |block| {
                figure_column::places(block, &target.bound, &self.columns)
            });
        }
        let blocks = form.blocks.iter().enumerate();
        let bindings = blocks.map(|(at, block)| {
            let mut columns = figure_column::unbound(block);
            figure_column::bind(&mut columns, at, &self);
            columns.into()
        });
        self.bindings = bindings.collect();
        self
    }

    /// How many columns it binds.
    pub fn bound(&self) -> usize {
        let targets = self.column_groups.iter().flat_map(|group| &group.targets);
        targets.map(|target| target.bound.len()).sum()
    }
}

impl ColumnGroup {
    /// The columns it uses.
    pub fn used(&self) -> impl Iterator<Item = usize> {
        let bound = self.targets.iter().flat_map(|target| &target.bound);
        self.keys().chain(bound.map(|bound| bound.grid))
    }

    /// The columns of its keys.
    pub fn keys(&self) -> impl Iterator<Item = usize> {
        self.code.iter().copied().chain(self.name).chain(self.line)
    }
}

/// The role of each column: as labelled where the rows do not contradict, else as the rows look.
fn roles(form: &Form, columns: &[HeaderColumn], sample: &Sample<'_, '_>, width: usize) -> Vec<Option<HeaderRole>> {
    let mut roles: Vec<Option<HeaderRole>> = (0..width)
        .map(|at| columns.get(at).and_then(|column| column.role))
        .collect();
    let axes: Vec<&Axis> = form.blocks.iter().map(|block| &block.axis).collect();
    let coded = axes.iter().any(|axis| matches!(axis, Axis::Coded(_)));
    let items = axes.iter().any(|axis| matches!(axis, Axis::Items(_)));
    let has = |roles: &[Option<HeaderRole>], role: HeaderRole| roles.contains(&Some(role));
    let keyed = |roles: &[Option<HeaderRole>]| has(roles, HeaderRole::Code) || has(roles, HeaderRole::Level);
    if coded {
        let mut labelled = (0..width).filter(|at| roles.get(*at) == Some(&Some(HeaderRole::Code)));
        if !has(&roles, HeaderRole::Level) && !labelled.any(|at| sample.is(Question::HasCodes(at))) {
            let codes = |at: usize| sample.count(Question::Codes(at));
            let best = (0..width).max_by_key(|at| (codes(*at), std::cmp::Reverse(*at)));
            if let Some(best) = best.filter(|at| codes(*at) > 0) {
                // The header is damaged or shifted: the codes themselves say where they are.
                for role in &mut roles {
                    role.take_if(|role| *role != HeaderRole::Line);
                }
                set(&mut roles, best, HeaderRole::Code);
                if sample.is(Question::HasTexts(best + 1)) {
                    set(&mut roles, best + 1, HeaderRole::Name);
                }
            } else if !has(&roles, HeaderRole::Code) && !has(&roles, HeaderRole::Name) {
                // No code at all, as in an empty table: the keys stand left of the figures.
                let numbered = columns.iter().position(|column| column.number.is_some());
                let worded = (0..width)
                    .find(|at| sample.is(Question::HasTexts(*at)))
                    .map(|at| at + 1);
                match numbered.or(worded) {
                    Some(first @ 2..) => {
                        set(&mut roles, first - 2, HeaderRole::Code);
                        set(&mut roles, first - 1, HeaderRole::Name);
                    }
                    Some(1) => set(&mut roles, 0, HeaderRole::Code),
                    _ => {}
                }
            }
        }
    }
    if items && !keyed(&roles) {
        let mut named = (0..width).filter(|at| roles.get(*at) == Some(&Some(HeaderRole::Name)));
        let seen = named.any(|at| sample.is(Question::HasNames(at)));
        let names = |at: usize| sample.count(Question::Names(at));
        // As many name columns as there are blocks, those with the most items.
        let mut best: Vec<usize> = (0..width).filter(|at| !seen && names(*at) > 0).collect();
        if !best.is_empty() {
            for role in &mut roles {
                role.take_if(|role| *role == HeaderRole::Name);
            }
            best.sort_by_key(|at| std::cmp::Reverse(names(*at)));
            for at in best.into_iter().take(form.blocks.len().max(1)) {
                set(&mut roles, at, HeaderRole::Name);
            }
        }
        let labelled = has(&roles, HeaderRole::Line);
        for at in (0..width).filter(|_| !labelled) {
            let beside = roles.get(at) == Some(&Some(HeaderRole::Name)) && roles.get(at + 1) == Some(&None);
            let numbered = columns.get(at + 1).is_some_and(|column| column.number.is_some());
            if beside && !numbered && sample.is(Question::IsLines(at + 1)) {
                set(&mut roles, at + 1, HeaderRole::Line);
            }
        }
    }
    roles
}

fn set(roles: &mut [Option<HeaderRole>], at: usize, role: HeaderRole) {
    if let Some(slot) = roles.get_mut(at) {
        *slot = Some(role);
    }
}

/// Cuts the columns where keys begin anew behind figures.
fn split(roles: &[Option<HeaderRole>], width: usize) -> Vec<ColumnGroup> {
    let mut groups = vec![ColumnGroup::default()];
    for at in 0..width {
        let role = roles.get(at).copied().flatten();
        // A name or a code that comes again begins a column group too, were there no column between.
        let again = |group: &ColumnGroup| match role {
            Some(HeaderRole::Code) => !group.code.is_empty() || group.name.is_some(),
            Some(HeaderRole::Name) => group.name.is_some() && group.line.is_some(),
            _ => false,
        };
        if role.is_some()
            && groups
                .last()
                .is_some_and(|group| !group.figures.is_empty() || again(group))
        {
            groups.push(ColumnGroup::default());
        }
        let Some(group) = groups.last_mut() else { continue };
        match role {
            Some(HeaderRole::Code | HeaderRole::Level) => group.code.push(at),
            Some(HeaderRole::Name) => group.name = group.name.or(Some(at)),
            Some(HeaderRole::Line) => group.line = group.line.or(Some(at)),
            None => group.figures.push(at),
        }
    }
    // Figures before the first key (an empty column, a helper column) belong to no column group of their own.
    let keyed = groups.iter().any(|group| group.keys().next().is_some());
    groups.retain(|group| !keyed || group.keys().next().is_some());
    groups
}

/// Says which blocks the rows of each column group may belong to.
fn assign(form: &Form, columns: &[HeaderColumn], sample: &Sample<'_, '_>, groups: &mut Vec<ColumnGroup>) {
    let blocks = form.blocks.len();
    let target = |block: usize| Target {
        block,
        bound: Vec::new(),
        places: Vec::new(),
    };
    groups.retain(|group| !group.figures.is_empty());
    if blocks == 1 || groups.len() < blocks {
        for group in groups {
            group.targets = (0..blocks).map(target).collect();
        }
        return;
    }
    // By 栏次 where they tell the blocks apart; else in order, the column groups with the block's items in them first.
    let numbered = |group: &ColumnGroup, block: usize| {
        let own = form.blocks.get(block).into_iter().flat_map(|block| &block.columns);
        let own: Vec<u32> = own.filter_map(|column| column.number).collect();
        let numbers = group.figures.iter().filter_map(|at| columns.get(*at)?.number);
        numbers.filter(|number| own.contains(number)).count()
    };
    let surplus = groups.len() - blocks;
    let mut next = 0;
    for (at, group) in groups.iter_mut().enumerate() {
        let by_number: Vec<usize> = (0..blocks).filter(|block| numbered(group, *block) > 0).collect();
        let block = match by_number.as_slice() {
            [block] => *block,
            _ if surplus == 0 => at,
            _ => {
                let fits = |block: &usize| {
                    group
                        .name
                        .map_or(0, |name| sample.count(Question::NamesOf(name, *block)))
                };
                (next..blocks).rev().max_by_key(fits).unwrap_or(blocks)
            }
        };
        next = (block + 1).min(blocks);
        if block < blocks {
            group.targets = vec![target(block)];
        }
    }
}
