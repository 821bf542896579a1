//! Calls: arguments against the signature that the function declares.

use super::coerce::unavailable;
use super::expression::truth;
use super::kinds::{Type, Typed};
use super::narrative::NO_NARRATIVE;
use super::referred::{ListMeasure, Referred, Want};
use super::resolver::Resolver;
use crate::builtin::{self, AggregateFunction, Body, Builtin, Parameter, Special};
use crate::diagnostic::{Diagnostic, codes};
use crate::form::FormId;
use crate::plan::{
    Argument, Choice, CodeListIx, Expression as Resolved, List, Number, NumberNode, TableRef, Text, TextNode, Truth,
    TruthNode, Unavailable,
};
use crate::source::Span;
use crate::syntax::ast::{Call, Expression, ExpressionKind};
use crate::value::{Amount, Kind};
use rust_decimal::Decimal;

impl Resolver<'_> {
    pub(super) fn call(&mut self, call: &Call, span: Span) -> Typed {
        let Some(builtin) = builtin::find(&call.name.value) else {
            self.report(
                Diagnostic::new(
                    &codes::resolve::UNKNOWN_FUNCTION,
                    format!("没有函数“{}”", call.name.value),
                )
                .at(call.name.span, "没有这个函数")
                .maybe_help(builtin::suggestion(&call.name.value)),
            );
            return Typed::broken(span);
        };
        if !self.arity(builtin, call, span) {
            return Typed::broken(span);
        }
        match builtin.body {
            Body::Aggregate(compute) => self.aggregate(builtin, compute, &call.arguments, span),
            Body::Number(_) | Body::Text(_) | Body::Truth(_) => self.scalar(builtin, &call.arguments, span),
            Body::Special(special) => self.special(special, builtin, &call.arguments, span),
        }
    }

    fn arity(&mut self, builtin: &Builtin, call: &Call, span: Span) -> bool {
        let wanted = builtin.parameters.len();
        let repeats = builtin.parameters.last().is_some_and(|last| last.repeats())
            || matches!(builtin.body, Body::Special(Special::InOrder));
        let given = call.arguments.len();
        if given == wanted || repeats && given >= wanted {
            return true;
        }
        let names: Vec<&str> = builtin.parameters.iter().map(|parameter| parameter.label()).collect();
        let at_least = if repeats { "至少" } else { "" };
        let signature = format!("{}({})", call.name.value, names.join(", "));
        self.report(
            Diagnostic::new(
                &codes::resolve::WRONG_ARGUMENTS,
                format!("{} 要{at_least} {wanted} 个参数,给了 {given} 个", call.name.value),
            )
            .at(span, "")
            .help(format!("写法:{signature}")),
        );
        false
    }

    fn aggregate(
        &mut self,
        builtin: &'static Builtin,
        compute: AggregateFunction,
        arguments: &[Expression],
        span: Span,
    ) -> Typed {
        let mut resolved = Vec::with_capacity(arguments.len());
        let mut total: Option<Typed> = None;
        let of_list = |figures: ListMeasure, list: &List| Typed {
            unit: figures.unit,
            // Stands for the figures of the list while kinds are compared.
            ..Typed::new(
                unavailable(Unavailable::Broken, figures.kind, list.span),
                Type::Is(figures.kind),
            )
            .with_figures()
        };
        for argument in arguments {
            let referred = match &argument.kind {
                ExpressionKind::Reference(reference) => self.reference(reference, Want::Many),
                _ => Referred::One(self.expression(argument)),
            };
            let (list, typed) = match referred {
                Referred::One(typed) => (None, typed),
                Referred::List(list, figures) => (Some(list), of_list(figures, &list)),
            };
            let mut typed = self.require_number(typed);
            if let Some(mut so_far) = total.take() {
                let Some(ty) = self.unify(&mut so_far, &mut typed, argument.span, "放在一起计算") else {
                    return Typed::broken(span);
                };
                let has_figures = so_far.has_figures || typed.has_figures;
                total = Some(Typed {
                    ty,
                    has_figures,
                    unit: so_far.unit.or(typed.unit),
                    ..typed.clone()
                });
            } else {
                total = Some(typed.clone());
            }
            resolved.push(match list {
                Some(list) => Argument::List(list),
                None => Argument::Single(typed.into_number()),
            });
        }
        let Some(total) = total else { return Typed::broken(span) };
        let (ty, unit) = match builtin.result {
            builtin::Result::Kind(kind) => (Type::Is(kind), None),
            builtin::Result::Argument | builtin::Result::Quotient => (total.ty, total.unit),
        };
        let node = NumberNode::Aggregate {
            builtin,
            compute,
            arguments: resolved,
        };
        Typed {
            node: Number::new(node, ty.kind(), span).into(),
            ty,
            unit,
            has_figures: total.has_figures,
        }
    }

    fn scalar(&mut self, builtin: &'static Builtin, arguments: &[Expression], span: Span) -> Typed {
        let mut typed: Vec<Typed> = Vec::with_capacity(arguments.len());
        for (parameter, argument) in builtin.parameters.iter().zip(arguments) {
            typed.push(match parameter {
                Parameter::Text(_) => self.text(argument),
                Parameter::Places(name) => {
                    let unit = typed
                        .first()
                        .filter(|first| first.kind() == Kind::Money)
                        .and_then(|first| first.unit);
                    match self.places(argument, name, unit.map_or(0, |unit| i64::from(unit.exponent()))) {
                        Some(places) => places,
                        None => return Typed::broken(span),
                    }
                }
                _ => self.numeric(argument),
            });
        }
        // Two numbers of one call are of one kind.
        if let [a, b] = typed.as_mut_slice()
            && matches!(builtin.parameters, [Parameter::Number(_), Parameter::Number(_)])
            && self.unify(a, b, span, "放在一起计算").is_none()
        {
            return Typed::broken(span);
        }
        let first = typed.first().cloned().unwrap_or_else(|| Typed::broken(span));
        let (ty, unit) = match builtin.result {
            builtin::Result::Argument => (first.ty, first.unit),
            builtin::Result::Kind(kind) => (Type::Is(kind), None),
            builtin::Result::Quotient => (Type::Is(Kind::Ratio), None),
        };
        let has_figures = typed.iter().any(|argument| argument.has_figures);
        let values = builtin.parameters.iter().zip(typed);
        let arguments: Vec<Resolved> = values
            .map(|(parameter, typed)| match parameter {
                Parameter::Text(_) => typed.into_text().into(),
                _ => typed.into_number().into(),
            })
            .collect();
        let node = match builtin.body {
            Body::Number(compute) => {
                let call = NumberNode::Call {
                    builtin,
                    compute,
                    arguments,
                };
                Number::new(call, ty.kind(), span).into()
            }
            Body::Text(compute) => {
                let call = TextNode::Call {
                    builtin,
                    compute,
                    arguments,
                };
                Text::new(call, ty.kind(), span).into()
            }
            Body::Truth(compute) => Truth::new(
                TruthNode::Call {
                    builtin,
                    compute,
                    arguments,
                },
                span,
            )
            .into(),
            // They are no functions of values.
            Body::Aggregate(_) | Body::Special(_) => return Typed::broken(span),
        };
        Typed {
            node,
            ty,
            unit,
            has_figures,
        }
    }

    /// The decimals of `round`, written out. Money is held in 元, so its places are counted from there.
    fn places(&mut self, argument: &Expression, name: &str, exponent: i64) -> Option<Typed> {
        let written = match &argument.kind {
            ExpressionKind::Number(number) if number.unit.is_none() && !number.percent => {
                Some(number.value).filter(|value| value.fract().is_zero() && *value <= Decimal::from(8))
            }
            _ => None,
        };
        let Some(places) = written else {
            self.report(
                Diagnostic::new(&codes::resolve::WRONG_ARGUMENTS, format!("{name}要写成 0 到 8 的整数"))
                    .at(argument.span, "不是写明的位数"),
            );
            return None;
        };
        let shifted = Amount::literal(places - Decimal::from(exponent));
        Some(Typed::new(
            Number::new(NumberNode::Literal(shifted), Kind::Count, argument.span),
            Type::Bare,
        ))
    }

    fn special(&mut self, special: Special, builtin: &Builtin, arguments: &[Expression], span: Span) -> Typed {
        match special {
            Special::If => self.conditional(arguments, span),
            Special::Blank => {
                let Some(argument) = arguments.first() else {
                    return Typed::broken(span);
                };
                let typed = self.expression(argument);
                truth(TruthNode::Blank(Box::new(typed.node)), span, false)
            }
            Special::Missing => {
                let Some(argument) = arguments.first() else {
                    return Typed::broken(span);
                };
                let Some(subject) = self.subject(argument) else {
                    return Typed::broken(span);
                };
                let exists = Truth::new(TruthNode::Exists(subject.into()), span);
                truth(TruthNode::Not(Box::new(exists)), span, false)
            }
            Special::BothOrNeither => {
                let numbers = self.numbers(arguments);
                let Ok(pair) = <[Number; 2]>::try_from(numbers) else {
                    return Typed::broken(span);
                };
                truth(TruthNode::BothOrNeither(Box::new(pair)), span, true)
            }
            Special::AtMostOne => truth(TruthNode::AtMostOne(self.numbers(arguments)), span, true),
            Special::EmptyTable | Special::InOrder => {
                let forms: Option<Vec<FormId>> =
                    arguments.iter().map(|argument| self.form_argument(argument)).collect();
                let Some(forms) = forms else {
                    return Typed::broken(span);
                };
                let mut tables = forms.into_iter().map(TableRef::own);
                let node = match special {
                    Special::InOrder => Some(TruthNode::InOrder(tables.collect())),
                    _ => tables.next().map(TruthNode::EmptyTable),
                };
                node.map_or_else(|| Typed::broken(span), |node| truth(node, span, false))
            }
            Special::CodeName => self.code_name(arguments, span),
            Special::Narrative => {
                for argument in arguments {
                    self.expression(argument);
                }
                let (kind, ty) = match builtin.result {
                    builtin::Result::Kind(kind) => (kind, Type::Is(kind)),
                    _ => (Kind::Text, Type::Any),
                };
                Typed::new(unavailable(NO_NARRATIVE, kind, span), ty).with_figures()
            }
        }
    }

    fn conditional(&mut self, arguments: &[Expression], span: Span) -> Typed {
        let [condition, yes, no] = arguments else {
            return Typed::broken(span);
        };
        let condition = self.condition(condition);
        let (mut yes, mut no) = (self.expression(yes), self.expression(no));
        let Some(ty) = self.unify(&mut yes, &mut no, span, "作为同一个数的两种取法") else {
            return Typed::broken(span);
        };
        let has_figures = yes.has_figures || no.has_figures;
        let (unit, kind) = (yes.unit.or(no.unit), yes.kind());
        let condition = condition.into_truth();
        let node = match ty {
            Type::Is(Kind::Code | Kind::Text) => {
                let (yes, no) = (yes.into_text(), no.into_text());
                Text::new(TextNode::If(Box::new(Choice { condition, yes, no })), kind, span).into()
            }
            Type::Is(Kind::Bool) => {
                let (yes, no) = (yes.into_truth(), no.into_truth());
                Truth::new(TruthNode::If(Box::new(Choice { condition, yes, no })), span).into()
            }
            Type::Is(Kind::Money | Kind::Count | Kind::Ratio) | Type::Bare | Type::Any => {
                let (yes, no) = (yes.into_number(), no.into_number());
                Number::new(NumberNode::If(Box::new(Choice { condition, yes, no })), kind, span).into()
            }
        };
        Typed {
            node,
            ty,
            unit,
            has_figures,
        }
    }

    fn numbers(&mut self, arguments: &[Expression]) -> Vec<Number> {
        arguments
            .iter()
            .map(|argument| self.numeric(argument).into_number())
            .collect()
    }

    fn form_argument(&mut self, argument: &Expression) -> Option<FormId> {
        if let ExpressionKind::Reference(reference) = &argument.kind
            && reference.segments.is_empty()
        {
            return self.require_form(&reference.head.value, reference.head.span);
        }
        self.report(
            Diagnostic::new(&codes::resolve::WRONG_ARGUMENTS, "这里要写表号")
                .at(argument.span, "不是表号")
                .help("如 空表(07)"),
        );
        None
    }

    fn code_name(&mut self, arguments: &[Expression], span: Span) -> Typed {
        let [list, code] = arguments else {
            return Typed::broken(span);
        };
        let name = match &list.kind {
            ExpressionKind::Text(text) => text.clone(),
            ExpressionKind::Reference(reference) if reference.segments.is_empty() => reference.head.value.clone(),
            _ => "".into(),
        };
        let lists = &self.ruleset.code_lists;
        let Some(index) = lists.iter().position(|declared| declared.name == name) else {
            let help = crate::diagnostic::did_you_mean(&name, lists.iter().map(|declared| &*declared.name));
            self.report(
                Diagnostic::new(&codes::resolve::UNKNOWN_CODE_LIST, format!("没有声明科目表“{name}”"))
                    .at(list.span, "没有这张科目表")
                    .maybe_help(help),
            );
            return Typed::broken(span);
        };
        let code = self.text(code);
        let has_figures = code.has_figures;
        let node = TextNode::CodeName(CodeListIx::new(index), Box::new(code.into_text()));
        Typed {
            has_figures,
            ..Typed::new(Text::new(node, Kind::Text, span), Type::Is(Kind::Text))
        }
    }
}
