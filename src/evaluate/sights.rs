//! Where rules look, as far as the plan alone tells: for a cell, which rules may look at it, and from which rows and columns at
//! hand.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::form::{BlockIx, ColumnIx, FormId};
use crate::plan::{
    Body, Column, Figure, ListRows, Node, Plan, Role, RowSetId, RowSetKind, Scope, SideIx, Subject, TableRef, TruthNode,
};
use crate::report::{FigureRef, Report, RowKey};
use crate::ruleset::RuleId;

/// How an instance that looks at a cell stands to the cell's row, by side of 逐行.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stand {
    /// Whatever row it is about.
    Anywhere,
    /// It is about the row.
    At(SideIx),
    /// It is about a row below the row.
    Below(SideIx),
    /// It is about the row above the row.
    Above(SideIx),
}

/// A rule that may look at a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// It.
    pub rule: RuleId,
    /// How the instances that do stand to the cell's row.
    pub stand: Stand,
    /// The column at hand of the instances that do, where not all do.
    pub column: Option<ColumnIx>,
}

/// The rules that look at cells.
#[derive(Debug)]
pub struct Sights {
    by_spot: HashMap<Spot, Vec<Sight>, RandomState>,
}

/// Cells of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Spot {
    /// All of them.
    Form(FormId),
    /// Those in a column of a block, in rows of some kind.
    Column {
        block: (FormId, BlockIx),
        column: ColumnIx,
        rows: Rows,
    },
}

/// Rows that can be told by themselves; of all others any may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Rows {
    Any,
    Keyed(RowKey),
    Coded(Arc<str>),
}

impl Sights {
    /// Those of all rules that compare; statements about structure look at whole tables.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut by_spot: HashMap<Spot, Vec<Sight>, RandomState> = HashMap::default();
        for (rule, planned) in plan.rules.iter().enumerate() {
            let Some(checks) = planned.body.as_ref().and_then(Body::checks) else {
                continue;
            };
            let rule = RuleId::new(rule);
            let mut add = |spot: Spot, stand: Stand, column: Option<ColumnIx>| {
                let sight = Sight { rule, stand, column };
                let there = by_spot.entry(spot).or_default();
                if there.last() != Some(&sight) {
                    there.push(sight);
                }
            };
            let nodes = checks.when.iter().chain(checks.checks.iter().map(|check| &check.truth));
            let mut looking = Looking {
                plan,
                scope: &checks.scope,
                add: &mut add,
            };
            looking.walk(nodes.map(Node::Truth).collect());
        }
        Self { by_spot }
    }

    /// The rules that may look at the cell.
    pub fn at(&self, report: &Report, cell: FigureRef) -> impl Iterator<Item = Sight> {
        let row = report.row(cell.in_row());
        let form = report.table(cell.table).map(|table| table.form);
        let rows = [
            Some(Rows::Any),
            row.map(|row| Rows::Keyed(row.key)),
            row.and_then(|row| row.code.as_deref())
                .map(|code| Rows::Coded(code.into())),
        ];
        let spots = form.into_iter().flat_map(move |form| {
            let columns = rows.clone().into_iter().flatten().map(move |rows| Spot::Column {
                block: (form, cell.part),
                column: cell.column,
                rows,
            });
            columns.chain([Spot::Form(form)])
        });
        spots.filter_map(|spot| self.by_spot.get(&spot)).flatten().copied()
    }
}

/// A walk over the expressions of a rule.
struct Looking<'w, 'p> {
    plan: &'p Plan,
    scope: &'p Scope,
    add: &'w mut dyn FnMut(Spot, Stand, Option<ColumnIx>),
}

impl<'p> Looking<'_, 'p> {
    fn walk(&mut self, mut pending: Vec<Node<'p>>) {
        while let Some(node) = pending.pop() {
            if let Some(figure) = node.figure() {
                self.figure(figure);
            }
            match node {
                Node::List(list) => match list.rows {
                    ListRows::Set(rows) => self.set(rows, list.column),
                    ListRows::Children(side) => self.side(side, list.column, Stand::Above(side)),
                },
                Node::Truth(truth) => match truth.node {
                    TruthNode::EmptyTable(table) if table.role == Role::Own => {
                        (self.add)(Spot::Form(table.form), Stand::Anywhere, None);
                    }
                    TruthNode::Exists(Subject::Figure(figure)) => self.figure(figure),
                    _ => {}
                },
                Node::Number(_) | Node::Text(_) => {}
            }
            pending.extend(node.children());
        }
    }

    fn figure(&mut self, figure: Figure) {
        match figure {
            Figure::Single { rows, column, .. } => self.set(rows, column),
            Figure::OfRow { side, column } => self.side(side, column, Stand::At(side)),
            Figure::OfParent { side, column } => self.side(side, column, Stand::Below(side)),
        }
    }

    fn set(&mut self, set: RowSetId, column: Column) {
        let Some(set) = self.plan.row_set(set) else {
            return;
        };
        let rows = match &set.kind {
            RowSetKind::Record => Rows::Keyed(RowKey::Record),
            RowSetKind::Item(item) => Rows::Keyed(RowKey::Item(*item)),
            RowSetKind::Total(total) => Rows::Keyed(RowKey::Total(*total)),
            RowSetKind::Level(level) => Rows::Keyed(RowKey::Code { level: *level }),
            RowSetKind::Code(code) => Rows::Coded(Arc::clone(code)),
            RowSetKind::All
            | RowSetKind::Prefix(_)
            | RowSetKind::Range(..)
            | RowSetKind::Named(_)
            | RowSetKind::Leaves
            | RowSetKind::Details
            | RowSetKind::Parents => Rows::Any,
        };
        self.column(set.table, set.block, rows, column, Stand::Anywhere);
    }

    fn side(&mut self, side: SideIx, column: Column, stand: Stand) {
        if let Some(of) = self.scope.sides().get(side.index()) {
            self.column(of.table, of.block, Rows::Any, column, stand);
        }
    }

    fn column(&mut self, table: TableRef, block: BlockIx, rows: Rows, column: Column, stand: Stand) {
        // A cell is one of the report that is checked.
        if table.role != Role::Own {
            return;
        }
        let block = (table.form, block);
        let mut add = |column, rows, at_hand| (self.add)(Spot::Column { block, column, rows }, stand, at_hand);
        match column {
            Column::At(column) => add(column, rows, None),
            Column::Current(side) => {
                let columns = self.scope.columns.iter().flat_map(|scope| &scope.columns);
                for columns in columns {
                    if let Some(column) = columns.get(side.index()) {
                        add(*column, rows.clone(), columns.first().copied());
                    }
                }
            }
        }
    }
}
