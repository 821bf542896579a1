//! What there is to say about the figures of a recognised table.

use std::collections::{BTreeMap, BTreeSet};

use super::line::GridRowRef;
use super::partial_table::PartialTable;
use super::shift::{Choice, Group, Verdict};
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::form::Form;
use crate::report::{Cell, Figure, Part, RepairKind};
use crate::source::Origin;

/// Diagnostics of one code that a table gives one by one; the rest is counted.
const MOST: usize = 20;

/// What there is to say about the figures of `parts`, but for those that [`shifts`] tells of: moved ones, and the `told` ones.
pub(super) fn figures(form: &Form, parts: &[Part], told: &BTreeSet<Origin>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let mut harmless: BTreeMap<RepairKind, (usize, Origin, String)> = BTreeMap::new();
    for (part, block) in parts.iter().zip(&form.blocks) {
        let remarkable = |cell: &Cell| cell.repair.is_some() || matches!(cell.figure, Figure::Unreadable(_));
        for (at, cell) in part.cells.iter().enumerate().filter(|(_, cell)| remarkable(cell)) {
            let column = at.checked_rem(block.columns.len()).and_then(|at| block.columns.get(at));
            let Some(column) = column.filter(|column| column.kind.is_numeric()) else {
                continue;
            };
            match (&cell.figure, &cell.repair) {
                (Figure::Unreadable(_), _) if told.contains(&cell.origin) => {}
                (Figure::Unreadable(reason), _) => said.push(unreadable(cell, &column.path(), reason)),
                (_, Some(repair)) => match repair.kind {
                    RepairKind::DecimalComma | RepairKind::DotSeparator => said.push(
                        Diagnostic::new(&codes::REPAIRED, repair.note.clone())
                            .at_origin(cell.origin, "")
                            .help("请对照原件确认这个数字"),
                    ),
                    RepairKind::Shifted => {}
                    kind => {
                        let first = || (0, cell.origin, repair.note.clone());
                        harmless.entry(kind).or_insert_with(first).0 += 1;
                    }
                },
                (_, None) => {}
            }
        }
    }
    let tidied = harmless.into_iter().map(|(kind, (count, origin, note))| {
        let message = format!("表{}有{count}处{},已按数字读取", form.id, kind.label());
        Diagnostic::new(&codes::TIDIED, message).at_origin(origin, note)
    });
    said.extend(tidied);
    said
}

fn unreadable(cell: &Cell, column: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNREADABLE, format!("“{column}”一格读不出数字:{reason}"))
        .at_origin(cell.origin, "")
        .help("请对照原件改正;改正之前,用到这一格的规则无法计算")
}

/// What there is to say about rows with lost cells, by their group.
pub(super) fn shifts(form: &Form, partial: &PartialTable<'_>, verdicts: &[Verdict]) -> BTreeMap<usize, Diagnostic> {
    let groups = partial.groups.iter().zip(verdicts).enumerate();
    groups
        .filter_map(|(at, (group, verdict))| Some((at, shift(form, group, verdict)?)))
        .collect()
}

