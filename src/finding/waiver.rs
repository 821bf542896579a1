//! Waivers: failures that a unit has explained.

use std::sync::Arc;

use super::WaiverNote;
use crate::report::Facts;
use crate::ruleset::{Date, Waiver};
use crate::value::normalise;

/// The waiver that covers failures of `rule` in this report: one that still holds before one that has expired. One for
/// a unit or for years needs a report that says which unit and which year it is of. Without `today` none expires.
pub(super) fn of(waivers: &[Waiver], rule: &str, facts: &Facts, today: Option<Date>) -> Option<WaiverNote> {
    let unit = facts.unit.as_ref().map(|fact| normalise(&fact.value));
    let year = facts.year.as_ref().map(|fact| fact.value);
    waivers
        .iter()
        .filter(|waiver| &*waiver.rule == rule)
        .filter(|waiver| {
            waiver
                .unit
                .as_ref()
                .is_none_or(|granted| unit.as_deref() == Some(&*normalise(granted)))
        })
        .filter(|waiver| {
            waiver
                .years
                .is_none_or(|years| year.is_some_and(|year| (years.from..=years.to).contains(&year)))
        })
        .map(|waiver| WaiverNote {
            reason: Arc::clone(&waiver.reason),
            until: waiver.until,
            expired: waiver.until.zip(today).is_some_and(|(until, today)| until < today),
        })
        .min_by_key(|note| note.expired)
}
