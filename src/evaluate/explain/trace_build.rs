//! Expressions to trees of values.

use crate::evaluate::bind::Slot;
use crate::evaluate::exact::Context;
use crate::evaluate::{Failure, Outcome, Trace, TraceLabel, TraceValue};
use crate::plan::{Argument, Figure, List, Node, Number, NumberNode, Operator, Text, TextNode, Truth, TruthNode};
use crate::report::FigureRef;
use crate::value::Amount;

/// Sums of more addends than this are shown without their blank ones.
const MOST_SHOWN_WITH_BLANKS: usize = 6;

impl<'c> Context<'c, '_> {
    /// An expression with its value and what it is made of.
    pub(super) fn trace(&self, node: Node<'c>) -> Trace {
        let figure = figure_of(node);
        let mut trace = Trace {
            span: node.span(),
            label: self.label(node),
            value: self.trace_value(node),
            negative: false,
            figure: figure.and_then(|figure| self.cell(figure).ok().flatten()),
            children: Vec::new(),
            blanks: 0,
        };
        match node {
            Node::Number(number) => self.add_number(number, &mut trace),
            Node::Truth(truth) => self.add_truth(truth, &mut trace),
            Node::Text(text) => match &text.node {
                // A code's name is no part of what is compared.
                TextNode::CodeName(..) => {}
                _ => self.add_children(node, &mut trace),
            },
            Node::List(list) => self.add_list(list, &mut trace),
        }
        trace
    }

    fn add_children(&self, node: Node<'c>, into: &mut Trace) {
        let children = node.children().into_iter();
        into.children.extend(children.map(|child| self.trace(child)));
    }

    fn add_number(&self, number: &'c Number, into: &mut Trace) {
        match &number.node {
            NumberNode::Arithmetic(Operator::Add | Operator::Subtract, _) => self.add_addends(number, into),
            NumberNode::Negate(inner) => {
                // The sum behind a minus is shown as a whole.
                let negative = !matches!(inner.node, NumberNode::Arithmetic(..));
                into.children.push(Trace {
                    negative,
                    ..self.trace(Node::Number(inner))
                });
            }
            NumberNode::Aggregate { arguments, .. } => {
                for argument in arguments {
                    match argument {
                        Argument::Single(number) => self.push(into, self.trace(Node::Number(number))),
                        Argument::List(list) => self.add_list(list, into),
                    }
                }
            }
            NumberNode::Literal(_)
            | NumberNode::Figure(_)
            | NumberNode::Year
            | NumberNode::Call { .. }
            | NumberNode::If(_)
            | NumberNode::Arithmetic(..)
            | NumberNode::Unavailable(_) => self.add_children(Node::Number(number), into),
        }
    }

    fn add_truth(&self, truth: &'c Truth, into: &mut Trace) {
        match &truth.node {
            // How far the sides may be apart is told with the comparison.
            TruthNode::Comparison(comparison) => {
                let rights = comparison.links.iter().map(|link| &link.right);
                let operands = std::iter::once(&comparison.first).chain(rights);
                into.children
                    .extend(operands.map(|operand| self.trace(Node::Number(operand))));
            }
            // What is asked about need not be there.
            TruthNode::Exists(_) => {}
            _ => self.add_children(Node::Truth(truth), into),
        }
    }

    /// The addends of a sum, however it is nested, each with its sign.
    fn add_addends(&self, sum: &'c Number, into: &mut Trace) {
        let mut pending = vec![(sum, false)];
        while let Some((number, negative)) = pending.pop() {
            match &number.node {
                NumberNode::Arithmetic(operator @ (Operator::Add | Operator::Subtract), parts) => {
                    let [left, right] = &**parts;
                    pending.push((right, negative ^ (*operator == Operator::Subtract)));
                    pending.push((left, negative));
                }
                NumberNode::Negate(inner) => pending.push((inner, !negative)),
                _ => into.children.push(Trace {
                    negative,
                    ..self.trace(Node::Number(number))
                }),
            }
        }
        self.leave_out_blanks(into);
    }

    /// Takes the blank figures out of a long sum, and counts them. A short one shows them: a blank that should not be
    /// one is often the cause.
    fn leave_out_blanks(&self, sum: &mut Trace) {
        if sum.children.len() > MOST_SHOWN_WITH_BLANKS {
            for child in std::mem::take(&mut sum.children) {
                self.push(sum, child);
            }
        }
    }

    fn push(&self, into: &mut Trace, child: Trace) {
        let is_blank_cell = matches!(&child.value, TraceValue::Amount(amount, _) if *amount == Amount::BLANK)
            && child.children.is_empty()
            && !matches!(child.figure.map(|cell| self.binding.slot(cell)), Some(Slot::Number(_)));
        if is_blank_cell {
            into.blanks += 1;
        } else {
            into.children.push(child);
        }
    }

    fn add_list(&self, list: &'c List, into: &mut Trace) {
        let Ok(cells) = self.cells(list) else { return };
        for cell in cells.iter() {
            let Some(value) = self.value_of_cell(cell) else {
                into.blanks += 1;
                continue;
            };
            into.children.push(Trace {
                span: list.span,
                label: TraceLabel::Cell(cell),
                value,
                negative: false,
                figure: Some(cell),
                children: Vec::new(),
                blanks: 0,
            });
        }
    }

    /// What a cell of a list holds; `None` where it is blank.
    fn value_of_cell(&self, cell: FigureRef) -> Option<TraceValue> {
        Some(match self.binding.slot(cell) {
            Slot::Number(amount) => TraceValue::Amount(amount, self.kind_of(cell)),
            Slot::Blank => return None,
            Slot::Missing => TraceValue::Missing,
            Slot::Unreadable => TraceValue::Error(Failure::Unreadable(cell)),
        })
    }

    fn trace_value(&self, node: Node<'c>) -> TraceValue {
        let value = match node {
            Node::Number(number) => {
                let kind = self.kind(number.measures);
                self.number(number).map(|amount| TraceValue::Amount(amount, kind))
            }
            Node::Text(text) => self.text(text).map(|text| TraceValue::Text((&*text).into())),
            Node::Truth(truth) => self.truth(truth).map(TraceValue::Bool),
            // A list stands for its cells.
            Node::List(_) => return TraceValue::Missing,
        };
        value.unwrap_or_else(|failure| match failure.outcome() {
            Outcome::Unbound => TraceValue::Missing,
            _ => TraceValue::Error(failure),
        })
    }

    fn label(&self, node: Node<'c>) -> TraceLabel {
        match node {
            Node::Number(number) => self.label_of_number(number),
            Node::Text(text) => self.label_of_text(text),
            Node::Truth(truth) => self.label_of_truth(truth),
            Node::List(_) => TraceLabel::Sum,
        }
    }

    fn label_of_figure(&self, figure: Figure) -> TraceLabel {
        let (side, column, of_parent) = match figure {
            Figure::Single { rows, column, .. } => return TraceLabel::Figure(rows, self.column(column)),
            Figure::OfRow { side, column } => (side, column, false),
            Figure::OfParent { side, column } => (side, column, true),
        };
        let Some(of) = self.side(side) else {
            return TraceLabel::Unavailable;
        };
        TraceLabel::RowFigure {
            table: of.table,
            block: of.block,
            column: self.column(column),
            of_parent,
            joined: self.scope.sides().len() > 1,
        }
    }

    fn label_of_number(&self, number: &Number) -> TraceLabel {
        match &number.node {
            NumberNode::Literal(_) => TraceLabel::Number,
            NumberNode::Figure(figure) => self.label_of_figure(*figure),
            NumberNode::Year => TraceLabel::Year,
            NumberNode::Aggregate { builtin, .. } | NumberNode::Call { builtin, .. } => TraceLabel::Function(builtin),
            NumberNode::If(_) => TraceLabel::If,
            NumberNode::Negate(_) => TraceLabel::Negative,
            NumberNode::Arithmetic(Operator::Add | Operator::Subtract, _) => TraceLabel::Sum,
            NumberNode::Arithmetic(Operator::Multiply, _) => TraceLabel::Product,
            NumberNode::Arithmetic(Operator::Divide, _) => TraceLabel::Quotient,
            NumberNode::Unavailable(_) => TraceLabel::Unavailable,
        }
    }

    fn label_of_text(&self, text: &Text) -> TraceLabel {
        match &text.node {
            TextNode::Literal(name) => TraceLabel::Text((&*name.text).into()),
            TextNode::Figure(figure) => self.label_of_figure(*figure),
            TextNode::Row(of) => TraceLabel::RowText(*of),
            TextNode::Unit => TraceLabel::Unit,
            TextNode::CodeName(..) => TraceLabel::CodeName,
            TextNode::Call { builtin, .. } => TraceLabel::Function(builtin),
            TextNode::If(_) => TraceLabel::If,
            TextNode::Unavailable(_) => TraceLabel::Unavailable,
        }
    }

    fn label_of_truth(&self, truth: &Truth) -> TraceLabel {
        match &truth.node {
            TruthNode::Literal(value) => TraceLabel::Truth(*value),
            TruthNode::Figure(figure) => self.label_of_figure(*figure),
            TruthNode::Comparison(_) | TruthNode::SameText(_) | TruthNode::SameTruth(_) => TraceLabel::Comparison,
            TruthNode::Logic(logic, _) => TraceLabel::Logic(*logic),
            TruthNode::Not(_) => TraceLabel::Not,
            TruthNode::If(_) => TraceLabel::If,
            TruthNode::Exists(_) => TraceLabel::Exists,
            TruthNode::Blank(_) => TraceLabel::Blank,
            TruthNode::Zero(_) => TraceLabel::Zero,
            TruthNode::BothOrNeither(_) => TraceLabel::BothOrNeither,
            TruthNode::AtMostOne(_) => TraceLabel::AtMostOne,
            TruthNode::EmptyTable(_) => TraceLabel::EmptyTable,
            TruthNode::InOrder(_) => TraceLabel::InOrder,
            TruthNode::Contains(_) => TraceLabel::Contains,
            TruthNode::Call { builtin, .. } => TraceLabel::Function(builtin),
            TruthNode::Unavailable(_) => TraceLabel::Unavailable,
        }
    }
}

/// The figure of a table that an expression is, if it is no more.
pub(super) fn figure_of(node: Node<'_>) -> Option<Figure> {
    match node {
        Node::Number(Number {
            node: NumberNode::Figure(figure),
            ..
        })
        | Node::Text(Text {
            node: TextNode::Figure(figure),
            ..
        })
        | Node::Truth(Truth {
            node: TruthNode::Figure(figure),
            ..
        }) => Some(*figure),
        Node::Number(_) | Node::Text(_) | Node::Truth(_) | Node::List(_) => None,
    }
}
