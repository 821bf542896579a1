//! The rules that forms imply, written out as what every rule is made of.

use super::plan::{
    Argument, Body, Column, ColumnScope, JoinKey, Link, List, Node, NodeKind, Operator, RowScope, RowSetKind, Scope,
    Side, Structure,
};
use super::resolver::Resolver;
use crate::form::{Axis, Block, Formula, ImpliedRule, Operand};
use crate::ruleset::RuleBody;
use crate::source::Span;
use crate::syntax::ast::ComparisonOperator;
use crate::value::{Kind, Name};

impl<'a> Resolver<'a> {
    /// The body of a rule that a form implies.
    pub(super) fn implied(&mut self, body: &RuleBody) -> Option<Body> {
        match *body {
            RuleBody::Checks { .. } => None,
            RuleBody::RollUp { form } => self.roll_up(form),
            RuleBody::ColumnIdentity { form, block, column } => self.column_identity(form, block, column),
            RuleBody::ItemIdentity { form, block, item } => {
                let formula = self.block(form, block)?.axis.items().get(item)?;
                let (formula, span) = (formula.formula.as_ref()?, formula.span);
                self.row_identity((form, block), RowSetKind::Item(item), formula, span)
            }
            RuleBody::TotalIdentity { form, block, total } => {
                let declared = self.block(form, block)?.axis.coded()?.totals.get(total)?;
                let (formula, span) = (declared.formula.as_ref()?, declared.span);
                self.row_identity((form, block), RowSetKind::Total(total), formula, span)
            }
            RuleBody::NonNegative { form, implied }
            | RuleBody::Required { form, implied }
            | RuleBody::EmptyStatement { form, implied } => self.of_form(form, implied),
            RuleBody::UniqueRows { form } => self.structure(Structure::UniqueRows { form }),
            RuleBody::CodeTree { form } => self.structure(Structure::CodeTree { form }),
            RuleBody::TablePresent { form } => self.structure(Structure::TablePresent { form }),
        }
    }

    fn structure(&mut self, structure: Structure) -> Option<Body> {
        self.mention(structure.form());
        Some(Body::Structure(structure))
    }

    fn block(&self, form: usize, block: usize) -> Option<&'a Block> {
        self.form(form).and_then(|form| form.blocks.get(block))
    }

    /// `本年支出合计 = 2..6`, on every row.
    fn column_identity(&mut self, form: usize, block: usize, column: usize) -> Option<Body> {
        self.mention(form);
        let declared = self.block(form, block)?.columns.get(column)?;
        let formula = declared.formula.as_ref()?;
        let kind = declared.kind;
        let figure = |column: usize, span: Span| {
            Node::new(
                NodeKind::RowFigure {
                    side: 0,
                    column: Column::At(column),
                },
                kind,
                span,
            )
        };
        let left = figure(column, declared.span);
        let terms = formula.terms.iter().filter_map(|term| match term.operand {
            Operand::Index(index) => Some((term.negative, figure(index, term.span))),
            Operand::Code(_) => None,
        });
        let node = comparison(left, sum_of(terms, kind, formula.span)?, declared.span.to(formula.span));
        let rows = self.row_set(form, block, RowSetKind::All);
        let scope = Scope {
            rows: Some(one_side(form, block, rows)),
            columns: None,
        };
        Some(Body::Checks {
            scope,
            when: None,
            checks: vec![Self::implied_check(node)],
        })
    }

    /// `总计 = 27 + 28 + 29`, `人员经费合计 = 301 + 303`, in every column.
    fn row_identity(
        &mut self,
        (form, block): (usize, usize),
        rows: RowSetKind,
        formula: &Formula,
        span: Span,
    ) -> Option<Body> {
        self.mention(form);
        let columns = numeric_columns(self.block(form, block)?);
        let declared_kind = match rows {
            RowSetKind::Item(index) => self
                .block(form, block)?
                .axis
                .items()
                .get(index)
                .and_then(|item| item.kind),
            _ => None,
        };
        let kind = declared_kind.unwrap_or(Kind::Money);
        let is_total = matches!(rows, RowSetKind::Total(_));
        let left = self.row_set(form, block, rows);
        let figure = |rows, lenient, span| {
            Node::new(
                NodeKind::Figure {
                    rows,
                    column: Column::Current(0),
                    lenient,
                },
                kind,
                span,
            )
        };
        let mut terms = Vec::with_capacity(formula.terms.len());
        for term in &formula.terms {
            let rows = match &term.operand {
                Operand::Index(index) if is_total => RowSetKind::Total(*index),
                Operand::Index(index) => RowSetKind::Item(*index),
                Operand::Code(code) => RowSetKind::Code(code.clone()),
            };
            // A report may print only the rows that have figures, so an addend that is absent is blank.
            terms.push((term.negative, figure(self.row_set(form, block, rows), true, term.span)));
        }
        let right = sum_of(terms.into_iter(), kind, formula.span)?;
        let node = comparison(figure(left, false, span), right, span.to(formula.span));
        let columns = Some(ColumnScope {
            columns,
            block: (form, block),
        });
        let scope = Scope { rows: None, columns };
        Some(Body::Checks {
            scope,
            when: None,
            checks: vec![Self::implied_check(node)],
        })
    }

    /// Every parent ≈ Σ children, the total ≈ Σ top level, in every column.
    fn roll_up(&mut self, form: usize) -> Option<Body> {
        self.mention(form);
        let declared = self.form(form)?;
        let block = declared.blocks.iter().position(|block| block.axis.coded().is_some())?;
        let span = declared
            .implied
            .iter()
            .find(|implied| matches!(implied.rule, ImpliedRule::RollUp))
            .map_or(declared.span, |implied| implied.span);
        let columns = numeric_columns(self.block(form, block)?);
        let column = Column::Current(0);
        let left = Node::new(NodeKind::RowFigure { side: 0, column }, Kind::Money, span);
        let children = Argument::List(List::Children { side: 0, column, span });
        let sum = crate::builtin::find("sum")?;
        let right = Node::new(NodeKind::Aggregate(sum, vec![children]), Kind::Money, span);
        let node = comparison(left, right, span);
        let rows = self.row_set(form, block, RowSetKind::Parents);
        let scope = Scope {
            rows: Some(one_side(form, block, rows)),
            columns: Some(ColumnScope {
                columns,
                block: (form, block),
            }),
        };
        Some(Body::Checks {
            scope,
            when: None,
            checks: vec![Self::implied_check(node)],
        })
    }

    fn of_form(&mut self, form: usize, implied: usize) -> Option<Body> {
        let declared = self.form(form)?;
        match &declared.implied.get(implied)?.rule {
            ImpliedRule::RollUp => None,
            ImpliedRule::EmptyStatement(words) => self.structure(Structure::EmptyStatement {
                form,
                words: words.clone(),
            }),
            ImpliedRule::NonNegative(names) => {
                let columns = declared.blocks.iter().enumerate();
                let columns = columns.map(|(index, block)| (index, chosen(block, names))).collect();
                self.structure(Structure::NonNegative { form, columns })
            }
            ImpliedRule::Required(names) => {
                let mut figures = Vec::new();
                for (index, block) in declared.blocks.iter().enumerate() {
                    figures.extend(
                        required(block, names)
                            .into_iter()
                            .map(|(rows, columns)| (index, rows, columns)),
                    );
                }
                let figures = figures
                    .into_iter()
                    .map(|(block, rows, columns)| (block, self.row_set(form, block, rows), columns))
                    .collect();
                self.structure(Structure::Required { form, figures })
            }
        }
    }
}

