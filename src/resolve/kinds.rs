//! Kinds and units: what may be added to, divided by and compared with what.

use rust_decimal::Decimal;

use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Expression, Number, NumberNode, Operator, Unavailable};
use crate::source::Span;
use crate::value::{Amount, Kind, Unit};

/// A resolved expression and what is known of it while its surroundings are resolved.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) node: Expression,
    pub(super) ty: Type,
    /// For money: the unit its form or literal is written in, which a bare number that meets it takes.
    pub(super) unit: Option<Unit>,
    /// Whether a figure of the report is in it.
    pub(super) has_figures: bool,
}

/// What an expression measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A bare number: it takes the kind and unit of what it meets.
    Bare,
    /// Unknown, because of an error already reported: it fits everything.
    Any,
    /// Known.
    Is(Kind),
}

impl Type {
    /// The kind of its values; a bare number is a count until it meets a figure.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Is(kind) => kind,
            Self::Bare | Self::Any => Kind::Count,
        }
    }
}

impl Typed {
    pub(super) fn new(node: impl Into<Expression>, ty: Type) -> Self {
        Self {
            node: node.into(),
            ty,
            unit: None,
            has_figures: false,
        }
    }

    /// Stands for an expression with an error in it, already reported.
    pub(super) fn broken(span: Span) -> Self {
        Self::new(Number::unavailable(Unavailable::Broken, span), Type::Any)
    }

    pub(super) fn kind(&self) -> Kind {
        self.ty.kind()
    }

    pub(super) fn span(&self) -> Span {
        self.node.span()
    }

    /// The same with figures in it.
    pub(super) fn with_figures(mut self) -> Self {
        self.has_figures = true;
        self
    }

    /// Reads a bare number as money of `unit`.
    fn adopt_unit(&mut self, unit: Unit) {
        let span = self.span();
        let number = self.clone().into_number();
        let literal = match &number.node {
            NumberNode::Literal(amount) => in_unit(*amount, unit).map(NumberNode::Literal),
            _ => None,
        };
        let node = literal.unwrap_or_else(|| {
            let factor = Amount::literal(Decimal::from(10_u64.pow(unit.exponent())));
            let factor = Number::new(NumberNode::Literal(factor), Kind::Count, span);
            NumberNode::Arithmetic(Operator::Multiply, Box::new([number, factor]))
        });
        self.node = Number::new(node, Kind::Money, span).into();
        self.ty = Type::Is(Kind::Money);
        self.unit = Some(unit);
    }
}

/// Whether two kinds are compared with each other as they are.
fn compatible(a: Kind, b: Kind) -> bool {
    a == b || matches!((a, b), (Kind::Code, Kind::Text) | (Kind::Text, Kind::Code))
}

impl Resolver<'_> {
    /// Brings two operands of `+`, `−` or a comparison to one kind; `None` where they don't fit (reported at `span`).
    pub(super) fn unify(&mut self, a: &mut Typed, b: &mut Typed, span: Span, what: &str) -> Option<Type> {
        match (a.ty, b.ty) {
            (Type::Any, other) | (other, Type::Any) => Some(other),
            (Type::Bare, Type::Bare) => Some(Type::Bare),
            (Type::Bare, Type::Is(kind)) if kind.is_numeric() => {
                if kind == Kind::Money {
                    a.adopt_unit(b.unit.unwrap_or(Unit::TenThousand));
                }
                Some(b.ty)
            }
            (Type::Is(kind), Type::Bare) if kind.is_numeric() => {
                if kind == Kind::Money {
                    b.adopt_unit(a.unit.unwrap_or(Unit::TenThousand));
                }
                Some(a.ty)
            }
            (Type::Is(x), Type::Is(y)) if compatible(x, y) => Some(a.ty),
            _ => {
                let (left, right) = (describe(a.ty), describe(b.ty));
                let mut diagnostic =
                    Diagnostic::new(&codes::resolve::KIND_MISMATCH, format!("{left}和{right}不能{what}"))
                        .at(span, "")
                        .at(a.span(), left)
                        .at(b.span(), right);
                diagnostic.help = match (a.ty, b.ty) {
                    (Type::Is(Kind::Code | Kind::Text), Type::Bare)
                    | (Type::Bare, Type::Is(Kind::Code | Kind::Text)) => Some("代码是文本,要加引号:\"229\"".to_owned()),
                    (Type::Is(Kind::Ratio), Type::Is(Kind::Money)) | (Type::Is(Kind::Money), Type::Is(Kind::Ratio)) => {
                        Some("比率要先乘以金额,或用 占比(部分, 总数) 算出比率再比".to_owned())
                    }
                    _ => None,
                };
                self.report(diagnostic);
                None
            }
        }
    }

    /// The kind of a product or quotient.
    pub(super) fn product(&mut self, a: &Typed, b: &Typed, operator: Operator, span: Span) -> (Type, Option<Unit>) {
        use Type::{Any, Bare, Is};
        let divides = operator == Operator::Divide;
        let ty = match (a.ty, b.ty) {
            (Any, _) | (_, Any) => Some(Any),
            (Bare, Bare) => Some(Bare),
            (Bare, Is(kind)) if !divides && kind.is_numeric() => Some(Is(kind)),
            (Is(kind), Bare) if kind.is_numeric() => Some(Is(kind)),
            (Is(x), Is(y)) if divides && x == y && x.is_numeric() => Some(Is(Kind::Ratio)),
            (Is(x), Is(Kind::Ratio)) if x.is_numeric() => Some(Is(x)),
            (Is(Kind::Ratio), Is(y)) if !divides && y.is_numeric() => Some(Is(y)),
            (Is(Kind::Money), Is(Kind::Count)) => Some(Is(Kind::Money)),
            (Is(Kind::Count), Is(Kind::Money)) if !divides => Some(Is(Kind::Money)),
            (Is(Kind::Count), Is(Kind::Count)) if !divides => Some(Is(Kind::Count)),
            _ => None,
        };
        let Some(ty) = ty else {
            let word = if divides { "相除" } else { "相乘" };
            let (left, right) = (describe(a.ty), describe(b.ty));
            self.report(
                Diagnostic::new(&codes::resolve::KIND_MISMATCH, format!("{left}和{right}不能{word}"))
                    .at(span, "")
                    .at(a.span(), left)
                    .at(b.span(), right),
            );
            return (Any, None);
        };
        (ty, if ty == Is(Kind::Money) { a.unit.or(b.unit) } else { None })
    }
}

/// What a type is called in messages.
pub(super) fn describe(ty: Type) -> &'static str {
    match ty {
        Type::Bare => "数字",
        Type::Any => "这一项",
        Type::Is(kind) => kind.label(),
    }
}

/// A number as money of `unit`, in 元.
pub(super) fn in_unit(amount: Amount, unit: Unit) -> Option<Amount> {
    unit.to_yuan(amount.value).map(Amount::literal)
}
