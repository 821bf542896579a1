//! The years in which rules are in force.

use super::{Rule, Ruleset};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::syntax::ast::{Spanned, YearRange};

impl YearRange {
    /// Whether `year` is one of them.
    #[must_use]
    pub fn contains(&self, year: u16) -> bool {
        (self.from..=self.to).contains(&year)
    }

    /// Whether any year is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl Ruleset {
    /// Whether `rule` applies to a report of `year`: its own years decide, then the ruleset's. Without a known year
    /// every rule does.
    #[must_use]
    pub fn in_force(&self, rule: &Rule, year: Option<u16>) -> bool {
        let years = rule.years.or(self.years);
        match (year, years) {
            (Some(year), Some(years)) => years.contains(year),
            _ => true,
        }
    }

    /// The rules that apply to a report of `year`, with their indices.
    pub fn for_year(&self, year: Option<u16>) -> impl Iterator<Item = (usize, &Rule)> {
        self.rules
            .iter()
            .enumerate()
            .filter(move |(_, rule)| self.in_force(rule, year))
    }
}

/// Warns where `years` has none in common with those of the ruleset.
pub(super) fn check_within(years: &Spanned<YearRange>, ruleset: Option<YearRange>, sink: &mut Vec<Diagnostic>) {
    let Some(ruleset) = ruleset.filter(|range| !range.meets(&years.value)) else {
        return;
    };
    sink.push(
        Diagnostic::new(
            &codes::YEARS_OUTSIDE,
            format!("这里的年度不在规则集的年度({})之内,永远不会用到", shown(ruleset)),
        )
        .at(years.span, "不在规则集的年度之内")
        .help("改这里的年度,或改规则集开头的“年度”"),
    );
}

fn shown(years: YearRange) -> String {
    if years.from == years.to {
        years.from.to_string()
    } else {
        format!("{}..{}", years.from, years.to)
    }
}
