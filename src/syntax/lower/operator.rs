//! Operators: what they do, how tightly they bind, and what is said of those that are misspelled.

use super::expression::Operand;
use super::{Lowering, Pair};
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::ast::{BinaryOperator, ComparisonOperator, ExpressionKind, PostfixTest};
use crate::syntax::parser::Rule;

/// How tightly operators bind.
pub(super) mod binding {
    pub const NONE: u8 = 0;
    pub const IMPLIES: u8 = 1;
    pub const OR: u8 = 2;
    pub const AND: u8 = 3;
    pub const NOT: u8 = 4;
    pub const COMPARISON: u8 = 5;
    pub const SUM: u8 = 6;
    pub const PRODUCT: u8 = 7;
    pub const SIGN: u8 = 8;
    pub const TEST: u8 = 9;
}

/// What an operator between operands does.
#[derive(Clone, Copy)]
pub(super) enum Infix {
    Binary(BinaryOperator),
    Compare(ComparisonOperator),
    Tolerance,
}

impl Lowering<'_> {
    /// Reports an operator that is written otherwise here.
    pub(super) fn check_wrong_operator(&mut self, piece: &Pair<'_>) {
        if piece.as_rule() != Rule::wrong_operator {
            return;
        }
        let right = match piece.as_str() {
            "=<" => "<=",
            "=>" => ">=",
            "<>" => "≠",
            "&&" => "且",
            "||" => "或",
            _ => "==",
        };
        let span = self.span(piece);
        let wrong = piece.as_str();
        self.report(
            Diagnostic::new(
                &codes::syntax::WRONG_OPERATOR,
                format!("这里的“{wrong}”应写作“{right}”"),
            )
            .at(span, "运算符写法不对")
            .help(if right == "==" {
                "同一个数印在两处用“==”,合计与各项之和用“≈”;单个“=”只用于“令”和表内计算关系"
            } else {
                "把它改过来即可"
            })
            .fix(format!("改为“{right}”"), span, right),
        );
    }

    /// A minus that touches the name before it is easily taken for a part of the name.
    pub(super) fn check_minus(&mut self, piece: &Pair<'_>, left: &Operand) {
        let span = self.span(piece);
        let touches = left.1.end == span.start;
        if piece.as_rule() != Rule::minus || !touches || !matches!(left.0.kind, ExpressionKind::Reference(_)) {
            return;
        }
        self.report(
            Diagnostic::new(&codes::syntax::TIGHT_MINUS, "减号紧跟在名称后面,容易被看作名称的一部分")
                .at(span, "这里按减号计算")
                .help("减号两边各留一个空格")
                .fix("减号两边加空格", span, " - "),
        );
    }
}

/// Whether a piece of a flat expression is an operator.
pub(super) fn is_operator(rule: Rule) -> bool {
    is_infix(rule) || rule == Rule::kw_not || postfix(rule).is_some()
}

/// Whether it stands between two operands.
pub(in crate::syntax) fn is_infix(rule: Rule) -> bool {
    is_symbol(rule) || is_word(rule)
}

/// An operator between operands that is no word.
pub(super) fn is_symbol(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::comparator
            | Rule::wrong_operator
            | Rule::tolerance
            | Rule::plus
            | Rule::minus
            | Rule::times
            | Rule::divide
    )
}

fn is_word(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_implies | Rule::kw_or | Rule::kw_and | Rule::kw_contains | Rule::kw_matches
    )
}

/// The test behind an operand, where it is one.
pub(super) fn postfix(rule: Rule) -> Option<PostfixTest> {
    match rule {
        Rule::kw_exists => Some(PostfixTest::Exists),
        Rule::kw_missing => Some(PostfixTest::Missing),
        Rule::kw_blank => Some(PostfixTest::Blank),
        Rule::kw_zero => Some(PostfixTest::Zero),
        _ => None,
    }
}

/// What stands between operands, and how tightly it binds.
pub(super) fn infix(pair: &Pair<'_>) -> Option<(Infix, u8)> {
    use BinaryOperator as B;
    use ComparisonOperator as C;
    let (operator, strength) = match pair.as_rule() {
        Rule::kw_implies => (B::Implies, binding::IMPLIES),
        Rule::kw_or => (B::Or, binding::OR),
        Rule::kw_and => (B::And, binding::AND),
        Rule::kw_contains => (B::Contains, binding::COMPARISON),
        Rule::kw_matches => (B::Matches, binding::COMPARISON),
        Rule::plus => (B::Add, binding::SUM),
        Rule::minus => (B::Subtract, binding::SUM),
        Rule::times => (B::Multiply, binding::PRODUCT),
        Rule::divide => (B::Divide, binding::PRODUCT),
        Rule::tolerance => return Some((Infix::Tolerance, binding::COMPARISON)),
        Rule::wrong_operator => match pair.as_str() {
            "&&" => (B::And, binding::AND),
            "||" => (B::Or, binding::OR),
            "=<" => return Some((Infix::Compare(C::LessOrEqual), binding::COMPARISON)),
            "=>" => return Some((Infix::Compare(C::GreaterOrEqual), binding::COMPARISON)),
            "<>" => return Some((Infix::Compare(C::NotEqual), binding::COMPARISON)),
            _ => return Some((Infix::Compare(C::Equal), binding::COMPARISON)),
        },
        Rule::comparator => {
            let operator = match &*super::half_width(pair.as_str()) {
                "==" => C::Equal,
                "≈" | "~=" => C::Approximately,
                "≠" | "!=" => C::NotEqual,
                "<" => C::Less,
                "<=" | "≤" | "≦" => C::LessOrEqual,
                ">" => C::Greater,
                _ => C::GreaterOrEqual,
            };
            return Some((Infix::Compare(operator), binding::COMPARISON));
        }
        _ => return None,
    };
    Some((Infix::Binary(operator), strength))
}
