//! Comparisons: of numbers, whose bare numbers take the unit of what they meet, and of what has no order.

use super::expression::truth;
use super::kinds::{Type, Typed, describe};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Comparison, Equality, EqualityLink, Link, Tolerance, TruthNode};
use crate::source::Span;
use crate::syntax::ast::{ComparisonLink, ComparisonOperator, Expression};
use crate::value::Kind;

impl Resolver<'_> {
    pub(super) fn comparison(&mut self, first: &Expression, links: &[ComparisonLink], span: Span) -> Typed {
        let mut operands = vec![self.expression(first)];
        operands.extend(links.iter().map(|link| self.expression(&link.right)));
        // A bare number takes its unit from any neighbour: run the chain both ways before it is read off.
        let order = (1..operands.len()).chain((1..operands.len()).rev());
        for right in order.collect::<Vec<_>>() {
            let Some(at) = links.get(right - 1) else { continue };
            let (before, after) = operands.split_at_mut(right);
            let (Some(a), Some(b)) = (before.last_mut(), after.first_mut()) else {
                continue;
            };
            if self.unify(a, b, at.operator.span, "比较").is_none() {
                return Typed::broken(span);
            }
        }
        let mut has_figures = operands.iter().any(|operand| operand.has_figures);
        if !links
            .iter()
            .zip(operands.iter().skip(1))
            .all(|(link, right)| self.ordered(link, right))
        {
            return Typed::broken(span);
        }
        let known = operands.iter().find_map(|operand| match operand.ty {
            Type::Is(kind) => Some(kind),
            Type::Bare | Type::Any => None,
        });
        let node = match known {
            Some(Kind::Code | Kind::Text) => {
                let equality = equality(operands.into_iter().map(Typed::into_text), links);
                equality.map(|equality| TruthNode::SameText(Box::new(equality)))
            }
            Some(Kind::Bool) => {
                let equality = equality(operands.into_iter().map(Typed::into_truth), links);
                equality.map(|equality| TruthNode::SameTruth(Box::new(equality)))
            }
            Some(Kind::Money | Kind::Count | Kind::Ratio) | None => {
                let comparison = self.of_numbers(operands, links, &mut has_figures);
                comparison.map(|comparison| TruthNode::Comparison(Box::new(comparison)))
            }
        };
        node.map_or_else(|| Typed::broken(span), |node| truth(node, span, has_figures))
    }

    fn of_numbers(
        &mut self,
        operands: Vec<Typed>,
        links: &[ComparisonLink],
        has_figures: &mut bool,
    ) -> Option<Comparison> {
        let mut operands = operands.into_iter();
        let first = operands.next()?.into_number();
        let mut resolved = Vec::with_capacity(links.len());
        for (link, right) in links.iter().zip(operands) {
            let tolerance = match &link.tolerance {
                None => None,
                Some(tolerance) => Some(self.tolerance(tolerance, &right, has_figures)?),
            };
            resolved.push(Link {
                operator: link.operator.value,
                right: right.into_number(),
                tolerance,
                span: link.operator.span,
            });
        }
        Some(Comparison { first, links: resolved })
    }

    /// Texts and truths are equal or not; they have no order and no rounding.
    fn ordered(&mut self, link: &ComparisonLink, right: &Typed) -> bool {
        let unordered = matches!(right.ty, Type::Is(kind) if !kind.is_numeric());
        let plain = matches!(
            link.operator.value,
            ComparisonOperator::Equal | ComparisonOperator::NotEqual
        );
        if unordered && (!plain || link.tolerance.is_some()) {
            self.report(
                Diagnostic::new(
                    &codes::resolve::KIND_MISMATCH,
                    format!("{}只能用 == 或 ≠ 比较,不带容差", describe(right.ty)),
                )
                .at(link.operator.span, ""),
            );
            return false;
        }
        true
    }

    /// `± t`: an amount of the same kind, or a percentage of the right side.
    fn tolerance(&mut self, tolerance: &Expression, right: &Typed, has_figures: &mut bool) -> Option<Tolerance> {
        let mut typed = self.numeric(tolerance);
        *has_figures |= typed.has_figures;
        if typed.ty == Type::Is(Kind::Ratio) && right.ty != Type::Is(Kind::Ratio) {
            return Some(Tolerance::Share(typed.into_number()));
        }
        let mut right = right.clone();
        self.unify(&mut typed, &mut right, tolerance.span, "比较")?;
        Some(Tolerance::Amount(typed.into_number()))
    }
}

/// A chain of questions whether values are the same.
fn equality<T>(mut values: impl Iterator<Item = T>, links: &[ComparisonLink]) -> Option<Equality<T>> {
    let first = values.next()?;
    let links = links.iter().zip(values).map(|(link, right)| EqualityLink {
        same: link.operator.value == ComparisonOperator::Equal,
        right,
        span: link.operator.span,
    });
    Some(Equality {
        first,
        links: links.collect(),
    })
}
