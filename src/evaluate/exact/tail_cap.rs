//! 尾差上限: how much rounding may explain at most.

use rust_decimal::Decimal;

use crate::evaluate::bind::Binding;
use crate::plan::Plan;
use crate::ruleset::RuleId;

/// 尾差上限 in 元: the rule's, the ruleset's, or five units of the last place of the rule's first table.
pub(in crate::evaluate) fn tail_cap(plan: &Plan, binding: &Binding<'_>, rule: RuleId) -> Decimal {
    let declared = plan
        .ruleset
        .rule(rule)
        .and_then(|rule| rule.tail_cap)
        .or(plan.ruleset.tail_cap);
    let first = plan.rule(rule).and_then(|rule| rule.forms.first());
    declared
        .or_else(|| first.and_then(|form| binding.tail_cap(plan, *form)))
        .unwrap_or(Decimal::from(500))
}
