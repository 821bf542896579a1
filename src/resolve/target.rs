//! A path of names within a form: which block, rows and column it means.

use super::names::BlockNames;
use super::resolver::Resolver;
use super::step::Step;
use crate::form::{Axis, Block, BlockIx, ColumnIx, Form, FormId, ItemIx, TotalIx};
use crate::plan::RowSetKind;
use crate::syntax::Keyword;
use crate::value::Name;

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) block: BlockIx,
    /// The rows that the names say; `None` where they say none.
    pub(super) rows: Option<RowSetKind>,
    pub(super) column: TargetColumn,
}

/// The column a path means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetColumn {
    /// This one.
    At(ColumnIx),
    /// 本列
    Current,
}

/// Labels in order, each with whether it is essential: cannot be left out.
type Labels<'f> = Vec<(Label<'f>, bool)>;

#[derive(Clone, Copy)]
enum Label<'f> {
    Name(&'f Name),
    Named {
        name: &'f Name,
        aliases: &'f [Name],
        number: Option<u32>,
        mark: char,
    },
    Current,
}

impl Label<'_> {
    fn answers_to(&self, step: &Step) -> bool {
        match self {
            Self::Name(name) => *name.key == *step.key,
            Self::Named {
                name,
                aliases,
                number,
                mark,
            } => {
                *name.key == *step.key
                    || aliases.iter().any(|alias| *alias.key == *step.key)
                    || number.is_some_and(|number| step.number(*mark) == Some(number))
            }
            Self::Current => Keyword::THIS_COLUMN.is(&step.text),
        }
    }
}

impl Resolver<'_> {
    /// Every place of the form that `path` can mean. `with_rows`: rows are chosen by a selector, so that names mean
    /// columns alone.
    pub(super) fn matches(&self, form: FormId, path: &[Step], with_rows: bool) -> Vec<Target> {
        let mut found: Vec<Target> = Vec::new();
        let blocks = self.form(form).map(|form| form.blocks.iter()).unwrap_or_default();
        for (block, (declared, names)) in blocks.zip(self.names(form)).enumerate() {
            add_matches((BlockIx::new(block), declared, names), path, with_rows, &mut found);
        }
        found
    }
}

/// Whether `path` is the labels with some that are not essential left out. A label can be followed by one of the same
/// name, so both ways are tried; paths have a handful of labels.
fn fits(labels: &[(Label<'_>, bool)], path: &[Step]) -> bool {
    let Some(((label, essential), others)) = labels.split_first() else {
        return path.is_empty();
    };
    let taken = path
        .split_first()
        .is_some_and(|(step, rest)| label.answers_to(step) && fits(others, rest));
    taken || !essential && fits(others, path)
}

/// Adds the places of a block that `path` can mean. Only those are tried whose essential labels all stand in it.
fn add_matches<'f>(
    (block, declared, names): (BlockIx, &'f Block, &BlockNames<'f>),
    path: &[Step],
    with_rows: bool,
    found: &mut Vec<Target>,
) {
    let is_named = |label: &Label<'_>| path.iter().any(|step| label.answers_to(step));
    let mut rows: Vec<(Option<RowSetKind>, Labels<'f>)> = vec![(None, Vec::new())];
    if !with_rows {
        match &declared.axis {
            Axis::Items(items) => rows.extend(names.rows_on(path).into_iter().filter_map(|index| {
                let item = items.get(index)?;
                let sections = item.sections.iter().map(|section| (Label::Name(section), false));
                let own = Label::Named {
                    name: &item.name,
                    aliases: &item.aliases,
                    number: item.line,
                    mark: '行',
                };
                is_named(&own).then(|| {
                    (
                        Some(RowSetKind::Item(ItemIx::new(index))),
                        sections.chain([(own, true)]).collect(),
                    )
                })
            })),
            Axis::Coded(coded) => rows.extend(names.rows_on(path).into_iter().filter_map(|index| {
                let total = coded.totals.get(index)?;
                let own = Label::Named {
                    name: &total.name,
                    aliases: &total.aliases,
                    number: None,
                    mark: '行',
                };
                is_named(&own).then(|| (Some(RowSetKind::Total(TotalIx::new(index))), vec![(own, true)]))
            })),
            Axis::Single => {}
        }
    }
    let only_column = declared.columns.len() == 1;
    let named = if only_column {
        vec![0]
    } else {
        names.columns.on(path, '栏')
    };
    let named_columns = named.into_iter().filter_map(|index| {
        let column = declared.columns.get(index)?;
        let groups = column.groups.iter().map(|group| (Label::Name(group), false));
        let own = Label::Named {
            name: &column.name,
            aliases: &column.aliases,
            number: column.number,
            mark: '栏',
        };
        let labels = groups.chain([(own, !only_column)]).collect::<Vec<_>>();
        Some((TargetColumn::At(ColumnIx::new(index)), labels))
    });
    let columns: Vec<_> = named_columns
        .chain([(TargetColumn::Current, vec![(Label::Current, true)])])
        .collect();
    let block_label = declared.name.as_ref().map(|name| (Label::Name(name), false));
    let mut labels: Labels<'f> = Vec::new();
    for (row, row_labels) in &rows {
        for (column, column_labels) in &columns {
            labels.clear();
            labels.extend(block_label.iter().chain(row_labels).chain(column_labels));
            if !fits(&labels, path) {
                continue;
            }
            let target = Target {
                block,
                rows: row.clone(),
                column: *column,
            };
            if !found.contains(&target) {
                found.push(target);
            }
        }
    }
}

/// How a target is written in full, for messages that list candidates.
pub(super) fn describe(form: &Form, target: &Target) -> String {
    let mut parts = vec![form.id.to_string()];
    if let Some(block) = form.block(target.block) {
        parts.extend(block.name.as_ref().map(|name| name.text.to_string()));
        match &target.rows {
            Some(RowSetKind::Item(index)) => {
                if let Some(item) = block.axis.item(*index) {
                    parts.extend(item.sections.iter().map(|section| section.text.to_string()));
                    parts.push(item.name.text.to_string());
                }
            }
            Some(RowSetKind::Total(index)) => {
                let total = block.axis.total(*index);
                parts.extend(total.map(|total| total.name.text.to_string()));
            }
            _ => {}
        }
        if block.columns.len() > 1
            && let TargetColumn::At(index) = target.column
        {
            parts.extend(block.column(index).map(crate::form::Column::path));
        }
    }
    parts.join(".")
}

/// Every name a path within `form` can use, for did-you-mean.
pub(super) fn vocabulary(form: &Form) -> Vec<&Name> {
    let mut words: Vec<&Name> = Vec::new();
    for block in &form.blocks {
        words.extend(&block.name);
        for column in &block.columns {
            words.extend(column.groups.iter().chain([&column.name]).chain(&column.aliases));
        }
        match &block.axis {
            Axis::Items(items) => words.extend(
                items
                    .iter()
                    .flat_map(|item| item.sections.iter().chain([&item.name]).chain(&item.aliases)),
            ),
            Axis::Coded(coded) => words.extend(
                coded
                    .totals
                    .iter()
                    .flat_map(|total| std::iter::once(&total.name).chain(&total.aliases)),
            ),
            Axis::Single => {}
        }
    }
    words
}
