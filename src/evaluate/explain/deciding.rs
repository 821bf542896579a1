//! Which comparison of an assertion decided.

use crate::evaluate::Measure;
use crate::evaluate::exact::Context;
use crate::plan::{Comparison, Equality, Logic, Node, Truth, TruthNode};

/// The two sides of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides<'p> {
    pub(super) left: Node<'p>,
    pub(super) right: Node<'p>,
}

/// The sides of the comparison that decided, which has this measure. Of one alone it is plain.
pub(super) fn decisive<'c>(context: &Context<'c, '_>, truth: &'c Truth, measure: Option<Measure>) -> Option<Sides<'c>> {
    match &truth.node {
        TruthNode::Comparison(comparison) => match comparison.links.as_slice() {
            [link] => Some(Sides {
                left: Node::Number(&comparison.first),
                right: Node::Number(&link.right),
            }),
            _ => of_chain(context, comparison, measure),
        },
        _ => deciding(context, truth, measure),
    }
}

fn deciding<'c>(context: &Context<'c, '_>, truth: &'c Truth, measure: Option<Measure>) -> Option<Sides<'c>> {
    match &truth.node {
        TruthNode::Comparison(comparison) => of_chain(context, comparison, measure),
        TruthNode::SameText(equality) => of_equality(equality, measure),
        TruthNode::SameTruth(equality) => of_equality(equality, measure),
        TruthNode::Logic(Logic::Implies, parts) => {
            let [_, consequence] = &**parts;
            deciding(context, consequence, measure)
        }
        TruthNode::Logic(Logic::And | Logic::Or, parts) => {
            let [a, b] = &**parts;
            deciding(context, a, measure).or_else(|| deciding(context, b, measure))
        }
        TruthNode::If(choice) => {
            let yes = deciding(context, &choice.yes, measure);
            yes.or_else(|| deciding(context, &choice.no, measure))
        }
        TruthNode::Literal(_)
        | TruthNode::Figure(_)
        | TruthNode::Not(_)
        | TruthNode::Exists(_)
        | TruthNode::Blank(_)
        | TruthNode::Zero(_)
        | TruthNode::BothOrNeither(_)
        | TruthNode::AtMostOne(_)
        | TruthNode::EmptyTable(_)
        | TruthNode::InOrder(_)
        | TruthNode::Contains(_)
        | TruthNode::Call { .. }
        | TruthNode::Unavailable(_) => None,
    }
}

fn of_chain<'c>(context: &Context<'c, '_>, comparison: &'c Comparison, measure: Option<Measure>) -> Option<Sides<'c>> {
    let mut pairs = comparison.pairs();
    let found = pairs.find(|(left, link)| {
        measure.is_none_or(|measure| {
            link.operator == measure.operator
                && context.number(left).ok() == Some(measure.left)
                && context.number(&link.right).ok() == Some(measure.right)
        })
    });
    found.map(|(left, link)| Sides {
        left: Node::Number(left),
        right: Node::Number(&link.right),
    })
}

/// Of values that have no order none is measured: the first pair.
fn of_equality<'p, T>(equality: &'p Equality<T>, measure: Option<Measure>) -> Option<Sides<'p>>
where
    Node<'p>: From<&'p T>,
{
    let (left, link) = equality.pairs().next().filter(|_| measure.is_none())?;
    Some(Sides {
        left: left.into(),
        right: (&link.right).into(),
    })
}
