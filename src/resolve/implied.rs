//! The rules that forms imply, written out as what every rule is made of.

use super::resolver::Resolver;
use crate::builtin::Body as Computed;
use crate::form::{Block, BlockIx, ColumnIx, FormId, Formula, ImpliedRule, ItemIx, Operand, TotalIx};
use crate::plan::{
    Argument, Body, Check, Checks, Column, ColumnScope, Comparison, Defined, Figure, JoinKey, Link, List, ListRows,
    Measured, Number, NumberNode, Operator, RowScope, RowSetId, RowSetKind, RowSide, SaidBy, Scope, SideIx, TableRef,
    Truth, TruthNode,
};
use crate::ruleset::{Defines, RuleBody};
use crate::source::Span;
use crate::syntax::ast::ComparisonOperator;
use crate::value::Name;

/// The only side of a rule about one table.
const ONLY: SideIx = SideIx::new(0);

impl<'a> Resolver<'a> {
    /// The body of a rule that a form implies.
    pub(super) fn implied(&mut self, body: &RuleBody) -> Option<Body> {
        self.mention(body.form()?);
        match body {
            RuleBody::Checks { .. } => None,
            RuleBody::RollUp { form } => self.roll_up(*form),
            RuleBody::Identity { form, block, defines } => self.identity((*form, *block), *defines),
            RuleBody::Statement { form, statement } => Some(Body::Statement {
                form: *form,
                statement: statement.clone(),
            }),
        }
    }

    fn identity(&mut self, (form, block): (FormId, BlockIx), defines: Defines) -> Option<Body> {
        let declared = self.form(form)?.block(block)?;
        let defined = |name: &Name| Defined {
            form,
            block,
            name: name.text.clone(),
        };
        match defines {
            Defines::Column(column) => {
                let said_by = SaidBy::Column(defined(&declared.column(column)?.name));
                self.column_identity((form, block), declared, column, said_by)
            }
            Defines::Item(item) => {
                let own = declared.axis.item(item)?;
                let identity = RowIdentity {
                    rows: RowSetKind::Item(item),
                    term: |index| RowSetKind::Item(ItemIx::new(index)),
                    measures: own.kind.map_or(Measured::ColumnAtHand(ONLY), Measured::As),
                    formula: own.formula.as_ref()?,
                    span: own.span,
                    said_by: SaidBy::Item(defined(&own.name)),
                };
                self.row_identity((form, block), declared, identity)
            }
            Defines::Total(total) => {
                let own = declared.axis.total(total)?;
                let identity = RowIdentity {
                    rows: RowSetKind::Total(total),
                    term: |index| RowSetKind::Total(TotalIx::new(index)),
                    measures: Measured::ColumnAtHand(ONLY),
                    formula: own.formula.as_ref()?,
                    span: own.span,
                    said_by: SaidBy::Total(defined(&own.name)),
                };
                self.row_identity((form, block), declared, identity)
            }
        }
    }

    /// `本年支出合计 = 2..6`, on every row.
    fn column_identity(
        &mut self,
        (form, block): (FormId, BlockIx),
        declared: &'a Block,
        column: ColumnIx,
        said_by: SaidBy,
    ) -> Option<Body> {
        let own = declared.column(column)?;
        let formula = own.formula.as_ref()?;
        let measures = Measured::As(own.kind);
        let figure = |column: ColumnIx, span: Span| {
            let (side, column) = (ONLY, Column::At(column));
            number(NumberNode::Figure(Figure::OfRow { side, column }), measures, span)
        };
        let terms = formula.terms.iter().filter_map(|term| match term.operand {
            Operand::Index(index) => Some((term.negative, figure(ColumnIx::new(index), term.span))),
            Operand::Code(_) => None,
        });
        let right = sum_of(terms, measures, formula.span)?;
        let check = comparison(figure(column, own.span), right, own.span.to(formula.span));
        let rows = Some(one_side(form, block, self.row_set(form, block, RowSetKind::All)));
        Some(checks(said_by, Scope { rows, columns: None }, check))
    }