/// What 必填 asks of a block: the items named in every column, the columns named on every row; without names, every
/// column of the total row (or the record).
fn required(block: &Block, names: &[Name]) -> Vec<(RowSetKind, Vec<usize>)> {
    let all = numeric_columns(block).into_iter().flatten().collect::<Vec<_>>();
    if names.is_empty() {
        let rows = match &block.axis {
            Axis::Single => Some(RowSetKind::Record),
            Axis::Coded(coded) => coded
                .totals
                .iter()
                .position(|total| total.formula.is_none())
                .map(RowSetKind::Total),
            Axis::Items(_) => None,
        };
        return rows.map(|rows| (rows, all)).into_iter().collect();
    }
    let answers = |name: &Name, aliases: &[Name]| names.iter().any(|wanted| wanted == name || aliases.contains(wanted));
    let mut found = Vec::new();
    for (index, item) in block.axis.items().iter().enumerate() {
        if answers(&item.name, &item.aliases) {
            found.push((RowSetKind::Item(index), all.clone()));
        }
    }
    for (index, total) in block
        .axis
        .coded()
        .map(|coded| coded.totals.as_slice())
        .unwrap_or_default()
        .iter()
        .enumerate()
    {
        if answers(&total.name, &total.aliases) {
            found.push((RowSetKind::Total(index), all.clone()));
        }
    }
    let columns: Vec<usize> = named_columns(block, names);
    if !columns.is_empty() {
        found.push((RowSetKind::All, columns));
    }
    found
}

fn named_columns(block: &Block, names: &[Name]) -> Vec<usize> {
    let is_named = |column: &crate::form::Column| names.iter().any(|name| column.answers_to(&name.key));
    block
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| is_named(column))
        .map(|(index, _)| index)
        .collect()
}

fn chosen(block: &Block, names: &[Name]) -> Vec<usize> {
    if names.is_empty() {
        return numeric_columns(block).into_iter().flatten().collect();
    }
    named_columns(block, names)
}

/// The columns that hold figures, each as the single side of a column scope.
fn numeric_columns(block: &Block) -> Vec<Vec<usize>> {
    let numeric = block
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind.is_numeric());
    numeric.map(|(index, _)| vec![index]).collect()
}

fn one_side(form: usize, block: usize, rows: super::plan::RowSetId) -> RowScope {
    RowScope {
        sides: vec![Side { form, block, rows }],
        key: JoinKey::Code,
    }
}

fn comparison(left: Node, right: Node, span: Span) -> Node {
    let link = Link {
        operator: ComparisonOperator::Approximately,
        span: right.span,
        right,
        tolerance: None,
    };
    Node::new(NodeKind::Comparison(Box::new(left), vec![link]), Kind::Bool, span)
}

/// The signed sum of `terms`, left to right.
fn sum_of(mut terms: impl Iterator<Item = (bool, Node)>, kind: Kind, span: Span) -> Option<Node> {
    let signed = |(negative, node): (bool, Node)| {
        let span = node.span;
        if negative {
            Node::new(NodeKind::Negate(Box::new(node)), kind, span)
        } else {
            node
        }
    };
    let mut total = signed(terms.next()?);
    for (negative, node) in terms {
        let operator = if negative { Operator::Subtract } else { Operator::Add };
        total = Node::new(NodeKind::Arithmetic(operator, Box::new([total, node])), kind, span);
    }
    Some(total)
}
