//! Expressions: from operands with operators between them to a tree.

use std::iter::Peekable;

use super::{Lowering, Pair, Pairs, inner, unquoted};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{
    BinaryOperator, Call, ComparisonLink, ComparisonOperator, Expression, ExpressionKind, PostfixTest, Reference,
    Segment, Selector, SelectorKind, Spanned, UnaryOperator,
};
use crate::syntax::parser::Rule;

/// How high the tree of an expression may grow; everyone who walks it recurses so deep.
const MAX_HEIGHT: usize = 256;

/// How tightly operators bind.
mod binding {
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
enum Infix {
    Binary(BinaryOperator),
    Compare(ComparisonOperator),
    Tolerance,
}

/// An operand and the place it takes up, its parentheses included.
type Operand = (Expression, Span);

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

    fn flat(&mut self, pair: Pair<'a>, above: usize) -> Option<Operand> {
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

    fn check_wrong_operator(&mut self, piece: &Pair<'_>) {
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
                "“==”表示完全相等,“≈”表示在四舍五入的尾差内相等;单个“=”只用于“令”和表内计算关系"
            } else {
                "把它改过来即可"
            })
            .fix(format!("改为“{right}”"), span, right),
        );
    }

    /// A minus that touches the name before it is easily taken for a part of the name.
    fn check_minus(&mut self, piece: &Pair<'_>, left: &Operand) {
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

    fn primary(&mut self, pair: Pair<'a>, above: usize) -> Option<Operand> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::group => {
                let content = inner(&pair, Rule::enclosed)?;
                return self.flat(content, above).map(|(expression, _)| (expression, span));
            }
            Rule::call => return self.call(pair, above).map(|call| (call, span)),
            Rule::presence => {
                let keyword = inner(&pair, Rule::kw_exists)?;
                let table = self.reference(inner(&pair, Rule::table)?)?;
                let asked = Expression {
                    span: table.span,
                    kind: ExpressionKind::Reference(table),
                };
                let test = Spanned {
                    value: PostfixTest::Exists,
                    span: self.span(&keyword),
                };
                ExpressionKind::Test(Box::new(asked), test)
            }
            Rule::boolean => ExpressionKind::Bool(inner(&pair, Rule::kw_true).is_some()),
            Rule::reference => ExpressionKind::Reference(self.reference(pair)?),
            Rule::literal => ExpressionKind::Number(self.literal(pair)?),
            Rule::text => ExpressionKind::Text(unquoted(pair.as_str()).into()),
            _ => return None,
        };
        Some((Expression { kind, span }, span))
    }

    fn call(&mut self, pair: Pair<'a>, above: usize) -> Option<Expression> {
        let name = self.inner_word(&pair, Rule::function)?;
        let given = inner(&pair, Rule::arguments)?;
        self.check_thousands(&given);
        let mut arguments = Vec::new();
        for argument in given
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::enclosed)
        {
            arguments.push(self.flat(argument, above)?.0);
        }
        let span = name.span.to(self.span(&given));
        let mut expression = Expression {
            kind: ExpressionKind::Call(Call { name, arguments }),
            span,
        };
        for property in pair.into_inner().filter(|part| part.as_rule() == Rule::property) {
            let word = self.inner_word(&property, Rule::step)?;
            let span = expression.span.to(word.span);
            expression = Expression {
                kind: ExpressionKind::Property(Box::new(expression), word),
                span,
            };
        }
        Some(expression)
    }

    /// `合计(1,234)`: two arguments to the grammar, one number to its author.
    fn check_thousands(&mut self, arguments: &Pair<'a>) {
        let parts: Vec<_> = arguments.clone().into_inner().collect();
        for window in parts.windows(3) {
            let [before, comma, after] = window else { continue };
            let digits = |pair: &Pair<'_>| pair.as_str().bytes().all(|byte| byte.is_ascii_digit());
            let first = before.as_str().split('.').next_back().unwrap_or_default();
            let (from, to) = (before.as_span(), after.as_span());
            let touching = from.end() == comma.as_span().start() && comma.as_span().end() == to.start();
            let leads = !first.is_empty() && first.len() <= 3 && digits(before);
            let tail = after
                .as_str()
                .get(..3)
                .is_some_and(|d| d.bytes().all(|byte| byte.is_ascii_digit()));
            let ends = !after.as_str().as_bytes().get(3).is_some_and(u8::is_ascii_digit);
            if comma.as_rule() == Rule::comma && touching && leads && tail && ends {
                let span = self.place(from.start()..to.end());
                let written = format!("{}{}{}", before.as_str(), comma.as_str(), after.as_str());
                self.report(super::problem::thousands(span, &written));
                return;
            }
        }
    }

    /// `03[229].项目支出` and all other references.
    pub(super) fn reference(&mut self, pair: Pair<'a>) -> Option<Reference> {
        let span = self.span(&pair);
        let mut head = None;
        let mut segments = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::head | Rule::table_head => head = Some(self.id(&part)),
                Rule::property => segments.push(Segment::Name(self.step(&inner(&part, Rule::step)?))),
                Rule::selector => segments.push(Segment::Rows(self.selector(&part)?)),
                _ => {}
            }
        }
        Some(Reference {
            head: head?,
            segments,
            span,
        })
    }

    fn selector(&mut self, pair: &Pair<'a>) -> Option<Selector> {
        let content = pair
            .clone()
            .into_inner()
            .find(|part| !matches!(part.as_rule(), Rule::bracket_open | Rule::bracket_close))?;
        let ends: Vec<_> = content
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::code_end)
            .map(|part| self.id(&part).value)
            .collect();
        let kind = match (content.as_rule(), ends.as_slice()) {
            (Rule::code_range, [from, to]) => SelectorKind::Range(from.clone(), to.clone()),
            (Rule::code_prefix, [prefix]) => SelectorKind::Prefix(prefix.clone()),
            (Rule::line, _) => {
                let digits = self.id(&content).value;
                let digits = digits.trim_start_matches(|c: char| !c.is_ascii_digit());
                SelectorKind::Line(digits.parse().unwrap_or(u32::MAX))
            }
            (Rule::code, _) => SelectorKind::Code(self.id(&content).value),
            _ => SelectorKind::Name(self.word(&content).value),
        };
        Some(Selector {
            kind,
            span: self.span(pair),
        })
    }
}

fn is_operator(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::comparator
            | Rule::wrong_operator
            | Rule::tolerance
            | Rule::plus
            | Rule::minus
            | Rule::times
            | Rule::divide
            | Rule::kw_implies
            | Rule::kw_or
            | Rule::kw_and
            | Rule::kw_not
            | Rule::kw_contains
            | Rule::kw_matches
    ) || postfix(rule).is_some()
}

fn postfix(rule: Rule) -> Option<PostfixTest> {
    match rule {
        Rule::kw_exists => Some(PostfixTest::Exists),
        Rule::kw_missing => Some(PostfixTest::Missing),
        Rule::kw_blank => Some(PostfixTest::Blank),
        _ => None,
    }
}

fn infix(pair: &Pair<'_>) -> Option<(Infix, u8)> {
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
