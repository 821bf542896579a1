//! Expressions: operands resolved, kinds checked, bare numbers given their unit.

use super::coerce::unavailable;
use super::kinds::{Type, Typed, describe};
use super::narrative::NO_NARRATIVE;
use super::referred::{Referred, Want};
use super::resolver::Resolver;
use crate::builtin::{self, Body};
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Logic, Number as Resolved, NumberNode, Operator, Text, TextNode, Truth, TruthNode};
use crate::source::Span;
use crate::syntax::ast::{BinaryOperator, Expression, ExpressionKind, Number, Spanned, UnaryOperator};
use crate::value::{Amount, Kind, Name};

impl Resolver<'_> {
    /// Resolves an expression to one value.
    pub(super) fn expression(&mut self, expression: &Expression) -> Typed {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Number(number) => self.number(number, span),
            ExpressionKind::Text(text) => Typed::new(
                Text::new(TextNode::Literal(Name::new(text)), Kind::Text, span),
                Type::Is(Kind::Text),
            ),
            ExpressionKind::Bool(value) => truth(TruthNode::Literal(*value), span, false),
            ExpressionKind::Reference(reference) => match self.reference(reference, Want::One) {
                Referred::One(typed) => typed,
                Referred::List(..) => Typed::broken(span),
            },
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Property(of, _) => {
                self.expression(of);
                Typed::new(unavailable(NO_NARRATIVE, Kind::Text, span), Type::Is(Kind::Text)).with_figures()
            }
            ExpressionKind::Unary(UnaryOperator::Negate, inner) => {
                let mut typed = self.numeric(inner);
                let negated = NumberNode::Negate(Box::new(typed.clone().into_number()));
                typed.node = Resolved::new(negated, typed.kind(), span).into();
                typed
            }
            ExpressionKind::Unary(UnaryOperator::Not, inner) => {
                let typed = self.condition(inner);
                let has_figures = typed.has_figures;
                truth(TruthNode::Not(Box::new(typed.into_truth())), span, has_figures)
            }
            ExpressionKind::Binary(left, operator, right) => self.binary(left, operator, right, span),
            ExpressionKind::Comparison(first, links) => self.comparison(first, links, span),
            ExpressionKind::Test(inner, test) => self.postfix(inner, test.value, span),
        }
    }

    /// Resolves an expression that must be true or false.
    pub(super) fn condition(&mut self, expression: &Expression) -> Typed {
        let typed = self.expression(expression);
        if matches!(typed.ty, Type::Any | Type::Is(Kind::Bool)) {
            return typed;
        }
        self.report(
            Diagnostic::new(&codes::resolve::NOT_A_CONDITION, "这里要一个能判断真假的式子")
                .at(expression.span, format!("这是{}", describe(typed.ty)))
                .help("用 == ≈ ≠ < <= > >= 比较两边,或用 存在、为空 等来问"),
        );
        Typed::broken(expression.span)
    }

    /// Resolves an expression that must be a number.
    pub(super) fn numeric(&mut self, expression: &Expression) -> Typed {
        let typed = self.expression(expression);
        self.require_number(typed)
    }

    pub(super) fn require_number(&mut self, typed: Typed) -> Typed {
        match typed.ty {
            Type::Is(kind) if !kind.is_numeric() => {
                let help = (kind == Kind::Code).then(|| "代码只能比较,不能计算".to_owned());
                self.report(
                    Diagnostic::new(&codes::resolve::KIND_MISMATCH, format!("{}不能计算", kind.label()))
                        .at(typed.span(), kind.label())
                        .maybe_help(help),
                );
                Typed::broken(typed.span())
            }
            _ => typed,
        }
    }

    fn number(&mut self, number: &Number, span: Span) -> Typed {
        let literal = Amount::literal(number.value);
        if let Some(unit) = number.unit {
            let yuan = super::kinds::in_unit(literal, unit).unwrap_or(literal);
            let node = Resolved::new(NumberNode::Literal(yuan), Kind::Money, span);
            return Typed {
                unit: Some(unit),
                ..Typed::new(node, Type::Is(Kind::Money))
            };
        }
        let (kind, ty) = if number.percent {
            (Kind::Ratio, Type::Is(Kind::Ratio))
        } else {
            (Kind::Count, Type::Bare)
        };
        Typed::new(Resolved::new(NumberNode::Literal(literal), kind, span), ty)
    }

    fn binary(
        &mut self,
        left: &Expression,
        operator: &Spanned<BinaryOperator>,
        right: &Expression,
        span: Span,
    ) -> Typed {
        let logic = match operator.value {
            BinaryOperator::And => Some(Logic::And),
            BinaryOperator::Or => Some(Logic::Or),
            BinaryOperator::Implies => Some(Logic::Implies),
            _ => None,
        };
        if let Some(logic) = logic {
            let (a, b) = (self.condition(left), self.condition(right));
            let has_figures = a.has_figures || b.has_figures;
            let parts = Box::new([a.into_truth(), b.into_truth()]);
            return truth(TruthNode::Logic(logic, parts), span, has_figures);
        }
        let arithmetic = match operator.value {
            BinaryOperator::Add => Operator::Add,
            BinaryOperator::Subtract => Operator::Subtract,
            BinaryOperator::Multiply => Operator::Multiply,
            BinaryOperator::Divide => Operator::Divide,
            _ => return self.text_test(left, operator.value, right, span),
        };
        // A sum of many terms is a chain to the left as deep as it is long; walk it instead of recursing.
        let mut chain = vec![(operator, arithmetic, right)];
        let mut first = left;
        while let ExpressionKind::Binary(inner, operator, right) = &first.kind {
            let arithmetic = match operator.value {
                BinaryOperator::Add => Operator::Add,
                BinaryOperator::Subtract => Operator::Subtract,
                BinaryOperator::Multiply => Operator::Multiply,
                BinaryOperator::Divide => Operator::Divide,
                _ => break,
            };
            chain.push((operator, arithmetic, right));
            first = inner;
        }
        let mut total = self.numeric(first);
        for (operator, arithmetic, right) in chain.into_iter().rev() {
            let term = self.numeric(right);
            total = self.arithmetic(total, (operator.span, arithmetic), term);
        }
        total.node.set_span(span);
        total
    }

    fn arithmetic(&mut self, mut a: Typed, (at, operator): (Span, Operator), mut b: Typed) -> Typed {
        let span = a.span().to(b.span());
        let (ty, unit) = match operator {
            Operator::Add | Operator::Subtract => {
                let word = if operator == Operator::Add { "相加" } else { "相减" };
                match self.unify(&mut a, &mut b, at, word) {
                    Some(ty) => (ty, a.unit.or(b.unit)),
                    None => return Typed::broken(span),
                }
            }
            Operator::Multiply | Operator::Divide => self.product(&a, &b, operator, at),
        };
        let has_figures = a.has_figures || b.has_figures;
        let parts = Box::new([a.into_number(), b.into_number()]);
        let node = Resolved::new(NumberNode::Arithmetic(operator, parts), ty.kind(), span);
        Typed {
            node: node.into(),
            ty,
            unit,
            has_figures,
        }
    }

    fn text_test(&mut self, left: &Expression, operator: BinaryOperator, right: &Expression, span: Span) -> Typed {
        let (a, b) = (self.text(left), self.text(right));
        let has_figures = a.has_figures || b.has_figures;
        let parts = [a.into_text(), b.into_text()];
        if operator == BinaryOperator::Contains {
            return truth(TruthNode::Contains(Box::new(parts)), span, has_figures);
        }
        let arguments = parts.map(Into::into).into();
        match builtin::find("matches").map(|matches| (matches, matches.body)) {
            Some((builtin, Body::Truth(compute))) => {
                let call = TruthNode::Call {
                    builtin,
                    compute,
                    arguments,
                };
                truth(call, span, has_figures)
            }
            _ => Typed::broken(span),
        }
    }

    /// Resolves an expression that must be a text (or a code).
    pub(super) fn text(&mut self, expression: &Expression) -> Typed {
        let typed = self.expression(expression);
        if matches!(typed.ty, Type::Any | Type::Is(Kind::Text | Kind::Code)) {
            return typed;
        }
        self.report(
            Diagnostic::new(&codes::resolve::KIND_MISMATCH, "这里要文本")
                .at(expression.span, format!("这是{}", describe(typed.ty)))
                .help("文本写在引号里"),
        );
        Typed::broken(expression.span)
    }
}

/// What is true or false.
pub(super) fn truth(node: TruthNode, span: Span, has_figures: bool) -> Typed {
    Typed {
        has_figures,
        ..Typed::new(Truth::new(node, span), Type::Is(Kind::Bool))
    }
}
