//! Expressions: from operands with operators between them to a tree.

use std::iter::Peekable;

use super::operator::{Infix, binding, infix, is_operator, postfix};
use super::{Lowering, Pair, Pairs};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{BinaryOperator, ComparisonLink, Expression, ExpressionKind, Spanned, UnaryOperator};
use crate::syntax::parser::Rule;

/// How high the tree of an expression may grow; everyone who walks it recurses so deep.
const MAX_HEIGHT: usize = 256;

/// An operand and the place it takes up, its parentheses included.
pub(super) type Operand = (Expression, Span);

/// The pieces of one flat expression, still to be arranged.
struct Flat<'a> {
    pieces: Peekable<Pairs<'a>>,
    /// The height of the tree above.
    above: usize,
}

impl<'a> Lowering<'a> {
    /// An expression that stands alone.
    pub(super) fn expression(&mut self, pair: Pair<'a>) -> Option<Expression> {
        self.flat(pair, 0).map(|(expression, _)| expression)
    }

    /// An operand that is an expression of its own, under a tree `above` high.
    pub(super) fn flat(&mut self, pair: Pair<'a>, above: usize) -> Option<Operand> {
        let operators = pair
            .clone()
            .into_inner()
            .filter(|piece| is_operator(piece.as_rule()))
            .count();
        let above = above + operators + 1;
        if above > MAX_HEIGHT {
            let span = self.span(&pair);
            self.report(
                Diagnostic::new(
                    &codes::syntax::TOO_DEEP,
                    format!("这个式子太长:一个式子里最多连用 {MAX_HEIGHT} 个运算"),
                )
                .at(span, "太长")
                .help("请用“令”把它拆成几步,或用 sum 合计一段"),
            );
            return None;
        }
        let mut flat = Flat {
            pieces: pair.into_inner().peekable(),
            above,
        };
        self.arrange(&mut flat, binding::NONE)
    }

    /// Takes an operand and all operators behind it that bind tighter than `floor`.
    fn arrange(&mut self, flat: &mut Flat<'a>, floor: u8) -> Option<Operand> {
        let mut left = self.operand(flat)?;
        while let Some(piece) = flat.pieces.peek() {
            let rule = piece.as_rule();
            if let Some(test) = postfix(rule) {
                if binding::TEST <= floor {
                    break;
                }
                let Some(piece) = flat.pieces.next() else { break };
                let span = self.span(&piece);
                let whole = left.1.to(span);
                let kind = ExpressionKind::Test(Box::new(left.0), Spanned { value: test, span });
                left = (Expression { kind, span: whole }, whole);
                continue;
            }
            let Some((infix, strength)) = infix(piece) else { break };
            if strength <= floor {
                break;
            }
            left = match infix {
                Infix::Compare(_) => self.comparison(flat, left)?,
                Infix::Tolerance => self.stray_tolerance(flat, left)?,
                Infix::Binary(operator) => self.binary(flat, left, operator, strength)?,
            };
        }
        Some(left)
    }

    /// A signed or negated operand, or a plain one.
    fn operand(&mut self, flat: &mut Flat<'a>) -> Option<Operand> {
        let piece = flat.pieces.next()?;
        let (operator, strength) = match piece.as_rule() {
            Rule::minus => (UnaryOperator::Negate, binding::SIGN),
            Rule::kw_not => (UnaryOperator::Not, binding::NOT),
            _ => {
                let operand = self.primary(piece, flat.above)?;
                return Some(operand);
            }
        };
        let span = self.span(&piece);
        let (operand, place) = self.arrange(flat, strength)?;
        let whole = span.to(place);
        Some((
            Expression {
                kind: ExpressionKind::Unary(operator, Box::new(operand)),
                span: whole,
            },
            whole,
        ))
    }

    fn binary(
        &mut self,
        flat: &mut Flat<'a>,
        left: Operand,
        operator: BinaryOperator,
        strength: u8,
    ) -> Option<Operand> {
        let piece = flat.pieces.next()?;
        let span = self.span(&piece);
        self.check_wrong_operator(&piece);
        self.check_minus(&piece, &left);
        // 则 groups from the right: what follows it may be another 则.
        let floor = if operator == BinaryOperator::Implies {
            strength - 1
        } else {
            strength
        };
        let (right, place) = self.arrange(flat, floor)?;
        let whole = left.1.to(place);
        let kind = ExpressionKind::Binary(Box::new(left.0), Spanned { value: operator, span }, Box::new(right));
        Some((Expression { kind, span: whole }, whole))
    }

    /// `left` and the chain of comparisons behind it.
    fn comparison(&mut self, flat: &mut Flat<'a>, left: Operand) -> Option<Operand> {
        let mut links = Vec::new();
        let mut whole = left.1;
        while let Some(Infix::Compare(value)) = flat.pieces.peek().and_then(infix).map(|(infix, _)| infix) {
            let piece = flat.pieces.next()?;
            self.check_wrong_operator(&piece);
            let operator = Spanned {
                value,
                span: self.span(&piece),
            };
            let (right, place) = self.arrange(flat, binding::COMPARISON)?;
            whole = whole.to(place);
            let mut tolerance = None;
            if matches!(flat.pieces.peek().and_then(infix), Some((Infix::Tolerance, _))) {
                flat.pieces.next();
                let (value, place) = self.arrange(flat, binding::COMPARISON)?;
                whole = whole.to(place);
                tolerance = Some(value);
            }
            links.push(ComparisonLink {
                operator,
                right,
                tolerance,
            });
        }
        Some((
            Expression {
                kind: ExpressionKind::Comparison(Box::new(left.0), links),
                span: whole,
            },
            whole,
        ))
    }

    /// `± t` without a comparison before it: reported and left out.
    fn stray_tolerance(&mut self, flat: &mut Flat<'a>, left: Operand) -> Option<Operand> {
        let piece = flat.pieces.next()?;
        let span = self.span(&piece);
        self.report(
            Diagnostic::new(&codes::syntax::STRAY_TOLERANCE, "“±”前面没有比较")
                .at(span, "这里的容差不知用于哪个比较")
                .help("容差写在比较的右边,例如:甲 == 乙 ± 0.01"),
        );
        let (_, place) = self.arrange(flat, binding::COMPARISON)?;
        Some((left.0, left.1.to(place)))
    }
}
