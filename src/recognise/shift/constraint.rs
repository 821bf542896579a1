//! The sums that a form declares, over the rows of a table.

use std::collections::HashMap;

use crate::form::Form;
use crate::form::{Axis, Block, Formula, ImpliedRule, Operand};
use crate::report::RowKey;

/// What is known of a row when sums are made.
pub(in crate::recognise) struct SumRow<'a> {
    /// What it is.
    pub key: RowKey,
    /// Its code.
    pub code: Option<&'a str>,
    /// Its parent.
    pub parent: Option<usize>,
    /// Whether its cells have yet to be placed.
    pub open: bool,
}

/// A cell in a sum.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognise) struct SummedCell {
    /// The block.
    pub part: usize,
    /// The row of the part.
    pub row: usize,
    /// The column of the block.
    pub column: usize,
    /// Whether it is subtracted.
    pub negative: bool,
}

/// Why a sum should be zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::recognise) enum Reason {
    /// The identity of a column, in a row.
    Columns,
    /// The identity of an item or a total row.
    Items,
    /// The total row is the sum of the top level.
    Total,
    /// A parent is the sum of its children.
    Parent,
}

impl Reason {
    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Columns => "行内各列的关系",
            Self::Items => "项目之间的关系",
            Self::Total => "合计行等于各类之和",
            Self::Parent => "上级科目等于下级之和",
        }
    }
}

/// A signed sum that should be zero.
#[derive(Debug)]
pub(in crate::recognise) struct Sum {
    /// Why.
    pub reason: Reason,
    /// Sums of one family share a number: one error in a figure breaks some of each.
    pub family: usize,
    /// Sums of the same rows, one for each column, share a number; `None` for a sum within a row.
    pub rows: Option<usize>,
    /// What is added.
    pub terms: Vec<SummedCell>,
}

/// The sums in which an open row takes part.
pub(in crate::recognise) fn sums(form: &Form, parts: &[Vec<SumRow<'_>>]) -> Vec<Sum> {
    let roll_up = form
        .implied
        .iter()
        .any(|implied| matches!(implied.rule, ImpliedRule::RollUp));
    let mut maker = Maker::default();
    for (part, (block, rows)) in form.blocks.iter().zip(parts).enumerate() {
        if rows.iter().any(|row| row.open) {
            maker.columns(part, block, rows);
            maker.formulas(part, block, rows);
            maker.totals(part, block, rows);
            if roll_up {
                maker.parents(part, block, rows);
            }
        }
    }
    maker.sums
}

#[derive(Default)]
struct Maker {
    sums: Vec<Sum>,
    families: usize,
}

impl Maker {
    /// `total` is the signed sum of `addends`, in every column.
    fn rows(
        &mut self,
        (part, block, rows): (usize, &Block, &[SumRow<'_>]),
        reason: Reason,
        total: usize,
        addends: &[(usize, bool)],
    ) {
        let open = |row: usize| rows.get(row).is_some_and(|row| row.open);
        if !open(total) && !addends.iter().any(|(row, _)| open(*row)) {
            return;
        }
        let shared = self.families;
        for column in 0..block.columns.len() {
            let term = |row: usize, negative: bool| SummedCell {
                part,
                row,
                column,
                negative,
            };
            let addends = addends.iter().map(|(row, negative)| term(*row, *negative));
            self.sums.push(Sum {
                reason,
                family: self.families,
                rows: Some(shared),
                terms: std::iter::once(term(total, true)).chain(addends).collect(),
            });
            if reason == Reason::Total {
                self.families += 1;
            }
        }
        self.families += 1;
    }

    fn columns(&mut self, part: usize, block: &Block, rows: &[SumRow<'_>]) {
        for (row, _) in rows.iter().enumerate().filter(|(_, row)| row.open) {
            for (column, formula) in block
                .columns
                .iter()
                .enumerate()
                .filter_map(|(at, column)| Some((at, column.formula.as_ref()?)))
            {
                let term = |column: usize, negative: bool| SummedCell {
                    part,
                    row,
                    column,
                    negative,
                };
                let addends = formula.terms.iter().filter_map(|addend| match addend.operand {
                    Operand::Index(column) => Some(term(column, addend.negative)),
                    Operand::Code(_) => None,
                });
                self.sums.push(Sum {
                    reason: Reason::Columns,
                    family: self.families,
                    rows: None,
                    terms: std::iter::once(term(column, true)).chain(addends).collect(),
                });
            }
            self.families += 1;
        }
    }

    fn formulas(&mut self, part: usize, block: &Block, rows: &[SumRow<'_>]) {
        let mut by_item: HashMap<usize, usize> = HashMap::new();
        let mut by_total: HashMap<usize, usize> = HashMap::new();
        let mut by_code: HashMap<&str, usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            match row.key {
                RowKey::Item(item) => {
                    by_item.entry(item.index()).or_insert(at);
                }
                RowKey::Total(total) => {
                    by_total.entry(total.index()).or_insert(at);
                }
                RowKey::Code { .. } => {
                    if let Some(code) = row.code {
                        by_code.entry(code).or_insert(at);
                    }
                }
                RowKey::Record => {}
            }
        }
        let addends = |formula: &Formula| -> Vec<(usize, bool)> {
            let row = |operand: &Operand| match operand {
                Operand::Index(item) => by_item.get(item),
                Operand::Code(code) => by_code.get(&**code),
            };
            let terms = formula.terms.iter();
            terms
                .filter_map(|term| Some((*row(&term.operand)?, term.negative)))
                .collect()
        };
        let formulas: Vec<(usize, &Formula)> = match &block.axis {
            Axis::Items(items) => items
                .iter()
                .enumerate()
                .filter_map(|(at, item)| Some((*by_item.get(&at)?, item.formula.as_ref()?)))
                .collect(),
            Axis::Coded(coded) => coded
                .totals
                .iter()
                .enumerate()
                .filter_map(|(at, total)| Some((*by_total.get(&at)?, total.formula.as_ref()?)))
                .collect(),
            Axis::Single => Vec::new(),
        };
        for (total, formula) in formulas {
            self.rows((part, block, rows), Reason::Items, total, &addends(formula));
        }
    }

    /// The total row without identity is the sum of the top level.
    fn totals(&mut self, part: usize, block: &Block, rows: &[SumRow<'_>]) {
        let Some(coded) = block.axis.coded() else { return };
        let plain = |key: RowKey| match key {
            RowKey::Total(total) => coded.is_plain_total(total),
            _ => false,
        };
        let Some(total) = rows.iter().position(|row| plain(row.key)) else {
            return;
        };
        let top: Vec<(usize, bool)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.parent.is_none() && matches!(row.key, RowKey::Code { .. }))
            .map(|(at, _)| (at, false))
            .collect();
        if !top.is_empty() {
            self.rows((part, block, rows), Reason::Total, total, &top);
        }
    }

    fn parents(&mut self, part: usize, block: &Block, rows: &[SumRow<'_>]) {
        let mut children: HashMap<usize, Vec<(usize, bool)>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(parent) = row.parent {
                children.entry(parent).or_default().push((at, false));
            }
        }
        for parent in 0..rows.len() {
            if let Some(children) = children.get(&parent) {
                self.rows((part, block, rows), Reason::Parent, parent, children);
            }
        }
    }
}
