//! Waivers: failures that a unit has explained.

use std::collections::HashMap;
use std::sync::Arc;

use super::WaiverNote;
use crate::report::Facts;
use crate::ruleset::{Date, Waiver};
use crate::value::normalise;

/// The waivers of a ruleset by the rules they name, as a report meets them.
pub(super) struct Waivers<'a> {
    by_rule: HashMap<&'a str, Vec<&'a Waiver>>,
    /// The unit as names are compared, and the year that the report is of.
    unit: Option<String>,
    year: Option<u16>,
    today: Option<Date>,
}

impl<'a> Waivers<'a> {
    /// Without `today` none expires.
    pub fn of(waivers: &'a [Waiver], facts: &Facts, today: Option<Date>) -> Self {
        let mut by_rule: HashMap<&str, Vec<&Waiver>> = HashMap::new();
        for waiver in waivers {
            by_rule.entry(&waiver.rule).or_default().push(waiver);
        }
        Self {
            by_rule,
            unit: facts.unit.as_ref().map(|fact| normalise(&fact.value)),
            year: facts.year.as_ref().map(|fact| fact.value),
            today,
        }
    }

    /// The waiver that covers failures of `rule`: one that still holds before one that has expired. One for a unit or for
    /// years needs a report that says which unit and which year it is of.
    pub fn covering(&self, rule: &str) -> Option<WaiverNote> {
        let of_unit = |granted: &Arc<str>| self.unit.as_deref() == Some(&*normalise(granted));
        let waivers = self.by_rule.get(rule).into_iter().flatten();
        waivers
            .filter(|waiver| waiver.unit.as_ref().is_none_or(of_unit))
            .filter(|waiver| {
                let of_year = |year| waiver.years.is_none_or(|years| (years.from..=years.to).contains(&year));
                waiver.years.is_none() || self.year.is_some_and(of_year)
            })
            .map(|waiver| WaiverNote {
                reason: Arc::clone(&waiver.reason),
                until: waiver.until,
                expired: waiver.until.zip(self.today).is_some_and(|(until, today)| until < today),
            })
            .min_by_key(|note| note.expired)
    }
}
