//! Statements about single rows or cells of a table, one declaration each: what it says, what the rule is called, and why it
//! must hold. How it is decided stands in `evaluate/exact/statement/`.

use crate::form::{Axis, Block, BlockIx, ColumnIx, Form, ImpliedRule, ItemIx, TotalIx};
use crate::value::Name;

/// What is said of a table.
#[derive(Debug, Clone)]
pub enum Statement {
    /// 必有: the report has the table.
    TablePresent,
    /// 重复行: no two rows have one key.
    UniqueRows,
    /// 上级科目: every code has its parent's row.
    CodeTree,
    /// 非负: columns hold no figure below zero.
    NonNegative {
        /// The columns named; none where all are meant.
        names: Vec<Name>,
        /// The columns of each block.
        columns: Vec<(BlockIx, Vec<ColumnIx>)>,
    },
    /// 必填: figures are not blank.
    Required {
        /// The columns and rows named; none where the total row or the record is meant.
        names: Vec<Name>,
        /// The figures.
        figures: Vec<NamedFigures>,
    },
    /// 空表说明: an empty table carries a sentence with one of these words, a filled one does not.
    EmptyStatement {
        /// The words.
        words: Vec<String>,
    },
}

/// Figures that a statement is about by name: every column on each of the rows.
#[derive(Debug, Clone)]
pub struct NamedFigures {
    /// The block.
    pub block: BlockIx,
    /// The rows.
    pub rows: NamedRows,
    /// The columns.
    pub columns: Vec<ColumnIx>,
}

/// Rows of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedRows {
    /// Every row.
    All,
    /// The record of a single-record table.
    Record,
    /// An item.
    Item(ItemIx),
    /// A total row.
    Total(TotalIx),
}

impl Statement {
    /// What a form says of its table without being told to.
    pub(super) fn of_every(form: &Form) -> Vec<Self> {
        let any = |wanted: fn(&Axis) -> bool| form.blocks.iter().any(|block| wanted(&block.axis));
        let mut said = Vec::new();
        if !form.optional {
            said.push(Self::TablePresent);
        }
        // A single record has no key that could stand twice.
        if any(|axis| !matches!(axis, Axis::Single)) {
            said.push(Self::UniqueRows);
        }
        if any(|axis| axis.coded().is_some_and(|coded| coded.levels.len() > 1)) {
            said.push(Self::CodeTree);
        }
        said
    }

    /// What a form says where it is told to; `None` for 纵向, which is a comparison.
    #[must_use]
    pub fn written(form: &Form, rule: &ImpliedRule) -> Option<Self> {
        let blocks = || {
            form.blocks
                .iter()
                .enumerate()
                .map(|(at, block)| (BlockIx::new(at), block))
        };
        Some(match rule {
            ImpliedRule::RollUp => return None,
            ImpliedRule::NonNegative(names) => Self::NonNegative {
                names: names.clone(),
                columns: blocks().map(|(at, block)| (at, chosen(block, names))).collect(),
            },
            ImpliedRule::Required(names) => Self::Required {
                names: names.clone(),
                figures: blocks().flat_map(|(at, block)| required(at, block, names)).collect(),
            },
            ImpliedRule::EmptyStatement(words) => Self::EmptyStatement { words: words.clone() },
        })
    }

    /// The figures that it names.
    #[must_use]
    pub fn figures(&self) -> Vec<NamedFigures> {
        match self {
            Self::NonNegative { columns, .. } => {
                let columns = columns.iter().cloned();
                let on_every_row = |(block, columns)| NamedFigures {
                    block,
                    rows: NamedRows::All,
                    columns,
                };
                columns.map(on_every_row).collect()
            }
            Self::Required { figures, .. } => figures.clone(),
            Self::TablePresent | Self::UniqueRows | Self::CodeTree | Self::EmptyStatement { .. } => Vec::new(),
        }
    }

