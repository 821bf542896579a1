//! The unit in which a rule's bare amounts count: that of the first form it speaks of.

use crate::form::Form;
use crate::ruleset::{Rule, RuleBody};
use crate::syntax::ast::{Expression, ExpressionKind};
use crate::value::Unit;

/// The unit of the first form that `rule` speaks of; 万元 where it speaks of none.
pub(super) fn of(rule: &Rule, forms: &[Form]) -> Unit {
    let form = match &rule.body {
        RuleBody::Checks { each, lets, checks, .. } => {
            let tables = each.iter().flat_map(|each| &each.tables);
            let table = tables.filter_map(|table| find(&table.head.value, forms)).next();
            let expressions = lets.iter().map(|binding| &binding.value).chain(checks);
            table.or_else(|| expressions.filter_map(|expression| first(expression, forms)).next())
        }
        implied => implied.form().and_then(|form| forms.get(form.index())),
    };
    form.map_or(Unit::TenThousand, |form| form.unit)
}

fn find<'a>(id: &str, forms: &'a [Form]) -> Option<&'a Form> {
    forms.iter().find(|form| &*form.id == id)
}

fn first<'a>(expression: &Expression, forms: &'a [Form]) -> Option<&'a Form> {
    match &expression.kind {
        ExpressionKind::Number(_) | ExpressionKind::Text(_) | ExpressionKind::Bool(_) => None,
        ExpressionKind::Reference(reference) => find(&reference.head.value, forms),
        ExpressionKind::Call(call) => call.arguments.iter().find_map(|argument| first(argument, forms)),
        ExpressionKind::Property(inner, _) | ExpressionKind::Unary(_, inner) | ExpressionKind::Test(inner, _) => {
            first(inner, forms)
        }
        ExpressionKind::Binary(left, _, right) => first(left, forms).or_else(|| first(right, forms)),
        ExpressionKind::Comparison(left, links) => {
            first(left, forms).or_else(|| links.iter().find_map(|link| first(&link.right, forms)))
        }
    }
}
