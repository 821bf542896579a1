//! Expressions of unknown type read as the type that is wanted of them.
//!
//! What is unknown is not to be had (the running text) or is an error that has been reported. It fits everywhere.

use super::kinds::Typed;
use crate::plan::{Choice, Expression, Number, NumberNode, Text, TextNode, Truth, TruthNode, Unavailable};
use crate::source::Span;
use crate::value::Kind;

impl Typed {
    /// It, as a number.
    pub(super) fn into_number(self) -> Number {
        number(self.node)
    }

    /// It, as a text.
    pub(super) fn into_text(self) -> Text {
        text(self.node)
    }

    /// It, as true or false.
    pub(super) fn into_truth(self) -> Truth {
        truth(self.node)
    }
}

/// An expression of a kind that is not to be had.
pub(super) fn unavailable(why: Unavailable, kind: Kind, span: Span) -> Expression {
    match kind {
        Kind::Money | Kind::Count | Kind::Ratio => Number::new(NumberNode::Unavailable(why), kind, span).into(),
        Kind::Code | Kind::Text => Text::new(TextNode::Unavailable(why), kind, span).into(),
        Kind::Bool => Truth::new(TruthNode::Unavailable(why), span).into(),
    }
}

fn number(expression: Expression) -> Number {
    let span = expression.span();
    match expression {
        Expression::Number(number) => number,
        Expression::Text(Text {
            node: TextNode::If(choice),
            ..
        }) => Number::new(
            NumberNode::If(branches(*choice, |text| number(text.into()))),
            Kind::Money,
            span,
        ),
        Expression::Truth(Truth {
            node: TruthNode::If(choice),
            ..
        }) => Number::new(
            NumberNode::If(branches(*choice, |truth| number(truth.into()))),
            Kind::Money,
            span,
        ),
        other => Number::unavailable(why(&other), span),
    }
}

fn text(expression: Expression) -> Text {
    let span = expression.span();
    match expression {
        Expression::Text(text) => text,
        Expression::Number(Number {
            node: NumberNode::If(choice),
            ..
        }) => Text::new(
            TextNode::If(branches(*choice, |number| text(number.into()))),
            Kind::Text,
            span,
        ),
        Expression::Truth(Truth {
            node: TruthNode::If(choice),
            ..
        }) => Text::new(
            TextNode::If(branches(*choice, |truth| text(truth.into()))),
            Kind::Text,
            span,
        ),
        other => Text::new(TextNode::Unavailable(why(&other)), Kind::Text, span),
    }
}

fn truth(expression: Expression) -> Truth {
    let span = expression.span();
    match expression {
        Expression::Truth(truth) => truth,
        Expression::Number(Number {
            node: NumberNode::If(choice),
            ..
        }) => Truth::new(TruthNode::If(branches(*choice, |number| truth(number.into()))), span),
        Expression::Text(Text {
            node: TextNode::If(choice),
            ..
        }) => Truth::new(TruthNode::If(branches(*choice, |text| truth(text.into()))), span),
        other => Truth::new(TruthNode::Unavailable(why(&other)), span),
    }
}

fn branches<T, U>(choice: Choice<T>, read: impl Fn(T) -> U) -> Box<Choice<U>> {
    Box::new(Choice {
        condition: choice.condition,
        yes: read(choice.yes),
        no: read(choice.no),
    })
}

/// Why an expression of unknown type is not to be had.
fn why(expression: &Expression) -> Unavailable {
    match expression {
        Expression::Number(Number {
            node: NumberNode::Unavailable(why),
            ..
        })
        | Expression::Text(Text {
            node: TextNode::Unavailable(why),
            ..
        })
        | Expression::Truth(Truth {
            node: TruthNode::Unavailable(why),
            ..
        }) => *why,
        _ => Unavailable::Broken,
    }
}
