//! Where an instance stands: the row and column at hand.

use crate::evaluate::bind::Binding;
use crate::form::{Block, ColumnIx};
use crate::plan::{Column, Measured, Plan, RowSide, Scope, SideIx};
use crate::report::RowIx;
use crate::value::Kind;

/// The surroundings of an expression.
#[derive(Clone, Copy)]
pub(in crate::evaluate) struct Context<'c, 'r> {
    pub(in crate::evaluate) plan: &'c Plan,
    pub(in crate::evaluate) binding: &'c Binding<'r>,
    /// What the rule ranges over.
    pub(in crate::evaluate) scope: &'c Scope,
    /// The row of each side of 逐行; `None` where it has none for the key at hand.
    pub(in crate::evaluate) rows: &'c [Option<RowIx>],
    /// The column at hand of each side; empty without 逐列.
    pub(in crate::evaluate) columns: &'c [ColumnIx],
}

impl<'c> Context<'c, '_> {
    /// The column that is meant.
    pub(in crate::evaluate) fn column(&self, column: Column) -> ColumnIx {
        match column {
            Column::At(column) => column,
            Column::Current(side) => self.current(side).unwrap_or(ColumnIx::new(usize::MAX)),
        }
    }

    /// The kind of what is measured.
    pub(in crate::evaluate) fn kind(&self, measured: Measured) -> Kind {
        match measured {
            Measured::As(kind) => kind,
            Measured::ColumnAtHand(side) => {
                let block = self.block(side);
                let column = block.and_then(|block| block.column(self.current(side)?));
                column.map_or(Kind::Money, |column| column.kind)
            }
        }
    }

    /// A side of 逐行.
    pub(in crate::evaluate) fn side(&self, side: SideIx) -> Option<&'c RowSide> {
        self.scope.sides().get(side.index())
    }

    fn current(&self, side: SideIx) -> Option<ColumnIx> {
        self.columns.get(side.index()).copied()
    }

    /// The block that the column at hand of a side is of.
    fn block(&self, side: SideIx) -> Option<&'c Block> {
        let of_rows = self.side(side).map(|side| (side.table.form, side.block));
        let of_columns = || self.scope.columns.as_ref().map(|scope| (scope.form, scope.block));
        let (form, block) = of_rows.or_else(of_columns)?;
        self.plan.ruleset.form(form)?.block(block)
    }
}