    /// `总计 = 27 + 28 + 29`, `人员经费合计 = 301 + 303`, in every column.
    fn row_identity(
        &mut self,
        (form, block): (FormId, BlockIx),
        declared: &'a Block,
        identity: RowIdentity<'a>,
    ) -> Option<Body> {
        let RowIdentity { formula, measures, .. } = identity;
        let figure = |rows, lenient, span| {
            let column = Column::Current(ONLY);
            number(
                NumberNode::Figure(Figure::Single { rows, column, lenient }),
                measures,
                span,
            )
        };
        let left = figure(self.row_set(form, block, identity.rows), false, identity.span);
        let mut terms = Vec::with_capacity(formula.terms.len());
        for term in &formula.terms {
            let rows = match &term.operand {
                Operand::Index(index) => (identity.term)(*index),
                Operand::Code(code) => RowSetKind::Code(code.clone()),
            };
            // A report may print only the rows that have figures, so an addend that is absent is blank.
            terms.push((term.negative, figure(self.row_set(form, block, rows), true, term.span)));
        }
        let right = sum_of(terms.into_iter(), measures, formula.span)?;
        let check = comparison(left, right, identity.span.to(formula.span));
        let columns = Some(every_column(form, block, declared));
        Some(checks(identity.said_by, Scope { rows: None, columns }, check))
    }

    /// Every parent ≈ Σ children, the total ≈ Σ top level, in every column.
    fn roll_up(&mut self, form: FormId) -> Option<Body> {
        let declared = self.form(form)?;
        let block = declared.blocks.iter().position(|block| block.axis.coded().is_some())?;
        let block = BlockIx::new(block);
        let implied = declared.implied.iter();
        let written = implied.filter(|implied| matches!(implied.rule, ImpliedRule::RollUp));
        let span = written.map(|implied| implied.span).next().unwrap_or(declared.span);
        let builtin = crate::builtin::find("sum")?;
        let Computed::Aggregate(compute) = builtin.body else {
            return None;
        };
        let (side, column, measures) = (ONLY, Column::Current(ONLY), Measured::ColumnAtHand(ONLY));
        let children = List {
            rows: ListRows::Children(side),
            column,
            measures,
            span,
        };
        let arguments = vec![Argument::List(children)];
        let sum = NumberNode::Aggregate {
            builtin,
            compute,
            arguments,
        };
        let own = NumberNode::Figure(Figure::OfRow { side, column });
        let check = comparison(number(own, measures, span), number(sum, measures, span), span);
        let rows = self.row_set(form, block, RowSetKind::Parents);
        let scope = Scope {
            rows: Some(one_side(form, block, rows)),
            columns: Some(every_column(form, block, declared.block(block)?)),
        };
        Some(checks(SaidBy::RollUp(form), scope, check))
    }
}

/// The identity of a row.
struct RowIdentity<'a> {
    rows: RowSetKind,
    /// The rows that an index in the formula means.
    term: fn(usize) -> RowSetKind,
    measures: Measured,
    formula: &'a Formula,
    span: Span,
    said_by: SaidBy,
}

fn checks(said_by: SaidBy, scope: Scope, check: Check) -> Body {
    Body::Checks(Checks {
        said_by,
        scope,
        when: None,
        checks: vec![check],
    })
}

/// The columns that hold figures, each as the single side of a column scope.
fn every_column(form: FormId, block: BlockIx, declared: &Block) -> ColumnScope {
    ColumnScope {
        columns: declared.numeric_columns().map(|column| vec![column]).collect(),
        form,
        block,
    }
}

fn one_side(form: FormId, block: BlockIx, rows: RowSetId) -> RowScope {
    let table = TableRef::own(form);
    RowScope {
        sides: vec![RowSide { table, block, rows }],
        key: JoinKey::Code,
    }
}

fn number(node: NumberNode, measures: Measured, span: Span) -> Number {
    Number { node, measures, span }
}

fn comparison(first: Number, right: Number, span: Span) -> Check {
    let link = Link {
        operator: ComparisonOperator::Approximately,
        span: right.span,
        right,
        tolerance: None,
    };
    let links = vec![link];
    let truth = TruthNode::Comparison(Box::new(Comparison { first, links }));
    Check::new(Truth::new(truth, span), span, true)
}

/// The signed sum of `terms`, left to right.
fn sum_of(mut terms: impl Iterator<Item = (bool, Number)>, measures: Measured, span: Span) -> Option<Number> {
    let signed = |(negative, term): (bool, Number)| {
        let span = term.span;
        if negative {
            number(NumberNode::Negate(Box::new(term)), measures, span)
        } else {
            term
        }
    };
    let mut total = signed(terms.next()?);
    for (negative, term) in terms {
        let operator = if negative { Operator::Subtract } else { Operator::Add };
        total = number(
            NumberNode::Arithmetic(operator, Box::new([total, term])),
            measures,
            span,
        );
    }
    Some(total)
}