fn shift(form: &Form, group: &Group<'_>, verdict: &Verdict) -> Option<Diagnostic> {
    let first = group.rows.first()?.row.origin;
    let rows = group.rows.len();
    if !group.in_doubt {
        return None;
    }
    let found = format!("表{}从这里起有{rows}行,每行少{}个单元格", form.id, group.lost);
    let undecided = |why: &str| {
        Diagnostic::new(&codes::SHIFT_UNDECIDED, format!("{found},{why}"))
            .at_origin(first, "")
            .help("请对照原件补上缺少的空单元格;补正之前,这些数字不参加检查")
    };
    if group.given_up {
        return Some(undecided("可能的归列方式太多,无法判定各数字属于哪一列"));
    }
    let columns = names(form, group);
    let filled: Vec<usize> = (0..group.layout.width)
        .filter(|at| {
            let filled = |row: &GridRowRef<'_>| row.row.cells.get(*at).is_some_and(|cell| !cell.text.is_empty());
            group.rows.iter().any(filled)
        })
        .collect();
    let choice = |at: &usize| group.choices.get(*at);
    let tenable: Vec<&Choice> = verdict.tenable.iter().filter_map(choice).collect();
    let [only] = tenable.as_slice() else {
        let column_groups = group.layout.column_groups.iter();
        let targets = column_groups.flat_map(|columns| &columns.targets);
        let bound: BTreeSet<usize> = targets
            .flat_map(|target| &target.bound)
            .map(|bound| bound.grid)
            .collect();
        let in_doubt = filled.iter().filter(|at| {
            let columns: BTreeSet<usize> = tenable
                .iter()
                .filter_map(|choice| choice.columns.get(**at).copied())
                .collect();
            columns.len() > 1 && !columns.is_disjoint(&bound)
        });
        let in_doubt: Vec<usize> = in_doubt.map(|at| at + 1).collect();
        let why = format!("其中第{}格的数字无法判定属于哪一列", list(&in_doubt));
        return (!in_doubt.is_empty()).then(|| undecided(&why));
    };
    if !verdict.doubtful.is_empty() {
        return Some(undecided(&format!(
            "其中{}行的数字无法判定属于哪一列",
            verdict.doubtful.len()
        )));
    }
    if verdict.tenable.first().copied() == group.preferred && group.preferred.is_some() {
        // Blank cells cut off at the ends of rows all over the document: nothing happened to this table.
        return None;
    }
    let moved: Vec<String> = filled
        .iter()
        .filter_map(|at| Some((*at, *only.columns.get(*at)?)))
        .filter(|(at, column)| at != column)
        .filter_map(|(at, column)| Some(format!("第{}格归入“{}”", at + 1, columns.get(&column)?)))
        .collect();
    let done = if moved.is_empty() {
        "各数字仍在原列".to_owned()
    } else {
        format!("已将{}", moved.join("、"))
    };
    let by: Vec<&str> = verdict.reasons.iter().map(|reason| reason.label()).collect();
    let by = if by.is_empty() {
        "代码、行次和名称所在的列".to_owned()
    } else {
        by.join("、")
    };
    Some(Diagnostic::new(&codes::SHIFT_DECIDED, format!("{found},{done}(依据:{by})")).at_origin(first, ""))
}

/// What the columns of the grid are called.
fn names(form: &Form, group: &Group<'_>) -> BTreeMap<usize, String> {
    let mut names = BTreeMap::new();
    for columns in &group.layout.column_groups {
        for target in &columns.targets {
            let block = form.blocks.get(target.block);
            for bound in &target.bound {
                if let Some(column) = block.and_then(|block| block.columns.get(bound.column)) {
                    names.entry(bound.grid).or_insert_with(|| column.path());
                }
            }
        }
        columns
            .code
            .iter()
            .for_each(|at| _ = names.insert(*at, "科目代码".to_owned()));
        columns
            .name
            .iter()
            .for_each(|at| _ = names.insert(*at, "名称".to_owned()));
        columns
            .line
            .iter()
            .for_each(|at| _ = names.insert(*at, "行次".to_owned()));
    }
    names
}

fn list(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join("、")
}

/// Columns and blocks of the form that the table lacks.
pub(super) fn missing(form: &Form, parts: &[Part], origin: Origin) -> Option<Diagnostic> {
    let mut names = Vec::new();
    for (block, part) in form.blocks.iter().zip(parts) {
        let lacking: Vec<String> = block
            .columns
            .iter()
            .zip(part.columns.iter())
            .filter(|(_, binding)| binding.bound.is_none())
            .map(|(column, _)| format!("“{}”", column.path()))
            .collect();
        match &block.name {
            Some(name) if lacking.len() == block.columns.len() => names.push(format!("“{}”部分", name.text)),
            Some(name) => names.extend(
                lacking
                    .into_iter()
                    .map(|column| format!("“{}”部分的{column}", name.text)),
            ),
            None => names.extend(lacking),
        }
    }
    (!names.is_empty()).then(|| {
        let columns = names.join("、");
        Diagnostic::new(&codes::MISSING_COLUMN, format!("表{}中没有找到{columns}", form.id))
            .at_origin(origin, "")
            .help("请核对表头;列名写法不同的,请在表样中补上别名;用到它的规则将不能检查")
    })
}

/// At most [`MOST`] diagnostics of each code, and one more that counts the rest.
pub(super) fn limit(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest: BTreeMap<&str, (Diagnostic, usize)> = BTreeMap::new();
    let mut kept = Vec::new();
    for diagnostic in diagnostics {
        let count = counts.entry(diagnostic.code.id).or_default();
        *count += 1;
        if *count <= MOST {
            kept.push(diagnostic);
        } else {
            rest.entry(diagnostic.code.id).or_insert((diagnostic, 0)).1 += 1;
        }
    }
    kept.extend(rest.into_values().map(|(mut first, count)| {
        first.message = format!("这张表从这里起还有{count}处同类问题,不再逐一列出");
        first
    }));
    kept
}
