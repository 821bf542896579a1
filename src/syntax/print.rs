//! Expressions back to text, in their normal spelling.

use std::fmt::Write;

use super::ast::{
    BinaryOperator, Expression, ExpressionKind, Number, PostfixTest, Reference, Segment, SelectorKind, UnaryOperator,
};

/// How tightly what stands in a place must bind to need no parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Implies,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
    Test,
    Operand,
}

impl Strength {
    fn next(self) -> Self {
        match self {
            Self::Implies => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Comparison,
            Self::Comparison => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Sign,
            Self::Sign => Self::Test,
            Self::Test | Self::Operand => Self::Operand,
        }
    }
}

/// The expression on one line, with the parentheses it needs; parses back to itself.
#[must_use]
pub fn print_expression(expression: &Expression) -> String {
    let mut out = String::new();
    expression_at(&mut out, expression, Strength::Implies);
    out
}

/// The reference on one line; parses back to itself.
#[must_use]
pub fn print_reference(reference: &Reference) -> String {
    let mut out = String::new();
    push_reference(&mut out, reference);
    out
}

fn expression_at(out: &mut String, expression: &Expression, least: Strength) {
    let strength = strength(expression);
    if strength < least {
        out.push('(');
        bare(out, expression);
        out.push(')');
    } else {
        bare(out, expression);
    }
}

fn bare(out: &mut String, expression: &Expression) {
    match &expression.kind {
        ExpressionKind::Number(number) => push_number(out, number),
        ExpressionKind::Text(text) => push_quoted(out, text),
        ExpressionKind::Bool(value) => out.push_str(if *value { "真" } else { "假" }),
        ExpressionKind::Reference(reference) => push_reference(out, reference),
        ExpressionKind::Call(call) => {
            out.push_str(&call.name.value);
            out.push('(');
            for (index, argument) in call.arguments.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                expression_at(out, argument, Strength::Implies);
            }
            out.push(')');
        }
        ExpressionKind::Property(of, name) => {
            expression_at(out, of, Strength::Operand);
            out.push('.');
            push_name(out, &name.value);
        }
        ExpressionKind::Unary(operator, operand) => {
            out.push_str(match operator {
                UnaryOperator::Negate => "-",
                UnaryOperator::Not => "非 ",
            });
            expression_at(out, operand, strength(expression));
        }
        ExpressionKind::Binary(left, operator, right) => {
            let own = strength(expression);
            let (left_least, right_least) = match operator.value {
                BinaryOperator::Implies => (own.next(), own),
                _ => (own, own.next()),
            };
            expression_at(out, left, left_least);
            let _ = write!(out, " {} ", symbol(operator.value));
            expression_at(out, right, right_least);
        }
        ExpressionKind::Comparison(first, links) => {
            expression_at(out, first, Strength::Sum);
            for link in links {
                let _ = write!(out, " {} ", link.operator.value.symbol());
                expression_at(out, &link.right, Strength::Sum);
                if let Some(tolerance) = &link.tolerance {
                    out.push_str(" ± ");
                    expression_at(out, tolerance, Strength::Sum);
                }
            }
        }
        ExpressionKind::Test(of, test) => {
            expression_at(out, of, Strength::Test);
            out.push_str(match test.value {
                PostfixTest::Exists => " 存在",
                PostfixTest::Missing => " 缺失",
                PostfixTest::Blank => " 为空",
                PostfixTest::Zero => " 为零",
            });
        }
    }
}

fn strength(expression: &Expression) -> Strength {
    match &expression.kind {
        ExpressionKind::Binary(_, operator, _) => match operator.value {
            BinaryOperator::Implies => Strength::Implies,
            BinaryOperator::Or => Strength::Or,
            BinaryOperator::And => Strength::And,
            BinaryOperator::Contains | BinaryOperator::Matches => Strength::Comparison,
            BinaryOperator::Add | BinaryOperator::Subtract => Strength::Sum,
            BinaryOperator::Multiply | BinaryOperator::Divide => Strength::Product,
        },
        ExpressionKind::Comparison(..) => Strength::Comparison,
        ExpressionKind::Unary(UnaryOperator::Not, _) => Strength::Not,
        ExpressionKind::Unary(UnaryOperator::Negate, _) => Strength::Sign,
        ExpressionKind::Test(..) => Strength::Test,
        _ => Strength::Operand,
    }
}

fn symbol(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Implies => "则",
        BinaryOperator::Or => "或",
        BinaryOperator::And => "且",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "×",
        BinaryOperator::Divide => "÷",
        BinaryOperator::Contains => "包含",
        BinaryOperator::Matches => "匹配",
    }
}

fn push_number(out: &mut String, number: &Number) {
    if number.percent {
        let hundred = rust_decimal::Decimal::ONE_HUNDRED;
        let value = number.value.checked_mul(hundred).unwrap_or(number.value);
        let _ = write!(out, "{}%", value.normalize());
        return;
    }
    let _ = write!(out, "{}", number.value);
    if let Some(unit) = number.unit {
        out.push_str(unit.label());
    }
}

fn push_reference(out: &mut String, reference: &Reference) {
    let head = &reference.head.value;
    if head.starts_with(|c: char| c.is_ascii_digit()) {
        out.push_str(head);
    } else {
        push_name(out, head);
    }
    for segment in &reference.segments {
        match segment {
            Segment::Name(name) if name.value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let _ = write!(out, ".{}", name.value);
            }
            Segment::Name(name) => {
                out.push('.');
                push_name(out, &name.value);
            }
            Segment::Rows(selector) => match &selector.kind {
                SelectorKind::Code(code) => {
                    let _ = write!(out, "[{code}]");
                }
                SelectorKind::Prefix(prefix) => {
                    let _ = write!(out, "[{prefix}*]");
                }
                SelectorKind::Range(from, to) => {
                    let _ = write!(out, "[{from}..{to}]");
                }
                SelectorKind::Line(line) => {
                    let _ = write!(out, "[行{line}]");
                }
                SelectorKind::Name(name) => {
                    out.push('[');
                    push_name(out, name);
                    out.push(']');
                }
            },
        }
    }
}

/// A name, in quotes where it must be.
fn push_name(out: &mut String, name: &str) {
    if is_plain(name) {
        out.push_str(name);
    } else {
        push_quoted(out, name);
    }
}

/// Whether a name needs no quotes: letters, digits behind them, `_`, `·`, and no operator.
fn is_plain(name: &str) -> bool {
    // Enclosed letters (ⓐ) count as alphabetic, but begin no name.
    let is_letter = |c: char| c == '_' || c.is_alphabetic() && !matches!(c, '\u{2460}'..='\u{24FF}');
    name.starts_with(is_letter)
        && name
            .chars()
            .all(|c| is_letter(c) || matches!(c, '0'..='9' | '０'..='９' | '·'))
        && !super::Keyword::of_role(super::KeywordRole::Operator).any(|keyword| keyword.is(name))
}

/// A text in quotes that don't occur in it.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    let (open, close) = if !text.contains('"') {
        ('"', '"')
    } else if is_paired(text) {
        ('“', '”')
    } else {
        ('＂', '＂')
    };
    out.push(open);
    out.push_str(text);
    out.push(close);
}

/// Whether every “ has its ” after it.
fn is_paired(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
