//! Guards: which rules rest on which, and the order to run them in.

use super::resolver::Resolver;
use crate::plan::PlannedRule;
use crate::ruleset::RuleId;

impl Resolver<'_> {
    /// The guards of a rule. Ids that name no rule have been reported when the ruleset was put together.
    pub(super) fn guards(&self, rule: RuleId) -> Vec<RuleId> {
        let requires = self
            .ruleset
            .rule(rule)
            .map(|rule| rule.requires.as_slice())
            .unwrap_or_default();
        requires.iter().filter_map(|(id, _)| self.rule_id(id)).collect()
    }

    /// An order in which every guard comes before what rests on it. Circles, which were reported when the ruleset was
    /// put together, are cut: every rule stands in the order once all the same.
    pub(super) fn order(rules: &[PlannedRule]) -> Vec<RuleId> {
        let mut order = Vec::with_capacity(rules.len());
        // 0 not seen, 1 being placed, 2 placed.
        let mut state = vec![0_u8; rules.len()];
        for start in 0..rules.len() {
            let mut stack = vec![(start, 0)];
            while let Some((rule, next)) = stack.pop() {
                if next == 0 && state.get(rule) != Some(&0) {
                    continue;
                }
                if let Some(mark) = state.get_mut(rule) {
                    *mark = 1;
                }
                match rules.get(rule).and_then(|rule| rule.guards.get(next)) {
                    Some(guard) => {
                        stack.push((rule, next + 1));
                        if state.get(guard.index()) == Some(&0) {
                            stack.push((guard.index(), 0));
                        }
                    }
                    None => {
                        if let Some(mark) = state.get_mut(rule) {
                            *mark = 2;
                        }
                        order.push(RuleId::new(rule));
                    }
                }
            }
        }
        order
    }
}
