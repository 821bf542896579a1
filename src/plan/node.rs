//! Expressions of any type, and what they are made of.

use super::{
    Argument, Comparison, Equality, Figure, List, Measured, Number, NumberNode, Subject, Text, TextNode, Truth,
    TruthNode,
};
use crate::source::Span;
use crate::value::Kind;

/// An expression of any type.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A number.
    Number(Number),
    /// A text.
    Text(Text),
    /// True or false.
    Truth(Truth),
}

/// `if(condition, yes, no)`: only the branch taken is evaluated.
#[derive(Debug, Clone)]
pub struct Choice<T> {
    /// The condition.
    pub condition: Truth,
    /// What it is where the condition is true.
    pub yes: T,
    /// What it is otherwise.
    pub no: T,
}

/// A part of a plan's expressions.
#[derive(Debug, Clone, Copy)]
pub enum Node<'p> {
    /// A number.
    Number(&'p Number),
    /// A text.
    Text(&'p Text),
    /// True or false.
    Truth(&'p Truth),
    /// A list of figures.
    List(&'p List),
}

impl Expression {
    /// The same as a part of a plan.
    #[must_use]
    pub fn node(&self) -> Node<'_> {
        match self {
            Self::Number(number) => Node::Number(number),
            Self::Text(text) => Node::Text(text),
            Self::Truth(truth) => Node::Truth(truth),
        }
    }

    /// Where it is written.
    #[must_use]
    pub fn span(&self) -> Span {
        self.node().span()
    }

    /// The figure of a table that it is, if it is no more.
    #[must_use]
    pub fn figure(&self) -> Option<Figure> {
        self.node().figure()
    }

    /// Says that it is written elsewhere: a 令 stands where it is used.
    pub fn set_span(&mut self, span: Span) {
        match self {
            Self::Number(number) => number.span = span,
            Self::Text(text) => text.span = span,
            Self::Truth(truth) => truth.span = span,
        }
    }
}

impl<'p> Node<'p> {
    /// Where it is written.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Number(number) => number.span,
            Self::Text(text) => text.span,
            Self::Truth(truth) => truth.span,
            Self::List(list) => list.span,
        }
    }

    /// What it measures.
    #[must_use]
    pub fn measures(self) -> Measured {
        match self {
            Self::Number(number) => number.measures,
            Self::Text(text) => Measured::As(text.kind),
            Self::Truth(_) => Measured::As(Kind::Bool),
            Self::List(list) => list.measures,
        }
    }

    /// The figure of a table that it is, if it is no more.
    #[must_use]
    pub fn figure(self) -> Option<Figure> {
        match self {
            Self::Number(Number {
                node: NumberNode::Figure(figure),
                ..
            })
            | Self::Text(Text {
                node: TextNode::Figure(figure),
                ..
            })
            | Self::Truth(Truth {
                node: TruthNode::Figure(figure),
                ..
            }) => Some(*figure),
            Self::Number(_) | Self::Text(_) | Self::Truth(_) | Self::List(_) => None,
        }
    }

    /// What it is made of, in the order written; the tolerances of comparisons too.
    #[must_use]
    pub fn children(self) -> Vec<Node<'p>> {
        match self {
            Self::Number(number) => of_number(number),
            Self::Text(text) => of_text(text),
            Self::Truth(truth) => of_truth(truth),
            Self::List(_) => Vec::new(),
        }
    }
}

impl<'p> From<&'p Number> for Node<'p> {
    fn from(number: &'p Number) -> Self {
        Self::Number(number)
    }
}

impl<'p> From<&'p Text> for Node<'p> {
    fn from(text: &'p Text) -> Self {
        Self::Text(text)
    }
}

impl<'p> From<&'p Truth> for Node<'p> {
    fn from(truth: &'p Truth) -> Self {
        Self::Truth(truth)
    }
}