    /// What the rule's id ends in.
    pub(super) fn id(&self) -> &'static str {
        match self {
            Self::TablePresent => "必有",
            Self::UniqueRows => "重复行",
            Self::CodeTree => "上级科目",
            Self::NonNegative { .. } => "非负",
            Self::Required { .. } => "必填",
            Self::EmptyStatement { .. } => "空表说明",
        }
    }

    /// The rule's title, for a form of this title.
    pub(super) fn title(&self, form: &str) -> String {
        let whose = |names: &[Name]| names.iter().map(|name| &*name.text).collect::<Vec<_>>().join("、");
        match self {
            Self::TablePresent => format!("应有{form}"),
            Self::UniqueRows => format!("{form}没有重复的行"),
            Self::CodeTree => format!("{form}每个科目都列有上级科目"),
            Self::NonNegative { names, .. } => format!("{form}{}不为负数", whose(names)),
            Self::Required { names, .. } => format!("{form}{}不得空缺", whose(names)),
            Self::EmptyStatement { .. } => format!("{form}为空时有说明"),
        }
    }

    /// Why it must hold where nothing is written of that; `None`: for the reason that the form gives.
    pub(super) fn reason(&self) -> Option<&'static str> {
        match self {
            Self::TablePresent => None,
            Self::UniqueRows => Some("一个科目、一个项目在一张表里只列一行,重复的行会重复计入合计"),
            Self::CodeTree => Some("科目逐级填列,有下级科目的数,就有上级科目的数"),
            Self::NonNegative { .. } => Some("收入、支出和结余一般不为负数;红字冲销等造成负数的,应当说明"),
            Self::Required { .. } => Some("表上必须填报的数,没有发生也要填0"),
            Self::EmptyStatement { .. } => Some("没有数据的表也要公开,并说明没有数据;有数据的表不应留着这句说明"),
        }
    }
}

/// The columns named, or all that hold figures.
fn chosen(block: &Block, names: &[Name]) -> Vec<ColumnIx> {
    if names.is_empty() {
        block.numeric_columns().collect()
    } else {
        named(block, names)
    }
}

fn named(block: &Block, names: &[Name]) -> Vec<ColumnIx> {
    let columns = block.numbered_columns();
    columns
        .filter(|(_, column)| names.iter().any(|name| column.answers_to(&name.key)))
        .map(|(at, _)| at)
        .collect()
}

/// What 必填 asks of a block: the items named in every column, the columns named on every row; without names, every
/// column of the total row (or the record).
fn required(at: BlockIx, block: &Block, names: &[Name]) -> Vec<NamedFigures> {
    let of = |rows: NamedRows, columns: Vec<ColumnIx>| NamedFigures {
        block: at,
        rows,
        columns,
    };
    let all = || block.numeric_columns().collect::<Vec<_>>();
    if names.is_empty() {
        let rows = match &block.axis {
            Axis::Single => Some(NamedRows::Record),
            Axis::Coded(coded) => coded.plain_total().map(NamedRows::Total),
            Axis::Items(_) => None,
        };
        return rows.map(|rows| of(rows, all())).into_iter().collect();
    }
    let answers = |name: &Name, aliases: &[Name]| names.iter().any(|wanted| wanted == name || aliases.contains(wanted));
    let mut found = Vec::new();
    for (index, item) in block.axis.items().iter().enumerate() {
        if answers(&item.name, &item.aliases) {
            found.push(of(NamedRows::Item(ItemIx::new(index)), all()));
        }
    }
    let totals = block.axis.coded().map(|coded| coded.totals.as_slice());
    for (index, total) in totals.unwrap_or_default().iter().enumerate() {
        if answers(&total.name, &total.aliases) {
            found.push(of(NamedRows::Total(TotalIx::new(index)), all()));
        }
    }
    let columns = named(block, names);
    if !columns.is_empty() {
        found.push(of(NamedRows::All, columns));
    }
    found
}
