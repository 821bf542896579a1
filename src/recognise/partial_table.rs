//! A table in the making: its rows known, its figures not yet read.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::column_groups::{ColumnGroup, GridLayout};
use super::figure::looks_like_figure;
use super::figure_column;
use super::header_run::HeaderRun;
use super::line::GridRowRef;
use super::row_view::RowView;
use super::rows::{CodedRows, ItemRows, RecordRow, RowFound, Rows};
use super::shift::{self, Group};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::form::{Axis, Form};
use crate::report::{ColumnBinding, ColumnBound, Leftover, RowKey};
use crate::source::Origin;
use crate::value::{CellText, Unit};

/// Which cells the rows of a document may have lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LostCells {
    /// None: a workbook says where each cell stands.
    None,
    /// Blank ones at the ends of rows, for all that can be seen.
    AtTheEnd,
    /// Blank ones anywhere.
    Anywhere,
}

/// What is known when the rows of a piece of a table are looked for.
pub(super) struct Situation<'w> {
    /// The words of the form.
    pub words: &'w Vocabulary,
    /// Which cells its rows may have lost.
    pub lost: LostCells,
    /// The unit stated with the piece.
    pub unit: Option<Unit>,
}

/// A row in the making.
pub(super) struct PartialRow<'d> {
    /// What it is.
    pub key: RowKey,
    /// Its code.
    pub code: Option<CellText>,
    /// Its name.
    pub name: CellText,
    /// The row with its cells in their columns.
    pub view: RowView<'d>,
    /// Where it is in a group of rows with lost cells.
    pub open: Option<Open>,
    /// The layout it stands in: an index into [`PartialTable::layouts`].
    pub layout: usize,
    /// Column group and target of the layout.
    pub column_group: (usize, usize),
    /// The unit stated where it stands.
    pub unit: Option<Unit>,
}

/// A row whose cells have to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// The group.
    pub group: usize,
    /// The row in the group.
    pub row: usize,
}

/// A block in the making.
#[derive(Default)]
pub(super) struct PartialBlock<'d> {
    /// How its columns are bound.
    pub columns: Arc<[ColumnBinding]>,
    /// Its rows.
    pub rows: Vec<PartialRow<'d>>,
}

/// The rows of a table, or of a piece of one.
#[derive(Default)]
pub(super) struct PartialTable<'d> {
    /// One for each block.
    pub parts: Vec<PartialBlock<'d>>,
    /// Rows with lost cells.
    pub groups: Vec<Group<'d>>,
    /// What was not taken.
    pub leftovers: Vec<Leftover>,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// The layouts that the rows stand in. A piece that follows without a header has the last one.
    pub layouts: Vec<Arc<GridLayout>>,
}

impl PartialBlock<'_> {
    fn of(columns: Arc<[ColumnBinding]>) -> Self {
        let rows = Vec::new();
        Self { columns, rows }
    }
}

/// A table of which nothing is known yet.
pub(super) fn without_rows<'d>(form: &Form) -> PartialTable<'d> {
    let parts = form
        .blocks
        .iter()
        .map(|block| PartialBlock::of(figure_column::unbound(block).into()));
    PartialTable {
        parts: parts.collect(),
        ..PartialTable::default()
    }
}

/// Finds the rows of `runs`.
pub(super) fn find_rows<'d>(form: &Form, runs: Vec<HeaderRun<'d>>, situation: &Situation<'_>) -> PartialTable<'d> {
    let mut partial = match runs.first() {
        Some(first) => PartialTable {
            parts: first.layout.bindings.iter().cloned().map(PartialBlock::of).collect(),
            ..PartialTable::default()
        },
        None => without_rows(form),
    };
    let mut readers: Vec<Box<dyn Rows + '_>> = Vec::new();
    let mut reads: Option<Vec<usize>> = None;
    for run in runs {
        partial.bind(&run.layout);
        // Readers know what they have seen; they go on where the next run has the same column groups.
        let shape: Vec<usize> = run
            .layout
            .column_groups
            .iter()
            .flat_map(|group| group.targets.iter().map(|target| target.block))
            .collect();
        if reads.as_ref() != Some(&shape) {
            readers = run
                .layout
                .column_groups
                .iter()
                .map(|group| reader(form, situation.words, group))
                .collect();
            reads = Some(shape);
        }
        partial.layouts.push(Arc::clone(&run.layout));
        partial.run(form, &run, &mut readers, situation);
    }
    partial
}