fn nodes<'p, T>(parts: &'p [T]) -> Vec<Node<'p>>
where
    Node<'p>: From<&'p T>,
{
    parts.iter().map(Node::from).collect()
}

fn of_choice<'p, T>(choice: &'p Choice<T>) -> Vec<Node<'p>>
where
    Node<'p>: From<&'p T>,
{
    vec![
        Node::Truth(&choice.condition),
        Node::from(&choice.yes),
        Node::from(&choice.no),
    ]
}

fn of_arguments(arguments: &[Expression]) -> Vec<Node<'_>> {
    arguments.iter().map(Expression::node).collect()
}

fn of_number(number: &Number) -> Vec<Node<'_>> {
    match &number.node {
        NumberNode::Literal(_) | NumberNode::Figure(_) | NumberNode::Year | NumberNode::Unavailable(_) => Vec::new(),
        NumberNode::Aggregate { arguments, .. } => {
            let arguments = arguments.iter().map(|argument| match argument {
                Argument::Single(number) => Node::Number(number),
                Argument::List(list) => Node::List(list),
            });
            arguments.collect()
        }
        NumberNode::Call { arguments, .. } => of_arguments(arguments),
        NumberNode::If(choice) => of_choice(choice),
        NumberNode::Negate(inner) => vec![Node::Number(inner)],
        NumberNode::Arithmetic(_, parts) => nodes(&**parts),
    }
}

fn of_text(text: &Text) -> Vec<Node<'_>> {
    match &text.node {
        TextNode::Literal(_) | TextNode::Figure(_) | TextNode::Row(_) | TextNode::Unit | TextNode::Unavailable(_) => {
            Vec::new()
        }
        TextNode::CodeName(_, code) => vec![Node::Text(code)],
        TextNode::Call { arguments, .. } => of_arguments(arguments),
        TextNode::If(choice) => of_choice(choice),
    }
}

fn of_truth(truth: &Truth) -> Vec<Node<'_>> {
    match &truth.node {
        TruthNode::Literal(_)
        | TruthNode::Figure(_)
        | TruthNode::EmptyTable(_)
        | TruthNode::InOrder(_)
        | TruthNode::Unavailable(_) => Vec::new(),
        TruthNode::Comparison(comparison) => of_comparison(comparison),
        TruthNode::SameText(equality) => of_equality(equality),
        TruthNode::SameTruth(equality) => of_equality(equality),
        TruthNode::Logic(_, parts) => nodes(&**parts),
        TruthNode::Not(inner) => vec![Node::Truth(inner)],
        TruthNode::If(choice) => of_choice(choice),
        TruthNode::Exists(Subject::Table(_) | Subject::Rows(_) | Subject::Figure(_)) => Vec::new(),
        TruthNode::Exists(Subject::Value(value)) | TruthNode::Blank(value) => vec![value.node()],
        TruthNode::Zero(number) => vec![Node::Number(number)],
        TruthNode::BothOrNeither(parts) => nodes(&**parts),
        TruthNode::AtMostOne(parts) => nodes(parts),
        TruthNode::Contains(parts) => nodes(&**parts),
        TruthNode::Call { arguments, .. } => of_arguments(arguments),
    }
}

fn of_comparison(comparison: &Comparison) -> Vec<Node<'_>> {
    let mut nodes = vec![Node::Number(&comparison.first)];
    for link in &comparison.links {
        nodes.push(Node::Number(&link.right));
        nodes.extend(link.tolerance.iter().map(|tolerance| Node::Number(tolerance.number())));
    }
    nodes
}

fn of_equality<'p, T>(equality: &'p Equality<T>) -> Vec<Node<'p>>
where
    Node<'p>: From<&'p T>,
{
    let rights = equality.links.iter().map(|link| &link.right);
    std::iter::once(&equality.first).chain(rights).map(Node::from).collect()
}

impl From<Number> for Expression {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Text> for Expression {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Truth> for Expression {
    fn from(truth: Truth) -> Self {
        Self::Truth(truth)
    }
}
