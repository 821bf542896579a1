//! Expressions: operands resolved, kinds checked, bare numbers given their unit.

use super::kinds::{Type, Typed, describe};
use super::narrative::NO_NARRATIVE;
use super::plan::{Link, Logic, Node, NodeKind, Operator, Subject};
use super::reference::{Referred, Want};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{
    BinaryOperator, ComparisonLink, ComparisonOperator, Expression, ExpressionKind, Number, PostfixTest, Segment,
    Spanned, UnaryOperator,
};
use crate::value::{Amount, Kind, Name};

impl Resolver<'_> {
    /// Resolves an expression to one value.
    pub(super) fn expression(&mut self, expression: &Expression) -> Typed {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Number(number) => self.number(number, span),
            ExpressionKind::Text(text) => Typed::new(
                Node::new(NodeKind::Text(Name::new(text)), Kind::Text, span),
                Type::Is(Kind::Text),
            ),
            ExpressionKind::Bool(value) => boolean(NodeKind::Bool(*value), span, false),
            ExpressionKind::Reference(reference) => match self.reference(reference, Want::One) {
                Referred::One(typed) => typed,
                Referred::List(..) => Typed::broken(span),
            },
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Property(of, _) => {
                self.expression(of);
                let node = Node::new(NodeKind::Unavailable(NO_NARRATIVE.into()), Kind::Text, span);
                Typed::new(node, Type::Is(Kind::Text)).with_figures()
            }
            ExpressionKind::Unary(UnaryOperator::Negate, inner) => {
                let typed = self.numeric(inner);
                let node = Node::new(NodeKind::Negate(Box::new(typed.node.clone())), typed.kind(), span);
                Typed { node, ..typed }
            }
            ExpressionKind::Unary(UnaryOperator::Not, inner) => {
                let typed = self.condition(inner);
                boolean(NodeKind::Not(Box::new(typed.node)), span, typed.has_figures)
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
                        .at(typed.node.span, kind.label())
                        .maybe_help(help),
                );
                Typed::broken(typed.node.span)
            }
            _ => typed,
        }
    }

    fn number(&mut self, number: &Number, span: Span) -> Typed {
        let literal = Amount::literal(number.value);
        if let Some(unit) = number.unit {
            let yuan = super::kinds::in_unit(literal, unit).unwrap_or(literal);
            let node = Node::new(NodeKind::Number(yuan), Kind::Money, span);
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
        Typed::new(Node::new(NodeKind::Number(literal), kind, span), ty)
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
            return boolean(NodeKind::Logic(logic, Box::new([a.node, b.node])), span, has_figures);
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
        total.node.span = span;
        total
    }

    fn arithmetic(&mut self, mut a: Typed, (at, operator): (Span, Operator), mut b: Typed) -> Typed {
        let span = a.node.span.to(b.node.span);
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
        let kind = match ty {
            Type::Is(kind) => kind,
            Type::Bare | Type::Any => Kind::Count,
        };
        let node = Node::new(NodeKind::Arithmetic(operator, Box::new([a.node, b.node])), kind, span);
        Typed {
            node,
            ty,
            unit,
            has_figures,
        }
    }

    fn text_test(&mut self, left: &Expression, operator: BinaryOperator, right: &Expression, span: Span) -> Typed {
        let (a, b) = (self.text(left), self.text(right));
        let has_figures = a.has_figures || b.has_figures;
        let parts = [a.node, b.node];
        let kind = if operator == BinaryOperator::Contains {
            NodeKind::Contains(Box::new(parts))
        } else {
            match crate::builtin::find("matches") {
                Some(matches) => NodeKind::Call(matches, parts.into()),
                None => NodeKind::Unavailable(NO_NARRATIVE.into()),
            }
        };
        boolean(kind, span, has_figures)
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

    fn comparison(&mut self, first: &Expression, links: &[ComparisonLink], span: Span) -> Typed {
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
        let mut resolved = Vec::with_capacity(links.len());
        for (link, right) in links.iter().zip(operands.iter().skip(1)) {
            if !self.ordered(link, right) {
                return Typed::broken(span);
            }
            let tolerance = match &link.tolerance {
                None => None,
                Some(tolerance) => {
                    let Some(tolerance) = self.tolerance(tolerance, right, &mut has_figures) else {
                        return Typed::broken(span);
                    };
                    Some(tolerance)
                }
            };
            let operator = link.operator.value;
            resolved.push(Link {
                operator,
                right: right.node.clone(),
                tolerance,
                span: link.operator.span,
            });
        }
        let Some(first) = operands.into_iter().next() else {
            return Typed::broken(span);
        };
        boolean(NodeKind::Comparison(Box::new(first.node), resolved), span, has_figures)
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
    fn tolerance(&mut self, tolerance: &Expression, right: &Typed, has_figures: &mut bool) -> Option<(Node, bool)> {
        let mut typed = self.numeric(tolerance);
        *has_figures |= typed.has_figures;
        if typed.ty == Type::Is(Kind::Ratio) && right.ty != Type::Is(Kind::Ratio) {
            return Some((typed.node, true));
        }
        let mut right = right.clone();
        self.unify(&mut typed, &mut right, tolerance.span, "比较")
            .map(|_| (typed.node, false))
    }

    fn postfix(&mut self, inner: &Expression, test: PostfixTest, span: Span) -> Typed {
        match self.test(inner, test, span) {
            // Asking whether something is there is an answer even where nothing is.
            Some(kind) => boolean(kind, span, false),
            None => Typed::broken(span),
        }
    }

    fn test(&mut self, inner: &Expression, test: PostfixTest, span: Span) -> Option<NodeKind> {
        Some(match test {
            PostfixTest::Exists => NodeKind::Exists(self.subject(inner)?),
            PostfixTest::Missing => {
                let exists = NodeKind::Exists(self.subject(inner)?);
                NodeKind::Not(Box::new(Node::new(exists, Kind::Bool, span)))
            }
            PostfixTest::Blank => match self.subject(inner)? {
                Subject::Table(form) => NodeKind::EmptyTable(form),
                Subject::Figure(node) => NodeKind::Blank(node),
                Subject::Rows(_) => {
                    self.needs_one(inner.span, "没有写明是哪一栏");
                    return None;
                }
            },
            PostfixTest::Zero => NodeKind::Zero(Box::new(self.numeric(inner).node)),
        })
    }
}

impl Resolver<'_> {
    /// What `存在` and its like ask about: a table (`07`), rows of one (`02[229]`), or a figure. `None` after an error.
    pub(super) fn subject(&mut self, asked: &Expression) -> Option<Subject> {
        if let ExpressionKind::Reference(reference) = &asked.kind
            && self.form_index(&reference.head.value).is_some()
        {
            match reference.segments.as_slice() {
                [] => {
                    return self
                        .require_form(&reference.head.value, reference.head.span)
                        .map(Subject::Table);
                }
                [Segment::Rows(selector)] => {
                    let form = self.require_form(&reference.head.value, reference.head.span)?;
                    if let [block] = self.form(form)?.blocks.as_slice()
                        && block.columns.len() > 1
                        && let Ok(rows) = self.rows_of(self.form(form)?, block, &selector.kind)
                    {
                        return Some(Subject::Rows(self.row_set(form, 0, rows)));
                    }
                }
                _ => {}
            }
        }
        Some(Subject::Figure(Box::new(self.expression(asked).node)))
    }
}

/// A true-or-false node.
pub(super) fn boolean(kind: NodeKind, span: Span, has_figures: bool) -> Typed {
    Typed {
        has_figures,
        ..Typed::new(Node::new(kind, Kind::Bool, span), Type::Is(Kind::Bool))
    }
}