fn reader<'f>(form: &'f Form, words: &'f Vocabulary, column_group: &ColumnGroup) -> Box<dyn Rows + 'f> {
    let axes = column_group
        .targets
        .iter()
        .enumerate()
        .filter_map(|(at, target)| Some((at, &form.blocks.get(target.block)?.axis)));
    for (at, axis) in axes {
        match axis {
            Axis::Items(_) => return Box::new(ItemRows::new(form, words, column_group)),
            Axis::Coded(coded) => return Box::new(CodedRows::new(coded, at)),
            Axis::Single => {}
        }
    }
    Box::new(RecordRow::new(0))
}

impl<'d> PartialTable<'d> {
    /// Whether anything shows that this is the form: a column found by number or name, or rows.
    pub fn fits(&self) -> bool {
        let mut bound = self
            .parts
            .iter()
            .flat_map(|part| part.columns.iter())
            .filter_map(|column| column.bound);
        let rows = self.parts.iter().any(|part| !part.rows.is_empty());
        bound.any(|by| rows || by != ColumnBound::Position)
    }

    /// What tells its rows apart.
    pub fn keys(&self) -> HashSet<(usize, RowKey, Option<CellText>)> {
        let keyed = |(at, part): (usize, &PartialBlock<'d>)| -> Vec<_> {
            part.rows.iter().map(|row| (at, row.key, row.code.clone())).collect()
        };
        self.parts.iter().enumerate().flat_map(keyed).collect()
    }

    /// Appends the rows of the next page.
    pub fn append(&mut self, next: Self) {
        let (base, layouts) = (self.groups.len(), self.layouts.len());
        for (part, next) in self.parts.iter_mut().zip(next.parts) {
            if !Arc::ptr_eq(&part.columns, &next.columns) {
                let columns = Arc::make_mut(&mut part.columns).iter_mut();
                columns
                    .zip(&*next.columns)
                    .for_each(|(binding, next)| figure_column::also(binding, next));
            }
            part.rows.extend(next.rows.into_iter().map(|mut row| {
                row.layout += layouts;
                if let Some(open) = &mut row.open {
                    open.group += base;
                }
                row
            }));
        }
        self.groups.extend(next.groups);
        self.leftovers.extend(next.leftovers);
        self.diagnostics.extend(next.diagnostics);
        self.layouts.extend(next.layouts);
    }

    /// Puts the rows in order: columns side by side go on from one column group to the next, over all pages.
    pub fn order(&mut self) {
        for part in &mut self.parts {
            if !part.rows.is_sorted_by_key(|row| row.column_group.0) {
                part.rows.sort_by_cached_key(|row| row.column_group.0);
            }
        }
    }

    /// Notes how the columns of a layout are bound.
    fn bind(&mut self, layout: &GridLayout) {
        for (at, (part, bound)) in self.parts.iter_mut().zip(&layout.bindings).enumerate() {
            if !Arc::ptr_eq(&part.columns, bound) {
                figure_column::bind(Arc::make_mut(&mut part.columns), at, layout);
            }
        }
    }

