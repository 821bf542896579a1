//! A count for each severity, without a map of its own.

use crate::diagnostic::Severity;

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BySeverity([u32; 3]);

impl BySeverity {
    /// How many of this severity.
    #[must_use]
    pub fn get(&self, severity: Severity) -> usize {
        self.0.get(place(severity)).map_or(0, |count| *count as usize)
    }
}

impl<'c> FromIterator<(&'c Severity, &'c usize)> for BySeverity {
    fn from_iter<I: IntoIterator<Item = (&'c Severity, &'c usize)>>(counts: I) -> Self {
        let mut all = Self::default();
        for (severity, count) in counts {
            if let Some(slot) = all.0.get_mut(place(*severity)) {
                *slot = slot.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
            }
        }
        all
    }
}

fn place(severity: Severity) -> usize {
    match severity {
        Severity::Notice => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}
