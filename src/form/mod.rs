//! What a table looks like in reports: the declared side of recognition and of every reference.

mod axis;
mod column;
mod id;
mod implied;

use std::sync::Arc;

pub use axis::{Axis, Coded, Item, LevelDeclaration, Total};
pub use column::{Column, Formula, FormulaTerm, Operand};
pub use id::{BlockIx, ColumnIx, FormId, ItemIx, LevelIx, TotalIx};
pub use implied::{Grounds, Implied, ImpliedRule};

use crate::source::Span;
use crate::value::{Name, Unit};

/// A form after inheritance and overrides. Its blocks, columns and items are referred to by index everywhere below.
#[derive(Debug, Clone)]
pub struct Form {
    /// The id that references use: `03`.
    pub id: Arc<str>,
    /// The titles it goes by; the first is its own.
    pub titles: Vec<Name>,
    /// Spellings of its printed number: `公开03表`.
    pub numbers: Vec<Name>,
    /// The money unit where the report does not say one.
    pub unit: Unit,
    /// 可空: a report may lack it.
    pub optional: bool,
    /// 可重复: a report may have many.
    pub repeatable: bool,
    /// The parts of the table; a form without 块 has one block without a name.
    pub blocks: Vec<Block>,
    /// The rules it implies.
    pub implied: Vec<Implied>,
    /// 依据: why what its printed form says must hold.
    pub basis: Option<Arc<str>>,
    /// 尾差上限 in 元, where the form sets its own.
    pub tail_cap: Option<rust_decimal::Decimal>,
    /// Its id in its declaration.
    pub span: Span,
}

/// A part of a form with columns and rows of its own.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its name (`收入`).
    pub name: Option<Name>,
    /// Its figure columns, flattened, in order. Code, name and 行次 columns are not among them.
    pub columns: Vec<Column>,
    /// Its rows.
    pub axis: Axis,
    /// Where it is declared.
    pub span: Span,
}

impl Form {
    /// A block.
    #[must_use]
    pub fn block(&self, block: BlockIx) -> Option<&Block> {
        self.blocks.get(block.index())
    }

    /// The title shown to people.
    #[must_use]
    pub fn title(&self) -> &str {
        self.titles.first().map_or("", |name| &name.text)
    }
}

impl Block {
    /// A column.
    #[must_use]
    pub fn column(&self, column: ColumnIx) -> Option<&Column> {
        self.columns.get(column.index())
    }

    /// Its columns with their indices.
    pub fn numbered_columns(&self) -> impl Iterator<Item = (ColumnIx, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .map(|(at, column)| (ColumnIx::new(at), column))
    }

    /// The columns that hold figures.
    pub fn numeric_columns(&self) -> impl Iterator<Item = ColumnIx> {
        let numeric = self.numbered_columns().filter(|(_, column)| column.kind.is_numeric());
        numeric.map(|(at, _)| at)
    }
}
