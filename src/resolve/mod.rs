//! Names to ids, kinds and units checked: a ruleset becomes a plan, before any report is seen.

mod call;
mod coerce;
mod comparison;
mod each;
mod expression;
mod fact;
mod guard;
mod implied;
mod kinds;
mod lets;
mod names;
mod narrative;
mod other_report;
mod question;
mod reference;
mod references;
mod referred;
mod resolver;
mod row;
mod selector;
mod step;
mod target;
mod unknown;

pub use references::{BlockAt, Part, Reference, References, Target, capture_of};

use crate::diagnostic::Checked;
use crate::plan::{Plan, PlannedRule};
use crate::ruleset::{RuleBody, Ruleset};

/// Resolves every rule. A rule with an error in it stays in the plan without a body; the others are not harmed.
#[must_use]
pub fn resolve(ruleset: Ruleset) -> Checked<Plan> {
    let mut resolver = resolver::Resolver::new(&ruleset);
    resolver.check_lets();
    let mut rules = Vec::with_capacity(ruleset.rules.len());
    for (id, rule) in ruleset.numbered_rules() {
        resolver.begin_rule();
        let body = match &rule.body {
            RuleBody::Checks {
                each,
                each_column,
                lets,
                checks,
            } => resolver.checks(rule, each.as_ref(), *each_column, lets, checks),
            implied => resolver.implied(implied),
        };
        let guards = resolver.guards(id);
        let (forms, failed) = resolver.end_rule();
        rules.push(PlannedRule {
            forms,
            guards,
            body: if failed { None } else { body },
        });
    }
    let order = resolver::Resolver::order(&rules);
    let (row_sets, diagnostics) = resolver.finish();
    Checked::new(
        Plan {
            rules,
            order,
            row_sets,
            ruleset,
        },
        diagnostics,
    )
}