    fn run(&mut self, form: &Form, run: &HeaderRun<'d>, readers: &mut [Box<dyn Rows + '_>], situation: &Situation<'_>) {
        let base = self.groups.len();
        let layout = self.layouts.len().saturating_sub(1);
        let (mut groups, places) = match situation.lost {
            LostCells::None => (Vec::new(), BTreeMap::new()),
            LostCells::AtTheEnd | LostCells::Anywhere => shift::groups(form, situation.words, run),
        };
        if situation.lost == LostCells::AtTheEnd {
            groups.iter_mut().for_each(Group::prefer_natural);
        }
        self.groups.extend(groups);
        if let [part] = self.parts.as_mut_slice() {
            part.rows.reserve(run.rows.len());
        }
        let mut surplus = Surplus::new(&run.layout);
        for (at, row) in run.rows.iter().enumerate() {
            let open = places.get(&at).map(|open| Open {
                group: base + open.group,
                row: open.row,
            });
            let placement = open.and_then(|open| {
                self.groups
                    .get(open.group)?
                    .choices
                    .first()
                    .map(|choice| Rc::clone(&choice.placement))
            });
            let view = RowView { row: *row, placement };
            let mut used = false;
            let mut left = Vec::new();
            // A total row whose own column group holds no figure: block and target.
            let mut unfilled: Option<(usize, usize)> = None;
            for (group_at, (column_group, reader)) in
                run.layout.column_groups.iter().zip(readers.iter_mut()).enumerate()
            {
                match reader.find(&view, column_group) {
                    RowFound::Nothing => {}
                    RowFound::Unknown(remark) => match unfilled.take() {
                        // One total spans the column groups to its right, its figure in the last of them.
                        Some((block, target)) if remark.grave && view.is_unkeyed(column_group) => {
                            let row = self.parts.get_mut(block).and_then(|part| part.rows.last_mut());
                            if let Some(row) = row {
                                row.column_group = (group_at, target);
                            }
                        }
                        _ => left.push(remark),
                    },
                    RowFound::Row {
                        target,
                        key,
                        code,
                        name,
                        remark,
                    } => {
                        used = true;
                        if let Some(remark) = remark {
                            self.diagnostics.push(diagnostic(&remark, *row));
                        }
                        let block = column_group.targets.get(target).map(|target| target.block);
                        let is_unfilled = matches!(key, RowKey::Total(_)) && !view.has_figure(column_group);
                        unfilled = block.filter(|_| is_unfilled).map(|block| (block, target));
                        if let Some(part) = block.and_then(|block| self.parts.get_mut(block)) {
                            part.rows.push(PartialRow {
                                key,
                                code,
                                name,
                                view: view.clone(),
                                open,
                                layout,
                                column_group: (group_at, target),
                                unit: situation.unit,
                            });
                        }
                    }
                }
            }
            for remark in left {
                if remark.grave {
                    self.diagnostics.push(diagnostic(&remark, *row));
                } else if used {
                    // A name without figures beside a row that was taken: nothing is lost.
                    continue;
                }
                self.leftovers.push(Leftover {
                    text: row.excerpt(),
                    origin: row.row.origin,
                    reason: remark.message,
                });
            }
            if used && open.is_none() {
                surplus.look(*row);
            }
        }
        surplus.report(self);
    }
}

fn diagnostic(remark: &super::rows::Remark, row: GridRowRef<'_>) -> Diagnostic {
    Diagnostic::new(remark.code, remark.message.clone())
        .at_origin(row.row.origin, "")
        .help(remark.help)
}

/// Figures in columns that the form does not have.
struct Surplus<'l> {
    layout: &'l GridLayout,
    /// Whether a row must be longer than the layout to have one.
    none: bool,
    found: BTreeMap<usize, (usize, Origin, String)>,
}

/// Surplus columns that are told one by one.
const MOST_SURPLUS: usize = 20;

impl<'l> Surplus<'l> {
    fn new(layout: &'l GridLayout) -> Self {
        Self {
            layout,
            none: layout.used.iter().all(|used| *used),
            found: BTreeMap::new(),
        }
    }

    fn look(&mut self, row: GridRowRef<'_>) {
        if self.none && row.row.cells.len() <= self.layout.used.len() {
            return;
        }
        for (at, cell) in row.filled() {
            if self.layout.used.get(at) == Some(&true) || !looks_like_figure(cell) {
                continue;
            }
            // Hostile widths: the first columns speak for the rest.
            if self.found.len() >= MOST_SURPLUS && !self.found.contains_key(&at) {
                continue;
            }
            let entry = self
                .found
                .entry(at)
                .or_insert_with(|| (0, cell.origin, cell.text.to_string()));
            entry.0 += 1;
        }
    }

    fn report(self, partial: &mut PartialTable<'_>) {
        for (at, (count, origin, text)) in self.found {
            let header = self
                .layout
                .columns
                .get(at)
                .map(|column| column.printed.as_str())
                .unwrap_or_default();
            if matches!(header, "序号" | "编号") {
                continue;
            }
            let called = if header.is_empty() {
                format!("第{}列", at + 1)
            } else {
                format!("第{}列“{header}”", at + 1)
            };
            let reason = format!("{called}有{count}个数字,但这张表没有这一列");
            partial.diagnostics.push(
                Diagnostic::new(&codes::SURPLUS_COLUMN, reason.clone())
                    .at_origin(origin, "")
                    .help("请核对表头;确有这一列的,请在表样中补上这一列或它的别名"),
            );
            partial.leftovers.push(Leftover { text, origin, reason });
        }
    }
}
